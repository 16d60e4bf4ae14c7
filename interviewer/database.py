"""Opening the database: connection settings, private files, migrations, and errors in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from sqlalchemy import exc

from interviewer.errors import StoreError, StoreVersionError
from interviewer.paths import Paths, make_private_folder, open_private_file
from interviewer.tables import SCHEMA_REVISION

BUSY_SECONDS = 5.0
"""How long a write waits for another process to finish its own."""


class Database:
    """Tables of interviews in a database. A context manager."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, paths: Paths, url: str | None = None) -> Self:
        """The one in the data folder, or at a database URL; made or brought up to date when need be."""
        return cls(open_database(paths, url))

    def close(self) -> None:
        """Release the connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with plain_errors(self._engine), self._engine.begin() as connection:
            yield connection


def open_database(paths: Paths, url: str | None = None) -> sa.Engine:
    """An engine on tables of this version. StoreError when the database cannot be opened or written."""
    if url is None:
        _make_files(paths)
        url = f"sqlite:///{paths.database}"
    try:
        engine = sa.create_engine(url, connect_args=_connect_args(url))
    except (exc.ArgumentError, ImportError) as error:
        message = f"DATABASE_URL is not usable: {_cause(error)}. For PostgreSQL install the extra “postgres”."
        raise StoreError(message) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_pragmas)
    with plain_errors(engine):
        _migrate(engine)
    return engine


def _make_files(paths: Paths) -> None:
    try:
        make_private_folder(paths.root)
        open_private_file(paths.database)
    except OSError as error:
        message = (
            f"The data folder {paths.root} cannot be written ({error.strerror}). "
            "Give another one with --data-dir or INTERVIEWER_HOME."
        )
        raise StoreError(message) from error


def _connect_args(url: str) -> dict[str, object]:
    return {"timeout": BUSY_SECONDS} if url.startswith("sqlite") else {}


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    """Readers never wait for a writer, links hold, and what is committed survives a crash of the machine."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: sa.Engine) -> None:
    """Bring the tables to this version. Alembic is imported only when there is something to do."""
    with engine.connect() as connection:
        found = _revision(connection)
    if found == SCHEMA_REVISION:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        message = (
            f"The database {engine.url.database} was made by a newer version of this program (tables {found}, "
            f"this version knows {SCHEMA_REVISION}). Update the program, or use another folder with --data-dir."
        )
        raise StoreVersionError(message)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                # Python begins no transaction before a CREATE TABLE: a kill would leave half of the tables for good,
                # and two processes that start on an empty folder would make them both. The second now finds them.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, SCHEMA_REVISION)
    except CommandError as error:
        raise StoreError(f"The database could not be brought up to date: {error}") from error


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(sa.text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None


@contextmanager
def plain_errors(engine: sa.Engine) -> Iterator[None]:
    """What the database complains about, as a StoreError that says what to do."""
    try:
        yield
    except exc.SQLAlchemyError as error:
        where = engine.url.database or "the database"
        raise StoreError(f"{where}: {_cause(error)}. {_advice(str(error))}") from error


def _cause(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    return str(original).splitlines()[0] if str(original) else type(original).__name__


def _advice(text: str) -> str:
    known = {
        "locked": "Another program is writing to it; try again in a moment.",
        "readonly": "It can only be read; check the permissions of the data folder, or use --data-dir.",
        "full": "The disk is full; free some space and try again.",
        "disk I/O": "The disk refused the write; check its space and permissions.",
        "not a database": "The file is damaged or something else; move it away and start again.",
        "malformed": "The file is damaged; restore it from a backup, or move it away and start again.",
    }
    return next((advice for sign, advice in known.items() if sign in text), "What you typed is still on the screen.")
