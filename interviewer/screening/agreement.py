"""How far reviewers and the grader of a cohort agree, and whether seeing its verdict moved them.

A reviewer judges blind first; then the grader's verdict is revealed and the reviewer's may change. Agreement is
taken from the blind verdicts, since the later ones are no longer independent. How often the disagreement ends with
the grader's verdict is the rate of *switching* (as in studies of advice taking: Logg, Minson & Moore 2019).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.report.stats import Interval
from rubrics import agreement
from rubrics.agreement import Pair
from rubrics.verdict import Status


@dataclass(frozen=True, slots=True)
class ReviewedCriterion:
    """One criterion of one answer as the grader and a reviewer saw it."""

    answer: str
    """Names the answer; verdicts on one answer are not independent of one another."""
    grader: Status
    blind: Status
    """The reviewer's verdict before seeing the grader's."""
    final: Status
    """The reviewer's verdict after it."""


@dataclass(frozen=True, slots=True)
class ReviewAgreement:
    """Figures over all reviewed criteria. None where there was too little to compute it from."""

    answers: int
    criteria: int
    kappa: float | None
    """Cohen's kappa of met against not met, the reviewer blind; criteria that either left unsure are not in it."""
    kappa_interval: Interval | None
    """90 % interval, whole answers resampled."""
    exact: float | None
    """Share of equal four-way verdicts among those both judged."""
    confusion: dict[str, dict[str, int]]
    """Counts by the reviewer's blind verdict, then by the grader's."""
    disagreed: int
    """Criteria on which the blind verdict was another than the grader's."""
    moved_to_grader: int
    """Of these, those on which the reviewer took the grader's verdict after seeing it."""
    moved_elsewhere: int
    """Verdicts that changed after the reveal to something that was not the grader's."""

    @property
    def switched(self) -> float | None:
        """Share of disagreements that ended with the grader's verdict; None without any."""
        return self.moved_to_grader / self.disagreed if self.disagreed else None


def review_agreement(reviewed: Sequence[ReviewedCriterion], *, seed: int) -> ReviewAgreement | None:
    """The figures of everything reviewed; None of nothing."""
    if not reviewed:
        return None
    judged = [one for one in reviewed if one.blind is not Status.UNSURE]
    by_answer: dict[str, list[Pair]] = {}
    for one in judged:
        by_answer.setdefault(one.answer, []).append(Pair(one.blind, one.grader))
    pairs = [pair for found in by_answer.values() for pair in found]
    interval = agreement.kappa_interval(list(by_answer.values()), share=0.9, seed=seed)
    disagreed = [one for one in reviewed if one.blind is not one.grader]
    return ReviewAgreement(
        answers=len({one.answer for one in reviewed}),
        criteria=len(reviewed),
        kappa=agreement.kappa(pairs),
        kappa_interval=Interval(interval.low, interval.high) if interval else None,
        exact=agreement.exact_agreement(pairs),
        confusion={
            label.value: {verdict.value: n for verdict, n in row.items()}
            for label, row in agreement.confusion(pairs).items()
        },
        disagreed=len(disagreed),
        moved_to_grader=sum(one.final is one.grader for one in disagreed),
        moved_elsewhere=sum(one.final is not one.blind and one.final is not one.grader for one in reviewed),
    )
