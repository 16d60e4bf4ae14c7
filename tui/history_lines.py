"""The lists of the history: what each holds, and how a line of it looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.content import Content

from tui.outside import content, one_line
from tui.wording import MARKS, percent, topics_of, when

if TYPE_CHECKING:
    from interviewer.answer_lines import AnswerLine
    from interviewer.progress import PointTrend, TopicTrend
    from interviewer.records import SessionSummary
    from tui.past import Past

NAMES = {
    "interviews": "All interviews",
    "answers": "All answers",
    "topics": "How topics come along",
    "weakest": "Your weakest points first",
    "strongest": "Your strongest points first",
}
"""What a list is called, and what it holds."""
_BLOCKS = "▁▂▃▄▅▆▇█"
_SPARK = 12


@dataclass(frozen=True, slots=True)
class View:
    """One of the lists."""

    header: str
    items: Sequence[Any]
    line: Callable[[Any], Content]
    text: Callable[[Any], str]
    """What is searched."""
    nothing: str
    """What is said while it is empty."""

    def find(self, words: Sequence[str]) -> Sequence[Any]:
        """The items that hold all these case-folded words."""
        if not words:
            return self.items
        return [item for item in self.items if all(word in self.text(item).casefold() for word in words)]


def views_of(past: Past, now: datetime) -> list[View]:
    """The lists in the order of `NAMES`."""
    none = "There is no interview yet."
    ungraded = "Nothing has been graded yet."
    point_header = f"{'credit':>7}  {'over time':<{_SPARK}}  answers  point"
    return [
        View(
            " score  when            mode   answered",
            past.summaries,
            lambda summary: _interview(summary, now),
            lambda summary: f"{summary.mode.value} {' '.join(summary.topics)} {summary.bank_title}",
            none,
        ),
        View(
            " score  when             question",
            past.answers,
            lambda line: _answer(line, now),
            lambda line: f"{line.question.topic} {line.question.text}",
            none,
        ),
        View(
            f"  last  {'over time':<{_SPARK}}   best  answers  topic",
            past.topics,
            _topic,
            lambda trend: trend.topic,
            ungraded,
        ),
        View(point_header, past.points, _point, _point_text, ungraded),
        View(point_header, past.best, _point, _point_text, ungraded),
    ]


def _interview(summary: SessionSummary, now: datetime) -> Content:
    score = percent(summary.score) if summary.graded else "–"
    state = "" if summary.ended_at else " · not finished"
    facts = [
        f"{when(summary.started_at, now):<15} {summary.mode.value:<6}",
        f"{summary.answered} of {summary.asked}{state}",
        one_line(topics_of(summary.topics), 40),
        one_line(summary.bank_title, 40),
    ]
    return Content.styled(f"{score:>6}  ", "bold").append(content(" · ".join(facts)))


def _answer(line: AnswerLine, now: datetime) -> Content:
    score = percent(line.score) if line.score is not None else "–"
    attempt = f"(attempt {line.attempt}) " if line.attempt > 1 else ""
    return Content("").join(
        [
            Content.styled(f"{score:>6}  ", "bold" if line.is_counted else "dim"),
            Content(f"{when(line.submitted_at, now):<15}  "),
            Content.styled(attempt, "dim"),
            content(one_line(line.question.text, 200)),
            Content.styled(f" · {one_line(line.question.topic, 40)}", "dim"),
        ]
    )


def _topic(trend: TopicTrend) -> Content:
    head = f"{percent(trend.last):>6}  {sparkline(trend.scores):<{_SPARK}}  {percent(max(trend.scores)):>5}"
    return Content.styled(f"{head}  ", "bold").append(content(f"{trend.answers:>7}  {one_line(trend.topic, 80)}"))


def _point(trend: PointTrend) -> Content:
    mark = MARKS["met" if trend.mean > 0.75 else "partial" if trend.mean > 0.25 else "missed"]
    return Content("").join(
        [
            Content.styled(f"{mark.glyph} {percent(trend.mean):>5}  ", f"bold {mark.colour}"),
            Content(f"{sparkline(trend.credits):<{_SPARK}}  {len(trend.credits):>7}  "),
            content(one_line(trend.point, 200)),
            Content.styled(f" · {one_line(trend.question, 120)}", "dim"),
        ]
    )


def _point_text(trend: PointTrend) -> str:
    return f"{trend.topic} {trend.question} {trend.point}"


def sparkline(scores: Sequence[float], width: int = _SPARK) -> str:
    """The last scores, 0..1, as blocks, one each."""
    return "".join(_BLOCKS[min(len(_BLOCKS) - 1, int(score * len(_BLOCKS)))] for score in scores[-width:])
