"""An answer with what a grader found in it: the findings, the answer with its quotes, and the model answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from tui.outside import content, one_line
from tui.reading import quotes_of
from tui.widgets.answer_view import AnswerView
from tui.widgets.findings import Finding, FindingList
from tui.widgets.model_answer import ModelAnswer
from tui.wording import MARKS, percent

if TYPE_CHECKING:
    from bank.question import Reference
    from rubrics.rubric import Rubric


class GradedAnswer(Horizontal):
    """Stepping through the findings lets the words of the answer stand out that each is about.

    The model answer stands beside the answer on a wide terminal, and below it on a narrow one.
    """

    def compose(self) -> ComposeResult:
        """Findings, the highlighted one in full, the answer; the model answer."""
        with Vertical(id="reading"):
            yield FindingList(id="findings")
            with VerticalScroll(id="detail-scroll", can_focus=False):
                yield Static("", id="detail")
            with VerticalScroll(id="answer-scroll") as answer:
                answer.border_title = "Your answer"
                yield AnswerView(id="answer-text")
                yield Static("", id="remarks")
                yield Static(Content.styled("Model answer", "bold underline"), classes="below", id="model-title")
                yield ModelAnswer(id="model-below")
        with VerticalScroll(id="model-scroll") as model:
            model.border_title = "Model answer"
            yield ModelAnswer(id="model-beside")

    @property
    def current(self) -> int | None:
        """Place of the highlighted finding in the list."""
        return self.query_one(FindingList).highlighted

    def show_answer(self, text: str, findings: Sequence[Finding], remarks: Content, at: int = 0) -> None:
        """Another answer, with what was found in it, the finding at that place highlighted."""
        self.query_one(AnswerView).show_answer(text, quotes_of(findings))
        self.query_one("#remarks", Static).update(remarks)
        self.show_findings(findings, at)

    def show_findings(self, findings: Sequence[Finding], at: int = 0) -> None:
        """Other findings on the same answer, the one at that place highlighted."""
        listed = self.query_one(FindingList)
        listed.show_findings(findings)
        if findings:
            listed.highlighted = min(at, len(findings) - 1)
        else:
            self.query_one("#detail", Static).update("")

    def show_reference(self, reference: Reference, rubric: Rubric, statuses: Mapping[str, str]) -> None:
        """The model answer, marked with statuses by criterion id."""
        for view in self.query(ModelAnswer):
            view.show_reference(reference, rubric, statuses)

    def focus_findings(self) -> None:
        """Let the arrow keys step through the findings."""
        self.query_one(FindingList).focus()

    @on(OptionList.OptionHighlighted, "#findings")
    def _step(self) -> None:
        finding = self.query_one(FindingList).current
        self.query_one(AnswerView).selected = finding.number if finding else None
        self.query_one("#detail", Static).update(_detail(finding) if finding else "")
        self.query_one("#detail-scroll").scroll_home(animate=False)
        if finding:
            self.call_after_refresh(self._bring_into_view, finding.number)

    def _bring_into_view(self, number: int) -> None:
        view = self.query_one(AnswerView)
        scroll = self.query_one("#answer-scroll", VerticalScroll)
        line = view.line_of(number, view.size.width)
        if line is not None and not scroll.scroll_y <= line < scroll.scroll_y + scroll.size.height - 1:
            scroll.scroll_to(y=max(0, line - 1), animate=False)

    def toggle_model(self) -> None:
        """Between the answer and the model answer."""
        beside = self.query_one("#model-scroll")
        if beside.display:
            (self.query_one(FindingList) if beside.has_focus else beside).focus()
            return
        scroll = self.query_one("#answer-scroll", VerticalScroll)
        title = self.query_one("#model-title")
        if scroll.scroll_y >= min(title.virtual_region.y, scroll.max_scroll_y) and scroll.max_scroll_y > 0:
            scroll.scroll_home(animate=False)
        else:
            scroll.scroll_to(y=title.virtual_region.y, animate=False)


def _detail(finding: Finding) -> Content:
    mark = MARKS[finding.status]
    if finding.grader_status is not None:
        return _disputed(finding, finding.grader_status)
    certainty = f", {percent(finding.certainty)} sure" if finding.certainty is not None else ""
    change = f" ({finding.change})" if finding.change else ""
    verdict = Content.styled(f"{mark.glyph} {mark.word}{certainty}{change}", f"bold {mark.colour}")
    because = _because(finding)
    reason = content(f": {because}", "italic") if because else Content("")
    return Content("").join([verdict, reason, Content("\n"), content(finding.text)])


def _because(finding: Finding) -> str:
    """The grader's reason; a known misconception is named beside the words that state it."""
    known = finding.misconception
    if not known:
        return finding.reason
    said = f"You said “{one_line(finding.quote, 160)}”; that is the misconception “{known}”" if finding.quote else ""
    return said if known in finding.reason and said else " ".join(filter(None, (finding.reason, said)))


def _disputed(finding: Finding, graders: str) -> Content:
    """Both verdicts, each with its reason."""
    own, theirs = MARKS[finding.status], MARKS[graders]
    lines = [
        _styled(f"{own.glyph} {own.word}, you say", f"bold {own.colour}", finding.own_reason),
        _styled(f"{theirs.glyph} {theirs.word}, the grader says", theirs.colour, _because(finding)),
        content(finding.text),
    ]
    return Content("\n").join(lines)


def _styled(verdict: str, style: str, reason: str) -> Content:
    return Content.styled(verdict, style).append(content(f": {reason}" if reason else ""))
