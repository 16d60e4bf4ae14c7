"""Why a reviewer judges as they do, in a few words."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from interviewer.screening.reviewing import MAX_REASON
from rubrics.verdict import Status
from tui.outside import content
from tui.widgets.notice import Notice
from tui.wording import MARKS


class ReasonScreen(ModalScreen[str | None]):
    """A criterion, the verdict on it, and a line for the reason; gives back None when nothing is to change."""

    ABOUT = "Say in a few words why. Enter keeps it; Esc goes back and changes nothing."
    BINDINGS = [
        Binding("ctrl+s", "keep", "Keep", id="reason.keep", tooltip="Keep the reason"),
        Binding("escape", "dismiss", "Cancel", id="reason.cancel", tooltip="Back; nothing is changed"),
    ]

    def __init__(self, criterion: str, status: Status, reason: str = "", *, is_needed: bool = False) -> None:
        super().__init__()
        self._criterion = criterion
        self._status = status
        self._reason = reason
        self._is_needed = is_needed

    def compose(self) -> ComposeResult:
        """Criterion and verdict above, the reason below."""
        mark = MARKS[self._status.value]
        said = Content.styled(f"{mark.glyph} {mark.word}", f"bold {mark.colour}")
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = "Why do you change it?" if self._is_needed else "Why?"
            yield Static(content(self._criterion, "bold"))
            yield Static(Content("You say ").append(said))
            yield Input(self._reason, placeholder="in a few words", max_length=MAX_REASON, id="why", compact=True)
            yield Notice()
            with Horizontal(classes="buttons"):
                yield Button("Keep", variant="primary", id="keep", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Give the reason back, if it is there where it must be."""
        reason = self.query_one(Input).value.strip()
        if self._is_needed and not reason:
            self.query_one(Notice).say("A change after the reveal is kept with its reason: say why.", "warning")
            self.query_one(Input).focus()
        else:
            self.dismiss(reason)

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)
