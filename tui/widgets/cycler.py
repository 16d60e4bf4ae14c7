"""One of many words, shown alone: the arrow keys or a click go on to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.outside import one_line


class Cycler(Widget, can_focus=True):
    """`‹ all topics ›`."""

    DEFAULT_CSS = """
    Cycler { width: auto; height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    Cycler:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    """
    BINDINGS = [
        Binding("left,up", "move(-1)", "Previous", show=False, id="cycler.previous", tooltip="The choice before"),
        Binding("right,down,space", "move(1)", "Next", show=False, id="cycler.next", tooltip="The next choice"),
    ]
    index: reactive[int] = reactive(0, layout=True)

    @dataclass
    class Changed(Message):
        """Another one is picked."""

        cycler: "Cycler"

        @property
        def control(self) -> "Cycler":
            """The widget."""
            return self.cycler

    def __init__(self, words: Sequence[str], index: int = 0, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._words = list(words)
        self.set_reactive(Cycler.index, index)

    @property
    def word(self) -> str:
        """The one picked, as it was given."""
        return self._words[self.index]

    def show_words(self, words: Sequence[str]) -> None:
        """Other words to pick from; the first is picked."""
        self._words = list(words)
        self.index = 0
        self.refresh(layout=True)

    def watch_index(self) -> None:
        """Tell of the change."""
        self.post_message(self.Changed(self))

    def render(self) -> Content:
        """The word between arrows."""
        return Content(f"‹ {one_line(self.word, 60)} ›")

    def get_content_width(self, container: object, viewport: object) -> int:  # noqa: ARG002
        """Room for the word."""
        return Content(one_line(self.word, 60)).cell_length + 4

    def action_move(self, by: int) -> None:
        """Pick a neighbour; after the last comes the first."""
        self.index = (self.index + by) % len(self._words)

    def on_click(self, event: events.Click) -> None:
        """Clicks on the left half go back, on the right half on."""
        self.action_move(-1 if event.x < self.size.width / 2 else 1)
