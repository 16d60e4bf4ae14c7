"""When a question comes back: rated by code, once an answer, and the same for the same history."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.review import Card, Rating, Review, card_of, due, end_of_day, forecast, next_due, rating_of
from tests.fakes import NOW

RATINGS = st.sampled_from(Rating)
HISTORIES = st.lists(
    st.builds(lambda rating, hours: Review(rating, NOW + timedelta(hours=hours)), RATINGS, st.integers(0, 10_000)),
    min_size=1,
    max_size=12,
    unique_by=lambda review: review.at,
)


@pytest.mark.parametrize(
    ("score", "hints", "rating"),
    [
        (0.0, 0, Rating.AGAIN),
        (0.39, 0, Rating.AGAIN),
        (0.4, 0, Rating.HARD),
        (0.6, 0, Rating.GOOD),
        (0.85, 0, Rating.EASY),
        (1.0, 0, Rating.EASY),
        (1.0, 1, Rating.GOOD),
        (1.0, 2, Rating.HARD),
        (1.0, 9, Rating.HARD),
        (0.2, 2, Rating.AGAIN),
        (None, 0, None),
    ],
)
def test_a_rating_follows_from_the_score_and_the_hints(
    score: float | None, hints: int, rating: Rating | None
) -> None:
    assert rating_of(score, hints) is rating


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 5), st.integers(0, 5))
def test_a_better_score_with_fewer_hints_is_never_rated_worse(a: float, b: float, h: int, i: int) -> None:
    better, worse = rating_of(max(a, b), min(h, i)), rating_of(min(a, b), max(h, i))
    assert better is not None
    assert worse is not None
    assert better >= worse


def test_what_was_never_answered_has_no_card() -> None:
    assert card_of("q", []) is None


@given(HISTORIES.flatmap(lambda history: st.tuples(st.just(history), st.permutations(history))))
def test_a_card_does_not_depend_on_the_order_in_which_grades_arrive(
    histories: tuple[list[Review], list[Review]],
) -> None:
    assert card_of("q", histories[0]) == card_of("q", histories[1])


@given(HISTORIES)
def test_a_question_comes_back_a_day_after_the_last_answer_at_the_earliest(history: list[Review]) -> None:
    card = card_of("q", history)
    assert card is not None
    assert card.last_review == max(review.at for review in history)
    assert card.due >= card.last_review + timedelta(days=1)
    assert card.reviews == len(history)


@given(HISTORIES, st.integers(1, 400))
def test_the_better_the_last_answer_the_later_its_question_comes_back(history: list[Review], days: int) -> None:
    at = max(review.at for review in history) + timedelta(days=days)
    cards = [card_of("q", [*history, Review(rating, at)]) for rating in Rating]
    dates = [card.due for card in cards if card]
    assert dates == sorted(dates)


def test_a_question_well_known_comes_back_later_each_time() -> None:
    reviews = [Review(Rating.GOOD, NOW)]
    gaps = []
    for _ in range(4):
        card = card_of("q", reviews)
        assert card is not None
        gaps.append(card.due - reviews[-1].at)
        reviews.append(Review(Rating.GOOD, card.due))
    assert gaps == sorted(set(gaps))


def _card(name: str, at: datetime) -> Card:
    return Card(name, at, NOW, 1.0, 5.0, 1, Rating.GOOD)


def test_what_is_due_today_is_due_all_day_and_what_waits_longest_comes_first() -> None:
    cards = [
        _card("tonight", NOW.replace(hour=23)),
        _card("tomorrow", end_of_day(NOW)),
        _card("overdue", NOW - timedelta(days=3)),
    ]
    assert [card.question_id for card in due(cards, NOW)] == ["overdue", "tonight"]
    following = next_due(cards, NOW)
    assert following is not None
    assert following.question_id == "tomorrow"


def test_the_forecast_counts_what_is_overdue_today_and_each_card_once() -> None:
    cards = [_card(f"q{n}", NOW + timedelta(days=n)) for n in (-5, -1, 0, 1, 1, 27, 28)]
    loads = forecast(cards, NOW)
    assert len(loads) == 28
    assert [load.count for load in loads if load.count] == [3, 2, 1]
    assert loads[0].day == NOW.date()


def test_days_are_those_of_the_place_one_is_in() -> None:
    card = _card("q", datetime(2026, 1, 1, 23, 30, tzinfo=UTC))
    east = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=3)))
    assert due([card], east) == []
    assert [load.count for load in forecast([card], east, days=2)] == [0, 1]
