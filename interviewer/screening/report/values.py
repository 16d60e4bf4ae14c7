"""The values of a cohort's report: what it is made from, and everything that any rendering says.

Scores, coverages, rates and the ends of intervals are shares, 0..1. Texts are raw; each rendering makes them safe
for where they go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interviewer.report.stats import Interval
from interviewer.report.trust_values import Agreement
from interviewer.screening.agreement import ReviewAgreement
from interviewer.screening.items import ItemAnalysis
from interviewer.screening.separation import Separation

SCHEMA_VERSION = 1
"""Version of the JSON rendering; raised when a field changes its meaning or goes."""

AnswerState = Literal["graded", "needs_review", "ungraded", "waiting", "missing", "erased"]
"""A score; a score with bounds; no score and why; no grade yet; no answer; an answer that was erased."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of the cohort."""

    id: str
    text: str
    topic: str
    criteria: int


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """One candidate's answer to one question, with the people's overrides applied."""

    question_id: str
    state: AnswerState
    score: float | None = None
    """None where there is no score; never 0 for want of one."""
    low: float | None = None
    high: float | None = None
    """Score with every unsure criterion missed, and with every one met; equal to it when none is unsure."""
    coverage: float | None = None
    unsure: int = 0
    """Criteria that nobody could judge."""
    overridden: int = 0
    """Criteria on which a reviewer's verdict replaced the grader's."""
    graders_score: float | None = None
    """What the grader's own verdicts amount to, where a reviewer changed any."""
    flags: tuple[str, ...] = ()
    reason: str | None = None
    """Why there is no score, as a sentence."""


@dataclass(frozen=True, slots=True)
class CandidateAnswers:
    """All that one candidate gave."""

    candidate: str
    """The id that the cohort knows them by."""
    answers: tuple[ScoredAnswer, ...]
    name: str | None = None
    """Only where the report was asked for with names."""


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """What was locked, in words."""

    name: str
    bank: str
    created_at: datetime
    lock_digest: str
    grader: str
    """A few words that name the grader."""
    is_estimate: bool
    votes: int
    seconds: int
    """Time for each question."""
    questions: tuple[AskedQuestion, ...]
    log_entries: int
    log_head: str
    """Digest of the last entry of the log."""


@dataclass(frozen=True, slots=True)
class TopicResult:
    """One candidate in one topic."""

    topic: str
    score: float | None
    interval: Interval | None
    """90 %; None for fewer than three scored answers."""
    scored: int


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """One candidate, as far as the answers tell."""

    candidate: str
    name: str | None
    score: float | None
    """Mean over the scored answers; None when there is none."""
    interval: Interval | None
    """90 % interval over answers, unsure criteria included; None below three scored answers."""
    coverage: float | None
    graders_score: float | None
    """The mean without any override, where there is one."""
    scored: int
    asked: int
    unsure: int
    overridden: int
    topics: tuple[TopicResult, ...]
    separation: Separation | None
    """None without an interval."""
    flags: tuple[tuple[str, int], ...]
    """Things to look at, and in how many answers."""
    answers: tuple[ScoredAnswer, ...]


@dataclass(frozen=True, slots=True)
class ScreenReport:
    """What a cohort's answers tell, and how far to trust it."""

    cohort: CohortFacts
    made_at: datetime
    candidates: tuple[CandidateResult, ...]
    """Those with an interval first, by mean score; the others after them, by id."""
    items: tuple[ItemAnalysis, ...]
    passports: tuple[Agreement, ...]
    review: ReviewAgreement | None
    """None when nobody has reviewed."""
    statements: tuple[str, ...]
    """What the figures mean and do not mean, in sentences computed from them."""
    erased: int = 0
    """Candidates whose words were erased; they are in no figure."""
    schema_version: int = SCHEMA_VERSION

    @property
    def comparable(self) -> Sequence[CandidateResult]:
        """Candidates with an interval."""
        return [one for one in self.candidates if one.interval]

    @property
    def too_few(self) -> Sequence[CandidateResult]:
        """Candidates with too few scored answers to be compared."""
        return [one for one in self.candidates if not one.interval]
