"""How topics and points come along over time."""

from datetime import timedelta

import pytest

from interviewer.answer_lines import AnswerLine, AskedQuestion
from interviewer.progress import best_first, point_trends, topic_trends
from rubrics.verdict import Status
from tests.fakes import NOW

QUESTION = AskedQuestion("q", "Why?", "topic", {"c1": "first point", "c2": "second point"})


def _line(
    n: int,
    *,
    session: str = "s",
    score: float | None = None,
    question: AskedQuestion = QUESTION,
    is_counted: bool = True,
    statuses: dict[str, str] | None = None,
) -> AnswerLine:
    judged = {key: Status(value) for key, value in (statuses or {}).items()}
    at = NOW + timedelta(minutes=n)
    return AnswerLine(n, session, n, 1, at, question, is_counted, score, "local", judged)


def test_a_topic_has_a_mean_an_interview_in_the_order_of_time() -> None:
    lines = [
        _line(1, session="a", score=0.2),
        _line(2, session="a", score=0.4),
        _line(3, session="b", score=1.0),
        _line(4, session="b", score=None),
    ]
    (trend,) = topic_trends(lines)
    assert trend.scores == pytest.approx((0.3, 1.0))
    assert trend.answers == 3
    assert trend.last == 1.0


def test_the_topic_that_went_worst_at_last_comes_first() -> None:
    other = AskedQuestion("r", "How?", "another topic", {})
    lines = [_line(1, score=0.9), _line(2, score=0.1, question=other)]
    assert [trend.topic for trend in topic_trends(lines)] == ["another topic", "topic"]


def test_answers_that_were_tried_again_are_not_counted() -> None:
    lines = [_line(1, score=0.1, is_counted=False, statuses={"c1": "missed"}), _line(2, score=1.0)]
    assert [trend.scores for trend in topic_trends(lines)] == [(1.0,)]
    assert point_trends(lines) == []


def test_points_are_ranked_by_what_they_earned() -> None:
    lines = [
        _line(1, statuses={"c1": "missed", "c2": "met"}),
        _line(2, statuses={"c1": "partial", "c2": "met"}),
        _line(3, statuses={"c1": "contradicted", "c2": "unsure"}),
    ]
    weakest, best = point_trends(lines)
    assert (weakest.point, weakest.credits) == ("first point", (0.0, 0.5, 0.0))
    assert (best.point, best.credits) == ("second point", (1.0, 1.0))
    assert best.latest.answer_id == 2
    assert [trend.point for trend in best_first([weakest, best])] == ["second point", "first point"]


def test_a_point_is_the_same_while_its_words_are() -> None:
    moved = AskedQuestion("q", "Why, then?", "topic", {"c7": "first point"})
    lines = [_line(1, statuses={"c1": "met"}), _line(2, question=moved, statuses={"c7": "missed"})]
    (trend,) = point_trends(lines)
    assert trend.credits == (1.0, 0.0)
    assert trend.question == "Why, then?"


def test_among_equals_the_point_asked_most_often_comes_first() -> None:
    lines = [_line(1, statuses={"c1": "missed", "c2": "missed"}), _line(2, statuses={"c2": "missed"})]
    assert [trend.point for trend in point_trends(lines)] == ["second point", "first point"]
