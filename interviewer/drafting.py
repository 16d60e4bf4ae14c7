"""Having a language model draft what a bank lacks: anchors for criteria, points for answers in prose.

A draft is kept in a journal the moment it comes, by a key of the words it was made for, and enters the bank when the
run is over, in one piece. Interrupted or killed, the same command goes on from there.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError

from bank.question import Anchors, Bank, Point, Question, digest_of
from interviewer.batch import Batch, Budget, End, Pace, Progress, stopping_on_interrupt
from interviewer.journal import Journal
from rubrics.drafts import MIN_PROSE, prose_of, with_anchors, with_points
from rubrics.extraction import extract_rubric
from rubrics.llm.drafting import Draft, Drafter
from rubrics.llm.drafting_messages import Request, anchors_request, points_request
from rubrics.rubric import Criterion, Rubric

_POINTS = TypeAdapter(tuple[Point, ...])


class Job(Protocol):
    """One question to draft for."""

    @property
    def question(self) -> Question:
        """The question."""
        ...

    async def run(self, drafter: Drafter) -> Draft:
        """The draft. Never raises for what the service or the model does."""
        ...

    def records(self, draft: Draft) -> dict[str, Any]:
        """What of the draft is kept, by key."""
        ...

    def request(self) -> Request:
        """The first request, for a forecast."""
        ...


@dataclass(frozen=True)
class AnchorsJob:
    """Anchors for the criteria of one question that have none."""

    question: Question
    rubric: Rubric
    criteria: tuple[Criterion, ...]

    async def run(self, drafter: Drafter) -> Draft:
        """Ask for them."""
        return await drafter.draft_anchors(self.question, self.rubric, self.criteria)

    def records(self, draft: Draft) -> dict[str, Any]:
        """The anchors by criterion."""
        return {
            _anchors_key(self.question, criterion): draft.anchors[criterion.id].model_dump(mode="json")
            for criterion in self.criteria
            if criterion.id in draft.anchors
        }

    def request(self) -> Request:
        """The request for all of them."""
        return anchors_request(self.question, self.rubric, self.criteria, random.Random(0))  # noqa: S311 - no secret


@dataclass(frozen=True)
class PointsJob:
    """Points for the prose of one question."""

    question: Question

    async def run(self, drafter: Drafter) -> Draft:
        """Ask for them."""
        return await drafter.draft_points(self.question)

    def records(self, draft: Draft) -> dict[str, Any]:
        """The points, all together."""
        return {_points_key(self.question): _POINTS.dump_python(draft.points, mode="json")} if draft.points else {}

    def request(self) -> Request:
        """The request for them."""
        return points_request(self.question, random.Random(0))  # noqa: S311 - no secret


def anchors_jobs(questions: Iterable[Question]) -> list[AnchorsJob]:
    """The questions with criteria that have no anchors, drafted or not; named misconceptions need none."""
    jobs = [
        AnchorsJob(question, rubric := extract_rubric(question), tuple(_bare(question, rubric)))
        for question in questions
    ]
    return [job for job in jobs if job.criteria]


def _bare(question: Question, rubric: Rubric) -> Iterable[Criterion]:
    bullets = question.reference.bullets() if question.kind == "open" else ()
    for bullet, criterion in zip(bullets, rubric.criteria, strict=False):
        if bullet.point.anchors is None and not criterion.is_misconception:
            yield criterion


def points_jobs(questions: Iterable[Question]) -> list[PointsJob]:
    """The questions answered in prose that is long enough to draw points from."""
    return [PointsJob(question) for question in questions if is_prose(question)]


def is_prose(question: Question) -> bool:
    """Whether a question's answer is prose that points can be drawn from."""
    has_points = any(True for _ in question.reference.bullets())
    return question.kind == "open" and not has_points and len(prose_of(question.reference).split()) >= MIN_PROSE


def _anchors_key(question: Question, criterion: Criterion) -> str:
    return digest_of(["anchors", question.wording, criterion.group, criterion.text])


def _points_key(question: Question) -> str:
    return digest_of(["points", question.wording, prose_of(question.reference)])


def with_drafted_anchors(bank: Bank, records: Mapping[str, Any]) -> Bank:
    """The bank with drafts for criteria that still have no anchors."""

    def completed(question: Question) -> Question:
        rubric = extract_rubric(question)
        found = {c.id: _read_anchors(records.get(_anchors_key(question, c))) for c in _bare(question, rubric)}
        ready = {key: anchors for key, anchors in found.items() if anchors is not None}
        if not ready:
            return question
        return question.model_copy(update={"reference": with_anchors(question.reference, ready)})

    return bank.model_copy(update={"questions": tuple(completed(question) for question in bank.questions)})


def _read_anchors(record: object) -> Anchors | None:
    try:
        return None if record is None else Anchors.model_validate(record)
    except ValidationError:
        return None


def drafted_points(question: Question, records: Mapping[str, Any]) -> tuple[Point, ...]:
    """The points kept for the prose of a question; none when there are none."""
    try:
        return _POINTS.validate_python(records.get(_points_key(question)) or ()) if is_prose(question) else ()
    except ValidationError:
        return ()


LineOf = Callable[[Question, str], int | None]
"""The line of the source document in which words of a reference answer stand."""


def with_drafted_points(bank: Bank, records: Mapping[str, Any], line_of: LineOf) -> Bank:
    """The bank with points for the questions whose answer is prose."""

    def completed(question: Question) -> Question:
        points = drafted_points(question, records)
        if not points:
            return question
        placed = [point.model_copy(update={"line": line_of(question, point.quote or "")}) for point in points]
        return question.model_copy(update={"reference": with_points(question.reference, placed)})

    return bank.model_copy(update={"questions": tuple(completed(question) for question in bank.questions)})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run."""

    end: End
    drafts: tuple[tuple[Job, Draft], ...]
    """In the order in which they came."""


async def draft_all(
    drafter: Drafter,
    jobs: Sequence[Job],
    journal: Journal,
    pace: Pace,
    *,
    budget: Budget | None = None,
    on_progress: Callable[[Progress], None],
    on_interrupt: Callable[[], None],
) -> Outcome:
    """Draft for these questions, keeping every draft at once; the first Ctrl+C lets what is in flight finish."""
    drafts: list[tuple[Job, Draft]] = []

    async def work(job: Job) -> Draft:
        draft = await job.run(drafter)
        journal.add(job.records(draft))
        drafts.append((job, draft))
        return draft

    batch: Batch[Job, Draft] = Batch(
        jobs,
        work,
        on_result=lambda *_: None,
        pace=pace,
        on_progress=on_progress,
        is_hopeless=lambda draft: draft.failed is not None and draft.failed.failure.is_setup,
        cost_of=lambda draft: draft.usage.cost_usd if draft.usage.prompt_tokens else 0.0,
        budget=budget,
    )
    async with stopping_on_interrupt(batch.stop, told=on_interrupt):
        summary = await batch.run()
    return Outcome(summary.end, tuple(drafts))
