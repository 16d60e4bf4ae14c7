"""The values of a report: everything that any rendering says, computed once, so that all renderings agree.

Scores, coverages and the ends of intervals are shares, 0..1. Texts are the raw ones; each rendering makes them safe
for where they go.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interviewer.report.item_values import ItemReport
from interviewer.report.standing_values import Standing
from interviewer.report.stats import Interval
from interviewer.report.trust_values import Honesty

SCHEMA_VERSION = 1
"""Version of the JSON rendering; raised when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One interview, in a row of them."""

    id: str
    started_at: datetime
    ended_at: datetime | None
    mode: str
    bank: str
    questions: int
    graded: int
    score: float | None
    interval: Interval | None
    is_earlier: bool
    """Whether it is there for comparison only."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next."""

    kind: Literal["grade", "correct", "learn", "answer", "practise", "pace", "look", "due"]
    text: str
    questions: tuple[int, ...]
    """Numbers of the questions it is about."""


@dataclass(frozen=True, slots=True)
class Due:
    """A question that spaced repetition brings back."""

    question_id: str
    question: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A self-assessment over one or several interviews."""

    title: str
    made_at: datetime
    sessions: tuple[SessionLine, ...]
    """Earlier ones and those reported on, oldest first."""
    overall: Standing
    topics: tuple[Standing, ...]
    """Weakest first; topics without a score last."""
    items: tuple[ItemReport, ...]
    next_steps: tuple[NextStep, ...]
    """At most seven."""
    honesty: Honesty
    due: tuple[Due, ...] = ()
    """When questions of these interviews come back by spaced repetition, the first first."""
    schema_version: int = SCHEMA_VERSION
