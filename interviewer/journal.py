"""What a model has drafted and no bank holds yet: on disk at once, so that a killed run loses nothing it paid for."""

import json
from pathlib import Path
from typing import Any

from interviewer.errors import StoreError
from interviewer.paths import Paths, make_private_folder, open_private_file


class Journal:
    """Records by key, each kept the moment it is there. A torn last line is as if it had not been written."""

    def __init__(self, paths: Paths, name: str) -> None:
        self._file = paths.root / "drafts" / f"{name}.jsonl"

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return self._file

    def read(self) -> dict[str, Any]:
        """Everything kept, the latest by each key."""
        try:
            # By "\n" alone: JSON leaves other ends of lines, such as U+2028, in its strings as they are.
            lines = self._file.read_text("utf-8", "replace").split("\n")
        except OSError:
            return {}
        return dict(pair for line in lines if (pair := _record(line)) is not None)

    def add(self, records: dict[str, Any]) -> None:
        """Keep records now. Raises StoreError when that is not possible."""
        if not records:
            return
        # A blank line first: the line before may be torn, and must not take this one with it.
        lines = ["", *(json.dumps([key, value]) for key, value in records.items())]
        try:
            make_private_folder(self._file.parent)
            open_private_file(self._file)
            with self._file.open("a", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
        except OSError as error:
            raise StoreError(f"{self._file} cannot be written ({error.strerror}).") from error

    def discard(self) -> None:
        """Forget everything: a bank holds it now."""
        self._file.unlink(missing_ok=True)


def _record(line: str) -> tuple[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    is_record = isinstance(record, list) and len(record) == 2 and isinstance(record[0], str)
    return (record[0], record[1]) if is_record else None
