"""The interview: one question, and a place to answer it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from tui.errors import EXPECTED
from tui.external_editor import EditorError, edit_outside
from tui.keeping import DraftKeeper
from tui.outside import content
from tui.screens.flag import change_flag
from tui.served import is_off
from tui.widgets.asked import Asked
from tui.widgets.editor import COUNTED_AT_ONCE, AnswerEditor
from tui.widgets.hints import Hints
from tui.widgets.notice import Notice
from tui.widgets.state_line import StateLine
from tui.wording import HEIGHTS, plural

if TYPE_CHECKING:
    from tui.sitting import Opening, Sitting

_TIME_UP = "The time was up. What you had typed was handed in as it stood."
_NOT_SAVED = "Not saved yet, and tried again every second."


class InterviewScreen(Screen[None]):
    """Asks the current question. What is typed is kept within two seconds, and on leaving."""

    ABOUT = (
        "Answer in your own words, as you would aloud. What you type is kept as you go, so you can leave at any time "
        "and come back to exactly here. Submit when you are done; Tab leads to the buttons."
    )
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS = [
        Binding("ctrl+s,f2", "submit", "Submit", id="interview.submit", tooltip="Hand in the answer"),
        Binding("ctrl+g", "hint", "Hint", id="interview.hint", tooltip="A hint; the question then comes back sooner"),
        Binding("ctrl+l", "skip(False)", "Later", id="interview.skip", tooltip="The question comes back at the end"),
        Binding("ctrl+l", "skip(True)", "Skip", id="interview.pass", tooltip="Skip; it does not come back this time"),
        Binding("ctrl+r", "recall", "Reuse", id="interview.recall", tooltip="Go on from your last answer"),
        Binding("ctrl+o", "edit_outside", "Editor", id="interview.editor", tooltip="Write in $VISUAL or $EDITOR"),
        Binding("escape", "leave", "Back", id="interview.leave", tooltip="Home or to the feedback; all is kept"),
        Binding("f4", "guess", "Guess", id="interview.guess", tooltip="Guess your score; again: higher"),
        Binding("f3", "question", "Question", show=False, id="interview.question", tooltip="The question in full"),
        Binding(
            "f5",
            "flag",
            "Bad question",
            show=False,
            id="interview.flag",
            tooltip="Call the question bad, or take that back",
        ),
        Binding(
            "ctrl+t,f10", "finish", "End", show=False, id="interview.finish", tooltip="End the interview; report"
        ),
    ]

    @dataclass
    class Moved(Message):
        """The interview has gone a step on."""

        sitting: Sitting
        note: str = ""
        """What to say of it on the next screen."""

    @dataclass
    class Left(Message):
        """The person goes back; the draft is kept."""

        sitting: Sitting

    def __init__(self, sitting: Sitting, opening: Opening) -> None:
        super().__init__()
        self.sitting = sitting
        self._opening = opening
        self._follow_up = opening.follow_up
        self._draft = opening.draft
        self._flag = opening.flag
        self._position = sitting.session.position
        self._skips_for_good = sitting.skips_for_good
        self._seconds_before = self._draft.seconds if self._draft else 0.0
        self._shown_at = time.monotonic()
        self._keeper = DraftKeeper(self._save, self._draft.text if self._draft else "")
        self._is_stepping = False
        self._leave_anyway = False
        self._finish_asked = False

    def compose(self) -> ComposeResult:
        """Place and time, question, editor, state and buttons."""
        yield Asked(self.sitting.question, f"Question {self.sitting.place}")
        if self.sitting.reason and not self.sitting.has_feedback_behind:
            yield Static(content(f"Why this question: {self.sitting.reason}"), id="chosen-because")
        if self._follow_up is not None:
            said = Content.styled(f"{self.sitting.follow_up_title} ", "bold $text-accent")
            yield Static(said.append(content(self._follow_up.prompt)), id="follow-up")
        yield Hints(self.sitting.hints, id="hint")
        with Vertical(id="answer"):
            yield AnswerEditor(placeholder=self._opening.invitation, id="editor")
        yield Notice(id="notice")
        before = len(self._follow_up.first_answer) + 2 if self._follow_up else 0
        yield StateLine("Skip" if self._skips_for_good else "Later", before, id="state")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin where the person stopped."""
        asked, attempts = self.query_one(Asked), self.sitting.session.current.attempts
        asked.show_place(f"attempt {attempts + 1}" if self.sitting.has_feedback_behind else "")
        asked.show_flag(self._flag)
        editor = self.query_one(AnswerEditor)
        if self._draft is not None and self._draft.text:
            editor.open_text(self._draft.text)
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

    # Time, words, and whether they are kept

    def _tick(self) -> None:
        timing = self._opening.timing(self.sitting.session.plan, self.seconds)
        self.query_one(Asked).show_time(timing.said())
        if timing.is_up:
            self._step(self._run_out, "The time is up, and the interview could not be ended.")
            return
        if len(self.query_one(AnswerEditor).document.text) > COUNTED_AT_ONCE:
            self._show_words()
        if not self._keeper.is_kept and not self._keeper.is_keeping and not self._is_stepping:
            self._keep_draft()

    def _show_words(self) -> None:
        self.query_one(StateLine).show_length(self.text, self.query_one(Hints).taken)

    def _show_kept(self) -> None:
        self.query_one(StateLine).show_kept(has_text=self._keeper.has_text, is_kept=self._keeper.is_kept)

    @on(AnswerEditor.Changed)
    def _changed(self) -> None:
        self._leave_anyway = self._finish_asked = False
        is_short = len(self.query_one(AnswerEditor).document.text) <= COUNTED_AT_ONCE
        self._keeper.typed(self.text if is_short else None)
        if is_short:
            self._show_words()
        self._show_kept()

    async def _save(self, text: str, seconds: float) -> None:
        await self.sitting.save_draft(text, seconds, self._position)

    @work(group="draft")
    async def _keep_draft(self) -> None:
        await self._keep()

    async def _keep(self) -> bool:
        """Keep the draft; whether that worked."""
        try:
            await self._keeper.keep(self.text, self.seconds, lambda: self.text)
        except EXPECTED as error:
            self.query_one(StateLine).show_not_kept()
            way_out = " Leave again to go without saving; Ctrl+O opens your editor." if self._leave_anyway else ""
            self.query_one(Notice).say(f"{_NOT_SAVED} {error}{way_out}")
            return False
        self.query_one(Notice).clear(_NOT_SAVED)
        self._show_kept()
        return True

    # Steps

    @on(Button.Pressed, "#submit")
    def action_submit(self) -> None:
        """Hand in the answer."""
        problem = self._problem()
        if problem:
            self.query_one(Notice).say(problem, "warning")
        else:
            self._step(self._hand_in, "The answer could not be kept, so it was not handed in.")

    def _problem(self) -> str | None:
        """Why what is typed cannot be handed in."""
        if not self.text.strip():
            return "Nothing is typed yet. Type an answer, or press Ctrl+L to skip."
        return self.query_one(StateLine).too_long(self.text)

    async def _hand_in(self) -> None:
        hints, guess = self.query_one(Hints).taken, self.query_one(StateLine).guess
        await self.sitting.submit(self.text, self.seconds, hints=hints, predicted=guess, follow_up=self._follow_up)

    @on(Button.Pressed, "#skip")
    def action_skip(self, *_: object) -> None:
        """On to the next question; that it comes back or not is for the footer only, the session knows itself."""
        self._step(self._put_off, "The question could not be skipped.")

    async def _put_off(self) -> None:
        await self._save(self.text, self.seconds)
        await self.sitting.skip()

    def action_finish(self) -> None:
        """End the interview, on the second press."""
        if not self._finish_asked:
            self._finish_asked = True
            open_items = sum(not item.is_answered for item in self.sitting.session.items)
            left = plural(open_items, "question")
            self.query_one(Notice).say(f"Press Ctrl+T again to end the interview with {left} unanswered.", "warning")
            return
        self._step(self._end, "The interview could not be ended.")

    async def _end(self) -> None:
        await self._save(self.text, self.seconds)
        await self.sitting.finish()

    async def _run_out(self) -> None:
        """The time for all is up: what is typed is handed in as it stands."""
        await (self._hand_in() if self._problem() is None else self._save(self.text, self.seconds))
        await self.sitting.finish()

    def _step(self, step: Callable[[], Awaitable[None]], trouble: str) -> None:
        """Take a step on, unless one is being taken."""
        if not self._is_stepping:
            self._is_stepping = True
            self._take(step, trouble)

    @work(group="step")
    async def _take(self, step: Callable[[], Awaitable[None]], trouble: str) -> None:
        try:
            await step()
        except EXPECTED as error:
            self._is_stepping = False
            self.query_one(Notice).say(f"{trouble} {error}")
            return
        self.post_message(self.Moved(self.sitting, _TIME_UP if step == self._run_out else ""))

    def action_leave(self) -> None:
        """Go home, the draft kept first."""
        if not self._is_stepping:
            self._leave()

    @work(group="step")
    async def _leave(self) -> None:
        if await self.make_safe():
            self.post_message(self.Left(self.sitting))

    async def make_safe(self) -> bool:
        """Keep the draft before the screen goes; False, once, when it cannot be kept."""
        if self._leave_anyway or not (self.text or self._keeper.has_text):
            return True
        self._leave_anyway = True
        self._leave_anyway = not await self._keep()
        return not self._leave_anyway

    def action_guess(self) -> None:
        """Guess higher, or none after all."""
        self.query_one(StateLine).guess_higher()

    # Help with the answer

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hints belong to study mode; a last answer can be taken up where there is one."""
        if is_off(self, action):
            return False
        if action == "skip":
            return parameters == (self._skips_for_good,)
        if action == "hint":
            is_study = self.sitting.session.plan.mode.shows_feedback_at_once
            return is_study and self.is_mounted and not self.query_one(Hints).is_empty
        return self._opening.last_answer is not None if action == "recall" else True

    def action_hint(self) -> None:
        """Show the next hint."""
        if not self.query_one(Hints).take():
            self.query_one(Notice).say("There are no more hints.", "plain")
        self._show_words()

    def action_recall(self) -> None:
        """Begin with the last answer; can be undone."""
        if self._opening.last_answer is not None:
            self.query_one(AnswerEditor).exchange_text(self._opening.last_answer)

    def action_question(self) -> None:
        """Show all of the question."""
        from tui.screens.question import QuestionScreen

        self.app.push_screen(QuestionScreen(self.sitting.question))

    @work(group="opinion")
    async def action_flag(self) -> None:
        """Call the question bad, or take that back."""
        self._flag = await change_flag(self, self.sitting.flag, self.sitting.question, self._flag)

    def action_edit_outside(self) -> None:
        """Write in the person's own editor."""
        editor = self.query_one(AnswerEditor)
        try:
            text = edit_outside(self.app, editor.text)
        except EditorError as error:
            self.query_one(Notice).say(str(error), "warning")
            return
        if text != editor.text:
            editor.exchange_text(text)
