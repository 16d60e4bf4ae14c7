"""What an answer scored, in a line: a bar and words, or how long the grading has been going on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.outside import content
from tui.reading import score_line

if TYPE_CHECKING:
    from rubrics.verdict import Grade


class ScoreLine(Static):
    """Shows a grade, or counts the seconds of a grading under way."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__("", id=id, markup=False)
        self._since: float | None = None

    def on_mount(self) -> None:
        """Count, when there is something to count."""
        self.set_interval(0.5, self._count)

    @property
    def is_counting(self) -> bool:
        """Whether a grading is under way."""
        return self._since is not None

    def count(self) -> None:
        """A grading has begun."""
        self._since = time.monotonic()
        self._count()

    def stop(self) -> None:
        """The grading is over."""
        self._since = None

    def say(self, words: str) -> None:
        """Show words in place of a grade."""
        self.stop()
        self.update(Content(words))

    def show(self, grade: Grade | None, before: Grade | None, graders: Grade | None = None) -> None:
        """Show a grade, the change since the attempt before, and the grader's own where the person's differs."""
        if grade is None:
            self.say("Not graded yet")
            return
        self.stop()
        bar = Content.styled(_bar(grade), "$text-accent")
        self.update(bar.append(content(score_line(grade, before, graders), "bold")))

    def _count(self) -> None:
        if self._since is None:
            return
        passed = time.monotonic() - self._since
        dots = "·" * (1 + int(passed * 2) % 3)
        line = f"Grading {dots:<3} {int(passed)} s   You can go on; the grade is kept when it comes."
        self.update(Content.styled(line, "$text-warning"))


def _bar(grade: Grade, width: int = 12) -> str:
    """The score as a bar, its open part dotted."""
    if grade.score is None:
        return ""
    sure = round((grade.low if grade.low is not None else grade.score) * width)
    upto = round((grade.high if grade.high is not None else grade.score) * width)
    return "█" * sure + "▒" * (upto - sure) + "░" * (width - upto) + " "
