"""The values of a report on one question: its answers, their grades, its model answer.

Scores, coverages and the ends of intervals are shares, 0..1. Texts are the raw
ones; each rendering makes them safe for where they go.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interviewer.report.stats import Interval
from rubrics.verdict import Span, Status

ItemState = Literal["graded", "needs_review", "ungraded", "waiting", "skipped", "not_answered", "not_reached"]
"""What became of a question: a score, a score with bounds, no score and why, no grade yet, no answer.

Not answered is what was on the screen when the interview ended; not reached is what never was.
"""


@dataclass(frozen=True, slots=True)
class OverrideReport:
    """A person's own verdict in place of a grader's."""

    grader: Status
    """What the grader had said."""
    reason: str
    """Why, in the person's words; may be empty."""
    made_at: datetime


@dataclass(frozen=True, slots=True)
class VerdictReport:
    """One criterion of one answer."""

    number: int
    """Position in the rubric, from 1; marks in the answer carry it."""
    criterion_id: str
    criterion: str
    title: str | None
    group: str | None
    optional: bool
    weight: float
    """Share relative to the other criteria; negative for a named misconception, which loses credit when met."""
    status: Status
    """The one that counts: the person's own where there is one, else the grader's."""
    quote: str
    span: Span | None
    reason: str
    """The grader's, for its own verdict."""
    misconception: str | None
    probability: float | None
    before: Status | None
    """Its status in the attempt before, where that was another one."""
    override: OverrideReport | None = None
    """None where the verdict is the grader's."""

    @property
    def is_misconception(self) -> bool:
        """Whether meeting it loses credit."""
        return self.weight < 0


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """A statement that no criterion covers."""

    point: str
    quote: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class GraderView:
    """What a grader alone made of an answer."""

    state: ItemState
    score: float | None
    bounds: Interval | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class AttemptReport:
    """One answer with its grade."""

    number: int
    kind: str
    prompt: str | None
    """The follow-up question it answers, for a follow-up."""
    counts: bool
    """Whether this is the answer whose score counts: the last one."""
    text: str
    submitted_at: datetime
    seconds: float
    hints: int
    predicted: float | None
    """The candidate's own estimate of the score."""
    state: ItemState
    error: str | None
    """Why there is no score."""
    score: float | None
    """With the person's own verdicts where there are some."""
    bounds: Interval | None
    """Ends of the score where some criteria are unsure."""
    coverage: float | None
    change: float | None
    """Score minus the score of the attempt before."""
    verdicts: tuple[VerdictReport, ...]
    beyond: tuple[ClaimReport, ...]
    wrong: tuple[ClaimReport, ...]
    flags: tuple[str, ...]
    grader: str | None
    """Who graded it, in a few words."""
    by_grader: GraderView | None = None
    """The same without the person's own verdicts; None where there are none."""


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A line of the model answer."""

    role: Literal["prose", "heading", "point"]
    text: str
    depth: int = 0
    number: int | None = None
    """Number of the criterion it is; None when it is context."""
    status: Status | None = None
    """What the counted answer did about it."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One question with every answer to it."""

    number: int
    """Position in the report, from 1."""
    session_id: str
    question_id: str
    question: str
    topic: str
    difficulty: str | None
    source: str | None
    """Where the question stands in its document."""
    why: str | None
    """Why it was asked."""
    state: ItemState
    limit: int | None
    """Seconds allowed."""
    attempts: tuple[AttemptReport, ...]
    reference: tuple[ReferenceLine, ...]
    flag: str | None = None
    """Why the person called the question bad, maybe without a word; None when they did not."""

    @property
    def counted(self) -> AttemptReport | None:
        """The last answer, whose score counts."""
        return self.attempts[-1] if self.attempts else None
