"""The log as a chain: every entry holds the digest of the one before, so that none can be changed or taken out.

An entry is the canonical JSON of

    {"at", "cohort", "data", "kind", "number", "previous"}

with `number` counting from 1, `at` in UTC (ISO 8601), and `previous` the digest of the entry before: 64 zeros for the
first. Its own digest is the SHA-256 of these bytes. The digest of the last entry, the *head*, stands for the whole
log: whoever has written it down can show that nothing up to there was changed or cut off.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from interviewer.screening.canonical import Json, canonical

NOTHING_BEFORE = "0" * 64


class Kind(StrEnum):
    """What an entry tells of."""

    NEW = "new"
    """A cohort was locked."""
    CANDIDATE = "candidate"
    """A candidate joined."""
    NAME = "name"
    """A candidate's name was given."""
    NOTICE = "notice"
    """A candidate accepted the notice."""
    ANSWER = "answer"
    """An answer arrived."""
    IMPORT = "import"
    """A file was read; the answers of it stand before this entry."""
    GRADE = "grade"
    """An answer was graded."""
    OVERRIDE = "override"
    """A reviewer judged a criterion."""
    EXPORT = "export"
    """Something left the database."""
    ERASE = "erase"
    """A candidate's texts were removed."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to write into the log: never a text of a person, only digests and commitments."""

    kind: Kind
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a log."""

    entries: int = 0
    digest: str = NOTHING_BEFORE


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is stored."""

    number: int
    body: str
    """Canonical JSON."""
    digest: str

    @property
    def content(self) -> dict[str, Any]:
        """The body as a value; ValueError when it is no JSON object."""
        value = json.loads(self.body)
        if not isinstance(value, dict):
            raise ValueError("an entry must be an object")  # noqa: TRY004 - a wrong value, not a wrong call
        return value


def link(head: Head, cohort: str, events: Iterable[Event], now: datetime) -> Iterator[Entry]:
    """The entries that continue a log at `head`."""
    number, previous = head.entries, head.digest
    for event in events:
        number += 1
        body = canonical({
            "at": now.isoformat(timespec="milliseconds"),
            "cohort": cohort,
            "data": dict(event.data),
            "kind": event.kind.value,
            "number": number,
            "previous": previous,
        })  # fmt: skip
        previous = hashlib.sha256(body).hexdigest()
        yield Entry(number, body.decode("utf-8"), previous)


def problem_with(entry: Entry, before: Head, cohort: str) -> str | None:
    """Why an entry does not continue the log at `before`, as a clause; None when it does."""
    if entry.number != before.entries + 1:
        return f"entry {before.entries + 1} is missing"
    if hashlib.sha256(entry.body.encode("utf-8", "surrogatepass")).hexdigest() != entry.digest:
        return "its text does not have the digest it is stored with"
    try:
        content = entry.content
    except (ValueError, RecursionError):
        return "it is no JSON object"
    if content.get("number") != entry.number or content.get("cohort") != cohort:
        return "it belongs to another place in the log"
    if content.get("previous") != before.digest:
        return "it does not name the digest of the entry before it"
    return None
