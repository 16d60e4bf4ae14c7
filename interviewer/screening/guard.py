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


def sitting_lock(paths: Paths, ref: str) -> SessionLock:
    """The lock on one candidate's sitting, by the candidate's reference."""
    return SessionLock(paths, f"screen-{ref}")


@contextmanager
def holding_sitting(paths: Paths, ref: str) -> Iterator[None]:
    """A hold on one candidate's sitting. Raises CohortInUseError while they are answering."""
    lock = sitting_lock(paths, ref)
    if not lock.acquire():
        raise CohortInUseError("This candidate is answering at this moment; wait for them to leave.")
    try:
        yield
    finally:
        lock.release()
