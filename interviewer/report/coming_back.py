"""When the questions of a report come back by spaced repetition, in words that all renderings share."""

from datetime import datetime

from bank.counting import counted
from interviewer.report.figures import day
from interviewer.report.values import Due, Report
from interviewer.report.visible import shortened

COMING_BACK = "When these questions come back"
MAX_DUE = 10


def due_lines(report: Report) -> list[str]:
    """The questions that come back first, a line each: the day, and the question."""
    lines = [f"{_due_day(one, report.made_at)}: {shortened(one.question, 110)}" for one in report.due[:MAX_DUE]]
    left = len(report.due) - MAX_DUE
    return [*lines, f"Later: {counted(left, 'more question')}"] if left > 0 else lines


def _due_day(one: Due, now: datetime) -> str:
    is_today = one.due_at.date() == now.date()
    return "Today" if is_today else f"Since {day(one.due_at)}" if one.due_at < now else day(one.due_at)
