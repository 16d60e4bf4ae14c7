"""A stored grade against what it was given for: its digests, its quotes, its score."""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from bank.question import digest_of
from interviewer.screening.cohort import LockedQuestion
from interviewer.screening.proof import GradeRow
from rubrics.rubric import Rubric
from rubrics.scoring import score_recorded
from rubrics.verdict import Claim, Grade, GraderInfo, GradeState, Status, Verdict

_ROUNDING = 1e-9


def problem_with_grade(locked: LockedQuestion, text: str, row: GradeRow, grader: GraderInfo) -> str | None:
    """Why a stored grade is not what its own verdicts, the answer and the lock make of it, as a clause."""
    try:
        grade = Grade.model_validate_json(row.body or "")
    except ValidationError as error:
        return f"it cannot be read: {error.errors()[0]['msg'].lower()}"
    return next(_problems(locked, text, row, grade, grader), None)


def _problems(locked: LockedQuestion, text: str, row: GradeRow, grade: Grade, grader: GraderInfo) -> Iterator[str]:
    if (grade.state.value, grade.score, grade.coverage) != (row.state, row.score, row.coverage):
        yield "its score, coverage or state beside it is another one"
    if grade.grader != grader:
        yield "it was given by another grader than the one that is locked"
    if grade.digests.answer != digest_of(text):
        yield "it was given to another text"
    if grade.digests.question != digest_of(locked.question.wording) or grade.digests.rubric != locked.rubric.digest:
        yield "it was given by another question or rubric"
    yield from _quote_problems(grade, text)
    if grade.verdicts or grade.state is not GradeState.UNGRADED:
        yield from _score_problems(locked.rubric, grade)


def _quote_problems(grade: Grade, text: str) -> Iterator[str]:
    for verdict in grade.verdicts:
        if verdict.status in (Status.MET, Status.PARTIAL) and verdict.span is None:
            yield f"{verdict.criterion_id} is {verdict.status} without a quote"
    quoted: Iterable[Verdict | Claim] = (*grade.verdicts, *grade.beyond, *grade.wrong)
    for each in quoted:
        if each.span is not None and text[each.span[0] : each.span[1]] != each.quote:
            name = each.criterion_id if isinstance(each, Verdict) else "a point beyond the criteria"
            yield f"the quote for {name} is not in the answer"


def _score_problems(rubric: Rubric, grade: Grade) -> Iterator[str]:
    ids = [verdict.criterion_id for verdict in grade.verdicts]
    if ids != [criterion.id for criterion in rubric.criteria]:
        yield "its verdicts are not one for each criterion"
        return
    again = score_recorded(rubric, grade.verdicts, len(grade.beyond))
    if grade.state is GradeState.UNGRADED:
        if again.score is not None:
            yield "its verdicts make a score, and it says that there is none"
        return
    pairs = zip(
        (grade.score, grade.coverage, grade.low, grade.high),
        (again.score, again.coverage, again.low, again.high),
        strict=True,
    )
    if any(not _equal(recorded, computed) for recorded, computed in pairs):
        yield f"its verdicts make a score of {_shown(again.score)}, and it says {_shown(grade.score)}"
    is_open = any(verdict.status is Status.UNSURE for verdict in grade.verdicts)
    if is_open != (grade.state is GradeState.NEEDS_REVIEW):
        yield "its state does not go with its verdicts"


def _equal(recorded: float | None, computed: float | None) -> bool:
    if recorded is None or computed is None:
        return recorded is computed
    return abs(recorded - computed) <= _ROUNDING


def _shown(score: float | None) -> str:
    return "none" if score is None else f"{100 * score:.1f}"
