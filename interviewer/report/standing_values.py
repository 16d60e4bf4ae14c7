"""The values of a report on where someone stands, in a topic or overall.

Scores, coverages and the ends of intervals are shares, 0..1.
"""

from dataclasses import dataclass

from interviewer.report.stats import Interval


@dataclass(frozen=True, slots=True)
class Change:
    """How a mean score moved against earlier sessions."""

    value: float
    """Mean now minus mean before."""
    before: float
    answers_before: int
    interval: Interval | None
    """90 % interval of `value`; None when there are too few answers to tell."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """A criterion and what it cost over all answers to its question."""

    question_id: str
    question: str
    criterion_id: str
    criterion: str
    title: str | None
    group: str | None
    asked: int
    """Graded answers in which it was judged."""
    missed: int
    partial: int
    contradicted: int
    cost: float
    """Coverage lost, summed over answers: 1.0 is the whole reference of one question."""


@dataclass(frozen=True, slots=True)
class SelfEstimate:
    """The candidate's own estimates beside the scores they were made for."""

    answers: int
    bias: float
    """Mean of estimate minus score; positive for overconfidence."""
    error: float
    """Mean absolute difference."""


@dataclass(frozen=True, slots=True)
class Overridden:
    """What a mean would be without the person's own verdicts."""

    verdicts: int
    """How many verdicts are the person's own."""
    score: float | None
    """Mean over the answers that the grader gave a score."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where someone stands in a topic, or overall. Only the last answer to each question counts."""

    name: str
    score: float | None
    """Mean over the graded answers; None when none is graded."""
    bounds: Interval | None
    """Mean score with every unsure criterion missed, and with every one met; None when none is unsure."""
    interval: Interval | None
    """90 % bootstrap interval of the mean score; None when there are too few answers to tell, or all are equal."""
    coverage: float | None
    beyond: int
    """Verified points beyond the reference."""
    wrong: int
    """Wrong statements outside the criteria."""
    unsure: int
    """Criteria that could not be judged."""
    questions: int
    answers: int
    graded: int
    ungraded: int
    """Answers without a score, for whatever reason."""
    skipped: int
    not_answered: int
    """Questions that were asked and left, without an answer."""
    not_reached: int
    seconds: float | None
    """Mean time per answer; None when nothing was answered."""
    limit: float | None
    """Mean limit per answer in seconds; None when there was none."""
    over_limit: int
    change: Change | None
    """None when the topic was not graded before."""
    weakest: tuple[Weakness, ...]
    """The criteria that cost most, at most three."""
    self_estimate: SelfEstimate | None
    overridden: Overridden | None
    """None when every verdict is a grader's."""
