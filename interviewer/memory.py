"""What is kept beside interviews: what the person says about grades and questions, and when questions come back."""

from datetime import datetime

import sqlalchemy as sa

from interviewer.cards import card_row, read_cardless, read_cards
from interviewer.database import Database
from interviewer.opinions import flag_row, insert_override, read_flags
from interviewer.order import Result
from interviewer.queries import read_results
from interviewer.records import Flag
from interviewer.review import Card, end_of_day
from interviewer.tables import cards, events
from rubrics.overrides import Override


class Memory(Database):
    """The part of the store that remembers for the person."""

    # What the person says

    def add_override(self, answer_id: int, override: Override) -> None:
        """Keep a person's verdict on a criterion; one that repeats the grader's takes back those before it.

        Raises StoreError when the answer has no grade.
        """
        with self._transaction() as connection:
            insert_override(connection, answer_id, override)

    def flag_question(self, session_id: str, question_id: str, reason: str, at: datetime) -> None:
        """Keep that a question is bad, and why."""
        with self._transaction() as connection:
            connection.execute(sa.insert(events), flag_row(session_id, question_id, reason, at))

    def unflag_question(self, session_id: str, question_id: str, at: datetime) -> None:
        """Keep that a question is not bad after all."""
        with self._transaction() as connection:
            connection.execute(sa.insert(events), flag_row(session_id, question_id, None, at))

    def flagged_questions(self) -> dict[str, Flag]:
        """The questions called bad, by id."""
        with self._transaction() as connection:
            return read_flags(connection)

    # Spaced repetition

    def results(self, question_id: str | None = None) -> list[Result]:
        """The first answers of all interviews, or those to one question, that have a score, oldest first.

        The scores are those that count.
        """
        with self._transaction() as connection:
            return read_results(connection, question_id)

    def save_card(self, question_id: str, card: Card | None) -> None:
        """Keep the card of a question in place of the one before; None removes it."""
        with self._transaction() as connection:
            connection.execute(sa.delete(cards).where(cards.c.question_id == question_id))
            if card:
                connection.execute(sa.insert(cards), card_row(card))

    def load_cards(self) -> list[Card]:
        """All cards, those due longest first."""
        with self._transaction() as connection:
            return read_cards(connection)

    def due(self, now: datetime) -> list[Card]:
        """The cards due on the day of `now` or before, those due longest first."""
        with self._transaction() as connection:
            return read_cards(connection, cards.c.due < end_of_day(now))

    def questions_without_card(self) -> list[str]:
        """Ids of the questions that were graded and have no card, in order."""
        with self._transaction() as connection:
            return read_cardless(connection)
