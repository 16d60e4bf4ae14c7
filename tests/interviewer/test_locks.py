"""The lock on an open interview."""

from concurrent.futures import ThreadPoolExecutor

from interviewer.locks import SessionLock
from interviewer.paths import Paths


def test_a_lock_taken_in_one_thread_can_be_released_in_another(paths: Paths) -> None:
    lock = SessionLock(paths, "a")
    with ThreadPoolExecutor(1) as first:
        assert first.submit(lock.acquire).result()
    assert not SessionLock(paths, "a").acquire()
    with ThreadPoolExecutor(1) as second:
        second.submit(lock.release).result()
    assert SessionLock(paths, "a").acquire()
