"""What can be done here: the keys of the screen in front, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """A key and what it does."""

    keys: str
    does: str


class HelpScreen(ModalScreen[None]):
    """A list of keys, gone with the next key."""

    BINDINGS = [
        Binding("escape,f1,enter,q,question_mark", "dismiss", "Close", id="help.close", tooltip="Back to the screen")
    ]

    def __init__(self, title: str, about: str, keys: Sequence[KeyHelp], widget_keys: Sequence[KeyHelp]) -> None:
        super().__init__()
        self._about = about
        self._heading = title
        self._keys = keys
        self._widget_keys = widget_keys

    def compose(self) -> ComposeResult:
        """Heading, purpose, keys of the screen, keys of the focused widget."""
        with Vertical(id="help") as box:
            box.border_title = f"{self._heading} · what you can do here"
            box.border_subtitle = "Esc closes this"
            with VerticalScroll(id="help-scroll"):
                yield Static(Content(self._about), id="help-about")
                yield Static(_table(self._keys), id="help-keys")
                if self._widget_keys:
                    yield Static(Content.styled("In the field that has the cursor", "bold"))
                    yield Static(_table(self._widget_keys))

    def on_mount(self) -> None:
        """Arrow keys scroll at once."""
        self.query_one("#help-scroll").focus()


def _table(keys: Sequence[KeyHelp]) -> Content:
    width = max((len(key.keys) for key in keys), default=0)
    lines = [
        Content("").join([Content.styled(key.keys.ljust(width), "bold $text-accent"), Content(f"  {key.does}")])
        for key in keys
    ]
    return Content("\n").join(lines)
