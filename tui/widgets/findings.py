"""The list of what a grader found: a line for each criterion, and for each claim beyond the model answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets.option_list import Option

from tui.outside import one_line
from tui.widgets.highlight import HighlightedList
from tui.wording import MARKS


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on a criterion or a claim, as a person reads it."""

    number: int
    status: str
    """A key of `tui.wording.MARKS`."""
    title: str
    text: str
    reason: str = ""
    quote: str = ""
    before: str | None = None
    """Its status in the attempt before; None when there was none."""
    is_optional: bool = False
    span: tuple[int, int] | None = None
    certainty: float | None = None
    """The grader's own probability for the status, 0..1."""

    misconception: str | None = None
    """The known misconception that the quote states."""
    criterion_id: str | None = None
    """None for a claim that no criterion covers."""
    grader_status: str | None = None
    """What the grader says, where `status` is the person's own verdict against it."""
    own_reason: str = ""
    """Why the person disagrees."""

    @property
    def change(self) -> str:
        """“was missed” when the attempt before had another status."""
        return f"was {MARKS[self.before].word}" if self.before and self.before != self.status else ""


class FindingList(HighlightedList):
    """Findings one a line; stepping through them moves the highlight in the answer."""

    DEFAULT_CSS = """
    FindingList { height: auto; max-height: 8; text-wrap: nowrap; text-overflow: ellipsis; border: none; padding: 0; }
    """

    BINDINGS = [
        Binding("enter", "go_on", "Next", show=False, id="findings.enter", tooltip="On with the interview"),
    ]

    @dataclass
    class Entered(Message):
        """Enter was pressed: the reader has seen enough."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False, compact=True)
        self.findings: tuple[Finding, ...] = ()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Other findings; the first is highlighted."""
        self.findings = tuple(findings)
        self.clear_options()
        self.add_options(Option(_line(finding)) for finding in self.findings)
        if self.findings:
            self.highlighted = 0

    def action_go_on(self) -> None:
        """On."""
        self.post_message(self.Entered())

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The finding under the mouse is the highlighted one."""
        index = event.style.meta.get("option")
        if isinstance(index, int):
            self.highlighted = index

    @property
    def current(self) -> Finding | None:
        """The highlighted finding."""
        index = self.highlighted
        return self.findings[index] if index is not None and index < len(self.findings) else None


def _against(finding: Finding) -> Content:
    """The grader's verdict, where the person has another."""
    if finding.grader_status is None:
        return Content("")
    mark = MARKS[finding.grader_status]
    return Content.styled(f"yours; grader: {mark.glyph} {mark.word} · ", "italic")


def _line(finding: Finding) -> Content:
    mark = MARKS[finding.status]
    parts = [
        Content.styled(f"{finding.number:>2} ", "dim"),
        Content.styled(f"{mark.glyph} {mark.word:<12} ", f"bold {mark.colour}"),
        _against(finding),
        Content.styled(f"({finding.change}) ", "italic") if finding.change else Content(""),
        Content(one_line(finding.title, 200)),
        Content.styled("  optional", "dim") if finding.is_optional else Content(""),
    ]
    return Content("").join(parts)
