"""A sentence in place: an error, or something to know."""

from typing import Literal

from textual.widgets import Static

from tui.outside import content

Tone = Literal["error", "warning", "plain"]
LONGEST = 600
_SIGNS = {"error": "✗ ", "warning": "! ", "plain": ""}


class Notice(Static):
    """One sentence, hidden while there is nothing to say."""

    DEFAULT_CSS = """
    Notice { height: auto; max-height: 6; display: none; padding: 0 1; }
    Notice.-said { display: block; }
    Notice.-error { color: $text-error; text-style: bold; }
    Notice.-warning { color: $text-warning; }
    Notice.-plain { color: $text-muted; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__("", id=id, markup=False)
        self.text = ""

    def say(self, sentence: str, tone: Tone = "error") -> None:
        """Show a sentence."""
        self.text = sentence
        self.set_class(bool(sentence), "-said")
        for each in ("error", "warning", "plain"):
            self.set_class(each == tone, f"-{each}")
        self.update(content(_SIGNS[tone] + sentence[:LONGEST]))

    def clear(self, beginning: str = "") -> None:
        """Say nothing any more, if what is said begins like this."""
        if self.text and self.text.startswith(beginning):
            self.say("", "plain")
