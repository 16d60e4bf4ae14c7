"""Keeps one interview from being open twice. The lock is the operating system's: a killed process leaves none."""

from interviewer.errors import StoreError
from interviewer.paths import Paths, make_private_folder


class SessionLock:
    """A lock on one interview, held by one process at a time."""

    def __init__(self, paths: Paths, session_id: str) -> None:
        from filelock import FileLock

        try:
            make_private_folder(paths.locks)
        except OSError as error:
            raise StoreError(f"The folder {paths.locks} cannot be written ({error.strerror}).") from error
        # A screen opens an interview in one worker thread and closes it in another.
        self._lock = FileLock(paths.locks / f"{session_id}.lock", mode=0o600, thread_local=False)

    def acquire(self) -> bool:
        """Whether the lock is now held here."""
        from filelock import Timeout

        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Let go; letting go twice is fine."""
        self._lock.release()
