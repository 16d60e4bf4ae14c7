"""What a candidate is told before the first question."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from tui.outside import content, one_line


class NoticeScreen(Screen[bool]):
    """A notice to be read; gives back whether it was accepted."""

    ABOUT = (
        "Read what happens with your answers. The questions follow when you accept. If you decline, nothing of you "
        "is stored. Arrow keys and Page up/down scroll."
    )
    BINDINGS = [
        Binding("a,f2", "answer(True)", "I accept: begin", id="notice.accept", tooltip="Accept this, and begin"),
        Binding("d,escape", "answer(False)", "Decline", id="notice.decline", tooltip="Leave; nothing is stored"),
    ]

    def __init__(self, notice: str, candidate: str) -> None:
        super().__init__()
        self._text = notice
        self._candidate = candidate

    def compose(self) -> ComposeResult:
        """The notice, and two ways on."""
        title = Content.styled("Before you begin", "bold").append(content(f"  ·  you answer as “{self._who}”"))
        yield Static(title, id="title")
        with VerticalScroll(id="notice-scroll"):
            yield Static(content(self._text.strip()), id="notice-text")
        with Horizontal(id="ways"):
            yield Button("I accept: begin", variant="primary", id="accept", compact=True)
            yield Button("Decline", id="decline", compact=True)
        yield Footer(show_command_palette=False)

    @property
    def _who(self) -> str:
        return one_line(self._candidate, 40)

    def on_mount(self) -> None:
        """Arrow keys scroll at once."""
        scroll = self.query_one("#notice-scroll", VerticalScroll)
        scroll.focus()
        self.watch(scroll, "scroll_y", self._tell_of_more, init=False)
        self.call_after_refresh(self._tell_of_more)

    def on_resize(self) -> None:
        """See whether it fits."""
        self.call_after_refresh(self._tell_of_more)

    def _tell_of_more(self) -> None:
        scroll = self.query_one("#notice-scroll", VerticalScroll)
        scroll.border_subtitle = "↓ goes on" if scroll.scroll_offset.y < scroll.max_scroll_y else ""

    @on(Button.Pressed, "#accept")
    def _accept(self) -> None:
        self.action_answer(accepted=True)

    @on(Button.Pressed, "#decline")
    def _decline(self) -> None:
        self.action_answer(accepted=False)

    def action_answer(self, accepted: bool) -> None:  # noqa: FBT001 - given by a binding
        """Give the answer back."""
        self.dismiss(accepted)
