"""One answer under review on the screen: question, answer, the point in question, and all points."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from tui.screening.sheet import Sheet
from tui.screening.sheet_lines import criterion_detail, criterion_line, quotes, remarks
from tui.widgets.answer_view import AnswerView
from tui.widgets.asked import wording
from tui.widgets.long_list import LongList


class SheetView(Vertical):
    """Stepping through the points lets the words of the answer stand out that the grader quotes, once revealed."""

    DEFAULT_CSS = """
    SheetView { height: 1fr; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._sheet: Sheet | None = None

    def compose(self) -> ComposeResult:
        """Question, answer, point, points."""
        with VerticalScroll(id="question", can_focus=False):
            yield Static("", id="question-text", markup=False)
        with VerticalScroll(id="answer-scroll") as answer:
            answer.border_title = "Answer"
            yield AnswerView(id="answer-text")
            yield Static("", id="remarks", markup=False)
        with VerticalScroll(id="point"):
            yield Static("", id="point-text", markup=False)
        yield LongList(id="points")

    @property
    def at(self) -> int:
        """Place of the highlighted point."""
        return self.query_one(LongList).highlighted

    def go_to(self, index: int) -> None:
        """Highlight another point."""
        self.query_one(LongList).highlighted = index

    def focus_points(self) -> None:
        """Let the arrow keys step through the points."""
        self.query_one(LongList).focus()

    def open_sheet(self, sheet: Sheet) -> None:
        """Another answer, at its first point without a judgement."""
        self.query_one("#question-text", Static).update(wording(sheet.task.question))
        self.query_one("#answer-scroll").scroll_home(animate=False)
        self.show_sheet(sheet, sheet.open[0] if sheet.open else 0)

    def show_sheet(self, sheet: Sheet, at: int) -> None:
        """The same answer with other judgements, that point highlighted."""
        self._sheet = sheet
        self.query_one(AnswerView).show_answer(sheet.task.text, quotes(sheet))
        self.query_one("#remarks", Static).update(remarks(sheet.grade))
        self.query_one(LongList).show(len(sheet.criteria), lambda index: criterion_line(sheet, index), at)

    @on(LongList.Highlighted, "#points")
    def _look(self, event: LongList.Highlighted) -> None:
        sheet = self._sheet
        if sheet is None or event.index >= len(sheet.criteria):
            return
        self.query_one("#point-text", Static).update(criterion_detail(sheet, event.index))
        self.query_one("#point").scroll_home(animate=False)
        self.query_one(AnswerView).selected = event.index + 1
        self.call_after_refresh(self._bring_into_view, event.index + 1)

    def _bring_into_view(self, number: int) -> None:
        view, scroll = self.query_one(AnswerView), self.query_one("#answer-scroll", VerticalScroll)
        line = view.line_of(number, view.size.width)
        if line is not None and not scroll.scroll_y <= line < scroll.scroll_y + scroll.size.height - 1:
            scroll.scroll_to(y=max(0, line - 1), animate=False)
