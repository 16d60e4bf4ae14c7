"""Where an answer is typed."""

from collections.abc import Iterator

from textual import events
from textual.widgets import TextArea

from tui.outside import shown

COUNTED_AT_ONCE = 20_000
"""Longest text, in characters, whose words are counted at every keystroke."""


LONGEST_LINE = 4_000
"""A longer line is broken at a blank when it is pasted: Textual redraws a line whole for every row it wraps to."""


def fit_to_edit(text: str) -> str:
    """The text as it can be shown and edited at speed; its words stay as they are."""
    lines = shown(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join("\n".join(_broken(line)) for line in lines)


def _broken(line: str) -> Iterator[str]:
    while len(line) > LONGEST_LINE:
        cut = line.rfind(" ", LONGEST_LINE // 2, LONGEST_LINE)
        at, skipped = (cut, 1) if cut > 0 else (LONGEST_LINE, 0)
        yield line[:at]
        line = line[at + skipped :]
    yield line


class AnswerEditor(TextArea):
    """A plain-text editor with soft wrap. What comes in by paste or file is made fit to show; Tab moves on."""

    DEFAULT_CSS = """
    AnswerEditor { padding: 0 1; border: round $foreground 30%; background: $background; }
    AnswerEditor:focus { border: round $accent; }
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
        self.load_text(fit_to_edit(text))
        self.move_cursor(self.document.end)

    def exchange_text(self, text: str) -> None:
        """Put this text in place of all there is; can be undone."""
        self.replace(fit_to_edit(text), (0, 0), self.document.end)
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: events.Paste) -> None:
        """Insert what is pasted, without control characters."""
        event.prevent_default()
        event.stop()
        result = self.replace(fit_to_edit(event.text), *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)
        self.focus()
