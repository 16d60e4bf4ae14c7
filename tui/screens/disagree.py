"""Saying what a criterion deserved, against the grader, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from tui.desk import Disagreement
from tui.outside import content
from tui.widgets.choice import Choice
from tui.widgets.findings import Finding
from tui.widgets.notice import Notice
from tui.wording import MARKS

if TYPE_CHECKING:
    from interviewer.records import Answer, GradedAnswer
    from tui.desk import Desk

VERDICTS = ("met", "partial", "missed", "contradicted")


async def disagree(app: App[object], desk: Desk, answer: Answer, finding: Finding) -> GradedAnswer | None:
    """The answer with the verdict that the person gives now; None when they give none. Raises what keeping raises."""
    said = await app.push_screen_wait(DisagreeScreen(finding))
    return await desk.disagree(answer, said) if said is not None else None


class DisagreeScreen(ModalScreen[Disagreement | None]):
    """One criterion: the grader's verdict, the person's own, and a reason. Both verdicts are kept."""

    ABOUT = "Pick the verdict that you think is right and say why. The grader's stays beside it."
    BINDINGS = [
        Binding("ctrl+s", "keep", "Keep", id="disagree.keep", tooltip="Keep your verdict beside the grader's"),
        Binding("enter", "on", "On", show=False, id="disagree.on", tooltip="On to the reason"),
        Binding("escape", "dismiss", "Cancel", id="disagree.cancel", tooltip="Back; nothing is changed"),
    ]

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self._finding = finding
        self._graders = finding.grader_status or finding.status

    def compose(self) -> ComposeResult:
        """Criterion and verdict above, choice and reason below."""
        mark = MARKS[self._graders]
        words = [f"{MARKS[verdict].glyph} {MARKS[verdict].word}" for verdict in VERDICTS]
        said = Content.styled(f"{mark.glyph} {mark.word}", f"bold {mark.colour}")
        with VerticalScroll(classes="dialog", can_focus=False) as box:
            box.border_title = "I disagree"
            box.border_subtitle = "←→ choose · Ctrl+S keeps · Esc cancels"
            yield Static(content(self._finding.text, "bold"))
            yield Static(Content("The grader says ").append(said).append(content(_because(self._finding.reason))))
            yield Static("", id="own-verdict", classes="above", markup=False)
            yield Choice(words, VERDICTS.index(self._first), id="verdict")
            yield Static("", id="verdict-explained", classes="quiet", markup=False)
            yield Label("Why", classes="above")
            yield Input(self._finding.own_reason, placeholder="in a few words", id="why", compact=True)
            yield Notice()
            with Horizontal(classes="buttons"):
                yield Button("Keep", variant="primary", id="keep", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    @property
    def _first(self) -> str:
        """The verdict picked at first: the person's own of before, or the most likely complaint."""
        if self._finding.grader_status is not None:
            return self._finding.status
        return "missed" if self._graders == "met" else "met"

    def on_mount(self) -> None:
        """Begin with the verdict."""
        self._explain()
        self.query_one(Choice).focus()

    @property
    def _picked(self) -> str:
        return VERDICTS[self.query_one(Choice).index]

    @on(Choice.Changed)
    def _explain(self) -> None:
        takes_back = self._picked == self._graders
        said = "As the grader says: this takes your own verdict back." if takes_back else ""
        self.query_one("#verdict-explained", Static).update(said)
        own = MARKS[self._picked]
        self.query_one("#own-verdict", Static).update(f"You say {own.glyph} {own.word}")

    def action_on(self) -> None:
        """From the verdict to the reason."""
        self.query_one("#why", Input).focus()

    @on(Input.Submitted)
    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Keep it, if there is a reason."""
        reason = self.query_one("#why", Input).value.strip()
        if not reason and self._picked != self._graders:
            self.query_one(Notice).say("Say in a few words why; it is kept beside your verdict.", "warning")
            self.query_one("#why", Input).focus()
            return
        self.dismiss(Disagreement(self._finding.criterion_id or "", self._picked, reason))

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)


def _because(reason: str) -> str:
    return f": {reason}" if reason else "."
