import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.screening.contingency import Rate, fisher_exact, ratio_interval

RATES = st.integers(0, 40).flatmap(lambda n: st.builds(Rate, st.integers(0, n), st.just(n)))


# As R 4's fisher.test and scipy.stats.fisher_exact give them.
@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        (Rate(3, 4), Rate(1, 4), 0.4857142857),
        (Rate(8, 10), Rate(2, 10), 0.0230141376),
        (Rate(1, 10), Rate(9, 12), 0.0036913551),
        (Rate(1200, 5000), Rate(1300, 5000), 0.0222253126),
    ],
)
def test_fishers_p_agrees_with_r(first: Rate, second: Rate, p: float) -> None:
    assert fisher_exact(first, second) == pytest.approx(p, abs=1e-9)


@given(RATES, RATES)
def test_fishers_p_is_a_probability_and_does_not_depend_on_the_order(first: Rate, second: Rate) -> None:
    p = fisher_exact(first, second)

    assert 0 < p <= 1
    assert p == pytest.approx(fisher_exact(second, first))


def test_equal_rates_have_a_p_of_one() -> None:
    assert fisher_exact(Rate(5, 10), Rate(5, 10)) == 1.0
    assert fisher_exact(Rate(0, 0), Rate(1, 2)) == 1.0


def test_the_interval_of_a_ratio_is_katzs() -> None:
    # 20/100 against 40/100: ln 0.5 ± 1.6449 × sqrt(1/20 − 1/100 + 1/40 − 1/100).
    interval = ratio_interval(Rate(20, 100), Rate(40, 100))

    assert interval is not None
    assert interval.low == pytest.approx(0.3400, abs=1e-4)
    assert interval.high == pytest.approx(0.7354, abs=1e-4)


def test_the_interval_of_a_ratio_stays_finite_when_nobody_was_selected() -> None:
    interval = ratio_interval(Rate(0, 30), Rate(10, 30))

    assert interval is not None
    assert 0 < interval.low < interval.high < 1


def test_a_ratio_of_nobody_has_no_interval() -> None:
    assert ratio_interval(Rate(0, 0), Rate(1, 2)) is None


def test_more_hits_than_people_are_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        Rate(3, 2)
