"""The app in which a reviewer judges the answers of a cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.errors import EXPECTED
from tui.screening.app import ScreeningApp
from tui.screening.review_screen import ReviewScreen
from tui.screening.summary_screen import SummaryScreen
from tui.screening.waiting_screen import WaitingScreen

if TYPE_CHECKING:
    from tui.screening.course import ReviewCourse


class ReviewApp(ScreeningApp):
    """One reviewer's way through the queue."""

    TITLE = "Review"

    def __init__(self, course: ReviewCourse, theme: str = "textual-dark") -> None:
        super().__init__(theme)
        self._course = course

    async def begin(self) -> None:
        """The queue; the figures, where it is empty."""
        await self.push_screen(WaitingScreen("Reading the answers …"))
        try:
            agenda = await self._course.agenda()
            if agenda.left:
                await self.switch_screen(ReviewScreen(self._course, agenda))
                return
            agreement = await self._course.agreement() if agenda.entries else None
            if agenda.entries:
                await self.switch_screen(ReviewScreen(self._course, agenda))
                await self.push_screen(SummaryScreen(self._course.cohort, agreement, left=0))
            else:
                await self.switch_screen(SummaryScreen(self._course.cohort, None, left=0))
        except EXPECTED as error:
            self.part(f"interviewer: {error}", 1)

    def leave_at_once(self) -> None:
        """Go; what was handed in is kept."""
        self.part()

    async def action_quit(self) -> None:
        """Leave, unless something would be lost that the reviewer was not told of."""
        for screen in self.screen_stack:
            if isinstance(screen, ReviewScreen) and not screen.may_leave():
                while self.screen is not screen:
                    self.pop_screen()
                return
        self.part()
