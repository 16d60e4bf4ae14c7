"""The values of a report: everything that any rendering says, computed once, so that all renderings agree.

Scores, coverages and the ends of intervals are shares, 0..1. Texts are the raw ones; each rendering makes them safe
for where they go.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rubrics.verdict import Span, Status

ItemState = Literal["graded", "needs_review", "ungraded", "waiting", "skipped", "not_answered", "not_reached"]
"""What became of a question: a score, a score with bounds, no score and why, no grade yet, no answer.

Not answered is what was on the screen when the interview ended; not reached is what never was.
"""

SCHEMA_VERSION = 1
"""Version of the JSON rendering; raised when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends, both included."""

    low: float
    high: float


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


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One interview, in a row of them."""

    id: str
    started_at: datetime
    ended_at: datetime | None
    mode: str
    bank: str
    questions: int
    graded: int
    score: float | None
    interval: Interval | None
    is_earlier: bool
    """Whether it is there for comparison only."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next."""

    kind: Literal["grade", "correct", "learn", "answer", "practise", "pace", "look", "due"]
    text: str
    questions: tuple[int, ...]
    """Numbers of the questions it is about."""


@dataclass(frozen=True, slots=True)
class Due:
    """A question that spaced repetition brings back."""

    question_id: str
    question: str
    due_at: datetime


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


@dataclass(frozen=True, slots=True)
class Report:
    """A self-assessment over one or several interviews."""

    title: str
    made_at: datetime
    sessions: tuple[SessionLine, ...]
    """Earlier ones and those reported on, oldest first."""
    overall: Standing
    topics: tuple[Standing, ...]
    """Weakest first; topics without a score last."""
    items: tuple[ItemReport, ...]
    next_steps: tuple[NextStep, ...]
    """At most seven."""
    honesty: Honesty
    due: tuple[Due, ...] = ()
    """When questions of these interviews come back by spaced repetition, the first first."""
    schema_version: int = SCHEMA_VERSION
