"""What is due for review, today and in the weeks to come, as home shows it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bank.question import Bank
    from interviewer.store import Store
    from tui.workspace import Workspace

WEEKS = 4


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """How many questions of the bank in use come back, and when."""

    due: int
    """Today, those overdue included."""
    next_due: datetime | None
    """When the first one after today is due; None when nothing is."""
    loads: tuple[int, ...]
    """How many are due on each of the next days, today first."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to review, now or later."""
        return not self.due and self.next_due is None

    @property
    def by_week(self) -> list[int]:
        """How many are due in each of the next weeks."""
        return [sum(self.loads[start : start + 7]) for start in range(0, len(self.loads), 7)]


async def review_facts(workspace: Workspace) -> ReviewFacts:
    """What is due of the bank in use. Raises BankError, StoreError."""
    store = await workspace.store.get()
    bank = await workspace.bank.get()
    return await asyncio.to_thread(_facts, store, bank, workspace.now().astimezone())


def _facts(store: Store, bank: Bank, now: datetime) -> ReviewFacts:
    from interviewer.repetition import add_missing_cards
    from interviewer.review import due, forecast, next_due

    add_missing_cards(store)
    flagged = store.flagged_questions()
    here = {question.id for question in bank.questions} - flagged.keys()
    cards = [card for card in store.load_cards() if card.question_id in here]
    following = next_due(cards, now)
    loads = tuple(load.count for load in forecast(cards, now, 7 * WEEKS))
    return ReviewFacts(len(due(cards, now)), following.due if following else None, loads)
