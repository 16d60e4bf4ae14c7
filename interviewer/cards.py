"""Cards of spaced repetition as rows of their table, and back."""

import json
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from interviewer.review import Card, Rating
from interviewer.tables import answers, cards, grades, items


def card_row(card: Card) -> dict[str, Any]:
    """The row of a card."""
    body = {key: value for key, value in asdict(card).items() if key not in ("question_id", "due")}
    body["last_review"] = card.last_review.isoformat()
    return {"question_id": card.question_id, "due": card.due, "body": json.dumps(body)}


def read_cards(connection: sa.Connection, wanted: sa.ColumnElement[bool] | None = None) -> list[Card]:
    """The cards wanted, or all, those due longest first."""
    query = sa.select(cards).order_by(cards.c.due, cards.c.question_id)
    rows = connection.execute(query if wanted is None else query.where(wanted))
    return [_card(row) for row in rows]


def _card(row: Any) -> Card:
    body = json.loads(row.body)
    return Card(
        question_id=row.question_id,
        due=row.due,
        last_review=type(row.due).fromisoformat(body["last_review"]),
        stability=body["stability"],
        difficulty=body["difficulty"],
        reviews=body["reviews"],
        last_rating=Rating(body["last_rating"]),
    )


def read_cardless(connection: sa.Connection) -> list[str]:
    """Ids of the questions whose first answer in some interview has a score and that have no card, in order."""
    here = (answers.c.session_id == items.c.session_id) & (answers.c.position == items.c.position)
    query = (
        sa.select(items.c.question_id)
        .distinct()
        .join(answers, here & (answers.c.attempt == 1))
        .join(grades, (grades.c.answer_id == answers.c.id) & grades.c.score.is_not(None))
        .where(items.c.question_id.not_in(sa.select(cards.c.question_id)))
        .order_by(items.c.question_id)
    )
    return [str(row.question_id) for row in connection.execute(query)]
