from hypothesis import given
from hypothesis import strategies as st

from interviewer.report.stats import Interval
from interviewer.screening.separation import Separation, separate

ENDS = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda ends: Interval(min(ends), max(ends)))


def test_intervals_that_touch_cannot_be_told_apart() -> None:
    found = separate({"a": Interval(0.1, 0.5), "b": Interval(0.5, 0.9)})

    assert found["a"] == found["b"] == Separation(above=0, below=0, level=1)


def test_intervals_apart_are_told_apart() -> None:
    found = separate({"a": Interval(0.1, 0.4), "b": Interval(0.5, 0.9), "c": Interval(0.3, 0.6)})

    assert found["b"] == Separation(above=1, below=0, level=1)
    assert found["a"] == Separation(above=0, below=1, level=1)
    assert found["c"] == Separation(above=0, below=0, level=2)


@given(st.dictionaries(st.text(max_size=3), ENDS, max_size=12))
def test_counting_agrees_with_looking_at_every_pair(intervals: dict[str, Interval]) -> None:
    for name, found in separate(intervals).items():
        own, others = intervals[name], [i for n, i in intervals.items() if n != name]
        assert found.above == sum(other.high < own.low for other in others)
        assert found.below == sum(other.low > own.high for other in others)
        assert found.above + found.below + found.level == len(others)
