"""The questions of the bank: search them, look at what is asked of an answer, start from a selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from tui.banks import Banks
from tui.errors import EXPECTED
from tui.outside import content, one_line
from tui.screens.banks import BanksScreen
from tui.screens.import_file import ImportDone, ImportScreen
from tui.search import DIFFICULTIES, Search, Wanted, difficulty_of
from tui.served import is_off
from tui.widgets.choice import Choice
from tui.widgets.cycler import Cycler
from tui.widgets.line import Line
from tui.widgets.long_list import LongList
from tui.widgets.notice import Notice, Tone
from tui.widgets.question_list import QuestionLine, QuestionList
from tui.widgets.rubric_view import RubricView
from tui.widgets.search_field import SearchField
from tui.wording import plural

if TYPE_CHECKING:
    from textual.timer import Timer

    from bank.question import Bank, Question

_ALL = "all topics"
_REST = 0.06
"""Seconds without a key after which the rubric follows the list."""


class BankScreen(Screen[None]):
    """Search as you type; the rubric of the highlighted question stands beside the list."""

    ABOUT = (
        "Type to search in questions, topics and points; Down goes to the list. Tick questions with Space and start "
        "an interview with them. What a good answer says stands beside (or below) the list: ✓ are ways to say a "
        "point, ≠ mistakes about it, ? is its hint. A flag ⚑ marks questions that you called bad."
    )
    BINDINGS = [
        Binding("f5", "start('study')", "Study", id="bank.study", tooltip="Be asked the ticked questions"),
        Binding("f6", "start('mock')", "Mock", id="bank.mock", tooltip="A mock interview with the ticked questions"),
        Binding("f7", "tick_all", "All", show=False, id="bank.all", tooltip="Tick all that are listed, or none"),
        Binding("f3", "anchors", "Examples", id="bank.anchors", tooltip="Points with or without their examples"),
        Binding("f2", "banks", "Banks", id="bank.banks", tooltip="Which bank to practise with"),
        Binding(
            "f4", "import_file", "Import", id="bank.import", tooltip="Look into a file of questions, and keep it"
        ),
        Binding("slash", "search", "Search", show=False, id="bank.search", tooltip="To the search field"),
        Binding("escape", "leave", "Home", id="bank.leave", tooltip="Back"),
    ]

    @dataclass
    class Started(Message):
        """An interview with these questions is wanted."""

        question_ids: tuple[str, ...]
        mode: str

    @dataclass
    class Left(Message):
        """Back home."""

    def __init__(self, banks: Banks, bank: Bank, flagged: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._banks = banks
        self._flagged = flagged
        self._bank = bank
        self._search = Search(bank)
        self._looking: Timer | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """No files in a visitor's browser."""
        return not is_off(self, action)

    def compose(self) -> ComposeResult:
        """Search and filters; the list, and the rubric."""
        yield Static("", id="title")
        yield Notice(id="notice")
        yield SearchField(placeholder="Search questions, topics and points", id="search", compact=True)
        with Horizontal(id="filters"):
            yield Cycler([_ALL, *self._bank.topics], id="topic")
            yield Choice(DIFFICULTIES, id="difficulty")
            yield Line(id="found")
        with Horizontal(id="bank"):
            with Vertical(id="list"):
                yield QuestionList(id="questions")
            with VerticalScroll(id="rubric"):
                yield RubricView(id="rubric-text")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one("#search").focus()
        self._show_title()
        self._find()
        self._prepare(self._search)

    @work(group="prepare", exclusive=True, thread=True)
    def _prepare(self, search: Search) -> None:
        search.prepare()

    def say(self, sentence: str, tone: Tone = "error") -> None:
        """Show a sentence at the top."""
        self.query_one(Notice).say(sentence, tone)

    def _show_title(self) -> None:
        ticked = len(self.query_one(QuestionList).ticked)
        picked = Content.styled(f"  ·  {ticked:,} ticked", "bold $text-accent") if ticked else Content("")
        head = Content.styled("Questions", "bold")
        self.query_one("#title", Static).update(
            Content("").join([head, content(f"  ·  {one_line(self._bank.title, 60)}"), picked])
        )

    # Finding

    @on(Input.Changed, "#search")
    @on(Cycler.Changed, "#topic")
    @on(Choice.Changed, "#difficulty")
    def _find(self) -> None:
        topic = self.query_one("#topic", Cycler).word
        wanted = Wanted(
            tuple(self.query_one("#search", Input).value.casefold().split()),
            None if topic == _ALL else topic,
            DIFFICULTIES[self.query_one("#difficulty", Choice).index],
        )
        self._show_found(self._search.find(wanted))

    def _show_found(self, found: Sequence[Question]) -> None:
        self.query_one(QuestionList).show_lines(found, self._line)
        self.query_one("#found", Line).put(Content(plural(len(found), "question")))
        if not found:
            if self._looking is not None:
                self._looking.stop()
            self.query_one(RubricView).update(content("No question matches.", "italic"))

    def _line(self, question: Question) -> QuestionLine:
        is_flagged = question.id in self._flagged
        return QuestionLine(question.id, question.number, question.text, difficulty_of(question), is_flagged)

    @on(Input.Submitted, "#search")
    def _to_list(self) -> None:
        self.query_one(QuestionList).focus()

    def key_down(self, event: events.Key) -> None:
        """From the search to the list."""
        if isinstance(self.focused, Input):
            event.stop()
            self.query_one(QuestionList).focus()

    def action_search(self) -> None:
        """To the search field."""
        self.query_one("#search").focus()

    # Looking

    @on(LongList.Highlighted, "#questions")
    def _look_soon(self) -> None:
        """Show the rubric once the keys rest: it takes longer to lay out than a key may take."""
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(_REST, self._look)

    def _look(self) -> None:
        question = self._search.question(self.query_one(QuestionList).current)
        if question is not None:
            self.query_one(RubricView).show_question(question, is_flagged=question.id in self._flagged)
            self.query_one("#rubric").scroll_home(animate=False)

    def action_anchors(self) -> None:
        """With or without examples."""
        self.query_one(RubricView).toggle_anchors()

    # Other banks

    def action_banks(self) -> None:
        """Choose another bank."""
        self.app.push_screen(BanksScreen(self._banks), self._chosen)

    def _chosen(self, bank_id: str | None) -> None:
        if bank_id is not None:
            self._load(f"You practise with “{bank_id}” now.")

    def action_import_file(self) -> None:
        """Look into a file."""
        self.app.push_screen(ImportScreen(self._banks), self._imported)

    def _imported(self, done: ImportDone | None) -> None:
        if done is None:
            return
        if done.is_to_be_used:
            self._load(f"{done.sentence} You practise with it now.", done.bank_id)
        else:
            self.say(f"{done.sentence} F2 lists all banks.", "plain")

    @work(group="bank", exclusive=True)
    async def _load(self, sentence: str, use: str | None = None) -> None:
        """Show the bank in use, after taking another one into use where an id is given."""
        try:
            bank = await (self._banks.use(use) if use else self._banks.current())
        except EXPECTED as error:
            self.say(str(error))
            return
        self.post_message(BanksScreen.Changed())
        self._show_bank(bank)
        self.say(sentence, "plain")

    def _show_bank(self, bank: Bank) -> None:
        self._bank = bank
        self._search = Search(bank)
        self.query_one(QuestionList).ticked.clear()
        self.query_one("#topic", Cycler).show_words([_ALL, *bank.topics])
        with self.prevent(Input.Changed):
            self.query_one("#search", Input).value = ""
        self._show_title()
        self._find()
        self._prepare(self._search)

    # Doing

    @on(QuestionList.Ticked)
    def _ticked(self) -> None:
        self._show_title()

    def action_tick_all(self) -> None:
        """All of the list, or none."""
        self.query_one(QuestionList).tick_all()

    def action_start(self, mode: str) -> None:
        """Be asked what is ticked, or else what is highlighted; multiple choice is not asked."""
        questions = self.query_one(QuestionList)
        chosen = tuple(questions.ticked) or ((questions.current,) if questions.current else ())
        asked = tuple(each for each in chosen if self._search.is_asked(each))
        if asked:
            self.post_message(self.Started(asked, mode))
        elif chosen:
            self.say("Multiple choice is not asked in interviews: tick an open question.", "warning")

    def action_leave(self) -> None:
        """Empty the search, or go back."""
        search = self.query_one("#search", Input)
        if search.value and search.has_focus:
            search.value = ""
        else:
            self.post_message(self.Left())
