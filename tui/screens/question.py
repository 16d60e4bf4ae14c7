"""The whole of a question that is too long for its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.widgets.asked import wording

if TYPE_CHECKING:
    from bank.question import Question


class QuestionScreen(ModalScreen[None]):
    """A question alone, to be scrolled."""

    ABOUT = "All of the question. Arrow keys scroll."
    BINDINGS = [
        Binding("escape,f3,enter,q", "dismiss", "Close", id="question.close", tooltip="Back to the screen before")
    ]

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question in a frame."""
        with VerticalScroll(id="whole-question") as box:
            box.border_title = "Question"
            box.border_subtitle = "Esc closes this"
            yield Static(wording(self._question))

    def on_mount(self) -> None:
        """Arrow keys scroll at once."""
        self.query_one("#whole-question").focus()
