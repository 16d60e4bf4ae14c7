"""A number picked with the arrow keys, by typing its digits, or by clicking its arrows."""

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Stepper(Widget, can_focus=True):
    """`‹ 5 ›`: a whole number between two bounds."""

    DEFAULT_CSS = """
    Stepper { width: auto; height: 1; padding: 0 1; }
    Stepper:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    """
    BINDINGS = [
        Binding("left,down,minus", "change(-1)", "Less", show=False, id="stepper.less", tooltip="One less"),
        Binding("right,up,plus", "change(1)", "More", show=False, id="stepper.more", tooltip="One more"),
        Binding("pagedown", "change(-5)", "Five less", show=False, id="stepper.much-less", tooltip="Five less"),
        Binding("pageup", "change(5)", "Five more", show=False, id="stepper.much-more", tooltip="Five more"),
    ]
    value: reactive[int] = reactive(1, layout=True)

    @dataclass
    class Changed(Message):
        """The number is another one."""

        stepper: "Stepper"
        value: int

        @property
        def control(self) -> "Stepper":
            """The stepper."""
            return self.stepper

    def __init__(self, value: int, low: int, high: int, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.low = low
        self.high = high
        self._typed = ""
        self.set_reactive(Stepper.value, value)

    def validate_value(self, value: int) -> int:
        """The nearest number within the bounds."""
        return max(self.low, min(self.high, value))

    def watch_value(self, value: int) -> None:
        """Tell of the change."""
        self.post_message(self.Changed(self, value))

    def render(self) -> Content:
        """The number between its arrows."""
        return Content(f"‹ {self.value} ›")

    def get_content_width(self, container: object, viewport: object) -> int:  # noqa: ARG002
        """Room for the number and its arrows."""
        return len(str(self.value)) + 4

    def action_change(self, by: int) -> None:
        """Add to the number."""
        self._typed = ""
        self.value += by

    def on_key(self, event: events.Key) -> None:
        """Digits make a number."""
        if event.character and event.character.isdecimal() and event.character.isascii():
            event.stop()
            self._typed = (self._typed + event.character)[-3:]
            if int(self._typed) > self.high:
                self._typed = event.character
            self.value = int(self._typed)

    def on_blur(self) -> None:
        """A number is typed in one go."""
        self._typed = ""

    def on_click(self, event: events.Click) -> None:
        """Clicks on the left half take one off, on the right half add one."""
        self.action_change(-1 if event.x < self.size.width / 2 else 1)
