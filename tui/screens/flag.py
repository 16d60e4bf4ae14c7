"""Calling a question bad, with a reason or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from tui.outside import content

if TYPE_CHECKING:
    from tui.desk import Desk


async def change_flag(app: App[object], desk: Desk, question: str, reason: str | None) -> str | None:
    """Why the question is now called bad, None when it is not; `reason` is why it was. Raises what keeping raises."""
    said = await app.push_screen_wait(FlagScreen(question)) if reason is None else None
    if said != reason:
        await desk.flag(said)
    return said


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
