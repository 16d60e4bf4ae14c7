"""What is kept of a cohort, as values: read from the store, handed to reports, reviews and screens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interviewer.screening.chain import Head
from rubrics.verdict import Grade, GradeState, Status

Source = Literal["import", "take"]
"""Where an answer came from: a file, or typed here."""

Stage = Literal["blind", "revealed"]
"""When a reviewer judged: before the grader's verdict was shown, or after."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate of a cohort."""

    key: int
    ref: str
    """A random name that the log uses; says nothing about the person."""
    id: str | None
    """The id that people use; None when erased."""
    added_at: datetime
    erased_at: datetime | None = None

    @property
    def is_erased(self) -> bool:
        """Whether everything they said is gone."""
        return self.erased_at is not None

    @property
    def label(self) -> str:
        """What to call them in a list."""
        return self.id if self.id is not None else f"(erased {self.ref[:6]})"


@dataclass(frozen=True, slots=True)
class ScreenAnswer:
    """The answer of one candidate to one question that counts."""

    key: int
    candidate: int
    """The candidate's key."""
    position: int
    """The question's place in the cohort, from 0."""
    text: str | None
    """Exactly as given; None when erased."""
    source: Source
    seconds: float | None
    """Time the question was on screen; None for imported answers."""
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer said about one criterion of one answer. None is ever changed; later ones count over earlier."""

    key: int
    answer: int
    grade: int
    """Key of the grade that was reviewed."""
    criterion_id: str
    stage: Stage
    status: Status
    reason: str
    reviewer: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """An answer with all that was said about it."""

    answer: ScreenAnswer
    grade: Grade | None
    """The latest; None while it waits for one."""
    grade_key: int | None = None
    reviews: tuple[Review, ...] = ()
    """In the order they were made."""

    @property
    def is_waiting(self) -> bool:
        """Whether no grader has seen it."""
        return self.grade is None

    @property
    def is_graded(self) -> bool:
        """Whether it has a score, be it with open criteria."""
        return self.grade is not None and self.grade.state is not GradeState.UNGRADED


@dataclass(frozen=True, slots=True)
class SittingRecord:
    """How far a candidate has come who answers here."""

    candidate: int
    accepted_at: datetime
    opened: int
    """How often the questions were opened: more than once after a pause or a crash."""
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """A line of the list of cohorts."""

    name: str
    created_at: datetime
    bank_title: str
    questions: int
    candidates: int
    """Without those erased."""
    erased: int
    answers: int
    graded: int
    """Answers with a score, those with open criteria among them."""
    needs_review: int
    ungraded: int
    """Answers that a grader could not judge."""
    cost_usd: float
    head: Head

    @property
    def waiting(self) -> int:
        """Answers that no grader has seen."""
        return self.answers - self.graded - self.ungraded
