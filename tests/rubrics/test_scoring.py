"""The formula and its promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.scoring import score_verdicts
from rubrics.verdict import Status
from tests.rubrics.builders import rubric

RUBRICS = st.builds(rubric, st.integers(1, 8), st.integers(0, 4), st.integers(0, 2))


@st.composite
def graded(draw: st.DrawFn):  # type: ignore[no-untyped-def]  # a hypothesis strategy
    """A rubric, a status for each criterion, and a number of points beyond."""
    chosen = draw(RUBRICS)
    statuses = {c.id: draw(st.sampled_from(Status)) for c in chosen.criteria}
    return chosen, statuses, draw(st.integers(0, 6))


def _statuses(*values: Status) -> dict[str, Status]:
    return {f"c{n}": value for n, value in enumerate(values, 1)}


M, P, X, C, U = Status.MET, Status.PARTIAL, Status.MISSED, Status.CONTRADICTED, Status.UNSURE


@pytest.mark.parametrize(
    ("statuses", "beyond", "score", "coverage"),
    [
        ((X, X, X, X, X), 0, 0.0, 0.0),
        ((M, M, M, M, M), 0, 1.0, 1.0),
        ((M, M, M, M, X), 0, 1.0, 0.8),
        ((M, P, X, X, X), 0, 1.5 / 4, 0.3),
        ((M, P, C, X, X), 2, 2.5 / 4, 0.3),
        ((X, X, X, X, X), 3, 1.5 / 4, 0.0),
    ],
)
def test_known_values(statuses: tuple[Status, ...], beyond: int, score: float, coverage: float) -> None:
    result = score_verdicts(rubric(5), _statuses(*statuses), beyond)
    assert result.score == pytest.approx(score)
    assert result.coverage == pytest.approx(coverage)
    assert result.low == result.high == result.score


def test_a_met_optional_criterion_counts_as_a_point_beyond_and_a_missed_one_costs_nothing() -> None:
    with_option = rubric(4, optional=1)
    base = score_verdicts(rubric(4), _statuses(M, M, X, X))
    assert score_verdicts(with_option, _statuses(M, M, X, X, X)) == base
    assert score_verdicts(with_option, _statuses(M, M, X, X, M)) == score_verdicts(rubric(4), _statuses(M, M, X, X), 1)


def test_a_named_misconception_subtracts() -> None:
    result = score_verdicts(rubric(4, misconceptions=1), _statuses(M, M, X, X, M))
    assert result.score == pytest.approx((2 - 1) / 3.2)


def test_unsure_criteria_bound_the_score() -> None:
    result = score_verdicts(rubric(5), _statuses(M, X, U, X, X))
    assert (result.low, result.high) == (pytest.approx(0.25), pytest.approx(0.5))
    assert result.score == pytest.approx(1 / 3.2)


def test_nothing_judged_is_no_score_at_all() -> None:
    assert score_verdicts(rubric(3), _statuses(U, U, U)).score is None
    assert score_verdicts(rubric(3), {}).score is None


def test_a_status_for_a_criterion_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="c9"):
        score_verdicts(rubric(3), {"c9": M})


@given(graded())
def test_all_numbers_stay_in_bounds(case) -> None:  # type: ignore[no-untyped-def]
    result = score_verdicts(*case)
    if result.score is not None:
        assert 0 <= result.low <= result.score <= result.high <= 1
        assert 0 <= result.coverage <= 1


@given(graded(), st.data())
def test_meeting_one_more_criterion_never_lowers_the_score(case, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    chosen, statuses, beyond = case
    judged = [c.id for c in chosen.criteria if not c.is_misconception and statuses[c.id] is not U]
    before = score_verdicts(chosen, statuses, beyond)
    if before.score is None or not judged:
        return
    after = score_verdicts(chosen, {**statuses, data.draw(st.sampled_from(judged)): M}, beyond)
    assert after.score is not None
    assert after.score >= before.score
    assert after.coverage >= before.coverage


@given(graded(), st.data())
def test_unsure_criteria_do_not_lower_the_score(case, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    chosen, statuses, beyond = case
    criterion_id = data.draw(st.sampled_from([c.id for c in chosen.required]))
    missed = score_verdicts(chosen, {**statuses, criterion_id: X}, beyond)
    unsure = score_verdicts(chosen, {**statuses, criterion_id: U}, beyond)
    if unsure.score is not None:
        assert unsure.score >= missed.score


@given(graded(), st.data())
def test_optional_criteria_never_cost(case, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    chosen, statuses, beyond = case
    optional = [c.id for c in chosen.criteria if c.optional]
    if not optional:
        return
    criterion_id = data.draw(st.sampled_from(optional))
    scores = [score_verdicts(chosen, {**statuses, criterion_id: s}, beyond).score for s in (X, C, P, M)]
    if scores[0] is not None:
        assert scores[0] == min(scores)


@given(graded())
def test_one_more_point_beyond_never_lowers_the_score(case) -> None:  # type: ignore[no-untyped-def]
    chosen, statuses, beyond = case
    before, after = score_verdicts(chosen, statuses, beyond), score_verdicts(chosen, statuses, beyond + 1)
    assert before.score is None or after.score >= before.score
