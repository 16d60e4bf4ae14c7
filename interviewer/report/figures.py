"""Shares, times, dates and intervals in words, spelled in one place so that every rendering says the same."""

import re
from collections.abc import Sequence
from datetime import datetime

from bank.counting import counted
from interviewer.report.stats import Interval
from rubrics.passport import FEW_VERDICTS

NONE = "–"
_NBSP = "\u00a0"  # keeps a number and its per cent sign on one line
TOO_FEW = "too few to tell"
_COUNTED = re.compile(r"^\d+ labelled answers? \((.+)\)$")


def percent(share: float | None) -> str:
    """A share as a whole per cent."""
    return NONE if share is None else f"{whole_percent(share)}{_NBSP}%"


def whole_percent(share: float) -> int:
    """Per cent, halves away from zero, as people round."""
    return int(abs(share) * 100 + 0.5 + 1e-9) * (1 if share >= 0 else -1)


def points(change: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    whole = whole_percent(change)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "±0"


def percent_range(interval: Interval) -> str:
    """An interval of shares."""
    return f"{whole_percent(interval.low)}–{whole_percent(interval.high)}{_NBSP}%"


def between(bounds: Interval) -> str:
    """Where a score lies when some criteria are unsure."""
    return f"between {whole_percent(bounds.low)} and {whole_percent(bounds.high)}{_NBSP}%"


def labelled_text(answers: int, data: str, *more: str) -> str:
    """How many labelled answers, and which; the name of the data may count them itself."""
    named = ", ".join([_COUNTED.sub(r"\1", data), *more])
    return f"{counted(answers, 'labelled answer')} ({named})"


def kappa_text(kappa: float, ends: Interval | None, level: int) -> str:
    """Cohen's kappa with its interval, whose level is in per cent; never a negative zero."""
    interval = f" ({level}{_NBSP}% interval {ends.low:z.2f} to {ends.high:z.2f})" if ends else ""
    return f"Cohen's kappa {kappa:z.2f}{interval}"


def few_text(verdicts: int) -> list[str]:
    """That so many verdicts tell too little of a grader, in a sentence; nothing where they are enough."""
    if verdicts >= FEW_VERDICTS:
        return []
    return [f"{counted(verdicts, 'verdict is', 'verdicts are')} too few to tell anything from."]


def points_range(interval: Interval) -> str:
    """An interval of differences, in percentage points."""
    return f"{points(interval.low)} to {points(interval.high)}"


def duration(seconds: float | None) -> str:
    """Minutes and seconds, with hours where there are any."""
    if seconds is None:
        return NONE
    whole = int(seconds + 0.5)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def listed(numbers: Sequence[int], noun: str = "question", most: int = 8) -> str:
    """Numbered things: “question 3”, “questions 3, 5 and 8”, “questions 1, 2, 3 and 40 more”."""
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    if len(numbers) > most:
        return f"{noun}s {', '.join(map(str, numbers[:most]))} and {len(numbers) - most:,} more"
    return f"{noun}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def day(moment: datetime) -> str:
    """A date in words."""
    return f"{moment.day} {moment:%B %Y}"


def moment_text(moment: datetime) -> str:
    """A date and time of day in UTC."""
    return f"{day(moment)}, {moment:%H:%M} UTC"
