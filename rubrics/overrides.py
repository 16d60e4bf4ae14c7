"""What a person says against a grader's verdicts, and the grade that follows from it.

Nothing of the grader's is overwritten: its grade stays as it was, and `overridden` makes a second one beside it.
The arithmetic is the grader's own, in `rubrics.scoring`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rubrics.rubric import Rubric
from rubrics.scoring import score_recorded
from rubrics.verdict import Grade, GradeState, Status, Verdict


@dataclass(frozen=True, slots=True)
class Override:
    """A person's own verdict on one criterion of one answer."""

    criterion_id: str
    status: Status
    reason: str
    """Why, in the person's words; may be empty."""
    made_at: datetime


def last_standing(made: Iterable[tuple[Override, Grade]]) -> tuple[Override, ...]:
    """The overrides in force on an answer, from all ever made, oldest first, each with the grade it spoke of.

    The last one on a criterion counts; one that repeats the verdict of its own grade takes back those before it. They
    outlive a regrading: a person's judgement is about the answer, whoever graded it.
    """
    standing: dict[str, Override] = {}
    for override, grade in made:
        standing.pop(override.criterion_id, None)
        if override.status is not status_in(grade, override.criterion_id):
            standing[override.criterion_id] = override
    return tuple(standing.values())


def status_in(grade: Grade, criterion_id: str) -> Status:
    """The grader's status of a criterion; unsure where it gave none."""
    verdict = grade.verdict_on(criterion_id)
    return verdict.status if verdict else Status.UNSURE


def overridden(grade: Grade, overrides: Sequence[Override], rubric: Rubric) -> Grade:
    """The grade with a person's verdicts in place of the grader's, and state, score, coverage and bounds that follow.

    Quotes, spans and reasons stay the grader's; a verdict of a person's may thus be met without a quote. Overrides of
    criteria that the rubric does not have change nothing. The same grade comes back when nothing changes.
    """
    said = {o.criterion_id: o for o in overrides if o.status is not status_in(grade, o.criterion_id)}
    known = [criterion.id for criterion in rubric.criteria]
    if not said.keys() & set(known):
        return grade
    verdicts = tuple(_judged(_verdict_on(grade, key), said.get(key)) for key in known)
    score = score_recorded(rubric, verdicts, len(grade.beyond))
    is_open = any(verdict.status is Status.UNSURE for verdict in verdicts)
    judged = GradeState.NEEDS_REVIEW if is_open else GradeState.GRADED
    return grade.model_copy(
        update={
            "state": GradeState.UNGRADED if score.score is None else judged,
            "score": score.score,
            "coverage": score.coverage,
            "low": score.low,
            "high": score.high,
            "verdicts": verdicts,
            "error": None if score.score is not None else grade.error or "No required criterion is judged.",
        }
    )


def _verdict_on(grade: Grade, criterion_id: str) -> Verdict:
    return grade.verdict_on(criterion_id) or Verdict(criterion_id=criterion_id, status=Status.UNSURE)


def _judged(verdict: Verdict, override: Override | None) -> Verdict:
    if override is None:
        return verdict
    return verdict.model_copy(update={"status": override.status, "claimed": None, "probability": None})
