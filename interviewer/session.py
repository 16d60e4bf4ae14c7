"""The course of one interview, as a pure state machine: no clock, no disk, no network, no model.

ANSWERING ──submitted──▶ FEEDBACK (study, review) ──next──▶ ANSWERING … ──▶ OVER
    │  ▲                     └───────retry──────▶ ANSWERING ──returned──▶ FEEDBACK
    │  ├──submitted / skipped / moved── (mock: straight on, skipped items come round again once)
    │  └──submitted(back_to)── (mock: first back to an earlier answer, for a follow-up question, then on)
    └──finished──▶ OVER
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from interviewer.errors import StepError

MOST_FOLLOW_UPS = 2
"""How often the interviewer comes back to earlier answers in a mock interview."""


class Mode(StrEnum):
    """How an interview is held."""

    STUDY = "study"
    """Feedback after every answer; hints and retries."""
    MOCK = "mock"
    """A timer, and feedback only at the end."""
    REVIEW = "review"
    """Study of what is due for repetition."""

    @property
    def shows_feedback_at_once(self) -> bool:
        """Whether an answer is followed by its feedback."""
        return self is not Mode.MOCK


class Phase(StrEnum):
    """What the interview waits for."""

    ANSWERING = "answering"
    FEEDBACK = "feedback"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was decided before the first question."""

    mode: Mode
    question_ids: tuple[str, ...]
    topics: tuple[str, ...] = ()
    """Topics asked for; empty for all."""
    seconds_per_question: int | None = None
    total_seconds: int | None = None
    seed: int = 0
    reasons: tuple[str, ...] = ()
    """Why each question was chosen, in the order of the questions; empty when there is nothing to say."""
    is_adaptive: bool = False
    """Whether questions not yet asked are chosen again as results come in."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the interview and how far it has come."""

    question_id: str
    attempts: int = 0
    """Answers submitted so far."""
    skips: int = 0

    @property
    def is_answered(self) -> bool:
        """Whether there is at least one answer."""
        return self.attempts > 0

    @property
    def is_touched(self) -> bool:
        """Whether it was asked and answered or skipped."""
        return self.attempts > 0 or self.skips > 0


