"""A report as lines on a screen, from the overall figure down to what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from interviewer.report.figures import duration
from interviewer.report.trust import honesty_lines
from interviewer.report.wording import self_estimate_text
from tui.outside import content, one_line
from tui.wording import bounds, percent, percent_range, plural

if TYPE_CHECKING:
    from interviewer.report.item_values import ItemReport
    from interviewer.report.standing_values import Standing
    from interviewer.report.values import Report


def overall(report: Report) -> Content:
    """The overall figures, and under them what they rest on."""
    standing = report.overall
    parts = [f"Score {percent(standing.score)}" if standing.score is not None else "No answer is graded yet"]
    if standing.bounds:
        parts.append(bounds(standing.bounds.low, standing.bounds.high) or "some verdicts open")
    if standing.interval:
        parts.append(f"90 % interval {percent_range(standing.interval.low, standing.interval.high)}")
    if standing.coverage is not None:
        parts.append(f"coverage {percent(standing.coverage)}")
    if any(use.is_estimate for use in report.honesty.graders):
        parts.append("estimate")
    counts = [f"{standing.answers} of {standing.questions} answered"]
    counts += [f"{standing.ungraded} ungraded"] if standing.ungraded else []
    counts += [f"{plural(standing.beyond, 'point')} beyond the model answers"] if standing.beyond else []
    counts += [plural(standing.wrong, "wrong statement")] if standing.wrong else []
    counts += [f"{duration(standing.seconds)} per answer"] if standing.seconds is not None else []
    head = Content.styled(" · ".join(parts), "bold")
    return Content("\n").join([head, Content.styled(" · ".join(counts), "$text-muted")])


_WITH_BARS = 64
"""Cells from which on the table of topics has room for bars."""


def topic_table(topics: Sequence[Standing], width: int) -> Content:
    """A line a topic, in a table that fits the width in cells."""
    bars = 10 if width >= _WITH_BARS else 0
    room = max(12, min(34, width - 42 - bars))
    head = f"{'Topic':<{room}}  {'':<{bars}}score  90 % range  coverage  answers"
    lines = [Content.styled(head, "bold")]
    for topic in topics:
        name = one_line(topic.name, room)
        line = f"{name:<{room}}  {_bar(topic.score)[:bars]:<{bars}}{percent(topic.score):>5}  {_range(topic):>10}"
        lines.append(Content(f"{line}  {percent(topic.coverage):>8}  {topic.graded:>7}"))
    if any(topic.graded and topic.interval is None for topic in topics):
        lines.append(
            Content.styled("few: fewer than three answers, or all alike, are too few to tell", "$text-muted")
        )
    return Content("\n").join(lines)


def _range(topic: Standing) -> str:
    if topic.interval is None:
        return "few" if topic.graded else "–"
    return percent_range(topic.interval.low, topic.interval.high) or percent(topic.interval.low)


def _bar(share: float | None, width: int = 8) -> str:
    filled = round((share or 0) * width)
    return "█" * filled + "░" * (width - filled)


_STATES = {
    "waiting": "waits for its grade",
    "ungraded": "not graded",
    "skipped": "skipped",
    "not_answered": "not answered",
    "not_reached": "not reached",
}


def item_line(item: ItemReport, *, is_flagged: bool) -> Content:
    """A question with its score, or why it has none, and whether the person called it bad."""
    counted = item.counted
    score = percent(counted.score) if counted and counted.score is not None else "–"
    state = _STATES.get(item.state, "")
    if item.state == "needs_review" and counted and counted.bounds:
        state = bounds(counted.bounds.low, counted.bounds.high) or "some verdicts open"
    parts = [Content.styled(f"{item.number:>2} {score:>6}  ", "bold"), Content(one_line(item.question, 200))]
    if state:
        parts.insert(1, Content.styled(f"({state}) ", "$text-warning"))
    if is_flagged:
        parts.insert(1, Content.styled("⚑ (called bad) ", "$text-warning"))
    return Content("").join(parts)


def next_steps(report: Report) -> Content:
    """What to do next, numbered; empty when there is nothing to say."""
    if not report.next_steps:
        return Content("")
    lines = [Content.styled("What to do next", "bold")]
    lines += [content(f"{n}. {step.text}") for n, step in enumerate(report.next_steps, 1)]
    return Content("\n").join(lines)


def calibration(report: Report) -> Content:
    """How the person's guesses compare with the scores, overall and by topic; empty without a guess."""
    guesses = [(standing.name, standing.self_estimate) for standing in (report.overall, *report.topics)]
    known = [(name, guess) for name, guess in guesses if guess is not None]
    if not known:
        return Content("")
    lines = [Content.styled("How well you know what you know", "bold")]
    by_topic = known if len(known) > 2 else known[:1]
    for place, (name, guess) in enumerate(by_topic):
        who = "Overall" if place == 0 else one_line(name, 40)
        lines.append(content(f"{who}: {self_estimate_text(guess)}"))
    return Content("\n").join(lines)


def trust(report: Report) -> Content:
    """How far to trust the figures."""
    lines = [Content.styled("How far to trust this", "bold")]
    lines += [content(line) for line in honesty_lines(report.honesty)]
    return Content("\n").join(lines)
