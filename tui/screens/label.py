"""Labelling one's own answers, one key a point, with the grader's word hidden until one's own is in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from tui.errors import EXPECTED
from tui.measuring import Measuring
from tui.outside import content, one_line
from tui.widgets.long_list import LongList
from tui.widgets.notice import Notice, Tone
from tui.wording import MARKS, plural

if TYPE_CHECKING:
    from interviewer.labelling import LabelTask
    from rubrics.rubric import Criterion

LabelsLeft = Literal["to measure", "for now"]
"""Why labelling was left."""
_NOTHING = "There is no answer to label yet: take an interview first. Every answer is kept."
_COMPLETE = "All points of this answer are labelled: n goes on to the next one, k measures the grader."


class LabelScreen(Screen[LabelsLeft]):
    """One answer, its points, and a key for each label; gives back whether the grader is to be measured now."""

    ABOUT = (
        "Read the answer, then say of each point what the answer does about it: m made, p made in part, x not made, "
        "c said the contrary, u cannot tell. Each label is kept at once. What the grader says shows after you have "
        "said it, so that it does not sway you. Another key on the same point changes your mind."
    )
    BINDINGS = [
        Binding("m", "label('met')", "Met", id="label.met", tooltip="The answer makes this point"),
        Binding("p", "label('partial')", "Partial", id="label.partial", tooltip="It makes part of this point"),
        Binding("x", "label('missed')", "Missed", id="label.missed", tooltip="It does not make this point"),
        Binding("c", "label('contradicted')", "Contrary", id="label.contradicted", tooltip="It says the contrary"),
        Binding("u", "label('unsure')", "Unsure", id="label.unsure", tooltip="Cannot tell: pass this point over"),
        Binding("n", "go(1)", "Next", id="label.next", tooltip="The next answer"),
        Binding("b", "go(-1)", "Before", show=False, id="label.before", tooltip="The answer before"),
        Binding("k", "measure", "Measure", show=False, id="label.measure", tooltip="Measure the grader by them"),
        Binding("tab", "read", "Scroll", show=False, id="label.read", tooltip="Scroll the answer, and back"),
        Binding("escape,q", "leave", "Back", id="label.leave", tooltip="Leave; every label is kept"),
    ]

    def __init__(self, measuring: Measuring) -> None:
        super().__init__()
        self._measuring = measuring
        self._tasks: list[LabelTask] = []
        self._index = 0

    def compose(self) -> ComposeResult:
        """Question, answer, the point in question, all points."""
        yield Static(Content.styled("Label answers", "bold"), id="title")
        yield Notice(id="notice")
        with VerticalScroll(id="question", can_focus=False):
            yield Static("", id="question-text", markup=False)
        with VerticalScroll(id="label-answer"):
            yield Static("", id="answer-text", markup=False)
        with VerticalScroll(id="point", can_focus=False):
            yield Static("", id="point-text", markup=False)
        yield LongList(id="points")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the answers."""
        self.query_one("#label-answer").border_title = "Answer"
        self.query_one("#points").focus()
        self._read()

    def say(self, sentence: str, tone: Tone = "error") -> None:
        """Show a sentence at the top."""
        self.query_one(Notice).say(sentence, tone)

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        try:
            self._tasks = await self._measuring.tasks()
        except EXPECTED as error:
            self.say(str(error))
            return
        if self._tasks:
            self._show_task()
        else:
            self.say(_NOTHING, "plain")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be an answer to label, and others to go to."""
        if action == "label":
            return bool(self._tasks)
        if action == "go":
            return 0 <= self._index + int(str(parameters[0])) < len(self._tasks)
        return any(task.labels.by_criterion for task in self._tasks) if action == "measure" else True

    # Showing

    @property
    def _current(self) -> LabelTask:
        return self._tasks[self._index]

    def _show_task(self) -> None:
        """The answer in question, at its first point without a label."""
        task = self._current
        question = content(task.question.wording, "bold")
        if task.answer.prompt:
            question = question.append(content(f"\nFollow-up: {task.answer.prompt}"))
        self.query_one("#question-text", Static).update(question)
        self.query_one("#answer-text", Static).update(content(task.answer.text))
        self.query_one("#label-answer").scroll_home(animate=False)
        criteria = task.rubric.criteria
        ids = [criterion.id for criterion in criteria]
        first = ids.index(task.next_criterion) if task.next_criterion else 0
        self.query_one(LongList).show(len(criteria), self._line, first)
        self._show_state()

    def _show_state(self) -> None:
        done = sum(task.next_criterion is None for task in self._tasks)
        left = sum(self._current.labels.status_of(c.id) is None for c in self._current.rubric.criteria)
        facts = [
            f"answer {self._index + 1} of {len(self._tasks)}",
            f"{done} labelled",
            f"{plural(left, 'point')} to go" if left else "complete",
        ]
        head = Content.styled("Label answers", "bold").append(content(f"  ·  {' · '.join(facts)}"))
        self.query_one("#title", Static).update(head)
        if left:
            self.query_one(Notice).clear()
        else:
            self.say(f"{_agreed(self._current)}{_COMPLETE}", "plain")
        self.refresh_bindings()

    def _line(self, index: int) -> Content:
        criterion = self._current.rubric.criteria[index]
        status = self._current.labels.status_of(criterion.id)
        mark = MARKS[status.value] if status else None
        label = Content.styled(f"{mark.glyph} {mark.word:<13}", f"bold {mark.colour}") if mark else Content(" " * 15)
        number = Content.styled(f"{index + 1:>2} ", "dim")
        return Content("").join([number, label, self._verdict(criterion), content(_name(criterion))])

    def _verdict(self, criterion: Criterion) -> Content:
        """The grader's word, once one's own is in."""
        grade = self._current.grade
        verdict = grade.verdict_on(criterion.id) if grade else None
        own = self._current.labels.status_of(criterion.id)
        if verdict is None or own is None:
            return Content("")
        is_same = verdict.status is own
        return Content.styled(f"(grader: {MARKS[verdict.status.value].word}) ", "dim" if is_same else "bold")

    @on(LongList.Highlighted, "#points")
    def _look(self, event: LongList.Highlighted) -> None:
        criterion = self._current.rubric.criteria[event.index]
        group = Content.styled(f"{one_line(criterion.group, 200)}: ", "dim") if criterion.group else Content("")
        note = Content.styled(" (optional)", "dim") if criterion.optional else Content("")
        number = Content.styled(f"Point {event.index + 1}  ", "bold $text-accent")
        self.query_one("#point-text", Static).update(
            Content("").join([number, group, content(criterion.text, "bold"), note])
        )

    # Labelling

    def action_label(self, status: str) -> None:
        """What the answer does about the highlighted point."""
        from rubrics.verdict import Status

        points = self.query_one(LongList)
        criterion = self._current.rubric.criteria[points.highlighted]
        self._tasks[self._index] = self._current.labelled(criterion.id, Status(status))
        self._hear(self._measuring.keep(self._current))
        points.refresh()
        self._to_next_point(points)
        self._show_state()

    def _to_next_point(self, points: LongList) -> None:
        """On to the next point without a label, from here on down, then from the top."""
        criteria = self._current.rubric.criteria
        order = [*range(points.highlighted + 1, len(criteria)), *range(points.highlighted)]
        left = [index for index in order if self._current.labels.status_of(criteria[index].id) is None]
        if left:
            points.highlighted = left[0]

    @work(group="keep")
    async def _hear(self, keeping: asyncio.Task[None]) -> None:
        try:
            await asyncio.shield(keeping)
        except EXPECTED as error:
            self.say(str(error))

    def action_go(self, by: int) -> None:
        """Another answer."""
        self._index = max(0, min(len(self._tasks) - 1, self._index + by))
        self._show_task()

    def action_read(self) -> None:
        """To the answer, to scroll it, or back to the points."""
        answer = self.query_one("#label-answer")
        (self.query_one(LongList) if answer.has_focus else answer).focus()

    def action_measure(self) -> None:
        """Measure the grader, on the screen below."""
        self.dismiss("to measure")

    def action_leave(self) -> None:
        """Back."""
        self.dismiss("for now")


def _name(criterion: Criterion) -> str:
    return one_line(criterion.title or criterion.text, 300)


def _agreed(task: LabelTask) -> str:
    """On how many points the grader agrees; empty when none has graded the answer."""
    if task.grade is None:
        return ""
    own = task.labels.by_criterion
    verdicts = {verdict.criterion_id: verdict.status for verdict in task.grade.verdicts}
    same = sum(verdicts.get(key) is status for key, status in own.items())
    return f"You and the grader agree on {same} of {plural(len(own), 'point')}. " if own else ""
