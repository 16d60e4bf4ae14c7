"""Runs the two apps of screening in a terminal that is not there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort
from interviewer.screening.reviewing import ReviewDesk
from interviewer.screening.store.screen_store import ScreenStore
from tests.tui.stage import SIZE, Stage
from tui.screening.app import Parting, ScreeningApp
from tui.screening.course import ReviewCourse
from tui.screening.review import ReviewApp
from tui.screening.seat import Seat
from tui.screening.take import TakeApp


@dataclass
class Room(Stage):
    """An app of screening under test."""

    screening: ScreeningApp

    @property
    def parting(self) -> Parting:
        """How the app ended."""
        return self.screening.parting

    async def until_left(self) -> Parting:
        """Let the app run until it ends."""
        await self.until(lambda: self.app._exit, "the end")
        return self.parting


@asynccontextmanager
async def _on(app: ScreeningApp, size: tuple[int, int]) -> AsyncIterator[Room]:
    async with app.run_test(size=size) as pilot:
        room = Room(app, pilot, app)  # type: ignore[arg-type]  # a stage asks of an app what every app can do
        await pilot.pause()
        yield room


@asynccontextmanager
async def taking(
    store: ScreenStore, paths: Paths, cohort: Cohort, candidate: str = "c1", size: tuple[int, int] = SIZE
) -> AsyncIterator[Room]:
    """A candidate at the questions; whoever is still there at the end is put out, as a kill would."""
    seat = Seat(store, paths, cohort, candidate)
    async with _on(TakeApp(seat), size) as room:
        yield room
    await seat.stand_up()


@asynccontextmanager
async def reviewing(
    store: ScreenStore, cohort: Cohort, reviewer: str = "AB", size: tuple[int, int] = SIZE
) -> AsyncIterator[Room]:
    """A reviewer at the queue."""
    desk = ReviewDesk(store, cohort, reviewer=reviewer)
    async with _on(ReviewApp(ReviewCourse(store, cohort, desk)), size) as room:
        yield room
