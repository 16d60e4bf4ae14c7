"""Which candidates a cohort's scores can tell apart: those whose intervals do not overlap, and nobody else.

An order of means says more than is known. Two intervals of 90 % that do not touch are a careful sign of a
difference: for two means of equal spread it asks for more than a test of their difference at 5 % would (Schenker &
Gentleman 2001, The American Statistician 55), which is the side to err on when it is about people.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from interviewer.report.stats import Interval


@dataclass(frozen=True, slots=True)
class Separation:
    """How one candidate stands among the others who have an interval."""

    above: int
    """Candidates whose whole interval lies below this one's."""
    below: int
    """Candidates whose whole interval lies above."""
    level: int
    """Candidates who cannot be told from this one."""


def separate(intervals: Mapping[str, Interval]) -> dict[str, Separation]:
    """The standing of everyone who has an interval; intervals that touch overlap. In n log n."""
    lows = sorted(interval.low for interval in intervals.values())
    highs = sorted(interval.high for interval in intervals.values())
    found = {}
    for name, interval in intervals.items():
        above = bisect_left(highs, interval.low)
        below = len(lows) - bisect_right(lows, interval.high)
        found[name] = Separation(above, below, len(intervals) - 1 - above - below)
    return found
