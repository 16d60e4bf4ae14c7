"""Keeping what comes back from many gradings at once: whatever is waiting is written together.

A transaction takes as long as the disk takes to promise it, for one grade or for fifty. So one write is under way at
a time, and all that came back meanwhile, or within a tenth of a second, goes into the next. Whoever hands something
over goes on at once, unless the writes fall behind; `close` returns when everything is on disk.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

ROOM = 64
"""Things that may wait for the next write before whoever hands over more has to wait too."""
GATHER = 0.1
"""Seconds in which a write gathers what comes back: what a kill can lose beside all that is still under way."""


class Keeper(Generic[T]):
    """Writes with `save`, a call that blocks, from one event loop. After a write has failed it takes nothing more."""

    def __init__(self, save: Callable[[Sequence[T]], None], *, room: int = ROOM, gather: float = GATHER) -> None:
        self._save = save
        self._room = room
        self._gather = gather
        self._waiting: list[T] = []
        self._writer: asyncio.Task[None] | None = None
        self._failure: Exception | None = None
        self._written = asyncio.Condition()

    async def keep(self, thing: T) -> None:
        """Hand something over. Raises what an earlier write raised."""
        self._raise_failure()
        self._waiting.append(thing)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        async with self._written:
            await self._written.wait_for(lambda: len(self._waiting) <= self._room or self._failure is not None)
        self._raise_failure()

    async def close(self) -> None:
        """Return when everything handed over is on disk. Raises what a write raised."""
        while self._writer is not None and not self._writer.done():
            await asyncio.shield(self._writer)
        self._raise_failure()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    async def _write(self) -> None:
        while self._waiting and self._failure is None:
            if self._gather and len(self._waiting) <= self._room // 2:
                await asyncio.sleep(self._gather)
            group, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self._save, group)
            except Exception as error:  # noqa: BLE001 - raised to everybody who hands over or closes
                self._failure = error
            async with self._written:
                self._written.notify_all()
