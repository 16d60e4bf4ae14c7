"""Reads the groups that candidates belong to, for one look at adverse impact. Nothing of it is ever stored.

The file is CSV with a header: a column `candidate`, one column for every way of grouping people (as “age”, “sex”),
and, where people were selected already, a column `selected` with yes or no.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bank.counting import counted
from interviewer.screening.errors import ScreenError

MAX_BYTES = 16 * 1024 * 1024
MAX_GROUPS = 50
"""Different groups in one column; a column with more is no grouping but a list of people."""
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True, slots=True)
class Member:
    """One line of the file."""

    candidate: str
    groups: dict[str, str]
    """Column → group; columns that were left empty are absent."""
    selected: bool | None


@dataclass(frozen=True, slots=True)
class Grouping:
    """What a file of groups says."""

    columns: Sequence[str]
    members: Sequence[Member]


def read_groups(path: Path) -> Grouping:
    """The groups in that file. Raises ScreenError, naming the line, for a file that cannot be read as such."""
    rows = _rows(path)
    header = [cell.strip() for cell in next(rows, (0, []))[1]]
    lowered = [cell.lower() for cell in header]
    if "candidate" not in lowered:
        raise ScreenError(f"{path} has no column “candidate” in its first line, with the candidates' ids.")
    twice = next((cell for cell in lowered if lowered.count(cell) > 1), None)
    if twice is not None:
        raise ScreenError(f"{path} has two columns named “{twice}”; name each once.")
    columns = [name for name in header if name.lower() not in ("candidate", "selected")]
    if not all(columns) or not columns:
        raise ScreenError(f"{path} has no column with groups beside “candidate”, or one without a name.")
    members = list(_members(path, header, rows))
    for column in columns:
        _check_column(path, column, members)
    return Grouping(columns, members)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ScreenError(f"{path} is larger than {MAX_BYTES // 2**20} MB, which no file of groups is.")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ScreenError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ScreenError(f"{path} is not UTF-8 text; save it as “CSV UTF-8”.") from error
    reader = csv.reader(text.splitlines(keepends=True))
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise ScreenError(f"{path}:{reader.line_num} cannot be read as CSV: {error}.") from error


def _members(path: Path, header: Sequence[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[Member]:
    seen: dict[str, int] = {}
    for line, row in rows:
        if len(row) > len(header):
            raise ScreenError(
                f"{path}:{line} has {counted(len(row), 'cell')} where the first line names "
                f"{counted(len(header), 'column')}."
            )
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=False)}
        known = {name.lower(): value for name, value in cells.items()}
        candidate = known.get("candidate", "")
        if not candidate:
            raise ScreenError(f"{path}:{line} names no candidate.")
        if candidate in seen:
            raise ScreenError(f"{path}:{line} names “{candidate}” again, as line {seen[candidate]} did.")
        seen[candidate] = line
        groups = {n: v for n, v in cells.items() if v and n.lower() not in ("candidate", "selected")}
        yield Member(candidate, groups, _decision(path, line, known.get("selected", "")))


def _decision(path: Path, line: int, cell: str) -> bool | None:
    if not cell:
        return None
    if cell.lower() in _YES | _NO:
        return cell.lower() in _YES
    raise ScreenError(f"{path}:{line} has “{cell[:20]}” in the column “selected”; write yes or no.")


def _check_column(path: Path, column: str, members: Sequence[Member]) -> None:
    count = len({member.groups[column] for member in members if column in member.groups})
    if count > MAX_GROUPS:
        message = f"{path} has {count} groups in the column “{column}”; at most {MAX_GROUPS} can be compared."
        raise ScreenError(message)
