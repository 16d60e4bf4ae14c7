"""What an answer of a cohort comes to once people's verdicts stand in for the grader's where they gave any."""

from collections.abc import Mapping
from dataclasses import dataclass

from interviewer.screening.agreement import ReviewedCriterion
from interviewer.screening.records import Result, Review
from rubrics.rubric import Rubric
from rubrics.scoring import Score, score_recorded
from rubrics.verdict import Status, Verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer's verdicts and the score they amount to."""

    verdicts: tuple[Verdict, ...]
    """In the rubric's order: a reviewer's last verdict where there is one, the grader's elsewhere."""
    score: Score
    overridden: int
    """Verdicts in which the reviewer's differs from the grader's."""

    @property
    def unsure(self) -> int:
        """Criteria that nobody could judge."""
        return sum(verdict.status is Status.UNSURE for verdict in self.verdicts)


def outcome_of(result: Result, rubric: Rubric) -> Outcome | None:
    """The outcome of a result; None while nobody has judged any of it.

    A reviewer who is unsure abstains: the grader's verdict stays. A reviewer's verdict needs no quote.
    """
    own = {v.criterion_id: v for v in result.grade.verdicts} if result.grade else {}
    theirs = {key: review for key, review in last_reviews(result).items() if review.status is not Status.UNSURE}
    if not (own or theirs):
        return None
    verdicts = tuple(_verdict(criterion.id, own, theirs) for criterion in rubric.criteria)
    beyond = len(result.grade.beyond) if result.grade else 0
    overridden = sum(key not in own or own[key].status is not review.status for key, review in theirs.items())
    return Outcome(verdicts, score_recorded(rubric, verdicts, beyond), overridden)


def last_reviews(result: Result) -> dict[str, Review]:
    """The review that counts for each criterion: the last one made."""
    return {review.criterion_id: review for review in result.reviews}


def _verdict(criterion_id: str, own: Mapping[str, Verdict], theirs: Mapping[str, Review]) -> Verdict:
    review, graded = theirs.get(criterion_id), own.get(criterion_id)
    if review is None:
        return graded or Verdict(criterion_id=criterion_id, status=Status.UNSURE)
    if graded is not None and graded.status is review.status:
        return graded
    return Verdict(criterion_id=criterion_id, status=review.status, reason=review.reason)


def reviewed_criteria(result: Result) -> list[ReviewedCriterion]:
    """What agreement is computed from: every criterion judged blind, beside the grade that was then revealed.

    A grade that was replaced since tells nothing of the grader whose verdicts were revealed, so its reviews are left
    out.
    """
    if result.grade is None:
        return []
    found = []
    of_grade = [review for review in result.reviews if review.grade == result.grade_key]
    last = {(review.criterion_id, review.reviewer): review.status for review in of_grade}
    blind = {(r.criterion_id, r.reviewer): r.status for r in reversed(of_grade) if r.stage == "blind"}
    for (criterion_id, reviewer), first in sorted(blind.items()):
        verdict = result.grade.verdict_on(criterion_id)
        if verdict is not None:
            final = last[criterion_id, reviewer]
            found.append(ReviewedCriterion(str(result.answer.key), verdict.status, first, final))
    return found
