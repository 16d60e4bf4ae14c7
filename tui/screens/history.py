"""All interviews and answers so far, how topics come along, and which points are weak."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from tui.errors import EXPECTED
from tui.history_lines import NAMES, View, views_of
from tui.widgets.choice import Choice
from tui.widgets.long_list import LongList
from tui.widgets.notice import Notice
from tui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from datetime import datetime

    from interviewer.answer_lines import AnswerLine
    from tui.past import Past

_INTERVIEWS, _ANSWERS, _TOPICS = 0, 1, 2


class HistoryScreen(Screen[None]):
    """One list at a time: interviews, answers, topics, points. Enter opens what a line is about."""

    ABOUT = (
        "1 to 5 choose what is listed: interviews, answers, topics, your weakest and your best points. / searches in "
        "it. Enter opens the report on an interview (or goes on with one that is not finished), the feedback on an "
        "answer, the answers on a topic, or the latest answer in which a point was asked for."
    )
    BINDINGS = [
        *(
            Binding(
                str(n),
                f"view({n - 1})",
                "List" if n == 1 else f"List {name}",
                show=n == 1,
                key_display="1-5",
                id=f"history.{name}",
                tooltip=listed,
            )
            for n, (name, listed) in enumerate(NAMES.items(), 1)
        ),
        Binding("slash", "search", "Search", id="history.search", tooltip="To the search field"),
        Binding("escape", "leave", "Home", id="history.leave", tooltip="Back"),
    ]

    @dataclass
    class Opened(Message):
        """The report on an interview is wanted."""

        session_id: str

    @dataclass
    class AnswerOpened(Message):
        """The feedback on an answer is wanted."""

        session_id: str
        position: int

    @dataclass
    class Continued(Message):
        """An unfinished interview is to go on."""

        session_id: str

    @dataclass
    class Left(Message):
        """Back home."""

    def __init__(self, read: Callable[[], Awaitable[Past]], now: Callable[[], datetime]) -> None:
        super().__init__()
        self._read_past = read
        self._now = now
        self._views: list[View] = []
        self._shown_items: Sequence[Any] = ()

    def compose(self) -> ComposeResult:
        """What is listed, a search, the list."""
        yield Static(Content.styled("History", "bold"), id="title")
        yield Notice(id="notice")
        with Horizontal(id="filters"):
            yield Choice(list(NAMES), id="view")
            yield Static("", id="found")
        yield SearchField(placeholder="Search in this list", id="search", compact=True)
        yield Static("", id="header", markup=False)
        yield LongList(id="past-lines")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read."""
        self.query_one(LongList).focus()
        self.query_one(Notice).say("Reading …", "plain")
        self._read()

    @work(group="history", exclusive=True)
    async def _read(self) -> None:
        try:
            past = await self._read_past()
        except EXPECTED as error:
            self.query_one(Notice).say(str(error))
            return
        self.query_one(Notice).clear()
        self._views = views_of(past, self._now())
        self._show(self.query_one(LongList).highlighted)

    @property
    def _view(self) -> View:
        return self._views[self.query_one("#view", Choice).index]

    @on(Choice.Changed, "#view")
    @on(Input.Changed, "#search")
    def _show_anew(self) -> None:
        if self._views:
            self._show(0)

    def _show(self, highlighted: int) -> None:
        view = self._view
        found = self._shown_items = view.find(self.query_one("#search", Input).value.casefold().split())
        self.query_one(LongList).show(len(found), lambda index: view.line(found[index]), highlighted)
        self.query_one("#header", Static).update(Content.styled(view.header, "dim"))
        self.query_one("#found", Static).update(f"{len(found):,} listed")
        if found:
            self.query_one(Notice).clear()
        else:
            self.query_one(Notice).say("Nothing like that." if view.items else view.nothing, "plain")

    # Opening

    @on(LongList.Selected)
    def _selected(self, event: LongList.Selected) -> None:
        item = self._shown_items[event.index]
        index = self.query_one("#view", Choice).index
        if index == _INTERVIEWS:
            self.post_message(self.Opened(item.id) if item.ended_at else self.Continued(item.id))
        elif index == _ANSWERS:
            self._open(item)
        elif index == _TOPICS:
            self._list_answers(item.topic)
        else:
            self._open(item.latest)

    def _open(self, line: AnswerLine) -> None:
        self.post_message(self.AnswerOpened(line.session_id, line.position))

    def _list_answers(self, topic: str) -> None:
        with self.prevent(Input.Changed, Choice.Changed):
            self.query_one("#search", Input).value = topic
            self.query_one("#view", Choice).index = _ANSWERS
        self._show(0)

    # Moving about

    def action_view(self, index: int) -> None:
        """List something else."""
        with self.prevent(Input.Changed):
            self.query_one("#search", Input).value = ""
        self.query_one("#view", Choice).index = index
        self._show_anew()

    def key_down(self, event: events.Key) -> None:
        """From the search to the list."""
        if isinstance(self.focused, Input):
            event.stop()
            self.query_one(LongList).focus()

    @on(Input.Submitted, "#search")
    def _to_list(self) -> None:
        self.query_one(LongList).focus()

    def action_search(self) -> None:
        """To the search field."""
        self.query_one("#search").focus()

    def action_leave(self) -> None:
        """Empty the search, or go back."""
        search = self.query_one("#search", Input)
        if search.value:
            search.value = ""
            self.query_one(LongList).focus()
        else:
            self.post_message(self.Left())

    def refresh_report(self) -> None:
        """Read anew, after something was graded elsewhere."""
        self._read()

    def say(self, sentence: str) -> None:
        """Show a sentence at the top."""
        self.query_one(Notice).say(sentence)
