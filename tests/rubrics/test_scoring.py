"""The formula and its promises."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.rubric import Rubric
from rubrics.scoring import score_verdicts
from rubrics.verdict import Status
from tests.rubrics.builders import rubric

RUBRICS = st.builds(rubric, st.integers(1, 8), st.integers(0, 4), st.integers(0, 2))


@dataclass(frozen=True)
class Case:
    """A rubric, a status for each criterion, and a number of points beyond."""

    rubric: Rubric
    statuses: dict[str, Status]
    beyond: int

    def score(self, changed: Mapping[str, Status] | None = None, beyond: int = 0) -> float:
        """The score with some statuses changed and more points beyond; 0 when nothing can be judged."""
        return score_verdicts(self.rubric, {**self.statuses, **(changed or {})}, self.beyond + beyond).score or 0.0


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any outcome of a grading in which at least one required criterion could be judged."""
    chosen = draw(RUBRICS)
    statuses = {c.id: draw(st.sampled_from(Status)) for c in chosen.criteria}
    statuses[chosen.required[0].id] = draw(st.sampled_from([s for s in Status if s is not Status.UNSURE]))
    return Case(chosen, statuses, draw(st.integers(0, 6)))


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
    assert score_verdicts(with_option, _statuses(M, M, X, X, M)) == score_verdicts(
        rubric(4), _statuses(M, M, X, X), 1
    )


def test_a_named_misconception_subtracts() -> None:
    result = score_verdicts(rubric(4, misconceptions=1), _statuses(M, M, X, X, M))
    assert result.score == pytest.approx((2 - 1) / 3.2)


def test_unsure_criteria_bound_the_score() -> None:
    result = score_verdicts(rubric(5), _statuses(M, X, U, X, X))
    assert result.low == pytest.approx(0.25)
    assert result.high == pytest.approx(0.5)
    assert result.score == pytest.approx(1 / 3.2)


def test_nothing_judged_is_no_score_at_all() -> None:
    assert score_verdicts(rubric(3), _statuses(U, U, U)).score is None
    assert score_verdicts(rubric(3), {}).score is None


def test_a_status_for_a_criterion_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="c9"):
        score_verdicts(rubric(3), {"c9": M})


@given(cases())
def test_all_numbers_stay_in_bounds(case: Case) -> None:
    result = score_verdicts(case.rubric, case.statuses, case.beyond)
    numbers = [0.0, result.low, result.score, result.high, 1.0]
    assert [n for n in numbers if n is not None] == sorted(n for n in numbers if n is not None)
    assert None not in numbers
    assert result.coverage is not None
    assert 0 <= result.coverage <= 1


@given(cases(), st.data())
def test_meeting_one_more_criterion_never_lowers_the_score(case: Case, data: st.DataObject) -> None:
    judged = [c.id for c in case.rubric.criteria if not c.is_misconception and case.statuses[c.id] is not U]
    assert case.score({data.draw(st.sampled_from(judged)): M}) >= case.score()


@given(cases(), st.data())
def test_unsure_criteria_do_not_lower_the_score(case: Case, data: st.DataObject) -> None:
    others = [c.id for c in case.rubric.required[1:]]
    if others:
        criterion_id = data.draw(st.sampled_from(others))
        assert case.score({criterion_id: U}) >= case.score({criterion_id: X})


@given(cases(), st.data())
def test_optional_criteria_never_cost(case: Case, data: st.DataObject) -> None:
    optional = [c.id for c in case.rubric.criteria if c.optional]
    if optional:
        criterion_id = data.draw(st.sampled_from(optional))
        scores = [case.score({criterion_id: status}) for status in (X, C, P, M)]
        assert scores[0] == min(scores)


@given(cases())
def test_one_more_point_beyond_never_lowers_the_score(case: Case) -> None:
    assert case.score(beyond=1) >= case.score()
