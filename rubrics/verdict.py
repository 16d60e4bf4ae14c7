"""The values a grading consists of: verdicts per criterion, claims beyond them, and the grade that holds both.

They are pydantic models because they come back from the database and from model replies. A span is a pair of
character offsets into the answer *as typed*, end exclusive.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Span = tuple[int, int]
Share = Annotated[float, Field(ge=0, le=1)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Status(StrEnum):
    """What an answer does about a criterion."""

    MET = "met"
    PARTIAL = "partial"
    MISSED = "missed"
    CONTRADICTED = "contradicted"
    UNSURE = "unsure"


class GradeState(StrEnum):
    """How far a grade can be relied on."""

    GRADED = "graded"
    NEEDS_REVIEW = "needs_review"
    """Some criteria could not be judged; the score has bounds."""
    UNGRADED = "ungraded"
    """Nothing could be judged; there is no score, and `error` says why."""


class Verdict(_Value):
    """The judgement on one criterion, with the candidate's own words for it."""

    criterion_id: str
    status: Status
    quote: str = ""
    """Words of the answer that show it; empty for missed and unsure."""
    span: Span | None = None
    """Where the quote stands in the answer; never None for met and partial."""
    reason: str = ""
    probability: Share | None = None
    """The grader's own estimate that this status is right; None when it gives none."""
    misconception: str | None = None
    """The rubric's misconception that the answer states, for contradicted."""
    claimed: Status | None = None
    """What the grader said and could not prove; None where the status is the grader's own."""


class Claim(_Value):
    """Something the answer says that no criterion covers: a correct point beyond the reference, or a wrong one."""

    point: str
    quote: str
    span: Span | None = None


class Usage(_Value):
    """What a grading took of a paid service; zeros for the embedded grader."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    """Prompt tokens that the provider served from its cache."""
    completion_tokens: int = 0
    requests: int = 0
    cost_usd: float | None = None
    """None when the price of the model is not known."""

    def __add__(self, other: "Usage") -> "Usage":
        """Sum of two usages; the cost is known only when both are."""
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            requests=self.requests + other.requests,
            cost_usd=(self.cost_usd or 0) + (other.cost_usd or 0) if known else None,
        )


class GraderInfo(_Value):
    """Who graded: enough to tell whether two grades are comparable, and to grade again the same way."""

    name: Literal["local", "openai", "self"]
    model: str = ""
    version: str = ""
    """Digest of the embedded model's weights, or the prompt's version."""
    is_estimate: bool = False
    """Whether verdicts are statistical estimates and not a reader's judgement."""
    endpoint: str | None = None
    """Host of the endpoint, without credentials."""
    prompt_digest: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)


class Digests(_Value):
    """Content hashes of everything that a grade depends on."""

    question: str
    rubric: str
    answer: str


class Grade(_Value):
    """The outcome of grading one answer once."""

    state: GradeState
    score: Share | None = None
    """Over the criteria that could be judged, with points beyond; None when ungraded."""
    coverage: Share | None = None
    """Share of the reference's required points that the answer makes; None when ungraded."""
    low: Share | None = None
    high: Share | None = None
    """Bounds of the score: every unsure criterion missed, and every one met. All equal when none is unsure."""
    verdicts: tuple[Verdict, ...] = ()
    beyond: tuple[Claim, ...] = ()
    wrong: tuple[Claim, ...] = ()
    flags: tuple[str, ...] = ()
    """Things to look at that changed nothing: `echo`, `copied-from-reference`, `instructions-to-the-grader`, …"""
    grader: GraderInfo
    digests: Digests
    usage: Usage = Usage()
    seconds: float = 0.0
    graded_at: datetime
    error: str | None = None
    """Why nothing could be judged, as a sentence; None unless ungraded."""
    raw_reply: str | None = None
    """The model's reply as it came, for the receipt."""

    @property
    def is_final(self) -> bool:
        """Whether there is a score, so that grading again is a choice and not a retry."""
        return self.state is not GradeState.UNGRADED

    def verdict_on(self, criterion_id: str) -> Verdict | None:
        """The verdict on that criterion, if there is one."""
        return next((v for v in self.verdicts if v.criterion_id == criterion_id), None)
