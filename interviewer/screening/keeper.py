"""Keeping what comes back from many gradings at once: whatever is waiting is written together.

A transaction takes as long as the disk takes to promise it, for one grade or for fifty. So one write is under way at
a time, and all that came back meanwhile goes into the next. Whoever hands something over waits until it is on disk.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Keeper(Generic[T]):
    """Writes with `save`, a call that blocks, from one event loop."""

    def __init__(self, save: Callable[[Sequence[T]], None]) -> None:
        self._save = save
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def keep(self, thing: T) -> None:
        """Return when it is kept. What the write raises is raised here; being cancelled does not undo it."""
        told = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, told))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await asyncio.shield(told)

    async def close(self) -> None:
        """Return when everything handed over is kept."""
        if self._writer is not None:
            await self._writer

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self._save, [thing for thing, _ in group])
            except Exception as error:  # noqa: BLE001 - handed to everybody who waits for this write
                _tell(group, error)
            else:
                _tell(group, None)


def _tell(group: Sequence[tuple[T, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, told in group:
        if told.done():
            continue
        if error is None:
            told.set_result(None)
        else:
            told.set_exception(error)
            told.exception()  # heard, even if whoever waited was cancelled
