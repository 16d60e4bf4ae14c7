"""How many may be interviewed at once."""

import asyncio
from collections import Counter

EACH = 2
"""Open pages a visitor: one, and the one that a reload has not closed yet."""
PATIENCE = 3.0
"""Seconds to wait for a seat: a reloaded page gives its own back a moment after it asks for another."""


class Seats:
    """Seats in the interview room, taken by visitors' names."""

    def __init__(self, limit: int, each: int = EACH, patience: float = PATIENCE) -> None:
        self.limit = limit
        self._each = each
        self._patience = patience
        self._taken: Counter[str] = Counter()
        self._change = asyncio.Condition()

    @property
    def refusal(self) -> str:
        """What those read for whom there is no seat."""
        places = "the only place is" if self.limit == 1 else f"all {self.limit} places are"
        return f"Right now {places} taken. Try again in a few minutes; what you answered before is kept."

    async def find(self, name: str) -> bool:
        """Whether there is a seat for this visitor, or will be soon: a page keeps its own until the next loads."""
        async with self._change:
            return self._taken[name] > 0 or await self._wait_for(name)

    async def take(self, name: str) -> bool:
        """Take a seat; False when there is none."""
        async with self._change:
            if not await self._wait_for(name):
                return False
            self._taken[name] += 1
            return True

    async def leave(self, name: str) -> None:
        """Give a seat back."""
        async with self._change:
            self._taken[name] -= 1
            self._taken += Counter()
            self._change.notify_all()

    async def _wait_for(self, name: str) -> bool:
        try:
            async with asyncio.timeout(self._patience):
                await self._change.wait_for(lambda: self._has_room(name))
        except TimeoutError:
            return False
        return True

    def _has_room(self, name: str) -> bool:
        return self._taken.total() < self.limit and self._taken[name] < self._each
