"""The cards of spaced repetition, kept in step with the answers they follow from."""

from collections.abc import Sequence

from interviewer.records import ItemRecord
from interviewer.review import Card, Review, card_of, rating_of
from interviewer.store import Store
from rubrics.extraction import extract_rubric


def refresh_card(store: Store, question_id: str) -> Card | None:
    """Make the card of a question anew from all answers to it, and keep it; None when no answer has a score."""
    card = card_of(question_id, reviews_in(store.asked(question_id)))
    store.save_card(question_id, card)
    return card


def reviews_in(items: Sequence[ItemRecord]) -> list[Review]:
    """What the interviews say of how well one question is remembered: the first answer in each, where it has a score.

    A later answer in the same interview says nothing of memory: the feedback was on the screen.
    """
    reviews = []
    for item in items:
        first = item.answers[0] if item.answers else None
        grade = first.standing(extract_rubric(item.question)) if first else None
        rating = rating_of(grade.score, first.answer.hints) if first and grade else None
        if first and rating:
            reviews.append(Review(rating, first.answer.submitted_at))
    return reviews


def add_missing_cards(store: Store) -> None:
    """Cards for questions that were graded before there were any, or whose card was lost with the power."""
    for question_id in store.questions_without_card():
        refresh_card(store, question_id)
