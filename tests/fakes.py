"""Graders for tests: they do what they are told, remember what they were asked, and fail when they run dry."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bank.question import Question
from rubrics.grader import Proposal, Task, conclude, ungraded
from rubrics.rubric import Rubric
from rubrics.verdict import Claim, Grade, GraderInfo, Status, Verdict

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)

Step = Status | Mapping[str, Status] | str | BaseException
"""One grading: a status for all criteria, one per criterion id, a reason to fail, or an error to raise."""


class ScriptedGrader:
    """Grades by a script, one step an answer; quotes are the answer's own first words."""

    def __init__(
        self,
        script: Sequence[Step],
        *,
        beyond: Sequence[Claim] = (),
        hold: asyncio.Event | None = None,
        info: GraderInfo | None = None,
    ) -> None:
        self._script = list(script)
        self._beyond = beyond
        self._hold = hold
        self._info = info or GraderInfo(name="local", model="scripted", is_estimate=True)
        self.asked: list[Task] = []
        self.is_closed = False

    @property
    def info(self) -> GraderInfo:
        return self._info

    async def grade(self, question: Question, rubric: Rubric, answer: str) -> Grade:
        task = Task(question, rubric, answer)
        self.asked.append(task)
        if self._hold is not None:
            await self._hold.wait()
        assert self._script, "the scripted grader was asked once more than its script says"
        step = self._script.pop(0)
        if isinstance(step, BaseException):
            raise step
        if isinstance(step, str) and not isinstance(step, Status):
            return ungraded(task, self._info, NOW, step)
        return conclude(task, Proposal(_verdicts(task, step), beyond=self._beyond), self._info, NOW)

    async def aclose(self) -> None:
        self.is_closed = True


def _verdicts(task: Task, step: Status | Mapping[str, Status]) -> list[Verdict]:
    statuses = {c.id: step for c in task.rubric.criteria} if isinstance(step, Status) else step
    quote = " ".join(task.answer.split()[:12])
    return [
        Verdict(
            criterion_id=criterion.id,
            status=statuses.get(criterion.id, Status.MISSED),
            quote=quote,
            reason="As the script says.",
        )
        for criterion in task.rubric.criteria
    ]
