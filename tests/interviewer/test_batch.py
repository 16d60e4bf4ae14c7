"""Batches: bounded, in order, adapting to a service that throttles, and ending without loss."""

import asyncio
import os
import signal
from collections.abc import Callable

import pytest

from interviewer.batch import Batch, Budget, End, Pace, Progress, stopping_on_interrupt


class Service:
    """Work that takes turns of the event loop, and remembers how many were in it at once."""

    def __init__(self, turns: Callable[[int], int] = lambda _: 1) -> None:
        self.turns = turns
        self.inside = 0
        self.peak = 0
        self.seen: list[int] = []

    async def __call__(self, item: int) -> int:
        self.inside += 1
        self.seen.append(item)
        self.peak = max(self.peak, self.inside)
        try:
            for _ in range(self.turns(item)):
                await asyncio.sleep(0)
        finally:
            self.inside -= 1
        return item * 10


def _batch(service: Service, count: int, limit: int, **more: object) -> tuple[Batch[int, int], list[tuple[int, int]]]:
    results: list[tuple[int, int]] = []
    pace = more.pop("pace", None) or Pace(limit)
    made = Batch(range(count), service, lambda item, result: results.append((item, result)), pace, **more)  # type: ignore[arg-type]  # options by name
    return made, results


async def test_results_come_in_input_order_whatever_finishes_first() -> None:
    batch, results = _batch(Service(lambda item: 50 - item), 50, 8)
    summary = await batch.run()
    assert results == [(item, item * 10) for item in range(50)]
    assert (summary.end, summary.progress.done) == (End.DONE, 50)


async def test_no_more_are_in_flight_than_allowed() -> None:
    service = Service(lambda _: 5)
    batch, _ = _batch(service, 40, 6)
    await batch.run()
    assert service.peak == 6


async def test_some_more_are_begun_for_a_grader_that_bounds_its_requests_until_the_service_throttles() -> None:
    service = Service(lambda _: 5)
    pace = Pace(6)
    pace.beside = 3
    await _batch(service, 40, 6, pace=pace)[0].run()
    assert service.peak == 9
    pace.throttled(0.0)
    assert (pace.allowance, pace.room) == (3, 3)


async def test_an_empty_batch_is_done() -> None:
    batch, results = _batch(Service(), 0, 4)
    assert (await batch.run()).end is End.DONE
    assert results == []


def test_a_throttled_service_halves_the_number_once_for_all_that_hit_it() -> None:
    clock = [0.0]
    pace = Pace(64, now=lambda: clock[0])
    for _ in range(30):
        pace.throttled(2.0)
    assert (pace.allowance, pace.pause, pace.cuts) == (32, 2.0, 1)
    clock[0] = 2.5
    pace.throttled(1.0)
    assert pace.allowance == 16


def test_the_number_grows_by_one_a_round_up_to_the_limit_and_never_falls_below_one() -> None:
    clock = [0.0]
    pace = Pace(8, now=lambda: clock[0])
    for _ in range(10):
        clock[0] += 10
        pace.throttled(1.0)
    assert pace.allowance == 1
    pace.succeeded()
    assert pace.allowance == 2
    for _ in range(100):
        pace.succeeded()
    assert pace.allowance == 8


async def test_nothing_starts_during_the_pause_that_a_service_asks_for() -> None:
    pace = Pace(4)
    started: list[float] = []

    async def work(item: int) -> int:
        started.append(pace.pause)
        if item == 0:
            pace.throttled(0.05)
        return item

    done: list[int] = []
    summary = await Batch(range(8), work, lambda item, _: done.append(item), pace).run()
    assert done == list(range(8))
    assert started[4:] == [0.0] * 4
    assert summary.cuts == 1


async def test_stopping_finishes_what_is_in_flight_and_starts_nothing_more() -> None:
    service = Service(lambda _: 3)
    batch, results = _batch(service, 100, 4)

    def seen(progress: Progress) -> None:
        if progress.done >= 8:
            batch.stop()

    batch.on_progress = seen
    summary = await batch.run()
    assert summary.end is End.STOPPED
    assert len(results) == len(service.seen) < 20


async def test_cancelling_hands_out_what_had_come_back() -> None:
    service = Service(lambda item: 10_000_000 if item == 1 else 1)
    batch, results = _batch(service, 6, 6)
    running = asyncio.ensure_future(batch.run())
    for _ in range(20):
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [item for item, _ in results] == [0, 2, 3, 4, 5]
    assert service.inside == 0


async def test_an_error_in_the_work_ends_the_batch_and_leaves_nothing_running() -> None:
    service = Service(lambda _: 1000)

    async def work(item: int) -> int:
        if item == 2:
            raise RuntimeError("broken")
        return await service(item)

    with pytest.raises(RuntimeError, match="broken"):
        await Batch(range(10), work, lambda *_: None, Pace(4)).run()
    assert service.inside == 0


async def test_a_hopeless_result_ends_the_batch() -> None:
    batch, results = _batch(Service(), 100, 2, is_hopeless=lambda result: result == 50)
    summary = await batch.run()
    assert summary.end is End.FAILED
    assert len(results) <= 8


async def test_a_budget_is_never_exceeded_and_what_fits_is_done() -> None:
    batch, results = _batch(Service(), 100, 8, budget=Budget(max_usd=1.0, each_usd=0.1), cost_of=lambda _: 0.1 - 1e-9)
    summary = await batch.run()
    assert summary.end is End.BUDGET
    assert len(results) == 10
    assert summary.progress.spent_usd <= 1.0


async def test_results_of_unknown_cost_count_as_forecast() -> None:
    batch, results = _batch(Service(), 100, 1, budget=Budget(max_usd=0.5, each_usd=0.1), cost_of=lambda _: None)
    assert (await batch.run()).end is End.BUDGET
    assert len(results) == 5


def test_progress_tells_rate_and_time_left() -> None:
    progress = Progress(done=50, total=200, in_flight=8, allowance=8, seconds=10, spent_usd=0)
    assert (progress.rate, progress.seconds_left) == (5.0, 30.0)
    assert Progress(0, 5, 1, 1, 0, 0).seconds_left is None


@pytest.mark.skipif(os.name == "nt", reason="no signal handlers on this loop")
async def test_the_first_interrupt_stops_cleanly() -> None:
    service = Service(lambda _: 3)
    batch, results = _batch(service, 1000, 4)
    told: list[bool] = []

    def seen(progress: Progress) -> None:
        if progress.done == 8:
            os.kill(os.getpid(), signal.SIGINT)

    batch.on_progress = seen
    async with stopping_on_interrupt(batch.stop, told=lambda: told.append(True)):
        summary = await batch.run()
    assert (summary.end, told) == (End.STOPPED, [True])
    assert len(results) == len(service.seen) < 1000


def test_a_limit_below_one_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Pace(0)
