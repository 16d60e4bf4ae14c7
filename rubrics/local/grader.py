"""The embedded grader: statistical estimates by small models that ship with the program; no key, no network."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from bank.question import Question
from rubrics.grader import Proposal, Task, conclude, gate_grade
from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import Grade, GraderInfo, Status, Verdict

if TYPE_CHECKING:
    from rubrics.local.judge import JudgedCriterion, Judgement, LocalJudge

RULES = 5
"""Version of the rules in code that stand beside the models; a change of them is another grader."""
AT_ONCE = 2
"""Gradings at a time: each keeps one core busy, and more would only take memory."""

_REASONS = {
    Status.MET: "These words make the point.",
    Status.PARTIAL: "These words come near the point without making all of it.",
    Status.MISSED: "Nothing in the answer makes this point.",
    Status.CONTRADICTED: "These words say the opposite of the point.",
    Status.UNSURE: "Too close to call for the embedded grader.",
}


class LocalGrader:
    """Grades by `LocalJudge`, off the event loop. Points beyond the reference are never claimed by this grader."""

    def __init__(self, judge: "LocalJudge") -> None:
        self._judge = judge
        self._turn = asyncio.Semaphore(AT_ONCE)

    @classmethod
    def load(cls) -> Self:
        """With the models that ship. Raises GraderUnavailableError when a file is missing or not what it was."""
        from rubrics.local.judge import LocalJudge

        return cls(LocalJudge.load())

    @property
    def info(self) -> GraderInfo:
        """The embedded grader, by the digest of its models."""
        return GraderInfo(name="local", model="embedded", version=f"{self._judge.version}+{RULES}", is_estimate=True)

    async def grade(self, question: Question, rubric: Rubric, answer: str) -> Grade:
        """The grade of an answer, worked out in a worker thread."""
        task = Task(question, rubric, answer)
        gated = gate_grade(task, self.info, datetime.now(UTC))
        if gated is not None:
            return gated
        async with self._turn:
            return await asyncio.to_thread(self._grade, task)

    def _grade(self, task: Task) -> Grade:
        criteria = [_judged(criterion) for criterion in task.rubric.criteria]
        judgements = self._judge.judge(task.question.text, criteria, task.answer)
        verdicts = [_verdict(judgement, task.answer) for judgement in judgements]
        return conclude(task, Proposal(verdicts), self.info, datetime.now(UTC))

    async def aclose(self) -> None:
        """Wait for the gradings under way."""
        for _ in range(AT_ONCE):
            await self._turn.acquire()


def _judged(criterion: Criterion) -> "JudgedCriterion":
    from rubrics.local.judge import JudgedCriterion

    anchors = criterion.anchors
    return JudgedCriterion(
        id=criterion.id,
        text=criterion.text,
        group=criterion.group,
        says=anchors.says if anchors else (),
        misconceptions=anchors.misconceptions if anchors else (),
    )


def _verdict(judgement: "Judgement", answer: str) -> Verdict:
    status = Status(judgement.status)
    span = judgement.span
    reason = _REASONS[status]
    if judgement.misconception:
        reason = f"This is a known misconception: “{judgement.misconception}”"
    return Verdict(
        criterion_id=judgement.criterion_id,
        status=status,
        quote=answer[span[0] : span[1]] if span else "",
        span=span,
        reason=reason,
        probability=judgement.probability,
        misconception=judgement.misconception,
    )
