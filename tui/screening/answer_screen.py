"""One question of a cohort, and a place to answer it: no hint, no score, no way to anything else."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Footer

from interviewer.screening.errors import CandidateNotFoundError
from tui.errors import EXPECTED
from tui.keeping import DraftKeeper
from tui.timing import Timing
from tui.widgets.asked import Asked
from tui.widgets.editor import COUNTED_AT_ONCE, AnswerEditor
from tui.widgets.notice import Notice
from tui.widgets.state_line import StateLine
from tui.wording import HEIGHTS, plural

if TYPE_CHECKING:
    from interviewer.records import Draft
    from tui.screening.seat import Seat

_NOT_SAVED = "Not saved yet, and tried again every second."
_CLOCK_KEPT_EVERY = 10.0
"""Seconds after which the time taken is kept even if nothing was typed."""


class AnswerScreen(Screen[None]):
    """Asks the current question. What is typed is kept within two seconds, and on leaving."""

    ABOUT = (
        "Answer in your own words. What you type is saved as you go, so you can leave at any time and come back to "
        "exactly here; the clock stands still meanwhile. Over the time you may still hand in; the time you took is "
        "noted. Submit when you are done: an answer handed in cannot be changed. Tab leads to the buttons."
    )
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS = [
        Binding("ctrl+s,f2", "submit", "Submit", id="answer.submit", tooltip="Hand in the answer, and go on"),
        Binding(
            "ctrl+l", "skip(False)", "Later", id="answer.skip", tooltip="The question comes back once, at the end"
        ),
        Binding(
            "ctrl+l", "skip(True)", "Skip", id="answer.pass", tooltip="Leave it unanswered; it does not come back"
        ),
        Binding("escape", "leave", "Leave", id="answer.leave", tooltip="Leave; all is saved, and you can come back"),
        Binding("ctrl+t,f10", "finish", "End", id="answer.finish", tooltip="End it, with the rest unanswered"),
        Binding("f3", "question", "Question", show=False, id="answer.question", tooltip="The question in full"),
    ]

    @dataclass
    class Moved(Message):
        """There is another question now, or none any more."""

    @dataclass
    class Left(Message):
        """The candidate goes; all is saved."""

    @dataclass
    class Erased(Message):
        """The candidate was erased meanwhile; nothing can be kept any more."""

    def __init__(self, seat: Seat, draft: Draft | None) -> None:
        super().__init__()
        self._seat = seat
        self._first_text = draft.text if draft else ""
        self._position = seat.session.position
        self._skips = seat.session.current.skips
        self._seconds_before = draft.seconds if draft else 0.0
        self._shown_at = time.monotonic()
        self._kept_at = time.monotonic()
        self._keeper = DraftKeeper(self._save, self._first_text)
        self._is_stepping = False
        self._asked_twice = ""
        """The action that is done when it is asked for once more."""

    def compose(self) -> ComposeResult:
        """Place and time, question, editor, state and buttons."""
        items = len(self._seat.session.items)
        yield Asked(self._seat.question, f"Question {self._position + 1} of {items}")
        with Vertical(id="answer"):
            yield AnswerEditor(placeholder="Type your answer here.", id="editor")
        yield Notice(id="notice")
        yield StateLine("Skip" if self._skips else "Later", 0, id="state")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin where the candidate stopped."""
        self.query_one(Asked).show_place("skipped before" if self._skips else "")
        editor = self.query_one(AnswerEditor)
        if self._first_text:
            editor.open_text(self._first_text)
        editor.focus()
        self._tick()
        self._changed()
        self.set_interval(1.0, self._tick)

    @property
    def seconds(self) -> float:
        """Time that the question has been on screen, over all visits."""
        return self._seconds_before + time.monotonic() - self._shown_at

    @property
    def text(self) -> str:
        """What stands in the editor."""
        return self.query_one(AnswerEditor).text

    def _say(self, sentence: str) -> None:
        self.query_one(Notice).say(sentence, "warning")

    # Time, words, and whether they are kept

    def _tick(self) -> None:
        said = Timing(self.seconds, self._seat.seconds_limit, None, None).said()
        self.query_one(Asked).show_time(said)
        if len(self.query_one(AnswerEditor).document.text) > COUNTED_AT_ONCE:
            self.query_one(StateLine).show_length(self.text, 0)
        is_due = not self._keeper.is_kept or time.monotonic() - self._kept_at > _CLOCK_KEPT_EVERY
        if is_due and not self._keeper.is_keeping and not self._is_stepping:
            self._keep_draft()

    @on(AnswerEditor.Changed)
    def _changed(self) -> None:
        self._asked_twice = ""
        is_short = len(self.query_one(AnswerEditor).document.text) <= COUNTED_AT_ONCE
        self._keeper.typed(self.text if is_short else None)
        if is_short:
            self.query_one(StateLine).show_length(self.text, 0)
        self._show_kept()

    def _show_kept(self) -> None:
        self.query_one(StateLine).show_kept(has_text=self._keeper.has_text, is_kept=self._keeper.is_kept)

    async def _save(self, text: str, seconds: float) -> None:
        self._kept_at = time.monotonic()
        await self._seat.save_draft(text, seconds, self._position)

    @work(group="draft")
    async def _keep_draft(self) -> None:
        await self._keep()

    async def _keep(self) -> bool:
        """Keep the draft; whether that worked."""
        try:
            await self._keeper.keep(self.text, self.seconds, lambda: self.text)
        except CandidateNotFoundError:
            self.post_message(self.Erased())
            return False
        except EXPECTED as error:
            self.query_one(StateLine).show_not_kept()
            way_out = " Leave again to go without saving." if self._asked_twice == "leave" else ""
            self.query_one(Notice).say(f"{_NOT_SAVED} {error}{way_out}")
            return False
        self.query_one(Notice).clear(_NOT_SAVED)
        self._show_kept()
        return True

    # Steps

    @on(Button.Pressed, "#submit")
    def action_submit(self) -> None:
        """Hand in the answer."""
        problem = self.query_one(StateLine).too_long(self.text)
        if not self.text.strip():
            problem = "Nothing is typed yet. Type an answer, or press Ctrl+L to skip."
        if problem:
            self._say(problem)
        else:
            self._step(self._hand_in, "The answer could not be kept, so it was not handed in.")

    async def _hand_in(self) -> None:
        await self._seat.submit(self.text, self.seconds)

    @on(Button.Pressed, "#skip")
    def action_skip(self, *_: object) -> None:
        """On to the next question; what was skipped before is left out on the second press.

        Which of the two it is stands in the binding for the footer's sake only.
        """
        if not self._skips or self._is_second_press("skip"):
            self._step(self._put_off, "The question could not be skipped.")
        else:
            self._say("You skipped this one before. Skip again to leave it unanswered; it does not come back.")

    async def _put_off(self) -> None:
        await self._save(self.text, self.seconds)
        await self._seat.skip()

    def action_finish(self) -> None:
        """End the sitting, on the second press."""
        if self._is_second_press("finish"):
            self._step(self._end, "The questions could not be ended.")
            return
        left, stay = plural(self._seat.unanswered, "question"), "stays" if self._seat.unanswered == 1 else "stay"
        self._say(f"Press Ctrl+T again to end for good: {left} {stay} unanswered, whatever is typed there.")

    async def _end(self) -> None:
        await self._save(self.text, self.seconds)
        await self._seat.finish()

    def _is_second_press(self, action: str) -> bool:
        is_second = self._asked_twice == action
        self._asked_twice = action
        return is_second

    def _step(self, step: Callable[[], Awaitable[None]], trouble: str) -> None:
        """Take a step on, unless one is being taken."""
        if not self._is_stepping:
            self._is_stepping = True
            self._take(step, trouble)

    @work(group="step")
    async def _take(self, step: Callable[[], Awaitable[None]], trouble: str) -> None:
        try:
            await step()
        except CandidateNotFoundError:
            self.post_message(self.Erased())
        except EXPECTED as error:
            self._is_stepping = False
            self.query_one(Notice).say(f"{trouble} {error}")
        else:
            self.post_message(self.Moved())

    def action_leave(self) -> None:
        """Go, the draft kept first."""
        if not self._is_stepping:
            self._leave()

    @work(group="step")
    async def _leave(self) -> None:
        if await self.make_safe():
            self.post_message(self.Left())

    async def make_safe(self) -> bool:
        """Keep the draft and the time before the screen goes; False, once, when they cannot be kept."""
        if self._is_second_press("leave"):
            return True
        is_kept = await self._keep()
        if is_kept:
            self._asked_twice = ""
        return is_kept

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Of the two words for skipping the one that is true of this question."""
        return parameters == (bool(self._skips),) if action == "skip" else True

    def action_question(self) -> None:
        """Show all of the question."""
        from tui.screens.question import QuestionScreen

        self.app.push_screen(QuestionScreen(self._seat.question))
