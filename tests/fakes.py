"""A grader that says what a test tells it to say."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

from bank.question import Question
from rubrics.evidence import AnswerEvidence
from rubrics.grader import Task, ungraded
from rubrics.llm.followup import FollowUp, target
from rubrics.rubric import Rubric
from rubrics.scoring import score_verdicts
from rubrics.verdict import Claim, Grade, GraderInfo, GradeState, Span, Status, Verdict

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)

Statuses = Mapping[str, str | Status]
"""Statuses by criterion id; criteria left out are missed."""
Step = Status | Statuses | Grade | BaseException | str
"""What to answer with: a status for all criteria or statuses by id, a whole grade, an error to raise, or the reason
for an ungraded answer."""

SCRIPTED = GraderInfo(name="openai", model="scripted", version="1")


class ScriptedGrader:
    """A `rubrics.grader.Grader` that plays its steps in order and fails when it runs dry.

    Credit is given with the first words of the answer that prove anything. With `gate` (or `hold`), a grading
    waits until the event is set. `asked` holds what it was asked, in order.
    """

    def __init__(
        self,
        steps: Iterable[Step] = (),
        *,
        always: Step | None = None,
        gate: asyncio.Event | None = None,
        hold: asyncio.Event | None = None,
        info: GraderInfo = SCRIPTED,
        beyond: Sequence[Claim] = (),
    ) -> None:
        self._steps = list(steps)
        self._always = always
        self._gate = gate or hold
        self._info = info
        self._beyond = beyond
        self.asked: list[Task] = []
        self.is_closed = False

    @property
    def info(self) -> GraderInfo:
        """Who this pretends to be."""
        return self._info

    async def grade(self, question: Question, rubric: Rubric, answer: str) -> Grade:
        """Play the next step."""
        task = Task(question, rubric, answer)
        self.asked.append(task)
        if not self._steps and self._always is None:
            raise AssertionError(f"the scripted grader has run dry at “{question.text[:60]}”")
        step = self._steps.pop(0) if self._steps else self._always
        if self._gate is not None:
            await self._gate.wait()
        return self._play(task, step)

    def _play(self, task: Task, step: Step | None) -> Grade:
        if isinstance(step, BaseException):
            raise step
        if isinstance(step, Grade):
            return step
        now = datetime.now(UTC)
        if isinstance(step, Status):
            step = {criterion.id: step for criterion in task.rubric.criteria}
        if isinstance(step, str) or step is None:
            return ungraded(task, self._info, now, step or "No reason.")
        verdicts = [_verdict(task, c.id, Status(step.get(c.id, Status.MISSED))) for c in task.rubric.criteria]
        return _grade(task, verdicts, self._beyond, self._info, now)

    async def aclose(self) -> None:
        """Remember that it was closed."""
        self.is_closed = True


class ScriptedInterviewer(ScriptedGrader):
    """A scripted grader that words follow-up questions too, in order, and none when it runs dry.

    With `thinking`, wording a question waits until the event is set. `followed_up` holds the answers asked about.
    """

    def __init__(
        self,
        questions: Iterable[str],
        steps: Iterable[Step] = (),
        *,
        always: Step | None = None,
        thinking: asyncio.Event | None = None,
        origin: Literal["model", "hint", "open"] = "model",
    ) -> None:
        super().__init__(steps, always=always)
        self._questions = list(questions)
        self._thinking = thinking
        self._origin = origin
        self.followed_up: list[str] = []

    async def follow_up(self, question: Question, rubric: Rubric, answer: str, grade: Grade) -> FollowUp | None:
        """The next question."""
        missed = target(rubric, grade)
        if missed is None or not self._questions:
            return None
        self.followed_up.append(answer)
        text = self._questions.pop(0)
        if self._thinking is not None:
            await self._thinking.wait()
        return FollowUp(text, missed.id, self._origin)


def _grade(
    task: Task, verdicts: Sequence[Verdict], beyond: Sequence[Claim], info: GraderInfo, now: datetime
) -> Grade:
    """The grade of these verdicts as they are: a script is believed, whatever the evidence check would say to it."""
    statuses = {verdict.criterion_id: verdict.status for verdict in verdicts}
    score = score_verdicts(task.rubric, statuses, len(beyond))
    if score.score is None:
        return ungraded(task, info, now, "No criterion could be judged with evidence from the answer.")
    is_open = Status.UNSURE in statuses.values()
    return Grade(
        state=GradeState.NEEDS_REVIEW if is_open else GradeState.GRADED,
        score=score.score,
        coverage=score.coverage,
        low=score.low,
        high=score.high,
        verdicts=tuple(verdicts),
        beyond=tuple(beyond),
        grader=info,
        digests=task.digests,
        graded_at=now,
    )


def _verdict(task: Task, criterion_id: str, status: Status) -> Verdict:
    needs_quote = status in (Status.MET, Status.PARTIAL, Status.CONTRADICTED)
    span = _proof(task) if needs_quote else None
    quote = task.answer[span[0] : span[1]] if span else ""
    return Verdict(
        criterion_id=criterion_id, status=status, quote=quote, span=span, reason=f"Scripted {status.value}."
    )


def _proof(task: Task) -> Span | None:
    """The first stretch of the answer, between full stops, that the evidence check accepts."""
    evidence = AnswerEvidence(task.question, task.answer)
    start = 0
    for sentence in task.answer.split("."):
        end = start + len(sentence)
        begin = start + len(sentence) - len(sentence.lstrip())
        if end > begin and evidence.problem_with((begin, end)) is None:
            return begin, end
        start = end + 1
    return None
