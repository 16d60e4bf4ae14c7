"""Many gradings at once: as many as the service bears, results in input order, and an end that loses nothing paid.

The number in flight follows the rule that TCP uses (additive increase, multiplicative decrease; Chiu & Jain 1989): it
starts at the limit given, halves when the service answers 429, and grows by one for every round that goes well.
"""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

Monotonic = Callable[[], float]


class Pace:
    """How many gradings may be in flight now, between 1 and `limit`.

    `beside` more may be prepared and concluded meanwhile, for a grader that bounds its requests to the limit itself:
    while code checks one reply, the request of the next is under way already. A service that has throttled gets none.
    """

    beside = 0

    def __init__(self, limit: int, *, now: Monotonic = time.monotonic) -> None:
        if limit < 1:
            raise ValueError("at least one grading must be allowed in flight")
        self.limit = limit
        self._now = now
        self._allowance = float(limit)
        self._resume_at = float("-inf")
        self._cuts = 0

    @property
    def allowance(self) -> int:
        """How many may be in flight."""
        return int(self._allowance)

    @property
    def room(self) -> int:
        """How many may be begun and not concluded."""
        return self.allowance + (self.beside if self._cuts == 0 else 0)

    @property
    def pause(self) -> float:
        """Seconds until anything new may start; 0 when it may."""
        return max(0.0, self._resume_at - self._now())

    @property
    def cuts(self) -> int:
        """How often the number was halved."""
        return self._cuts

    def throttled(self, wait: float) -> None:
        """The service said 429 and asks for `wait` seconds. All that hit the same wall halve the number once."""
        if self.pause == 0:
            self._allowance = max(1.0, self._allowance / 2)
            self._cuts += 1
        self._resume_at = max(self._resume_at, self._now() + wait)

    def succeeded(self) -> None:
        """A grading came back: one more for every full round."""
        self._allowance = min(float(self.limit), self._allowance + 1 / self._allowance)


@dataclass(frozen=True, slots=True)
class Budget:
    """A bound on what a batch may cost, in US dollars, and what one grading is expected to."""

    max_usd: float
    each_usd: float

    def admits(self, spent: float, in_flight: int) -> bool:
        """Whether one more grading fits beside those in flight."""
        return spent + (in_flight + 1) * self.each_usd <= self.max_usd


class End(StrEnum):
    """Why a batch is over."""

    DONE = "done"
    STOPPED = "stopped"
    """Somebody asked for it; what was in flight was finished."""
    BUDGET = "budget"
    """One more grading might have cost more than is allowed."""
    FAILED = "failed"
    """A result showed that all others would fail the same way."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is."""

    done: int
    total: int
    in_flight: int
    allowance: int
    seconds: float
    spent_usd: float

    @property
    def rate(self) -> float:
        """Results a second so far."""
        return self.done / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Time to the end at this rate; None before there is one."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a batch."""

    end: End
    progress: Progress
    cuts: int = 0


def _no_cost(_: object) -> float:
    return 0.0


def _never(_: object) -> bool:
    return False


def _tell_nobody(_: Progress) -> None:
    return


