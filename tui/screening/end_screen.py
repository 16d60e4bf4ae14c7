"""The last screen of a sitting: that it is over, and what happens next."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from tui.outside import content


class EndScreen(Screen[None]):
    """A heading and some paragraphs; every way on leads out."""

    ABOUT = "There is nothing more to do here. Enter leaves."
    BINDINGS = [Binding("enter,escape,q", "app.quit", "Leave", id="end.leave", tooltip="Close this")]

    def __init__(self, heading: str, paragraphs: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._paragraphs = tuple(paragraphs)

    def compose(self) -> ComposeResult:
        """What there is to say, and a way out."""
        yield Static(Content.styled(self._heading, "bold"), id="title")
        with VerticalScroll(id="end"):
            yield Static(Content("\n\n").join(content(each) for each in self._paragraphs), id="end-text")
        yield Button("Leave", variant="primary", id="leave", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Enter leaves."""
        self.query_one("#leave").focus()

    @on(Button.Pressed, "#leave")
    async def _leave(self) -> None:
        await self.run_action("app.quit")
