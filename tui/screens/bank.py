"""The questions of the bank: search them, look at what is asked of an answer, start from a selection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList, Static

from rubrics.extraction import extract_rubric
from tui.outside import content, one_line
from tui.widgets.choice import Choice
from tui.widgets.cycler import Cycler
from tui.widgets.question_list import QuestionLine, QuestionList
from tui.wording import plural

if TYPE_CHECKING:
    from bank.question import Bank, Question
    from rubrics.rubric import Criterion

_ALL = "all topics"
_DIFFICULTIES = ("any", "easy", "medium", "hard")
_MOST_SHOWN = 500


class BankScreen(Screen[None]):
    """Search as you type; the rubric of the highlighted question stands beside the list."""

    ABOUT = (
        "Type to search in questions, topics and points; Down goes to the list. Tick questions with Space and start "
        "an interview with them. What a good answer says stands beside (or below) the list."
    )
    BINDINGS = [
        Binding("f5", "start('study')", "Study", id="bank.study", tooltip="Be asked the ticked questions"),
        Binding("f6", "start('mock')", "Mock", id="bank.mock", tooltip="A mock interview with the ticked questions"),
        Binding("f3", "anchors", "Examples", id="bank.anchors", tooltip="Ways to say each point, and misconceptions"),
        Binding("f4", "import_file", "Import", id="bank.import", tooltip="Look into a file of questions, and use it"),
        Binding("slash", "search", "Search", show=False, id="bank.search", tooltip="To the search field"),
        Binding("escape", "leave", "Home", id="bank.leave", tooltip="Back"),
    ]

    @dataclass
    class Started(Message):
        """An interview with these questions is wanted."""

        question_ids: tuple[str, ...]
        mode: str

    @dataclass
    class ImportWanted(Message):
        """Another file of questions is to be looked into."""

    @dataclass
    class Left(Message):
        """Back home."""

    def __init__(self, bank: Bank) -> None:
        super().__init__()
        self._bank = bank
        self._haystacks = {question.id: _haystack(question) for question in bank.questions}
        self._shows_anchors = False

    def compose(self) -> ComposeResult:
        """Search and filters; the list, and the rubric."""
        yield Static("", id="title")
        yield Input(placeholder="Search questions, topics and points", id="search", compact=True)
        with Horizontal(id="filters"):
            yield Cycler([_ALL, *self._bank.topics], id="topic")
            yield Choice(_DIFFICULTIES, id="difficulty")
            yield Static("", id="found")
        with Horizontal(id="bank"):
            with Vertical(id="list"):
                yield QuestionList(id="questions")
            with VerticalScroll(id="rubric"):
                yield Static("", id="rubric-text", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one("#search").focus()
        self._show_title()
        self._search()

    def _show_title(self) -> None:
        ticked = len(self.query_one(QuestionList).ticked)
        picked = Content.styled(f"  ·  {ticked} ticked", "bold $text-accent") if ticked else Content("")
        head = Content.styled("Questions", "bold")
        self.query_one("#title", Static).update(
            Content("").join([head, content(f"  ·  {one_line(self._bank.title, 60)}"), picked])
        )

    # Finding

    @on(Input.Changed, "#search")
    @on(Cycler.Changed, "#topic")
    @on(Choice.Changed, "#difficulty")
    def _search(self) -> None:
        found = list(self._found())
        lines = [_line(question) for question in found[:_MOST_SHOWN]]
        self.query_one(QuestionList).show_lines(lines)
        self.query_one("#found", Static).update(plural(len(found), "question"))
        if not found:
            self.query_one("#rubric-text", Static).update(content("No question matches.", "italic"))

    def _found(self) -> Iterator[Question]:
        words = self.query_one("#search", Input).value.casefold().split()
        topic = self.query_one("#topic", Cycler).word
        difficulty = _DIFFICULTIES[self.query_one("#difficulty", Choice).index]
        for question in self._bank.questions:
            fits = topic in (_ALL, question.topic) and difficulty in ("any", _difficulty(question))
            if fits and all(word in self._haystacks[question.id] for word in words):
                yield question

    @on(Input.Submitted, "#search")
    def _to_list(self) -> None:
        self.query_one(QuestionList).focus()

    def key_down(self) -> None:
        """From the search to the list."""
        if isinstance(self.focused, Input):
            self.query_one(QuestionList).focus()

    def action_search(self) -> None:
        """To the search field."""
        self.query_one("#search").focus()

    # Looking

    @on(OptionList.OptionHighlighted, "#questions")
    def _look(self) -> None:
        self._show_rubric()

    def _show_rubric(self) -> None:
        current = self.query_one(QuestionList).current
        question = next((q for q in self._bank.questions if q.id == current), None)
        if question is not None:
            shown = Content("\n").join(_rubric_lines(question, with_anchors=self._shows_anchors))
            self.query_one("#rubric-text", Static).update(shown)
            self.query_one("#rubric").scroll_home(animate=False)

    def action_anchors(self) -> None:
        """With or without examples."""
        self._shows_anchors = not self._shows_anchors
        self._show_rubric()

    # Doing

    @on(QuestionList.Ticked)
    def _ticked(self) -> None:
        self._show_title()

    def action_start(self, mode: str) -> None:
        """Be asked what is ticked, or else what is highlighted."""
        questions = self.query_one(QuestionList)
        chosen = tuple(questions.ticked) or ((questions.current,) if questions.current else ())
        if chosen:
            self.post_message(self.Started(chosen, mode))

    def action_import_file(self) -> None:
        """Look into another file."""
        self.post_message(self.ImportWanted())

    def action_leave(self) -> None:
        """Empty the search, or go back."""
        search = self.query_one("#search", Input)
        if search.value and search.has_focus:
            search.value = ""
        else:
            self.post_message(self.Left())


def _difficulty(question: Question) -> str:
    return question.difficulty.value if question.difficulty else ""


def _line(question: Question) -> QuestionLine:
    return QuestionLine(question.id, question.number, question.text, _difficulty(question))


def _haystack(question: Question) -> str:
    reference = question.reference
    points = [bullet.point.text for bullet in reference.bullets()]
    parts = [question.text, question.topic, *question.tags, reference.lead, *points, reference.closing]
    return " ".join(parts).casefold()


def _rubric_lines(question: Question, *, with_anchors: bool) -> Iterator[Content]:
    yield content(question.text, "bold")
    facts = [question.topic, _difficulty(question) or "difficulty not rated"]
    if question.source:
        facts.append(f"{question.source.file}, lines {question.source.first_line}-{question.source.last_line}")
    yield content(one_line(" · ".join(facts)), "$text-muted")
    rubric = extract_rubric(question)
    if not rubric.criteria:
        yield content("There is no reference answer, so answers cannot be graded.", "$text-warning")
    group = None
    for number, criterion in enumerate(rubric.criteria, 1):
        if criterion.group and criterion.group != group:
            yield content(criterion.group, "bold underline")
        group = criterion.group
        optional = Content.styled(" (optional)", "dim") if criterion.optional else Content("")
        yield Content.styled(f"{number:>2} ", "bold $text-accent").append(content(criterion.text)).append(optional)
        if with_anchors:
            yield from _anchor_lines(criterion)


def _anchor_lines(criterion: Criterion) -> Iterator[Content]:
    anchors = criterion.anchors
    if anchors is None:
        return
    for text in anchors.says:
        yield Content.styled("   ✓ ", "$text-success").append(content(text, "dim"))
    for text in anchors.misconceptions:
        yield Content.styled("   ≠ ", "$text-error").append(content(text, "dim"))
    if anchors.hint:
        yield Content.styled("   ? ", "$text-secondary").append(content(anchors.hint, "dim"))
