"""Home: continue, start, and what came of the last interviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.outside import content, one_line
from tui.widgets.notice import Notice, Tone
from tui.widgets.review_panel import ReviewPanel
from tui.widgets.rows import Rows
from tui.widgets.start_form import StartForm
from tui.wording import percent, plural, topics_of, when

if TYPE_CHECKING:
    from interviewer.records import SessionSummary
    from tui.review import ReviewFacts

MOST_QUESTIONS = 99
_FIRST = """\
No interview yet: press Enter to begin.

You get one question at a time and answer it in your own words. Ctrl+S hands the answer in, and you see, point by \
point, what counted, with your own words as the evidence.

Everything is kept as you type, so you can leave at any time. F1 tells on every screen what you can do there."""


@dataclass(frozen=True, slots=True)
class BankFacts:
    """What home says of the bank."""

    title: str
    questions_by_topic: Mapping[str, int]


class HomeScreen(Screen[None]):
    """The first screen. It paints before anything is loaded and is told what to show when that is there."""

    ABOUT = (
        "Press Enter to be interviewed: five questions from all topics, with feedback after each answer. "
        "Change mode, number and topics first if you like. Everything is kept as you type; leave at any time."
    )
    BINDINGS = [
        Binding("n", "start", "New", id="home.start", tooltip="Start an interview with the choices made here"),
        Binding(
            "c", "continue", "Continue", id="home.continue", tooltip="Go on with the latest unfinished interview"
        ),
        Binding("v", "review", "Review", id="home.review", tooltip="Answer again what is due by spaced repetition"),
        Binding("h", "history", "History", id="home.history", tooltip="All interviews so far"),
        Binding("b", "bank", "Browse", id="home.bank", tooltip="Browse the questions and what is asked of answers"),
        Binding("o", "banks", "Banks", show=False, id="home.banks", tooltip="Which bank to practise with"),
        Binding("s", "settings", "Settings", id="home.settings", tooltip="Grader, model, timer, theme"),
        Binding("q", "app.quit", "Quit", id="home.quit", tooltip="Leave the program"),
    ]

    @dataclass
    class Started(Message):
        """A new interview is asked for."""

        topics: tuple[str, ...]
        count: int
        mode: str

    @dataclass
    class Continued(Message):
        """An unfinished interview is to go on."""

        session_id: str

    @dataclass
    class Opened(Message):
        """A past interview is to be looked at."""

        session_id: str

    @dataclass
    class Wanted(Message):
        """Another room of the program is asked for: `history`, `bank`, `banks` or `settings`."""

        room: str

    def __init__(self, count: int, topics: tuple[str, ...] = (), mode: str = "study") -> None:
        super().__init__()
        self._count = count
        self._topics = topics
        self._mode = mode
        self._unfinished: list[str] = []

    def compose(self) -> ComposeResult:
        """A form on the left, the past on the right."""
        yield Static(Content.styled("Interviewer", "bold"), id="title")
        yield Notice(id="notice")
        with VerticalScroll(id="home", can_focus=False):
            with Horizontal(id="columns"):
                form = StartForm(self._count, MOST_QUESTIONS, self._mode, id="form")
                form.border_title = "New interview"
                yield form
                with Vertical(id="past"):
                    review = ReviewPanel(id="review-panel")
                    review.border_title = "Review"
                    yield review
                    unfinished = Rows(id="unfinished")
                    unfinished.border_title = "Continue"
                    yield unfinished
                    results = Rows(id="results")
                    results.border_title = "Last results"
                    yield results
                    yield Static(_FIRST, id="first", markup=False)
            yield Static("", id="grader", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Enter starts."""
        self.query_one("#start").focus()

    def say(self, sentence: str, tone: Tone = "error") -> None:
        """Show a sentence at the top."""
        self.query_one(Notice).say(sentence, tone)

    def hush(self) -> None:
        """Take the sentence away."""
        self.query_one(Notice).clear()

    def show_bank(self, facts: BankFacts) -> None:
        """The bank has been read."""
        count = sum(facts.questions_by_topic.values())
        parts = [
            Content.styled("Interviewer", "bold"),
            Content.styled("  ·  ", "dim"),
            Content(one_line(facts.title, 48)),
            Content.styled(f"  ·  {plural(count, 'question')}", "dim"),
        ]
        self.query_one("#title", Static).update(Content("").join(parts))
        self.query_one(StartForm).show_topics(facts.questions_by_topic, self._topics)

    def show_grader(self, title: str) -> None:
        """The grader in charge is known."""
        self.query_one("#grader", Static).update(content(f"Answers are graded by: {title}"))

    def show_history(self, summaries: Sequence[SessionSummary], now: datetime) -> None:
        """What is kept has been read."""
        open_ones = [summary for summary in summaries if summary.ended_at is None][:4]
        over = [summary for summary in summaries if summary.ended_at is not None and summary.answered][:12]
        self._unfinished = [summary.id for summary in open_ones]
        self._fill("#unfinished", [Option(_open_line(s, now), s.id) for s in open_ones])
        self._fill("#results", [Option(_result_line(s, now), s.id) for s in over])
        self.query_one("#first").display = not (open_ones or over)
        self.refresh_bindings()

    def show_review(self, facts: ReviewFacts, now: datetime) -> None:
        """What is due for review is known."""
        self.query_one(ReviewPanel).show(facts, now)

    def offer_study(self, sentence: str) -> None:
        """Nothing is due for review: say so, with study one key away."""
        self.query_one(StartForm).pick_mode("study")
        self.say(f"{sentence} Press Enter for new questions in study mode.", "warning")
        self.query_one("#start").focus()

    def _fill(self, selector: str, options: list[Option]) -> None:
        widget = self.query_one(selector, Rows)
        widget.clear_options()
        widget.add_options(options)
        widget.display = bool(options)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Continue only when there is something to continue."""
        return bool(self._unfinished) if action == "continue" else True

    def action_start(self) -> None:
        """Start with what is chosen."""
        self.query_one(StartForm).start()

    def action_continue(self) -> None:
        """Go on with the latest one."""
        if self._unfinished:
            self.post_message(self.Continued(self._unfinished[0]))

    @on(ReviewPanel.Asked)
    def action_review(self) -> None:
        """Answer what is due."""
        self.hush()
        form = self.query_one(StartForm)
        self.post_message(self.Started((), form.count, "review"))

    def action_history(self) -> None:
        """Look at all interviews."""
        self.post_message(self.Wanted("history"))

    def action_bank(self) -> None:
        """Look at the questions."""
        self.post_message(self.Wanted("bank"))

    def action_banks(self) -> None:
        """Look at the banks."""
        self.post_message(self.Wanted("banks"))

    def action_settings(self) -> None:
        """Look at the settings."""
        self.post_message(self.Wanted("settings"))

    @on(StartForm.Started)
    def _started(self, event: StartForm.Started) -> None:
        self.hush()
        self.post_message(self.Started(event.topics, event.count, event.mode))

    @on(OptionList.OptionSelected, "#unfinished")
    def _continued(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.post_message(self.Continued(event.option_id))

    @on(OptionList.OptionSelected, "#results")
    def _opened(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.post_message(self.Opened(event.option_id))


def _open_line(summary: SessionSummary, now: datetime) -> Content:
    done = f"{summary.answered} of {summary.asked}"
    line = f"{summary.mode.value} · {done} · {when(summary.started_at, now)}"
    return Content("").join([Content.styled("▸ ", "bold $text-accent"), content(line)])


def _result_line(summary: SessionSummary, now: datetime) -> Content:
    score = percent(summary.score) if summary.graded else "not graded"
    head = Content.styled(f"{score:>5} ", "bold")
    done = f"{summary.answered} of {summary.asked}"
    line = f"{when(summary.started_at, now)} · {summary.mode.value} · {done}"
    tail = f" · {one_line(topics_of(summary.topics), 40)}" if summary.topics else ""
    return Content("").join([head, content(line + tail)])
