"""Calling a question bad, with a reason or without."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from tui.errors import EXPECTED
from tui.outside import content
from tui.widgets.asked import Asked
from tui.widgets.notice import Notice

if TYPE_CHECKING:
    from textual.screen import Screen

    from bank.question import Question

KeepFlag = Callable[[str | None], Awaitable[None]]
"""Calls a question bad for a reason, which may be empty; None takes that back."""


async def change_flag(screen: Screen[None], keep: KeepFlag, question: Question, reason: str | None) -> str | None:
    """Why the question of a screen is now called bad, None when it is not; `reason` is why it was.

    The screen shows it under the question, and in its notice why it could not be kept.
    """
    said = await screen.app.push_screen_wait(FlagScreen(question.text)) if reason is None else None
    if said == reason:
        return reason
    try:
        await keep(said)
    except EXPECTED as error:
        screen.query_one(Notice).say(f"That could not be kept. {error}")
        return reason
    screen.query_one(Asked).show_flag(said)
    return said


def flag_word(reason: str | None) -> str:
    """What the button does to a question that was called bad for a reason; None when it was not."""
    return "Bad question" if reason is None else "Not bad"


class FlagScreen(ModalScreen[str | None]):
    """Gives the reason, which may be empty, or None when it was thought better of."""

    ABOUT = "A question called bad is not asked again unless you choose it yourself."
    BINDINGS = [
        Binding("ctrl+s", "keep", "Keep", id="flag.keep", tooltip="Call the question bad"),
        Binding("escape", "dismiss", "Cancel", id="flag.cancel", tooltip="Back; nothing is changed"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Question, reason, buttons."""
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = "Bad question"
            box.border_subtitle = "Enter calls it bad · Esc cancels"
            yield Static(content(self._question, "bold"))
            yield Static(self.ABOUT, classes="quiet", markup=False)
            yield Label("What is wrong with it (may be left empty)", classes="above")
            yield Input(placeholder="unclear, wrong, twice the same …", id="why", compact=True)
            with Horizontal(classes="buttons"):
                yield Button("Call it bad", variant="primary", id="keep", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        """Begin with the reason."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Call it bad."""
        self.dismiss(self.query_one(Input).value.strip())

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)
