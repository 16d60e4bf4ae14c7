"""When a question comes back: spaced repetition by FSRS, rated by code from what the answers were worth.

A card is a function of the history: of every interview the first answer to the question counts, with the value that
stands (the latest grade, with the person's overrides). So an answer is reviewed exactly once; grading it again or
overriding a verdict changes that one review, and makes no second. Nobody is asked how well it went.

FSRS: J. Ye, J. Su, Y. Cao, “A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition Scheduling”,
KDD 2022; here by the reference implementation, `fsrs`, with its default parameters, without random fuzz, and without
steps shorter than a day: one does not sit the same interview question twice in ten minutes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

RETENTION = 0.9
"""The chance of still knowing an answer at which its question comes back."""
HARD_FROM, GOOD_FROM, EASY_FROM = 0.4, 0.6, 0.85
"""Scores, 0..1, from which an answer is rated hard, good, easy; below the first it is rated “again”."""


class Rating(IntEnum):
    """How well a question was answered from memory, as FSRS counts it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to a question, as evidence of how well it is remembered."""

    rating: Rating
    at: datetime
    """When it was answered, aware, in UTC."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of how well one question is remembered."""

    question_id: str
    due: datetime
    """When it should be asked again, aware, in UTC."""
    last_review: datetime
    stability: float
    """Days until the chance of knowing it falls to 90 %."""
    difficulty: float
    """1 (easy to keep) to 10, as FSRS estimates it."""
    reviews: int
    """Answers it was learnt from."""
    last_rating: Rating


def rating_of(score: float | None, hints: int) -> Rating | None:
    """The rating that a score amounts to; None without a score.

    With one hint an answer is at most good, with more at most hard: what was prompted was not remembered.
    """
    if score is None:
        return None
    bounds = ((EASY_FROM, Rating.EASY), (GOOD_FROM, Rating.GOOD), (HARD_FROM, Rating.HARD))
    earned = next((rating for bound, rating in bounds if score >= bound), Rating.AGAIN)
    most = (Rating.EASY, Rating.GOOD, Rating.HARD)[min(hints, 2)]
    return min(earned, most)


def card_of(question_id: str, reviews: Sequence[Review]) -> Card | None:
    """The card of a question that was answered so, in any order; None without a review."""
    import fsrs

    if not reviews:
        return None
    scheduler = fsrs.Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    ordered = sorted(reviews, key=lambda review: review.at)
    card = fsrs.Card(card_id=0, due=ordered[0].at)
    for review in ordered:
        card, _ = scheduler.review_card(card, fsrs.Rating(review.rating), review.at)
    return Card(
        question_id=question_id,
        due=card.due,
        last_review=ordered[-1].at,
        stability=card.stability or 0.0,
        difficulty=card.difficulty or 0.0,
        reviews=len(ordered),
        last_rating=ordered[-1].rating,
    )


def end_of_day(now: datetime) -> datetime:
    """The first moment of the next day, in the time zone of `now`: what is due today is due all day."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def due(cards: Iterable[Card], now: datetime) -> list[Card]:
    """The cards due on the day of `now` or before, those due longest first."""
    limit = end_of_day(now)
    return sorted((card for card in cards if card.due < limit), key=_by_date)


def _by_date(card: Card) -> tuple[datetime, str]:
    return card.due, card.question_id


def next_due(cards: Iterable[Card], now: datetime) -> Card | None:
    """The card that is due first after today; None when there is none."""
    limit = end_of_day(now)
    return min((card for card in cards if card.due >= limit), key=_by_date, default=None)


@dataclass(frozen=True, slots=True)
class DayLoad:
    """How many questions are due on a day."""

    day: date
    count: int


def forecast(cards: Iterable[Card], now: datetime, days: int = 28) -> list[DayLoad]:
    """What is due on each of the next days, today first, in the time zone of `now`; what is overdue counts today.

    It knows the cards as they are: a question answered today may be due again within these days and is not foreseen.
    """
    today = now.date()
    loads = dict.fromkeys((today + timedelta(days=n) for n in range(days)), 0)
    for card in cards:
        day = max(today, card.due.astimezone(now.tzinfo).date())
        if day in loads:
            loads[day] += 1
    return [DayLoad(day, count) for day, count in loads.items()]
