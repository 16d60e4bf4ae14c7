"""What the reviews tell of the grader and of the reviewers, and where to go from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from interviewer.screening.report.wording import review_lines
from rubrics.verdict import Status
from tui.outside import content
from tui.wording import MARKS, plural

if TYPE_CHECKING:
    from interviewer.screening.agreement import ReviewAgreement


_FIRST = 15
"""Cells of the first column of the table."""


class SummaryScreen(Screen[None]):
    """Agreement of grader and reviewers."""

    ABOUT = "How far reviewers and grader agree, taken from what was judged blind. Esc goes back to the answers."
    BINDINGS = [
        Binding("escape,b", "back", "Back", id="summary.back", tooltip="Back to the answers"),
        Binding("enter,q", "app.quit", "Leave", id="summary.leave", tooltip="Leave; everything is kept"),
    ]

    def __init__(self, cohort: str, agreement: ReviewAgreement | None, *, left: int) -> None:
        super().__init__()
        self._cohort = cohort
        self._agreement = agreement
        self._left = left

    def compose(self) -> ComposeResult:
        """Figures, and the ways on."""
        yield Static(Content.styled("Review", "bold").append(content(f"  ·  {self._head}")), id="title")
        with VerticalScroll(id="end"):
            yield Static(Content("\n\n").join(self._paragraphs()), id="end-text")
        with Horizontal(id="ways"):
            yield Button("Leave", variant="primary", id="leave", compact=True)
            yield Button("Back to the answers", id="back", compact=True)
        yield Footer(show_command_palette=False)

    @property
    def _head(self) -> str:
        if self._left:
            return f"so far, with {plural(self._left, 'answer')} to go"
        return "every answer is judged" if self._agreement else "nothing to review"

    def _paragraphs(self) -> Iterator[Content]:
        if self._agreement is None:
            yield content("No answer of this cohort has a grade that can be reviewed. Grades come with:")
            yield content(f"  interviewer screen grade {self._cohort}", "bold")
            return
        yield content("\n".join(review_lines(self._agreement)))
        yield _confusion(self._agreement)
        told = "All reviewers are counted. Your verdicts stand in for the grader's in the report; both are kept:\n"
        yield content(told).append(content(f"  interviewer screen report {self._cohort}", "bold"))

    def on_mount(self) -> None:
        """Enter leaves; without answers there is no way back."""
        self.query_one("#back").display = self._has_answers
        self.query_one("#leave").focus()

    @property
    def _has_answers(self) -> bool:
        return len(self.app.screen_stack) > 2

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Back only where there is something to go back to."""
        return self._has_answers if action == "back" else True

    @on(Button.Pressed, "#back")
    def action_back(self) -> None:
        """Back to the answers."""
        self.app.pop_screen()

    @on(Button.Pressed, "#leave")
    async def _leave(self) -> None:
        await self.run_action("app.quit")


def _confusion(agreement: ReviewAgreement) -> Content:
    """Counts by the reviewer's blind verdict (rows) and the grader's (columns)."""
    statuses = [s.value for s in Status if s.value in agreement.confusion]
    columns = sorted({key for row in agreement.confusion.values() for key in row}, key=[*MARKS].index)
    widths = {key: len(MARKS[key].word) + 2 for key in columns}
    lines = [
        "Blind verdicts down, the grader's across:",
        " " * _FIRST + "".join(f"{MARKS[key].word:>{widths[key]}}" for key in columns),
    ]
    for status in statuses:
        cells = "".join(f"{agreement.confusion[status].get(key, 0):>{widths[key]}}" for key in columns)
        lines.append(f"{MARKS[status].glyph} {MARKS[status].word}".ljust(_FIRST) + cells)
    return content("\n".join(lines))