@dataclass(frozen=True, slots=True)
class Session:
    """An interview under way or over. Every step returns a new one."""

    id: str
    plan: Plan
    items: tuple[Item, ...]
    started_at: datetime
    position: int = 0
    """Index of the current item."""
    phase: Phase = Phase.ANSWERING
    ended_at: datetime | None = field(default=None)
    came_back_to: tuple[int, ...] = ()
    """Indexes of the items that the interviewer came back to with a follow-up question; of mock interviews alone."""

    @property
    def current(self) -> Item:
        """The item that is being asked or discussed."""
        return self.items[self.position]

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to ask."""
        return self.phase is Phase.OVER

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(item.is_answered for item in self.items)

    @property
    def is_following_up(self) -> bool:
        """Whether a mock interview waits for the answer to a follow-up question."""
        is_mock = not self.plan.mode.shows_feedback_at_once
        return is_mock and self.phase is Phase.ANSWERING and self.current.is_answered

    @property
    def follow_ups_left(self) -> int:
        """How often the interviewer may still come back to an earlier answer."""
        return 0 if self.plan.mode.shows_feedback_at_once else MOST_FOLLOW_UPS - len(self.came_back_to)

    def may_come_back_to(self, position: int) -> bool:
        """Whether a follow-up question on that answer may come after the current one.

        There is one a question at most, and never one straight after another.
        """
        is_turn = self.phase is Phase.ANSWERING and not self.is_following_up and position != self.position
        is_open = self.items[position].is_answered and position not in self.came_back_to
        return is_turn and is_open and self.follow_ups_left > 0

    @property
    def ahead(self) -> list[int]:
        """Places of the questions that were not asked yet, in order."""
        after = self.position + 1 if self.phase is not Phase.OVER else len(self.items)
        return [n for n in range(after, len(self.items)) if not self.items[n].is_touched]

    def asking_next(self, question_ids: Sequence[str], reasons: Sequence[str]) -> "Session":
        """With these questions at the places ahead, and why; as many as there are places."""
        items, ids, whys = list(self.items), list(self.plan.question_ids), list(self.plan.reasons)
        for place, question_id, reason in zip(self.ahead, question_ids, reasons, strict=True):
            items[place], ids[place], whys[place] = Item(question_id), question_id, reason
        plan = replace(self.plan, question_ids=tuple(ids), reasons=tuple(whys))
        return replace(self, plan=plan, items=tuple(items))

    def submitted(self, back_to: int | None = None) -> "Session":
        """After an answer to the current question; back to an earlier one if the interviewer has one more on it."""
        self._require(Phase.ANSWERING)
        after = self._with_current(replace(self.current, attempts=self.current.attempts + 1))
        if back_to is not None:
            if not self.may_come_back_to(back_to):
                raise StepError(f"There can be no follow-up question on question {back_to + 1} now.")
            return replace(after, position=back_to, came_back_to=(*self.came_back_to, back_to))
        return replace(after, phase=Phase.FEEDBACK) if self.plan.mode.shows_feedback_at_once else _moved_on(after)

    def next(self) -> "Session":
        """On from the feedback to the next open question, or to the end."""
        self._require(Phase.FEEDBACK)
        return _moved_on(self)

    def retry(self) -> "Session":
        """Back from the feedback to the same question."""
        self._require(Phase.FEEDBACK)
        return replace(self, phase=Phase.ANSWERING)

    def returned(self) -> "Session":
        """Back from another attempt, not handed in, to the feedback on the last one."""
        self._require(Phase.ANSWERING)
        if not (self.current.is_answered and self.plan.mode.shows_feedback_at_once):
            raise StepError("There is no feedback on this question to go back to.")
        return replace(self, phase=Phase.FEEDBACK)

    def skipped(self) -> "Session":
        """On without an answer; a question skipped once comes back after the others, skipped twice it stays out.

        A follow-up question is skipped for good; the first answer stays.
        """
        self._require(Phase.ANSWERING)
        if self.is_following_up:
            return _moved_on(self)
        return _moved_on(self._with_current(replace(self.current, skips=self.current.skips + 1)))

    def answered_last(self, now: datetime) -> "Session":
        """After an answer that ends the interview, which stays where it was given: no other question was shown."""
        return replace(self.submitted().finished(now), position=self.position)

    def finished(self, now: datetime) -> "Session":
        """The interview ended by the candidate or by the clock; over is over."""
        return self if self.ended_at else replace(self, phase=Phase.OVER, ended_at=now)

    def _require(self, phase: Phase) -> None:
        if self.phase is not phase:
            raise StepError(f"This step belongs to “{phase}”, and the interview is at “{self.phase}”.")

    def _with_current(self, item: Item) -> "Session":
        items = (*self.items[: self.position], item, *self.items[self.position + 1 :])
        return replace(self, items=items)


def _moved_on(session: Session) -> Session:
    following = _next_position(session)
    if following is None:
        return replace(session, phase=Phase.OVER)
    return replace(session, position=following, phase=Phase.ANSWERING)


def _next_position(session: Session) -> int | None:
    """The next item never skipped, else the first one skipped once; None when none is open."""
    here = session.position
    ahead: list[int] = [*range(here + 1, len(session.items)), *range(here + 1)]
    for skips in (0, 1):
        for index in ahead:
            item = session.items[index]
            if not item.is_answered and item.skips == skips:
                return index
    return None


def start_session(session_id: str, plan: Plan, now: datetime) -> Session:
    """A session at its first question. The plan must have one."""
    items = tuple(Item(question_id) for question_id in plan.question_ids)
    return Session(session_id, plan, items, started_at=now)
