import random

import pytest

from interviewer.report.stats import Interval
from interviewer.screening.agreement import ReviewedCriterion
from interviewer.screening.report.model import build_screen_report, score_interval
from interviewer.screening.report.values import CandidateAnswers, ScoredAnswer, ScreenReport
from interviewer.screening.report.wording import level_text, looks_text
from rubrics.verdict import Status
from tests.interviewer.screening.report.cohorts import NOW, answer, facts, people


def report_of(candidates: list[CandidateAnswers], questions: int = 5) -> ScreenReport:
    return build_screen_report(facts(questions), candidates, now=NOW)


def test_candidates_far_apart_are_told_apart_and_neighbours_are_not() -> None:
    cohort = facts(6)
    report = build_screen_report(cohort, people(12, cohort), now=NOW)

    best, last = report.candidates[0], report.candidates[-1]
    assert best.separation is not None
    assert last.separation is not None
    assert best.separation.above > 0
    assert best.separation.level > 0
    assert last.separation.below > 0


def test_every_mean_that_is_ordered_has_an_interval_around_it() -> None:
    cohort = facts(6)
    for one in build_screen_report(cohort, people(12, cohort), now=NOW).comparable:
        assert one.interval is not None
        assert one.score is not None
        assert one.interval.low <= one.score <= one.interval.high


def test_what_was_not_graded_lowers_no_mean() -> None:
    scored = [answer(f"q{n}", score) for n, score in enumerate((0.5, 0.7, 0.9))]
    report = report_of([CandidateAnswers("a", (*scored, ScoredAnswer("q3", "ungraded", reason="It timed out.")))])

    one = report.candidates[0]
    assert one.score == pytest.approx(0.7)
    assert (one.scored, one.asked) == (3, 5)
    assert [a.state for a in one.answers] == ["graded", "graded", "graded", "ungraded", "missing"]
    assert "not graded ×1" in looks_text(one)
    assert any("1 answer could not be graded" in line and "not counted as zero" in line for line in report.statements)


def test_two_scored_answers_are_too_few_to_compare() -> None:
    report = report_of([CandidateAnswers("a", (answer("q0", 1.0), answer("q1", 1.0)))])

    assert report.comparable == []
    assert report.candidates[0].interval is None
    assert level_text(report.candidates[0], 0) == "too few to tell: 2 scored answers"


def test_open_criteria_widen_the_interval() -> None:
    sure = [answer(f"q{n}", score) for n, score in enumerate((0.4, 0.5, 0.6))]
    unsure = [
        ScoredAnswer(a.question_id, "needs_review", a.score, (a.score or 0) - 0.2, (a.score or 0) + 0.2) for a in sure
    ]

    narrow, wide = score_interval(sure, 0), score_interval(unsure, 0)
    assert narrow is not None
    assert wide is not None
    assert wide.low < narrow.low
    assert wide.high > narrow.high


def test_equal_scores_still_have_an_interval() -> None:
    # 1 − 0.05^(1/5), the exact upper limit of a share of 0 of 5.
    assert score_interval([answer(f"q{n}", 0.0) for n in range(5)], 0) == Interval(0.0, 0.45072)


def test_the_order_of_candidates_does_not_matter() -> None:
    cohort = facts()
    candidates = people(15, cohort)
    shuffled = random.Random(2).sample(candidates, len(candidates))

    assert build_screen_report(cohort, candidates, now=NOW) == build_screen_report(cohort, shuffled, now=NOW)


def test_a_reviewers_override_shows_the_graders_score_too() -> None:
    answers = [answer(f"q{n}", 0.5) for n in range(4)]
    changed = ScoredAnswer("q4", "graded", 1.0, 1.0, 1.0, coverage=1.0, overridden=2, graders_score=0.0)
    one = report_of([CandidateAnswers("a", (*answers, changed))]).candidates[0]

    assert one.score == pytest.approx(0.6)
    assert one.graders_score == pytest.approx(0.4)
    assert one.overridden == 2


def reviewed(number: int, grader: Status, blind: Status, final: Status) -> ReviewedCriterion:
    return ReviewedCriterion(f"a{number % 3}", grader, blind, final)


def test_agreement_is_taken_from_blind_verdicts_and_switching_is_counted() -> None:
    met, missed = Status.MET, Status.MISSED
    seen = [
        *(reviewed(n, met, met, met) for n in range(4)),
        *(reviewed(n, missed, missed, missed) for n in range(4)),
        reviewed(0, met, missed, met),
        reviewed(1, met, missed, missed),
        reviewed(2, met, missed, Status.PARTIAL),
    ]
    review = build_screen_report(facts(), [], reviewed=seen, now=NOW).review

    assert review is not None
    assert (review.criteria, review.answers, review.disagreed) == (11, 3, 3)
    assert (review.moved_to_grader, review.moved_elsewhere) == (1, 1)
    assert review.switched == pytest.approx(1 / 3)
    # Observed 8/11; by chance (4/11)(7/11) + (7/11)(4/11) = 56/121.
    assert review.kappa == pytest.approx((8 / 11 - 56 / 121) / (1 - 56 / 121))
    assert review.confusion["missed"]["met"] == 3


def test_without_reviews_it_says_that_nobody_looked() -> None:
    assert "Nobody has reviewed any of these grades." in report_of([]).statements


def test_it_says_that_an_estimate_is_one_and_that_nothing_was_measured() -> None:
    statements = " ".join(report_of([]).statements)

    assert "statistical estimates" in statements
    assert "has not been measured here" in statements
