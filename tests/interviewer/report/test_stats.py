"""Intervals: seeded, independent of order, honest about few values."""

import random
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.report.stats import difference_interval, mean_interval

SHARES = st.lists(st.floats(0, 1, allow_subnormal=False), min_size=3, max_size=40)


@given(SHARES, st.randoms())
@settings(max_examples=40, deadline=None)
def test_an_interval_holds_the_mean_and_ignores_the_order(values: list[float], rng: random.Random) -> None:
    found = mean_interval(values, seed=1)
    shuffled = rng.sample(values, len(values))
    assert mean_interval(shuffled, seed=1) == found
    if found is not None:
        assert min(values) - 1e-6 <= found.low <= fmean(values) + 1e-6
        assert fmean(values) - 1e-6 <= found.high <= max(values) + 1e-6


@pytest.mark.parametrize("values", [[], [0.5], [0.2, 0.9]])
def test_below_three_values_there_is_no_interval(values: list[float]) -> None:
    assert mean_interval(values, seed=0) is None
    assert difference_interval(values, [0.1, 0.5, 0.9], seed=0) is None
    assert difference_interval([0.1, 0.5, 0.9], values, seed=0) is None


def test_equal_values_give_no_interval_rather_than_one_of_no_width() -> None:
    assert mean_interval([0.4] * 5, seed=0) is None


def test_the_same_seed_gives_the_same_interval_and_another_seed_nearly_the_same() -> None:
    values = [n / 10 for n in range(11)]
    first, again, other = (mean_interval(values, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first is not None
    assert other is not None
    assert first.low == pytest.approx(other.low, abs=0.03)


def test_drawing_values_and_drawing_counts_agree() -> None:
    few, many = [0.1, 0.5, 0.6, 1.0] * 25, [0.1, 0.5, 0.6, 1.0] * 26
    one, other = mean_interval(few, seed=0), mean_interval(many, seed=0)
    assert one is not None
    assert other is not None
    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=0.01)


def test_more_values_make_a_narrower_interval() -> None:
    values = [0.0, 0.25, 0.5, 0.75, 1.0]
    few, many = mean_interval(values, seed=0), mean_interval(values * 20, seed=0)
    assert few is not None
    assert many is not None
    assert many.high - many.low < (few.high - few.low) / 3


@pytest.mark.parametrize(("n", "at_least"), [(5, 0.84), (10, 0.85), (30, 0.86)])
def test_nine_in_ten_intervals_hold_the_true_mean(n: int, at_least: float) -> None:
    rng = random.Random(7)
    hits = 0
    for trial in range(250):
        values = [rng.betavariate(2, 1.5) for _ in range(n)]
        found = mean_interval(values, seed=trial)
        hits += found is not None and found.low <= 2 / 3.5 <= found.high
    assert at_least <= hits / 250 <= 0.97


def test_an_interval_of_a_difference_holds_the_difference() -> None:
    now, before = [0.5, 0.7, 0.9, 0.8], [0.1, 0.2, 0.4, 0.3]
    found = difference_interval(now, before, seed=0)
    assert found is not None
    assert found.low < fmean(now) - fmean(before) < found.high
    assert found.low > 0
