"""The database of cohorts: transactions, and the log that every change of a cohort is written into with it.

Methods are synchronous and safe to call from several threads. A change takes the cohort's row for itself first, so
that changes from several processes follow one another, and the log never forks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, OperationalError

from interviewer.database import Database, plain_errors
from interviewer.screening.canonical import Json
from interviewer.screening.chain import NOTHING_BEFORE, Entry, Event, Head, Kind, link
from interviewer.screening.cohort import Cohort
from interviewer.screening.errors import CohortNotFoundError, ScreenError
from interviewer.screening.store.tables import cohorts, log

PAGE = 500
"""Rows read at a time where a cohort may have any number."""


@dataclass
class Writing:
    """One change of a cohort under way: everything in it is kept with its entries of the log, or nothing is."""

    connection: sa.Connection
    cohort_key: int
    now: datetime
    events: list[Event] = field(default_factory=list)

    def log(self, kind: Kind, **data: Json) -> None:
        """Write this into the log when the change is kept."""
        self.events.append(Event(kind, data))


@dataclass(frozen=True, slots=True)
class Reading:
    """A look at one cohort."""

    connection: sa.Connection
    cohort_key: int


class ScreenStore(Database):
    """The cohorts of one person or one team. A context manager."""

    @contextmanager
    def reading(self, name: str) -> Iterator[Reading]:
        """A look at a cohort as it is at this moment, whatever is written meanwhile. Raises CohortNotFoundError."""
        with self._transaction() as connection:
            _hold_still(connection)
            yield Reading(connection, int(_row(connection, name, cohorts.c.id).id))

    @contextmanager
    def writing(self, name: str, now: datetime) -> Iterator[Writing]:
        """A change of a cohort, alone with it, kept with its entries of the log. Raises CohortNotFoundError."""
        with self._transaction() as connection:
            # The first statement writes, so that it waits for its turn before anything is read.
            taken = sa.update(cohorts).where(cohorts.c.key == name.lower()).values(entries=cohorts.c.entries)
            row = connection.execute(
                taken.returning(cohorts.c.id, cohorts.c.name, cohorts.c.entries, cohorts.c.head)
            ).first()
            if row is None:
                raise _not_found(name)
            writing = Writing(connection, row.id, now)
            yield writing
            _append(writing, row.name, Head(row.entries, row.head))

    # Cohorts

    def create(self, cohort: Cohort) -> None:
        """Keep a new cohort. Raises ScreenError when its name is taken."""
        row = {
            "name": cohort.name,
            "key": cohort.name.lower(),
            "body": cohort.model_dump_json(),
            "created_at": cohort.created_at,
            "entries": 0,
            "head": NOTHING_BEFORE,
        }
        with self._transaction() as connection:
            try:
                made = connection.execute(sa.insert(cohorts).returning(cohorts.c.id), row).scalar_one()
            except IntegrityError as error:
                message = (
                    f"There is a cohort “{cohort.name}” already; take another name, or see: interviewer screen list"
                )
                raise ScreenError(message) from error
            first = Writing(connection, int(made), cohort.created_at)
            first.log(Kind.NEW, lock=cohort.lock, digest=cohort.lock_digest)
            _append(first, cohort.name, Head())

    def cohort(self, name: str) -> Cohort:
        """What a cohort is locked to. Raises CohortNotFoundError."""
        with self._transaction() as connection:
            return cohort_of(_row(connection, name, cohorts.c.body).body)

    def names(self) -> list[str]:
        """The names of all cohorts, the latest first."""
        with self._transaction() as connection:
            rows = connection.execute(sa.select(cohorts.c.name).order_by(cohorts.c.created_at.desc(), cohorts.c.id))
            return [str(row.name) for row in rows]

    # The log

    def head(self, name: str) -> Head:
        """The end of a cohort's log. Raises CohortNotFoundError."""
        with self._transaction() as connection:
            row = _row(connection, name, cohorts.c.entries, cohorts.c.head)
            return Head(row.entries, row.head)

    def note(self, name: str, kind: Kind, now: datetime, **data: Json) -> Head:
        """Write one entry that goes with no change of the tables, an export say; returns the head after it."""
        with self.writing(name, now) as writing:
            writing.log(kind, **data)
        return self.head(name)

    # Traces

    def remove_traces(self) -> bool:
        """Take what was deleted out of the files as well; whether that could be done now.

        On SQLite the database is written anew and its journal emptied, which another process that reads at this
        moment can prevent: do it again later. Other databases do this in their own time (PostgreSQL: vacuum).
        """
        with plain_errors(self._engine), self._engine.connect() as connection:
            if connection.dialect.name != "sqlite":
                return False
            bare = connection.execution_options(isolation_level="AUTOCOMMIT")
            try:
                bare.execute(sa.text("VACUUM"))
                return not bare.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
            except OperationalError:  # locked: the erasure itself is done
                return False


def _hold_still(connection: sa.Connection) -> None:
    """Let everything read from here on be of one moment. Python's driver begins no transaction to read by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def cohort_of(body: str) -> Cohort:
    """A cohort as it was kept. Raises ScreenError when it cannot be read."""
    try:
        return Cohort.model_validate_json(body)
    except ValidationError as error:
        field_at_fault = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ScreenError(f"What is kept of the cohort cannot be read (at {field_at_fault}).") from error


def entries_after(reading: Reading, number: int) -> list[Entry]:
    """The next page of the log after the entry of that number."""
    query = (
        sa.select(log).where((log.c.cohort_id == reading.cohort_key) & (log.c.number > number)).order_by(log.c.number)
    )
    return [Entry(row.number, row.body, row.digest) for row in reading.connection.execute(query.limit(PAGE))]


def _row(connection: sa.Connection, name: str, *columns: sa.ColumnElement[Any]) -> sa.Row[Any]:
    row = connection.execute(sa.select(*columns).where(cohorts.c.key == name.lower())).first()
    if row is None:
        raise _not_found(name)
    return row


def _not_found(name: str) -> CohortNotFoundError:
    return CohortNotFoundError(f"There is no cohort “{name[:64]}”; see: interviewer screen list")


def _append(writing: Writing, cohort: str, head: Head) -> None:
    entries = list(link(head, cohort, writing.events, writing.now))
    if not entries:
        return
    rows = [
        {"cohort_id": writing.cohort_key, "number": e.number, "body": e.body, "digest": e.digest} for e in entries
    ]
    writing.connection.execute(sa.insert(log), rows)
    end = {"entries": entries[-1].number, "head": entries[-1].digest}
    writing.connection.execute(sa.update(cohorts).where(cohorts.c.id == writing.cohort_key).values(end))
