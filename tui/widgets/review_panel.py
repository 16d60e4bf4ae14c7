"""What is due for review, and what the next weeks will bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from tui.wording import plural

if TYPE_CHECKING:
    from tui.review import ReviewFacts

_BLOCKS = "▁▂▃▄▅▆▇█"


class ReviewPanel(Vertical):
    """Hidden until something has been learnt that can come back."""

    DEFAULT_CSS = """
    ReviewPanel { height: auto; display: none; padding: 0 1; }
    ReviewPanel.-known { display: block; }
    ReviewPanel Static { height: auto; }
    ReviewPanel Button { width: 100%; }
    ReviewPanel Button.-nothing { display: none; }
    ReviewPanel #forecast { color: $text-muted; }
    """

    class Asked(Message):
        """A review is to begin."""

    def compose(self) -> ComposeResult:
        """What is due, a button to begin, the forecast."""
        yield Static("", id="due", markup=False)
        yield Button("Review them", id="review", compact=True)
        yield Static("", id="forecast", markup=False)

    def show(self, facts: ReviewFacts, now: datetime) -> None:
        """What is known now."""
        self.set_class(not facts.is_empty, "-known")
        self.query_one("#due", Static).update(due_line(facts, now))
        self.query_one("#review", Button).set_class(not facts.due, "-nothing")
        weeks = ", ".join(map(str, facts.by_week))
        lines = [f"Next {len(facts.by_week)} weeks, day by day:", _plot(facts.loads), f"by week: {weeks}"]
        self.query_one("#forecast", Static).update(Content("\n".join(lines)))

    @on(Button.Pressed, "#review")
    def _begin(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Asked())


def due_line(facts: ReviewFacts, now: datetime) -> str:
    """What is due today, or when the next question is."""
    if facts.due:
        return f"{plural(facts.due, 'question')} due today"
    if facts.next_due is None:
        return "Nothing to review yet."
    day = facts.next_due.astimezone()
    days = (day.date() - now.astimezone().date()).days
    when = "tomorrow" if days == 1 else f"on {day.day} {day:%b}"
    return f"Nothing is due today; the next is due {when}."


def _plot(loads: Sequence[int]) -> str:
    """A block a day as high as its load, a dot for none, with a gap after each week."""
    most = max(loads, default=0) or 1
    blocks = ["·" if not load else _BLOCKS[round((load / most) * (len(_BLOCKS) - 1))] for load in loads]
    return " ".join("".join(blocks[start : start + 7]) for start in range(0, len(blocks), 7))
