"""All interviews so far, and the trend in each topic."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.errors import EXPECTED
from tui.outside import content, one_line
from tui.widgets.notice import Notice
from tui.widgets.rows import Rows
from tui.wording import percent, topics_of, when

if TYPE_CHECKING:
    from datetime import datetime

    from interviewer.records import SessionSummary

_BLOCKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """The scores of one topic, session by session."""

    topic: str
    scores: tuple[float, ...]
    """Mean score in each session that graded the topic, oldest first, 0..1."""
    answers: int
    weakest: str | None
    """The criterion that cost most over time."""


@dataclass(frozen=True, slots=True)
class Past:
    """Everything the screen shows."""

    summaries: Sequence[SessionSummary]
    trends: Sequence[TopicTrend]


class HistoryScreen(Screen[None]):
    """A line an interview, newest first; Enter opens its report or goes on with it."""

    ABOUT = "Every interview, newest first: Enter opens the report, or goes on with one that is not finished."
    BINDINGS = [Binding("escape,q", "leave", "Home", id="history.leave", tooltip="Back")]

    @dataclass
    class Opened(Message):
        """The report on an interview is wanted."""

        session_id: str

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
        self._open_ids: set[str] = set()

    def compose(self) -> ComposeResult:
        """Sessions, then topics."""
        yield Static(Content.styled("History", "bold"), id="title")
        yield Notice(id="notice")
        with VerticalScroll(id="history", can_focus=False):
            yield Rows(id="sessions")
            yield Static("", id="trends")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read."""
        self.query_one("#sessions").focus()
        self._read()

    @work(group="history", exclusive=True)
    async def _read(self) -> None:
        try:
            past = await self._read_past()
        except EXPECTED as error:
            self.query_one(Notice).say(str(error))
            return
        self._show(past)

    def _show(self, past: Past) -> None:
        now = self._now()
        self._open_ids = {summary.id for summary in past.summaries if summary.ended_at is None}
        sessions = self.query_one("#sessions", Rows)
        sessions.clear_options()
        sessions.add_options([Option(_session_line(summary, now), summary.id) for summary in past.summaries])
        if past.summaries:
            sessions.highlighted = 0
        else:
            self.query_one(Notice).say("There is no interview yet.", "plain")
        self.query_one("#trends", Static).update(_trends(past.trends))

    @on(OptionList.OptionSelected, "#sessions")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id in self._open_ids:
            self.post_message(self.Continued(event.option_id))
        elif event.option_id:
            self.post_message(self.Opened(event.option_id))

    def action_leave(self) -> None:
        """Back."""
        self.post_message(self.Left())

    def refresh_report(self) -> None:
        """Read anew, after something was graded elsewhere."""
        self._read()


def _session_line(summary: SessionSummary, now: datetime) -> Content:
    score = percent(summary.score) if summary.graded else "–"
    state = "" if summary.ended_at else " · not finished"
    facts = [
        f"{when(summary.started_at, now):<15}",
        f"{summary.mode.value:<6}",
        f"{summary.answered} of {summary.asked}{state}",
        one_line(topics_of(summary.topics), 40),
        one_line(summary.bank_title, 40),
    ]
    return Content.styled(f"{score:>5}  ", "bold").append(content(" · ".join(facts)))


def sparkline(scores: Sequence[float], width: int = 16) -> str:
    """The last scores as blocks, one each."""
    return "".join(_BLOCKS[min(len(_BLOCKS) - 1, int(score * len(_BLOCKS)))] for score in scores[-width:])


def _trends(trends: Sequence[TopicTrend]) -> Content:
    if not trends:
        return Content("")
    lines = [Content.styled(f"{'Topic':<30}  {'trend':<16}   last  answers", "bold")]
    for trend in trends:
        last = percent(trend.scores[-1]) if trend.scores else "–"
        line = f"{one_line(trend.topic, 30):<30}  {sparkline(trend.scores):<16}  {last:>5}  {trend.answers:>7}"
        lines.append(Content(line))
    lines.append(Content.styled("Each block is one interview, the latest last.", "dim"))
    weakest = [trend for trend in trends if trend.weakest]
    if weakest:
        lines += [Content(""), Content.styled("What cost most", "bold")]
    for trend in weakest:
        lines.append(content(f"{one_line(trend.topic, 40)}: {one_line(trend.weakest or '', 160)}"))
    return Content("\n").join(lines)
