"""The ways into the apps of screening from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewer.screening.reviewing import ReviewDesk
from interviewer.screening.store.screen_store import ScreenStore
from tui.screening.app import Parting, ScreeningApp
from tui.screening.course import ReviewCourse
from tui.screening.review import ReviewApp
from tui.screening.seat import Seat
from tui.screening.take import TakeApp

if TYPE_CHECKING:
    from interviewer.config import Settings
    from interviewer.paths import Paths


def run_take(settings: Settings, paths: Paths, name: str, candidate: str) -> Parting:
    """Let a candidate answer until they leave. Raises what cannot be opened at all."""
    with ScreenStore.open(paths, settings.database_url) as store:
        return _run(TakeApp(Seat(store, paths, store.cohort(name), candidate), settings.theme))


def run_review(settings: Settings, paths: Paths, name: str, reviewer: str) -> Parting:
    """Let a reviewer judge until they leave. Raises what cannot be opened at all."""
    with ScreenStore.open(paths, settings.database_url) as store:
        cohort = store.cohort(name)
        desk = ReviewDesk(store, cohort, reviewer=reviewer)
        return _run(ReviewApp(ReviewCourse(store, cohort, desk), settings.theme))


def _run(app: ScreeningApp) -> Parting:
    app.run()
    return Parting(app.parting.sentence, app.return_code or app.parting.status)
