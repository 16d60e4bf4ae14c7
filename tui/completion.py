"""What a typed path could go on as: the folders, and the files that can be imported, that begin like it."""

import os
from dataclasses import dataclass
from pathlib import Path

MOST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or a file of questions."""

    name: str
    typed: str
    """The path in the words of the person who types: relative stays relative; folders end in a slash."""
    is_folder: bool
    size: int = 0
    """Bytes of a file."""


def matches(typed: str, suffixes: frozenset[str]) -> list[Entry]:
    """Entries of the folder that a typed path names, folders first, those that begin with its last part.

    Hidden ones only when the last part begins with a dot; at most `MOST`. Empty where there is no such folder.
    """
    head, slash, start = typed.rpartition("/")
    before = head + slash
    try:
        found = sorted(_scan(Path(before or ".").expanduser(), start, before, suffixes), key=_order)
    except (OSError, RuntimeError, ValueError):
        return []
    return found[:MOST]


def _scan(folder: Path, start: str, before: str, suffixes: frozenset[str]) -> list[Entry]:
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.casefold().startswith(start.casefold()):
                continue
            if entry.name.startswith(".") and not start.startswith("."):
                continue
            if entry.is_dir():
                found.append(Entry(entry.name, f"{before}{entry.name}/", is_folder=True))
            elif Path(entry.name).suffix.lower() in suffixes and entry.is_file():
                found.append(Entry(entry.name, f"{before}{entry.name}", is_folder=False, size=entry.stat().st_size))
    return found


def _order(entry: Entry) -> tuple[bool, str]:
    return not entry.is_folder, entry.name.casefold()


def above(typed: str) -> str:
    """The path of the folder over the one that a typed path names, in the same words."""
    folder = typed.rpartition("/")[0] if not typed.endswith("/") else typed.rstrip("/")
    if folder in ("", "."):
        return "/" if typed.startswith("/") else "../"
    if folder.split("/")[-1] == ".." or folder == "~":
        return f"{Path(folder).expanduser().resolve().parent}/".replace("//", "/")
    head, slash, _ = folder.rpartition("/")
    return head + slash
