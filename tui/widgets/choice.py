"""One of a few words, side by side on one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Choice(Widget, can_focus=True):
    """`● Study  ○ Mock`: picked with the arrow keys or the mouse."""

    DEFAULT_CSS = """
    Choice { width: auto; height: 1; padding: 0 1; }
    Choice:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    """
    BINDINGS = [
        Binding("left,up", "move(-1)", "Previous", show=False, id="choice.previous", tooltip="The choice before"),
        Binding("right,down,space", "move(1)", "Next", show=False, id="choice.next", tooltip="The next choice"),
    ]
    index: reactive[int] = reactive(0)
    _GAP = 2

    @dataclass
    class Changed(Message):
        """Another one is picked."""

        choice: "Choice"
        index: int

        @property
        def control(self) -> "Choice":
            """The widget."""
            return self.choice

    def __init__(self, words: Sequence[str], index: int = 0, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.words = list(words)
        self.set_reactive(Choice.index, index)

    def watch_index(self, index: int) -> None:
        """Tell of the change."""
        self.post_message(self.Changed(self, index))

    @property
    def _parts(self) -> list[str]:
        return [f"{'●' if n == self.index else '○'} {word}" for n, word in enumerate(self.words)]

    def render(self) -> Content:
        """The words, the picked one marked."""
        return Content((" " * self._GAP).join(self._parts))

    def get_content_width(self, container: object, viewport: object) -> int:  # noqa: ARG002
        """Room for all words."""
        return sum(len(part) + self._GAP for part in self._parts) - self._GAP

    def action_move(self, by: int) -> None:
        """Pick a neighbour; after the last comes the first."""
        self.index = (self.index + by) % len(self.words)

    def on_click(self, event: events.Click) -> None:
        """Pick the word under the mouse."""
        end = 1
        for n, part in enumerate(self._parts):
            end += len(part) + self._GAP
            if event.x < end:
                self.index = n
                return