@dataclass
class Batch(Generic[Item, Result]):
    """One run over a sequence of items.

    `on_result` gets every result with its item, in input order, as soon as all before it are there. `is_hopeless`
    tells a result after which the others need not be tried. Cancelling `run` cancels what is in flight and still
    hands out what had come back; `stop` lets what is in flight finish.
    """

    items: Sequence[Item]
    work: Callable[[Item], Awaitable[Result]]
    on_result: Callable[[Item, Result], None]
    pace: Pace
    on_progress: Callable[[Progress], None] = _tell_nobody
    is_hopeless: Callable[[Result], bool] = _never
    cost_of: Callable[[Result], float | None] = _no_cost
    budget: Budget | None = None
    now: Monotonic = time.monotonic
    _running: dict["asyncio.Task[Result]", int] = field(default_factory=dict, init=False)
    _waiting: dict[int, Result] = field(default_factory=dict, init=False)
    _started: int = field(default=0, init=False)
    _handed_out: int = field(default=0, init=False)
    _done: int = field(default=0, init=False)
    _spent: float = field(default=0.0, init=False)
    _end: End = field(default=End.DONE, init=False)
    _began: float = field(default=0.0, init=False)

    def stop(self) -> None:
        """Start nothing more; `run` returns when what is in flight is done."""
        if self._end is End.DONE:
            self._end = End.STOPPED

    async def run(self) -> Summary:
        """Work through the items."""
        self._began = self.now()
        try:
            while self._fill() or self._running:
                await self._collect()
        finally:
            await self._cancel_running()
            self._hand_out_rest()
        return Summary(self._end, self._progress(), self.pace.cuts)

    def _fill(self) -> bool:
        """Start what may start; whether anything is left to start."""
        while self._has_more() and len(self._running) < self.pace.room and not self.pace.pause:
            if self.budget is not None and not self.budget.admits(self._spent, len(self._running)):
                if not self._running:  # what is in flight may cost less than was feared
                    self._end = End.BUDGET
                break
            task: asyncio.Task[Result] = asyncio.ensure_future(_awaited(self.work(self.items[self._started])))
            self._running[task] = self._started
            self._started += 1
        return self._has_more()

    def _has_more(self) -> bool:
        return self._end is End.DONE and self._started < len(self.items)

    async def _collect(self) -> None:
        """Wait for a result, or for the end of a pause."""
        pause = self.pace.pause if self._has_more() else 0.0
        if not self._running:
            await asyncio.sleep(pause)
            return
        done, _ = await asyncio.wait(self._running, timeout=pause or None, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            self._take(self._running.pop(task), task.result())
        if done:
            self._hand_out()
            self.on_progress(self._progress())

    def _take(self, index: int, result: Result) -> None:
        self._waiting[index] = result
        self._done += 1
        cost = self.cost_of(result)
        self._spent += cost if cost is not None else self.budget.each_usd if self.budget else 0.0
        self.pace.succeeded()
        if self._end is End.DONE and self.is_hopeless(result):
            self._end = End.FAILED

    def _hand_out(self) -> None:
        while self._handed_out in self._waiting:
            self.on_result(self.items[self._handed_out], self._waiting.pop(self._handed_out))
            self._handed_out += 1

    def _hand_out_rest(self) -> None:
        """What came back behind a gap, after a cancellation."""
        for index in sorted(self._waiting):
            self.on_result(self.items[index], self._waiting.pop(index))

    async def _cancel_running(self) -> None:
        for task in self._running:
            task.cancel()
        outcomes = await asyncio.gather(*self._running, return_exceptions=True)
        for index, outcome in zip(self._running.values(), outcomes, strict=True):
            if not isinstance(outcome, BaseException):
                self._take(index, outcome)
        self._running.clear()

    def _progress(self) -> Progress:
        return Progress(
            done=self._done,
            total=len(self.items),
            in_flight=len(self._running),
            allowance=self.pace.allowance,
            seconds=self.now() - self._began,
            spent_usd=self._spent,
        )


async def _awaited(work: Awaitable[Result]) -> Result:
    return await work


@contextlib.asynccontextmanager
async def stopping_on_interrupt(stop: Callable[[], None], *, told: Callable[[], None]) -> AsyncIterator[None]:
    """Make the first Ctrl+C call `stop` and `told`; the second cancels the current task as usual.

    Where the loop takes no signal handlers (Windows), the first one cancels.
    """
    loop = asyncio.get_running_loop()
    current = asyncio.current_task()

    def interrupted() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        if current is not None:
            loop.add_signal_handler(signal.SIGINT, current.cancel)
        stop()
        told()

    try:
        loop.add_signal_handler(signal.SIGINT, interrupted)
    except (NotImplementedError, RuntimeError, ValueError):
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
