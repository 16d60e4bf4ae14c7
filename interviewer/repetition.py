"""The cards of spaced repetition, kept in step with the answers they follow from."""

from collections.abc import Sequence

from interviewer.order import Result
from interviewer.review import Card, Review, card_of, rating_of
from interviewer.store import Store


def refresh_card(store: Store, question_id: str) -> Card | None:
    """Make the card of a question anew from all answers to it, and keep it; None when no answer has a score."""
    card = card_of(question_id, reviews_in(store.results(question_id)))
    store.save_card(question_id, card)
    return card


def reviews_in(results: Sequence[Result]) -> list[Review]:
    """What the interviews say of how well one question is remembered: the first answer in each, where it has a score.

    A later answer in the same interview says nothing of memory: the feedback was on the screen.
    """
    rated = [(rating_of(result.score, result.hints), result.at) for result in results]
    return [Review(rating, at) for rating, at in rated if rating]


def add_missing_cards(store: Store) -> None:
    """Cards for questions that were graded before there were any, or whose card was lost with the power."""
    for question_id in store.questions_without_card():
        refresh_card(store, question_id)
