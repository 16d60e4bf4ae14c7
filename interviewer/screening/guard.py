"""Keeps two processes from grading, or erasing in, one cohort at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from interviewer.locks import SessionLock
from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort
from interviewer.screening.errors import CohortInUseError


@contextmanager
def holding(paths: Paths, cohort: Cohort) -> Iterator[None]:
    """A hold on the cohort, let go by the operating system if the process is killed. Raises CohortInUseError."""
    lock = SessionLock(paths, f"screen-{cohort.name.lower()}")
    if not lock.acquire():
        raise CohortInUseError(
            f"The cohort “{cohort.name}” is being graded, or erased in, by another process; wait for it to end."
        )
    try:
        yield
    finally:
        lock.release()
