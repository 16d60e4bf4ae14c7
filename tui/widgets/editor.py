"""Where an answer is typed."""

from textual import events
from textual.widgets import TextArea

from tui.outside import shown

COUNTED_AT_ONCE = 20_000
"""Longest text, in characters, whose words are counted at every keystroke."""


class AnswerEditor(TextArea):
    """A plain-text editor with soft wrap. What comes in by paste or file is made fit to show; Tab moves on."""

    DEFAULT_CSS = """
    AnswerEditor { padding: 0 1; }
    """

    def __init__(self, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            "",
            id=id,
            soft_wrap=True,
            show_line_numbers=False,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder=placeholder,
        )

    def open_text(self, text: str) -> None:
        """Begin with this text, the cursor at its end."""
        self.load_text(shown(text))
        self.move_cursor(self.document.end)

    def exchange_text(self, text: str) -> None:
        """Put this text in place of all there is; can be undone."""
        self.replace(shown(text), (0, 0), self.document.end)
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: events.Paste) -> None:
        """Insert what is pasted, without control characters."""
        event.prevent_default()
        event.stop()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        result = self.replace(shown(text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)
        self.focus()
