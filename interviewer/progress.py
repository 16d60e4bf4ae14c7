"""How someone comes along over time: topics, and single points of answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from interviewer.answer_lines import AnswerLine
from rubrics.scoring import PARTIAL_CREDIT
from rubrics.verdict import Status

_CREDIT = {
    Status.MET: 1.0,
    Status.PARTIAL: PARTIAL_CREDIT,
    Status.MISSED: 0.0,
    Status.CONTRADICTED: 0.0,
}
"""What a point earns; an unsure one is not counted."""


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """The scores of one topic, interview by interview."""

    topic: str
    scores: tuple[float, ...]
    """Mean score in each interview that graded the topic, oldest first, 0..1."""
    answers: int
    """Graded answers."""

    @property
    def last(self) -> float:
        """Mean score in the latest interview."""
        return self.scores[-1]


@dataclass(frozen=True, slots=True)
class PointTrend:
    """One criterion of one question over all answers to it."""

    question: str
    topic: str
    point: str
    credits: tuple[float, ...]
    """What each answer earned for it, oldest first: 1 made, a part of it partly made, 0 not."""
    latest: AnswerLine

    @property
    def mean(self) -> float:
        """Mean credit, 0..1."""
        return fmean(self.credits)


def topic_trends(lines: Iterable[AnswerLine]) -> list[TopicTrend]:
    """A trend a topic over the counted answers, the weakest at last first. Lines are read oldest first."""
    scores: dict[str, dict[str, list[float]]] = {}
    for line in lines:
        if line.is_counted and line.score is not None:
            scores.setdefault(line.question.topic, {}).setdefault(line.session_id, []).append(line.score)
    trends = [
        TopicTrend(topic, tuple(fmean(each) for each in sessions.values()), sum(map(len, sessions.values())))
        for topic, sessions in scores.items()
    ]
    return sorted(trends, key=lambda trend: (trend.last, trend.topic))


def point_trends(lines: Iterable[AnswerLine]) -> list[PointTrend]:
    """A trend a point over the counted answers, the weakest first; among equals those asked most often.

    A point is the same while its question keeps its id and the point its words. Lines are read oldest first.
    """
    earned: dict[tuple[str, str], list[float]] = {}
    latest: dict[tuple[str, str], AnswerLine] = {}
    for line in lines:
        for criterion_id, status in line.statuses.items() if line.is_counted else ():
            point = line.question.criteria.get(criterion_id)
            if point is None or status not in _CREDIT:
                continue
            key = line.question.id, point
            earned.setdefault(key, []).append(_CREDIT[status])
            latest[key] = line
    trends = [
        PointTrend(latest[key].question.text, latest[key].question.topic, key[1], tuple(found), latest[key])
        for key, found in earned.items()
    ]
    return sorted(trends, key=lambda trend: (trend.mean, -len(trend.credits)))


def best_first(trends: Sequence[PointTrend]) -> list[PointTrend]:
    """The same, the best first; among equals those asked most often."""
    return sorted(trends, key=lambda trend: (-trend.mean, -len(trend.credits)))
