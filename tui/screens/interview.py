"""The interview: one question, and a place to answer it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from tui.errors import EXPECTED
from tui.external_editor import EditorError, edit, editor_command
from tui.outside import content, one_line
from tui.widgets.cycler import Cycler
from tui.widgets.editor import COUNTED_AT_ONCE, AnswerEditor
from tui.widgets.line import Line
from tui.widgets.notice import Notice
from tui.wording import clock, plural

if TYPE_CHECKING:
    from interviewer.records import Draft
    from tui.sitting import FollowUpAsked, Sitting

GUESSES = (0, 20, 40, 60, 80, 100)
"""What a candidate may expect of an answer, in per cent."""
LONGEST_GRADED = 20_000
"""As `rubrics.gate.MAX_CHARACTERS`, which is not imported for the sake of start-up."""


class InterviewScreen(Screen[None]):
    """Asks the current question. What is typed is kept within two seconds, and on leaving."""

    ABOUT = (
        "Answer in your own words, as you would aloud. What you type is kept as you go, so you can leave at any time "
        "and come back to exactly here. Submit when you are done; Tab leads to the buttons."
    )
    BINDINGS = [
        Binding(
            "ctrl+s,f2", "submit", "Submit", id="interview.submit", tooltip="Hand in the answer (F2 does the same)"
        ),
        Binding(
            "ctrl+g",
            "hint",
            "Hint",
            id="interview.hint",
            tooltip="A hint on a point not yet hinted at; it is counted",
        ),
        Binding(
            "ctrl+l", "skip", "Later", id="interview.skip", tooltip="Skip; the question comes back once, at the end"
        ),
        Binding("ctrl+o", "edit_outside", "Editor", id="interview.editor", tooltip="Write in $VISUAL or $EDITOR"),
        Binding("escape", "leave", "Leave", id="interview.leave", tooltip="Home; everything typed is kept"),
        Binding(
            "f4", "guess", "Guess", id="interview.guess", tooltip="Guess your score before you see it; again: higher"
        ),
        Binding(
            "f8", "finish", "End", show=False, id="interview.finish", tooltip="End the interview and see the report"
        ),
    ]

    @dataclass
    class Moved(Message):
        """The interview has gone a step on."""

        sitting: Sitting

    @dataclass
    class Left(Message):
        """The person goes home; the draft is kept."""

        sitting: Sitting

    def __init__(self, sitting: Sitting, draft: Draft | None, follow_up: FollowUpAsked | None = None) -> None:
        super().__init__()
        self._follow_up = follow_up
        self.sitting = sitting
        self._position = sitting.session.position
        self._limit = sitting.session.plan.seconds_per_question
        self._is_mock = not sitting.session.plan.mode.shows_feedback_at_once
        self._draft = draft
        self._seconds_before = draft.seconds if draft else 0.0
        self._shown_at = time.monotonic()
        self._kept_text = draft.text if draft else ""
        self._is_kept = True
        self._is_keeping = False
        self._is_stepping = False
        self._leave_anyway = False
        self._finish_asked = False
        self._hints_taken = 0
        anchors = [criterion.anchors for criterion in sitting.rubric.criteria]
        self._hints = [anchor.hint for anchor in anchors if anchor is not None and anchor.hint]

    def compose(self) -> ComposeResult:
        """Place and time, question, editor, state and buttons."""
        question = self.sitting.question
        with Horizontal(id="bar"):
            yield Static(self._heading(), id="place")
            yield Line(id="timer")
        with VerticalScroll(id="question", can_focus=False):
            yield Static(content(question.wording, "bold"), id="question-text")
        if self.sitting.reason:
            yield Static(content(f"Asked because: {self.sitting.reason}"), id="reason")
        if self._follow_up is not None:
            said = Content.styled("Follow-up  ", "bold $text-accent").append(content(self._follow_up.prompt))
            yield Static(said, id="follow-up")
        yield Static("", id="hint", markup=False)
        with Vertical(id="answer"):
            placeholder = (
                "Type your answer here." if self._follow_up is None else "Your first answer stays; go on here."
            )
            yield AnswerEditor(placeholder=placeholder, id="editor")
        yield Notice(id="notice")
        with Horizontal(id="state"):
            yield Line(id="words")
            yield Cycler(["no guess", *(f"{share} %" for share in GUESSES)], id="guess")
            yield Line(id="kept")
            yield Button("Later", id="skip", compact=True)
            yield Button("Submit", id="submit", variant="primary", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin where the person stopped."""
        editor = self.query_one(AnswerEditor)
        if self._draft is not None and self._draft.text:
            editor.open_text(self._draft.text)
        editor.focus()
        self._show_time()
        self._show_words()
        self._show_kept()
        self.set_interval(1.0, self._tick)

    def _heading(self) -> Content:
        question = self.sitting.question
        difficulty = f" · {question.difficulty.value}" if question.difficulty else ""
        attempts = self.sitting.session.current.attempts
        again = f" · attempt {attempts + 1}" if attempts else ""
        place = Content.styled(f"Question {self.sitting.place}", "bold $text-accent")
        return place.append(Content.styled(f"{again} · {one_line(question.topic, 40)}{difficulty}", "$text-muted"))

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
        self._show_time()
        if len(self.query_one(AnswerEditor).document.text) > COUNTED_AT_ONCE:
            self._show_words()
        if not self._is_kept and not self._is_keeping and not self._is_stepping:
            self._keep_draft()

    def _show_time(self) -> None:
        timer = self.query_one("#timer", Line)
        if self._limit is None:
            timer.put(Content.styled(clock(self.seconds), "$text-muted"))
            return
        left = self._limit - self.seconds
        taken = self.sitting.seconds_before + self.seconds
        allowed = self._limit * len(self.sitting.session.items)
        total = Content.styled(f" · {clock(taken)} of {clock(allowed)} in all", "$text-muted")
        if left >= 0:
            style = "bold $text-warning" if left < 30 else "bold"
            timer.put(Content.styled(f"{clock(left)} left", style).append(total))
        else:
            timer.put(Content.styled(f"{clock(-left)} over time", "bold $text-error").append(total))

    def _show_words(self) -> None:
        text = self.text
        said = plural(len(text.split()), "word")
        if len(text) > LONGEST_GRADED:
            said = f"too long to grade: {said}"
        if self._hints_taken:
            said += f" · {plural(self._hints_taken, 'hint')} taken"
        self.query_one("#words", Line).put(Content(said))

    def _show_kept(self, problem: str = "") -> None:
        kept = self.query_one("#kept", Line)
        if problem:
            kept.put(Content.styled("✗ not saved", "bold $text-error"))
        elif not self._is_kept:
            kept.put(Content.styled("· saving", "$text-muted"))
        else:
            kept.put(Content.styled("✓ saved" if self._kept_text else "", "$text-success"))

    @on(AnswerEditor.Changed)
    def _changed(self) -> None:
        self._is_kept = False
        self._leave_anyway = self._finish_asked = False
        if len(self.query_one(AnswerEditor).document.text) <= COUNTED_AT_ONCE:
            text = self.text
            self._is_kept = text == self._kept_text
            self._show_words()
        self._show_kept()

    @work(group="draft")
    async def _keep_draft(self) -> None:
        await self._keep()

    async def _keep(self) -> bool:
        """Keep the draft; whether that worked."""
        text = self.text
        self._is_keeping = True
        try:
            await self.sitting.save_draft(text, self.seconds, self._position)
        except EXPECTED as error:
            self._show_kept(str(error))
            way_out = " Leave again to go without saving; Ctrl+O opens your editor." if self._leave_anyway else ""
            self.query_one(Notice).say(f"Not saved yet, and tried again every second. {error}{way_out}")
            return False
        finally:
            self._is_keeping = False
        self._kept_text = text
        self._is_kept = self.text == text
        self.query_one(Notice).clear()
        self._show_kept()
        return True

    # Steps

    @on(Button.Pressed, "#submit")
    def action_submit(self) -> None:
        """Hand in the answer."""
        if self._is_stepping:
            return
        if not self.text.strip():
            self.query_one(Notice).say("Nothing is typed yet. Type an answer, or press Ctrl+L to skip.", "warning")
            return
        self._submit(self.text)

    @work(group="step")
    async def _submit(self, text: str) -> None:
        self._is_stepping = True
        try:
            await self.sitting.submit(
                text, self.seconds, hints=self._hints_taken, predicted=self._guess, follow_up=self._follow_up
            )
        except EXPECTED as error:
            self._is_stepping = False
            self.query_one(Notice).say(f"The answer could not be kept, so it was not handed in. {error}")
            return
        self.post_message(self.Moved(self.sitting))

    @on(Button.Pressed, "#skip")
    def action_skip(self) -> None:
        """On to the next question."""
        if not self._is_stepping:
            self._skip()

    @work(group="step")
    async def _skip(self) -> None:
        self._is_stepping = True
        try:
            if not self._is_kept:
                await self.sitting.save_draft(self.text, self.seconds, self._position)
            await self.sitting.skip()
        except EXPECTED as error:
            self._is_stepping = False
            self.query_one(Notice).say(f"The question could not be skipped. {error}")
            return
        self.post_message(self.Moved(self.sitting))

    def action_finish(self) -> None:
        """End the interview, on the second press."""
        if self._is_stepping:
            return
        if not self._finish_asked:
            self._finish_asked = True
            open_items = sum(not item.is_answered for item in self.sitting.session.items)
            left = plural(open_items, "question")
            self.query_one(Notice).say(f"Press F8 again to end the interview with {left} unanswered.", "warning")
            return
        self._finish()

    @work(group="step")
    async def _finish(self) -> None:
        self._is_stepping = True
        try:
            if not self._is_kept:
                await self.sitting.save_draft(self.text, self.seconds, self._position)
            await self.sitting.finish()
        except EXPECTED as error:
            self._is_stepping = False
            self.query_one(Notice).say(f"The interview could not be ended. {error}")
            return
        self.post_message(self.Moved(self.sitting))

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
        if self._leave_anyway:
            return True
        is_new = bool(self.text or self._kept_text)
        self._leave_anyway = is_new
        if not is_new or await self._keep():
            self._leave_anyway = False
            return True
        return False

    @property
    def _guess(self) -> int | None:
        index = self.query_one("#guess", Cycler).index
        return GUESSES[index - 1] if index else None

    def action_guess(self) -> None:
        """Guess higher, or none after all."""
        self.query_one("#guess", Cycler).action_move(1)

    # Help with the answer

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Hints belong to study mode."""
        if action == "hint":
            return bool(self._hints) and not self._is_mock
        return True

    def action_hint(self) -> None:
        """Show the next hint."""
        if self._hints_taken >= len(self._hints):
            self.query_one(Notice).say("There are no more hints.", "plain")
            return
        self._hints_taken += 1
        lines = [
            Content.styled(f"Hint {n} of {len(self._hints)}  ", "bold $text-accent").append(content(hint))
            for n, hint in enumerate(self._hints[: self._hints_taken], 1)
        ]
        hint = self.query_one("#hint", Static)
        hint.update(Content("\n").join(lines[-2:]))
        hint.add_class("-said")
        self._show_words()

    def action_edit_outside(self) -> None:
        """Write in the person's own editor."""
        editor = self.query_one(AnswerEditor)
        try:
            command = editor_command()
            with self.app.suspend():
                text = edit(editor.text, command)
        except (EditorError, SuspendNotSupported) as error:
            said = str(error) or "Another editor cannot be opened from here."
            self.query_one(Notice).say(said, "warning")
            return
        self.app.refresh()
        if text != editor.text:
            editor.exchange_text(text)
        editor.focus()
