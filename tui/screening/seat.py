"""A candidate's place at the questions: what a screen may know of them, and the steps on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bank.question import Question
from interviewer.engine import Clock, utc_now
from interviewer.screening.people import check_candidate
from interviewer.screening.sitting import Sitting, has_accepted, open_sitting
from tui.screening.app import Turns

if TYPE_CHECKING:
    from interviewer.paths import Paths
    from interviewer.records import Draft
    from interviewer.screening.cohort import Cohort
    from interviewer.screening.store.screen_store import ScreenStore
    from interviewer.session import Session


class Seat:
    """One candidate, who answers the questions of one cohort. Raises ScreenError for what cannot be an id."""

    def __init__(
        self, store: ScreenStore, paths: Paths, cohort: Cohort, candidate: str, *, now: Clock = utc_now
    ) -> None:
        self._store = store
        self._paths = paths
        self._cohort = cohort
        self._now = now
        self._turns = Turns()
        self._sitting: Sitting | None = None
        self.candidate = check_candidate(candidate)

    @property
    def notice(self) -> str:
        """What is to be read and accepted first."""
        return self._cohort.notice

    async def has_accepted(self) -> bool:
        """Whether the notice was accepted before."""
        return await self._turns.take(lambda: has_accepted(self._store, self._cohort, self.candidate))

    async def sit_down(self, *, accepted: bool) -> None:
        """Open the questions, where they were left. `accepted` says that the notice was accepted just now."""

        def sit() -> Sitting:
            return open_sitting(
                self._store, self._paths, self._cohort, self.candidate, accepted=accepted, now=self._now
            )

        self._sitting = await self._turns.take(sit)

    @property
    def _open(self) -> Sitting:
        assert self._sitting is not None, "the questions are not open"
        return self._sitting

    @property
    def is_open(self) -> bool:
        """Whether the questions are open here."""
        return self._sitting is not None

    @property
    def session(self) -> Session:
        """How far it has come."""
        return self._open.session

    @property
    def question(self) -> Question:
        """The wording that is asked, and nothing else of the question: no reference, no difficulty."""
        asked = self._open.question
        return Question(id=asked.id, text=asked.text, details=asked.details, topic=asked.topic)

    @property
    def seconds_limit(self) -> int:
        """Time for each question."""
        return self._open.seconds_limit

    @property
    def unanswered(self) -> int:
        """How many questions have no answer."""
        return len(self.session.items) - self.session.answered

    async def draft(self) -> Draft | None:
        """What was typed for the current question and not handed in."""
        return await self._turns.take(self._open.draft)

    async def save_draft(self, text: str, seconds: float, position: int) -> None:
        """Keep what is typed for the question at that position, unless it has been left since."""

        def save() -> None:
            if self._sitting is not None and self.session.position == position and not self.session.is_over:
                self._sitting.save_draft(text, seconds)

        await self._turns.take(save)

    async def submit(self, text: str, seconds: float) -> None:
        """Hand in an answer and go on."""
        await self._turns.take(lambda: self._open.submit(text, seconds))

    async def skip(self) -> None:
        """On without an answer."""
        await self._turns.take(self._open.skip)

    async def finish(self) -> None:
        """End it now."""
        await self._turns.take(self._open.finish)

    async def stand_up(self) -> None:
        """Let the questions be opened elsewhere."""
        if self._sitting is not None:
            sitting, self._sitting = self._sitting, None
            await self._turns.take(sitting.close)
