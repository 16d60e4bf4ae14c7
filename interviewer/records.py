"""What is kept of interviews, as values: read from the store, handed to screens and reports."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bank.question import Question
from interviewer.session import Mode, Session
from rubrics.extraction import extract_rubric
from rubrics.overrides import Override, overridden
from rubrics.rubric import Rubric
from rubrics.verdict import Grade

AnswerKind = Literal["answer", "follow-up"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One submitted answer, exactly as typed."""

    id: int
    session_id: str
    position: int
    """Index of the item in its interview."""
    attempt: int
    """1 for the first answer to the item, 2 for the first retry."""
    text: str
    seconds: float
    """Time the question was on screen before the answer, without pauses."""
    submitted_at: datetime
    kind: AnswerKind = "answer"
    prompt: str | None = None
    """The follow-up question it answers, for a follow-up."""
    hints: int = 0
    """Hints shown before it."""
    predicted: int | None = None
    """The candidate's own estimate of the score, 0-100, made before seeing it."""


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """An answer with its latest grade; None while it waits for one."""

    answer: Answer
    grade: Grade | None
    """As the grader gave it."""
    overrides: tuple[Override, ...] = ()
    """What the person says against verdicts on this answer, one a criterion at most."""

    def standing(self, rubric: Rubric) -> Grade | None:
        """The grade that counts: the grader's, with the person's overrides; the rubric is that of the question."""
        return overridden(self.grade, self.overrides, rubric) if self.grade else None


@dataclass(frozen=True, slots=True)
class Flag:
    """A question that a person called bad."""

    question_id: str
    reason: str
    """In the person's words; may be empty."""
    session_id: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One question of an interview, as it was worded then, with every answer to it in order."""

    position: int
    question: Question
    answers: tuple[GradedAnswer, ...]
    flag: Flag | None = None
    """What the person holds against the question, now."""

    def standing(self, graded: GradedAnswer) -> Grade | None:
        """The grade that counts of one of its answers."""
        return graded.standing(extract_rubric(self.question)) if graded.overrides else graded.grade

    @property
    def latest(self) -> GradedAnswer | None:
        """The last answer, the one that counts."""
        return self.answers[-1] if self.answers else None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A whole interview."""

    session: Session
    bank_id: str
    bank_title: str
    items: tuple[ItemRecord, ...]


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A line of history."""

    id: str
    mode: Mode
    bank_title: str
    topics: tuple[str, ...]
    started_at: datetime
    ended_at: datetime | None
    asked: int
    answered: int
    graded: int
    score: float | None
    """Mean score of the graded answers, 0..1; None when there is none."""


@dataclass(frozen=True, slots=True)
class ComeBack:
    """A follow-up question that the interviewer comes back to an earlier answer with."""

    position: int
    prompt: str


@dataclass(frozen=True, slots=True)
class FollowUpAsked:
    """A follow-up question, and the answer that it follows."""

    prompt: str
    first_answer: str

    def joined(self, text: str) -> str:
        """The answer and the answer to the follow-up, to be graded as one."""
        return f"{self.first_answer.rstrip()}\n\n{text.lstrip()}"


@dataclass(frozen=True, slots=True)
class Draft:
    """Text not yet submitted."""

    text: str
    seconds: float
    saved_at: datetime
