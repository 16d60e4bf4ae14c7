"""Two grades of one answer side by side, and grading it by another grader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from rubrics.extraction import extract_rubric
from tui.compared import compared_lines, name_of, point_details
from tui.errors import EXPECTED
from tui.outside import content, one_line
from tui.past import GraderName, Regrading
from tui.widgets.long_list import LongList
from tui.widgets.notice import Notice, Tone

if TYPE_CHECKING:
    from rubrics.verdict import Grade

_TITLES: dict[GraderName, str] = {"local": "the embedded grader", "openai": "the language model"}


class CompareScreen(Screen["Grade | None"]):
    """A line a criterion with both verdicts; gives back the grade that counts when it became another one."""

    ABOUT = (
        "Two grades of the same answer, point by point; differences stand in bold. 1 grades it with the embedded "
        "grader, 2 with the language model of the settings. Every grade is kept; the latest one counts in reports, "
        "and k makes the one on the right count. Left and right choose which grades stand there."
    )
    BINDINGS = [
        Binding("1", "grade('local')", "Embedded", id="compare.local", tooltip="Grade with the embedded grader"),
        Binding("2", "grade('openai')", "Language model", id="compare.openai", tooltip="Grade with your model"),
        Binding("left", "turn(0)", "Other left", id="compare.left", tooltip="Another grade on the left"),
        Binding("right", "turn(1)", "Other right", id="compare.right", tooltip="Another grade on the right"),
        Binding("k", "count", "Count right", id="compare.count", tooltip="Let the grade on the right count"),
        Binding("escape,q", "leave", "Back", id="compare.leave", tooltip="Back; every grade is kept"),
    ]

    def __init__(self, regrading: Regrading) -> None:
        super().__init__()
        self._regrading = regrading
        self._rubric = extract_rubric(regrading.question)
        self._grades: Sequence[Grade] = ()
        self._sides = [0, 0]
        self._counting: Grade | None = None
        self._is_grading = False

    def compose(self) -> ComposeResult:
        """Question; scores side by side; points; reasons."""
        yield Static(Content.styled("Compare grades", "bold"), id="title")
        yield Notice(id="notice")
        with VerticalScroll(id="question", can_focus=False):
            yield Static(content(self._regrading.question.wording, "bold"), id="question-text")
        yield Static("", id="compared", markup=False)
        yield LongList(id="points")
        with VerticalScroll(id="reasons"):
            yield Static("", id="reasons-text", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the grades."""
        self.query_one(LongList).focus()
        self._read()

    def say(self, sentence: str, tone: Tone = "error") -> None:
        """Show a sentence at the top."""
        self.query_one(Notice).say(sentence, tone)

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        try:
            self._take(await self._regrading.grades())
        except EXPECTED as error:
            self.say(str(error))

    def _take(self, grades: Sequence[Grade]) -> None:
        """Other grades; the latest one stands on the right, the one before it on the left."""
        self._grades = grades
        last = len(grades) - 1
        self._sides = [max(0, last - 1), max(0, last)]
        if len(grades) < 2:
            self.say("There is one grade so far. Press 1 or 2 to have the answer graded by another grader.", "plain")
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Choosing needs something to choose from; one grading at a time."""
        if action == "turn":
            return len(self._grades) > 1
        if action == "count":
            return self._sides[1] != len(self._grades) - 1
        return not self._is_grading if action == "grade" else True

    # Showing

    @property
    def _pair(self) -> tuple[Grade | None, Grade]:
        """What stands on the left, if there are two, and on the right."""
        left = self._grades[self._sides[0]] if len(self._grades) > 1 else None
        return left, self._grades[self._sides[1]]

    def _show(self) -> None:
        points = self.query_one(LongList)
        if self._grades:
            compared = compared_lines(self._rubric, *self._pair, is_counted=self._sides[1] == len(self._grades) - 1)
            self.query_one("#compared", Static).update(Content("\n").join(compared.head))
            points.show(len(compared.points), lambda index: compared.points[index], points.highlighted)
        self.refresh_bindings()

    @on(LongList.Highlighted, "#points")
    def _look(self, event: LongList.Highlighted) -> None:
        criterion = self._rubric.criteria[event.index]
        self.query_one("#reasons-text", Static).update(Content("\n").join(point_details(criterion, self._pair)))
        self.query_one("#reasons").scroll_home(animate=False)

    # Doing

    def action_grade(self, name: GraderName) -> None:
        """Grade the answer once more, by that grader."""
        self._grade(name)

    @work(group="grade", exclusive=True)
    async def _grade(self, name: GraderName) -> None:
        self._is_grading = True
        self.refresh_bindings()
        self.say(f"Grading by {_TITLES[name]} …", "plain")
        try:
            grade = await self._regrading.grade(name)
            grades = await self._regrading.grades()
        except EXPECTED as error:
            self.say(str(error))
            return
        finally:
            self._is_grading = False
            self.refresh_bindings()
        self._counting = grade
        self._take(grades)
        if grade.error:
            self.say(f"Not graded: {grade.error}")
        elif len(grades) > 1:
            self.say(f"Graded by {one_line(name_of(grade), 60)}: this one counts now, the others are kept.", "plain")

    def action_turn(self, side: int) -> None:
        """Another grade on one side; of two, the one changes places with the other."""
        if len(self._grades) == 2:
            self._sides.reverse()
            self._show()
            return
        others = [index for index in range(len(self._grades)) if index != self._sides[1 - side]]
        later = [index for index in others if index > self._sides[side]]
        self._sides[side] = (later or others)[0]
        self._show()

    def action_count(self) -> None:
        """Let the grade on the right count."""
        self._count(self._pair[1])

    @work(group="grade", exclusive=True)
    async def _count(self, grade: Grade) -> None:
        try:
            await self._regrading.count(grade)
            self._take(await self._regrading.grades())
        except EXPECTED as error:
            self.say(str(error))
            return
        self._counting = grade
        self.say(f"The grade by {one_line(name_of(grade), 60)} counts now.", "plain")

    def action_leave(self) -> None:
        """Back."""
        self.dismiss(self._counting)
