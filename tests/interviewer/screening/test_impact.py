import pytest

from interviewer.screening.contingency import Rate
from interviewer.screening.impact import Person, impact_of


def decided(group: str, selected: int, of: int) -> list[Person]:
    return [Person(group, selected=n < selected) for n in range(of)]


def test_the_uniform_guidelines_example_is_below_four_fifths() -> None:
    # 80 applicants of whom 48 are hired, 40 of whom 12: selection rates 60 % and 30 %, ratio one half
    # (Questions and Answers to the Uniform Guidelines, question 12).
    impact = impact_of([*decided("one", 48, 80), *decided("two", 12, 40)])

    first, second = impact.groups
    assert impact.measure == "selection"
    assert (first.group, first.rate, first.is_reference, first.ratio) == ("one", Rate(48, 80), True, 1.0)
    assert second.ratio == pytest.approx(0.5)
    assert second.is_below_line
    assert second.p is not None
    assert second.p < 0.01


def test_equal_rates_are_not_below_the_line() -> None:
    impact = impact_of([*decided("a", 10, 20), *decided("b", 10, 20)])

    assert not any(group.is_below_line for group in impact.groups)
    assert impact.can_tell


def test_a_small_group_is_counted_and_not_compared() -> None:
    impact = impact_of([*decided("a", 10, 20), *decided("b", 0, 9)])

    small = impact.groups[1]
    assert small.is_too_few
    assert small.rate == Rate(0, 9)
    assert small.ratio is None
    assert small.p is None
    assert not impact.can_tell


def test_a_small_group_is_never_the_reference() -> None:
    impact = impact_of([*decided("a", 5, 20), *decided("b", 9, 9), *decided("c", 4, 20)])

    assert [group.group for group in impact.groups if group.is_reference] == ["a"]


def test_without_decisions_the_rate_is_the_share_above_the_median_of_all() -> None:
    people = [Person("a", score=n / 20) for n in range(20)] + [Person("b", score=0.3) for _ in range(20)]
    impact = impact_of(people)

    assert impact.measure == "scoring"
    assert impact.line == pytest.approx(0.3)
    assert {group.group: group.rate for group in impact.groups} == {"a": Rate(13, 20), "b": Rate(0, 20)}


def test_people_without_a_score_are_in_no_count_and_said() -> None:
    people = [Person("a", score=n / 12) for n in range(12)] + [Person("a"), Person("b")]
    impact = impact_of(people)

    assert impact.left_out == 2
    assert impact.groups[0].rate.of == 12


def test_nobody_selected_gives_no_ratio() -> None:
    impact = impact_of([*decided("a", 0, 20), *decided("b", 0, 20)])

    assert [group.ratio for group in impact.groups] == [None, None]
    assert not impact.can_tell


def test_nobody_at_all_gives_no_groups() -> None:
    assert impact_of([]).groups == []
