"""A sentence while something is read."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from tui.outside import content


class WaitingScreen(Screen[None]):
    """Gone as soon as there is something to show."""

    ABOUT = "This takes a moment. Ctrl+Q leaves."

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self._sentence = sentence

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Static(content(self._sentence), id="title")
