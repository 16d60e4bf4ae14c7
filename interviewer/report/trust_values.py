"""The values of a report on how far to trust it: who graded, and what was measured of them."""

from dataclasses import dataclass
from datetime import date

from interviewer.report.stats import Interval


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """What a grader said of itself beside what held, over verdicts or answers of which it said about the same."""

    count: int
    said: float
    """Mean of what it said."""
    held: float
    """Mean of what held."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a grader's verdicts agreed with people's, from its passport."""

    grader: str
    """A few words that name the grader."""
    data: str
    """The labelled answers it was measured on."""
    measured_on: date
    answers: int
    verdicts: int
    kappa: float | None
    """Cohen's kappa, met against not met."""
    kappa_interval: Interval | None
    """95 % interval."""
    false_met: float | None
    """Share of the points not labelled met that it called met."""
    score_error: float | None
    """Mean absolute difference of its score from people's marks, as a share of full marks."""
    by_confidence: tuple[ReliabilityBin, ...] = ()
    """How sure it said it was of a verdict, and the share of verdicts that were right; empty when not measured."""
    by_score: tuple[ReliabilityBin, ...] = ()
    """Its scores, and people's marks of the same answers; empty when not measured."""


@dataclass(frozen=True, slots=True)
class GraderUse:
    """A grader that graded answers of this report."""

    name: str
    model: str
    version: str
    endpoint: str | None
    is_estimate: bool
    label: str
    """A few words to name it by."""
    answers: int
    """Counted answers it graded, without those judged by rule."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about some questions."""

    text: str
    questions: tuple[int, ...]
    """Numbers of the questions it is about."""


@dataclass(frozen=True, slots=True)
class Honesty:
    """How far to trust this report."""

    graders: tuple[GraderUse, ...]
    by_rule: int
    """Answers judged without a grader: empty, an echo of the question, “I don't know”."""
    measured: tuple[Agreement, ...]
    """What was measured of these graders, as far as it was."""
    agreement: str
    """What is known of the agreement with people, in sentences."""
    ungraded: tuple[Note, ...]
    """Why answers have no score."""
    flags: tuple[Note, ...]
    """Things to look at that changed no score."""
    statements: tuple[str, ...]
    """What a score means, and what it does not."""
    requests: int
    """Requests to a model that this grading took."""
    tokens: int
    cost_usd: float | None
    """None when unknown; 0 when nothing was paid for."""
