"""From what is kept of a question to what a report says about it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bank.question import Point, Question, Reference
from interviewer.records import GradedAnswer, ItemRecord, SessionRecord
from interviewer.report.item_values import (
    AttemptReport,
    ClaimReport,
    GraderView,
    ItemReport,
    ItemState,
    OverrideReport,
    ReferenceLine,
    VerdictReport,
)
from interviewer.report.stats import Interval
from rubrics.extraction import extract_rubric
from rubrics.overrides import status_in
from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import Claim, Grade, GraderInfo, GradeState, Status, Verdict


@dataclass(frozen=True, slots=True)
class _Worked:
    """What is worked out once for a question: its rubric, and its model answer without statuses."""

    question: Question
    rubric: Rubric
    reference: tuple[ReferenceLine, ...]
    places: dict[str, int]
    """Places of the criteria in the rubric, from 1, by id."""
    judged: dict[tuple[int, Status | None], ReferenceLine] = field(default_factory=dict)
    """Its numbered lines by number and status, made once each."""

    def line(self, line: ReferenceLine, number: int, status: Status | None) -> ReferenceLine:
        """The line of that number with that status."""
        key = (number, status)
        if key not in self.judged:
            self.judged[key] = ReferenceLine(line.role, line.text, line.depth, number, status, line.optional)
        return self.judged[key]


class Known:
    """What is worked out of a report's questions. A question asked often is one object, as the store loads it."""

    def __init__(self) -> None:
        self._known: dict[int, _Worked] = {}

    def of(self, question: Question) -> _Worked:
        """What is worked out of this question, as it was worded then."""
        key = id(question)
        if key not in self._known:
            rubric = extract_rubric(question)
            reference = tuple(_reference_lines(question.reference, rubric))
            places = {criterion.id: place for place, criterion in enumerate(rubric.criteria, 1)}
            self._known[key] = _Worked(question, rubric, reference, places)
        return self._known[key]


def item_report(record: SessionRecord, item: ItemRecord, number: int, known: Known) -> ItemReport:
    """What there is to say about one question of an interview."""
    question, plan = item.question, record.session.plan
    worked = known.of(question)
    return ItemReport(
        number=number,
        session_id=record.session.id,
        question_id=question.id,
        question=question.text,
        topic=question.topic,
        difficulty=question.difficulty.value if question.difficulty else None,
        source=_source(question),
        why=plan.reasons[item.position] if item.position < len(plan.reasons) else None,
        state=_item_state(record, item),
        limit=plan.seconds_per_question,
        attempts=tuple(_attempts(item.answers, worked)),
        reference=tuple(_with_statuses(worked, item.latest)),
        flag=item.flag.reason if item.flag else None,
    )


def _source(question: Question) -> str | None:
    source = question.source
    return f"{source.file}, lines {source.first_line}–{source.last_line}" if source else None


def _item_state(record: SessionRecord, item: ItemRecord) -> ItemState:
    if item.latest is not None:
        return _state(item.standing(item.latest))
    session = record.session
    if item.position < len(session.items) and session.items[item.position].skips > 0:
        return "skipped"
    return "not_answered" if item.position == session.position else "not_reached"


def _state(grade: Grade | None) -> ItemState:
    if grade is None:
        return "waiting"
    states: dict[GradeState, ItemState] = {
        GradeState.GRADED: "graded",
        GradeState.NEEDS_REVIEW: "needs_review",
        GradeState.UNGRADED: "ungraded",
    }
    return states[grade.state]


def _attempts(answers: Sequence[GradedAnswer], worked: _Worked) -> Iterator[AttemptReport]:
    before: Grade | None = None
    for graded in answers:
        yield _attempt(graded, worked, before, counts=graded is answers[-1])
        before = graded.standing(worked.rubric)


def _attempt(graded: GradedAnswer, worked: _Worked, before: Grade | None, *, counts: bool) -> AttemptReport:
    answer, grade = graded.answer, graded.standing(worked.rubric)
    score = grade.score if grade else None
    earlier = before.score if before else None
    return AttemptReport(
        number=answer.attempt,
        kind=answer.kind,
        prompt=answer.prompt,
        counts=counts,
        text=answer.text,
        submitted_at=answer.submitted_at,
        seconds=answer.seconds,
        hints=answer.hints,
        predicted=None if answer.predicted is None else answer.predicted / 100,
        state=_state(grade),
        error=grade.error if grade else None,
        score=score,
        bounds=_bounds(grade),
        coverage=grade.coverage if grade else None,
        change=None if score is None or earlier is None else score - earlier,
        verdicts=tuple(_verdicts(grade, graded, worked, before)) if grade else (),
        beyond=_claims(grade.beyond) if grade else (),
        wrong=_claims(grade.wrong) if grade else (),
        flags=grade.flags if grade else (),
        grader=grader_label(grade.grader) if grade else None,
        by_grader=_by_grader(graded.grade) if graded.grade and graded.grade is not grade else None,
    )


def _by_grader(grade: Grade) -> GraderView:
    return GraderView(_state(grade), grade.score, _bounds(grade), grade.coverage)


