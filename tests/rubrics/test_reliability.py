"""What a rater says of itself, in bins beside what came of it."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.reliability import BINS, reliability

SHARES = st.floats(0, 1)


@given(st.lists(st.tuples(SHARES, SHARES), max_size=60))
def test_every_case_is_in_one_bin_and_the_means_are_kept(pairs: list[tuple[float, float]]) -> None:
    bins = reliability(pairs)
    assert sum(one.count for one in bins) == len(pairs)
    assert len(bins) <= BINS
    assert [one.said for one in bins] == sorted(one.said for one in bins)
    if pairs:
        held = sum(one.count * one.held for one in bins) / len(pairs)
        assert held == pytest.approx(fmean(held for _, held in pairs), abs=1e-3)


def test_a_rater_that_knows_itself_lies_on_the_diagonal() -> None:
    pairs = [(0.75, 1.0), (0.75, 1.0), (0.75, 1.0), (0.75, 0.0), (1.0, 1.0)]
    assert [(one.count, one.said, one.held) for one in reliability(pairs)] == [(4, 0.75, 0.75), (1, 1.0, 1.0)]
