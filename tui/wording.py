"""How things are worded on the screens: verdicts, shares, durations, dates.

Every verdict has a glyph and a word, so that nothing depends on colour.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """How a status looks: a glyph, a word, and the theme colour that repeats what they say."""

    glyph: str
    word: str
    colour: str


MARKS = {
    "met": Mark("✓", "met", "$text-success"),
    "partial": Mark("◐", "partial", "$text-warning"),
    "missed": Mark("✗", "missed", "$text-error"),
    "contradicted": Mark("≠", "contradicted", "$text-error"),
    "unsure": Mark("?", "unsure", "$text-secondary"),
    "beyond": Mark("+", "beyond", "$text-accent"),
    "wrong": Mark("≠", "wrong", "$text-error"),
}
"""By status of a verdict, and for the two kinds of claim that no criterion covers."""


HEIGHTS = [(0, "-tiny"), (9, "-short"), (18, "-tall"), (32, "-roomy")]
"""Rows from which on a screen with a question and an answer is laid out in another way."""


def percent(share: float | None) -> str:
    """A share of one as a percentage, a dash when there is none."""
    return "–" if share is None else f"{share * 100:.0f} %"


def percent_range(low: float | None, high: float | None) -> str | None:
    """Two bounds as “55-70 %”; None when they are equal as shown or unknown."""
    if low is None or high is None or f"{low * 100:.0f}" == f"{high * 100:.0f}":
        return None
    return f"{low * 100:.0f}-{high * 100:.0f} %"


def bounds(low: float | None, high: float | None) -> str | None:
    """Where a score lies as “between 55 and 70 %”; None when the bounds are equal as shown or unknown."""
    if percent_range(low, high) is None:
        return None
    return f"between {(low or 0) * 100:.0f} and {percent(high)}"


def clock(seconds: float) -> str:
    """A duration as minutes and seconds, with hours when there are some: “1:05”, “1:01:05”."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def plural(count: int, noun: str) -> str:
    """A count with its noun: “1 word”, “2 words”."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def when(moment: datetime, now: datetime) -> str:
    """A moment as people say it, in local time: “today 14:03”, “yesterday 09:10”, “3 Nov 2026”."""
    local = moment.astimezone()
    days = (now.astimezone().date() - local.date()).days
    if days == 0:
        return f"today {local:%H:%M}"
    if days == 1:
        return f"yesterday {local:%H:%M}"
    return f"{local.day} {local:%b %Y}"


def topics_of(topics: tuple[str, ...]) -> str:
    """Topics asked for, in a few words."""
    if not topics:
        return "all topics"
    return topics[0] if len(topics) == 1 else f"{topics[0]} + {len(topics) - 1}"