def _bounds(grade: Grade | None) -> Interval | None:
    if grade is None or grade.low is None or grade.high is None or grade.high - grade.low < 1e-9:
        return None
    return Interval(grade.low, grade.high)


def _claims(claims: Iterable[Claim]) -> tuple[ClaimReport, ...]:
    return tuple(ClaimReport(claim.point, claim.quote, claim.span) for claim in claims)


def _verdicts(grade: Grade, graded: GradedAnswer, worked: _Worked, before: Grade | None) -> Iterator[VerdictReport]:
    """The verdicts in the rubric's order; one on a criterion that the rubric no longer has comes last."""
    earlier = {v.criterion_id: v.status for v in before.verdicts} if before else {}
    said = _overrides(graded) if graded.overrides else {}
    places = worked.places
    unknown = len(places) + 1
    for verdict in sorted(grade.verdicts, key=lambda v: places.get(v.criterion_id, unknown)):
        place = places.get(verdict.criterion_id)
        criterion = worked.rubric.criteria[place - 1] if place else _gone(verdict)
        override = said.get(verdict.criterion_id)
        yield _verdict(verdict, criterion, place or unknown, earlier.get(verdict.criterion_id), override)
        unknown += place is None


def _overrides(graded: GradedAnswer) -> dict[str, OverrideReport]:
    """The person's verdicts that differ from the grader's, by criterion id."""
    if graded.grade is None:
        return {}
    found = ((override, status_in(graded.grade, override.criterion_id)) for override in graded.overrides)
    return {
        override.criterion_id: OverrideReport(status, override.reason, override.made_at)
        for override, status in found
        if override.status is not status
    }


def _gone(verdict: Verdict) -> Criterion:
    return Criterion(verdict.criterion_id, f"{verdict.criterion_id} (not in the rubric any more)")


def _verdict(
    verdict: Verdict, criterion: Criterion, number: int, earlier: Status | None, override: OverrideReport | None
) -> VerdictReport:
    return VerdictReport(
        number=number,
        criterion_id=criterion.id,
        criterion=criterion.text,
        title=criterion.title,
        group=criterion.group,
        optional=criterion.optional,
        weight=criterion.weight,
        status=verdict.status,
        quote=verdict.quote,
        span=verdict.span,
        reason=verdict.reason,
        misconception=verdict.misconception,
        probability=verdict.probability,
        before=earlier if earlier is not verdict.status else None,
        override=override,
    )


def grader_label(info: GraderInfo) -> str:
    """A few words that name a grader."""
    if info.name == "local":
        return "embedded grader (estimate)"
    if info.name == "self":
        return "your own marking"
    return f"{info.model or 'a model'} at {info.endpoint}" if info.endpoint else info.model or "a model"


def _with_statuses(worked: _Worked, latest: GradedAnswer | None) -> Iterator[ReferenceLine]:
    """The lines of a model answer with what the counted answer did about each."""
    grade = latest.standing(worked.rubric) if latest else None
    statuses = {verdict.criterion_id: verdict.status for verdict in grade.verdicts} if grade else {}
    for line in worked.reference:
        if line.number is None:
            yield line
            continue
        yield worked.line(line, line.number, statuses.get(worked.rubric.criteria[line.number - 1].id))


def _reference_lines(reference: Reference, rubric: Rubric) -> Iterator[ReferenceLine]:
    """The model answer line by line, its criteria numbered."""
    criteria = [
        ReferenceLine("point", criterion.text, number=number, optional=criterion.optional)
        for number, criterion in enumerate(rubric.criteria, 1)
    ]
    if rubric.origin == "sentences":
        yield from _prose_with_criteria(reference, criteria)
        return
    judged = {id(bullet.point): line for bullet, line in zip(reference.bullets(), criteria, strict=False)}
    yield from _prose(reference.lead)
    for section in reference.sections:
        if section.heading:
            yield ReferenceLine("heading", section.heading)
        for point in section.points:
            yield from _point_lines(point, 0, judged)
    yield from _prose(reference.closing)


def _point_lines(point: Point, depth: int, judged: Mapping[int, ReferenceLine]) -> Iterator[ReferenceLine]:
    """A point and what is nested under it; only points that state something are criteria."""
    line = judged.get(id(point))
    number, optional = (line.number, line.optional) if line else (None, False)
    yield ReferenceLine("point", point.text, depth, number, optional=optional)
    for child in point.children:
        yield from _point_lines(child, depth + 1, judged)


def _prose(text: str) -> Iterator[ReferenceLine]:
    for paragraph in text.splitlines():
        if paragraph.strip():
            yield ReferenceLine("prose", paragraph.strip())


_BLANKS = re.compile(r"\s+")


def _prose_with_criteria(reference: Reference, criteria: Sequence[ReferenceLine]) -> Iterator[ReferenceLine]:
    """Prose cut at the sentences that are criteria."""
    prose = _BLANKS.sub(" ", f"{reference.lead} {reference.closing}").strip()
    at = 0
    for line in criteria:
        start = prose.find(line.text, at)
        if start < 0:
            yield line
            continue
        yield from _prose(prose[at:start])
        yield line
        at = start + len(line.text)
    yield from _prose(prose[at:])
