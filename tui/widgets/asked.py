"""The question under discussion, with where it stands in the interview and what time it took."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.outside import content, one_line
from tui.widgets.line import Line

if TYPE_CHECKING:
    from bank.question import Question


class Asked(Vertical):
    """A bar with place and time, and the question under it. Of a long one the beginning shows, and a line says so."""

    DEFAULT_CSS = """
    Asked { height: auto; }
    Asked #bar { height: 1; padding: 0 1; }
    Asked #place { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    Asked #timer { width: auto; padding-left: 2; }
    Asked #more { display: none; height: 1; padding: 0 1; color: $text-muted; }
    Asked #flag { display: none; height: 1; padding: 0 1; color: $text-warning; text-wrap: nowrap; }
    Asked.-cut #more, Asked.-flagged #flag { display: block; }
    """

    def __init__(self, question: Question, place: str, more_key: str = "F3") -> None:
        super().__init__()
        self._question = question
        self._place = place
        self._more_key = more_key

    def compose(self) -> ComposeResult:
        """Bar, question, and a line for what does not fit."""
        with Horizontal(id="bar"):
            yield Static("", id="place")
            yield Line(id="timer")
        with VerticalScroll(id="question", can_focus=False):
            yield Static(wording(self._question), id="question-text")
        yield Static(Content(f"… {self._more_key} shows all of the question"), id="more")
        yield Static("", id="flag", markup=False)

    def on_mount(self) -> None:
        """Say where this is."""
        self.show_place("")

    def on_resize(self) -> None:
        """See whether the question fits."""
        self.call_after_refresh(self._tell_of_more)

    def _tell_of_more(self) -> None:
        self.set_class(self.query_one("#question", VerticalScroll).max_scroll_y > 0, "-cut")

    def show_place(self, note: str) -> None:
        """The place in the interview, a note such as the attempt, and what kind of question it is."""
        question = self._question
        difficulty = f" · {question.difficulty.value}" if question.difficulty else ""
        about = f"{f' · {note}' if note else ''} · {one_line(question.topic, 40)}{difficulty}"
        place = Content.styled(self._place, "bold $text-accent")
        self.query_one("#place", Static).update(place.append(Content.styled(about, "$text-muted")))

    def show_flag(self, reason: str | None) -> None:
        """That the question was called bad, for a reason that may be empty; None when it was not."""
        self.set_class(reason is not None, "-flagged")
        why = f": {one_line(reason)}" if reason else ""
        self.query_one("#flag", Static).update(content(f"⚑ You called this question bad{why}"))

    def show_time(self, said: Content) -> None:
        """The time, or other facts, at the end of the bar."""
        self.query_one("#timer", Line).put(said)


def wording(question: Question) -> Content:
    """The question, and under it what belongs to it."""
    parts = [content(question.text, "bold")]
    if question.details:
        parts += [Content(""), *plain_lines(question.details)]
    return Content("\n").join(parts)


def plain_lines(markdown: str) -> Iterator[Content]:
    """Markdown from outside, line by line as it is written; code without its fences, and coloured."""
    is_code = False
    for line in markdown.strip("\n").split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        elif is_code:
            yield content(f"  {line}", "$text-secondary")
        else:
            yield content(line)
