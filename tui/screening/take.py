"""The app in which a candidate answers: the notice, the questions, and a word at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work

from tui.errors import EXPECTED
from tui.screening.answer_screen import AnswerScreen
from tui.screening.app import ScreeningApp
from tui.screening.end_screen import EndScreen
from tui.screening.notice_screen import NoticeScreen
from tui.wording import plural

if TYPE_CHECKING:
    from tui.screening.seat import Seat

_NEXT = (
    "What happens next: your answers are graded point by point, and a person decides, not the program. No scores are "
    "shown here; ask the people who invited you when you will hear from them."
)
_RIGHTS = "To have what is kept of you corrected or erased, ask the people who invited you; you answered as “{}”."
_ERASED = (
    "Everything that was kept of your answers has been erased meanwhile, and nothing more is saved.",
    "If you did not ask for that, ask the people who invited you.",
)


class TakeApp(ScreeningApp):
    """One candidate's sitting, and nothing of anybody else."""

    TITLE = "Questions"

    def __init__(self, seat: Seat, theme: str = "textual-dark") -> None:
        super().__init__(theme)
        self._seat = seat

    async def begin(self) -> None:
        """The notice, unless it was accepted before; then the questions."""
        try:
            was_accepted = await self._seat.has_accepted()
            if not was_accepted:
                screen = NoticeScreen(self._seat.notice, self._seat.candidate)
                if not await self.push_screen_wait(screen):
                    self.part("You declined, and nothing was stored.")
                    return
            await self._seat.sit_down(accepted=not was_accepted)
            if self._seat.session.is_over:
                self._say_goodbye("You have finished these questions")
            else:
                await self.push_screen(AnswerScreen(self._seat, await self._seat.draft()))
        except EXPECTED as error:
            await self._leave(f"interviewer: {error}", 1)

    @on(AnswerScreen.Moved)
    @work(group="course", exclusive=True)
    async def _go_on(self) -> None:
        if self._seat.session.is_over:
            self._say_goodbye("Thank you")
            return
        try:
            await self.switch_screen(AnswerScreen(self._seat, await self._seat.draft()))
        except EXPECTED as error:
            await self._leave(f"interviewer: {error}", 1)

    def _say_goodbye(self, heading: str) -> None:
        session = self._seat.session
        count = f"{session.answered} of {plural(len(session.items), 'question')}"
        verb = "has" if session.answered == 1 else "have"
        kept = f"{count} {verb} an answer of yours. What you handed in is saved, and can no longer be changed here."
        self._end(heading, kept, _NEXT, _RIGHTS.format(self._seat.candidate))

    def _end(self, heading: str, *paragraphs: str) -> None:
        screen = EndScreen(heading, paragraphs)
        if isinstance(self.screen, AnswerScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    @on(AnswerScreen.Erased)
    def _on_erased(self) -> None:
        if not isinstance(self.screen, EndScreen):
            while len(self.screen_stack) > 1 and not isinstance(self.screen, AnswerScreen):
                self.pop_screen()
            self._end("These questions are closed", *_ERASED)

    @on(AnswerScreen.Left)
    async def _on_left(self) -> None:
        await self._leave("Everything is saved. The same command goes on exactly there.")

    async def _leave(self, sentence: str = "", status: int = 0) -> None:
        await self._seat.stand_up()
        self.part(sentence, status)

    def leave_at_once(self) -> None:
        """Keep the draft and go, whatever comes of it."""
        self.run_worker(self._leave_anyway(), group="quit", exclusive=True)

    async def _leave_anyway(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, AnswerScreen):
                await screen.make_safe()
        await self._leave()

    async def action_quit(self) -> None:
        """Leave, the draft kept first."""
        for screen in self.screen_stack:
            if isinstance(screen, AnswerScreen) and not await screen.make_safe():
                return
        await self._leave()
