"""In which order answers are worth a human look: those first where a look would change most.

An answer's weight is how far its candidate's standing could move. Open criteria give the width of the score's bounds;
a verdict given with probability p could turn with 1 − p; a flag stands for a doubt of its own. Where the candidate's
interval only just touches, or just misses, another's, the same move decides whether two people can be told apart, and
counts half as much again.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bank.counting import counted
from interviewer.report.stats import Interval
from interviewer.screening.cohort import Cohort
from interviewer.screening.outcomes import outcome_of
from interviewer.screening.records import Result
from rubrics.scoring import FULL_MARKS_SHARE
from rubrics.verdict import Grade, Status

FLAG_WEIGHT = 0.25
"""What a flag counts: as much as bounds that lie a quarter of the scale apart."""
NEAR = 0.05
"""Ends of intervals that lie within this of each other are near."""
NEAR_FACTOR = 1.5


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One answer that waits for a reviewer."""

    answer: int
    """The answer's key."""
    candidate: int
    position: int
    weight: float
    """How much a look could change, in shares of the score; larger comes first."""
    reasons: tuple[str, ...]
    """Why it stands where it does. They hint at the grader's verdicts: not for a reviewer who is still blind."""


def review_queue(
    results: Iterable[Result], cohort: Cohort, intervals: Mapping[int, Interval], *, reviewer: str
) -> list[QueueEntry]:
    """The graded answers that this reviewer has not judged, the most worth looking at first.

    `intervals` holds each candidate's 90 % interval by the candidate's key, where there is one.
    """
    near = _near_others(intervals)
    entries = [
        _entry(result, cohort, is_near=result.answer.candidate in near)
        for result in results
        if result.grade is not None and result.grade.verdicts and not _is_done(result, reviewer)
    ]
    return sorted(entries, key=lambda entry: (-entry.weight, entry.candidate, entry.position))


def _is_done(result: Result, reviewer: str) -> bool:
    return any(review.reviewer == reviewer and review.grade == result.grade_key for review in result.reviews)


def _entry(result: Result, cohort: Cohort, *, is_near: bool) -> QueueEntry:
    rubric = cohort.questions[result.answer.position].rubric
    grade, outcome = result.grade, outcome_of(result, rubric)
    assert grade is not None
    reasons, weight = [], _doubt(grade, len(rubric.criteria))
    if outcome and outcome.unsure:
        reasons.append(f"{outcome.unsure} of {counted(len(rubric.criteria), 'point')} open")
        ends = outcome.score
        weight += 1.0 if ends.low is None or ends.high is None else ends.high - ends.low
    if grade.flags:
        reasons.append("flagged: " + ", ".join(flag.replace("-", " ") for flag in grade.flags))
        weight += FLAG_WEIGHT * len(grade.flags)
    if is_near:
        reasons.append("its candidate can only just be told from another, or only just not")
        weight *= NEAR_FACTOR
    return QueueEntry(result.answer.key, result.answer.candidate, result.answer.position, weight, tuple(reasons))


def _doubt(grade: Grade, criteria: int) -> float:
    """How much of the score is expected to turn, by the grader's own probabilities; 0 where it gives none."""
    turned = (
        1 - v.probability for v in grade.verdicts if v.probability is not None and v.status is not Status.UNSURE
    )
    return min(1.0, sum(turned) / (FULL_MARKS_SHARE * criteria))


def _near_others(intervals: Mapping[int, Interval]) -> set[int]:
    """Candidates of whom one end lies near an opposite end of another's interval."""
    lows = sorted((interval.low, key) for key, interval in intervals.items())
    highs = sorted((interval.high, key) for key, interval in intervals.items())
    return {
        key
        for key, interval in intervals.items()
        if _has_near(lows, interval.high, key) or _has_near(highs, interval.low, key)
    }


def _has_near(ends: Sequence[tuple[float, int]], value: float, own: int) -> bool:
    index = bisect_left(ends, (value - NEAR, -1))
    while index < len(ends) and ends[index][0] <= value + NEAR:
        if ends[index][1] != own:
            return True
        index += 1
    return False
