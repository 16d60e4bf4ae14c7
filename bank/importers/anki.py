"""Flashcards of Anki: its text export, and packages (`.apkg`) of the formats that older versions read too."""

import csv
import html
import io
import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bank.errors import BankReadError
from bank.importers.archives import open_archive, read_member
from bank.importers.document import Diagnostic, Document
from bank.importers.fields import Columns, Field, field_of, mapped_columns
from bank.importers.records import Record, split_tags
from bank.importers.rows import document_of, widest
from bank.importers.tables import record_of

_HEADER = re.compile(r"^#(?P<name>[a-z ]{1,20}):(?P<value>.{0,500})$", re.IGNORECASE)
_SEPARATORS = {
    "tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":",
}  # fmt: skip
_CLOZE = re.compile(r"\{\{c\d{1,3}::(?P<word>[^{}]{0,500}?)(?:::[^{}]{0,200})?\}\}")
_MAX_NOTES = 100_000
_MAX_STEPS = 20_000
"""How many thousands of steps the database may take before it is given up."""


def read_notes(text: str, file: str, columns: Mapping[str, str]) -> Document:
    """The notes of a text export; its `#` lines say how it is written."""
    said, skipped = _said(text)
    separator = said.get("separator", "tab")
    delimiter = _SEPARATORS.get(separator.lower(), separator[:1] or "\t")
    body = "\n".join(text.split("\n")[skipped:])
    csv.field_size_limit(1_000_000)
    rows: list[tuple[int, list[str]]] = []
    problems: list[Diagnostic] = []
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    while True:
        line = skipped + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append(
                Diagnostic(line, "error", "BADROW", f"the note cannot be read ({error}); it was left out")
            )
            continue
        if any(cell.strip() for cell in row):
            rows.append((line, row))
    meaning = (
        mapped_columns(widest([said.get("columns", "").split(delimiter), *(row for _, row in rows)]), columns)
        if columns
        else _columns(said, delimiter)
    )
    topic = said.get("deck", "").rpartition("::")[2]
    records = [_noted(record_of(row, meaning, line), topic) for line, row in rows]
    return document_of(records, file, problems, title=topic)


def _said(text: str) -> tuple[dict[str, str], int]:
    said: dict[str, str] = {}
    skipped = 0
    for line in text.split("\n"):
        match = _HEADER.match(line)
        if match is None:
            break
        said[match["name"].strip().lower()] = match["value"].strip()
        skipped += 1
    return said, skipped


def _columns(said: Mapping[str, str], delimiter: str) -> Columns:
    """What the columns hold: those that the header names, and the first two others as front and back."""
    special = {"guid": "id", "notetype": None, "deck": "topic", "tags": "tags"}
    taken: dict[int, Field | None] = {}
    for name, field in special.items():
        value = said.get(f"{name} column", "")
        if value.isdecimal() and 0 < int(value) < 1000:
            taken[int(value) - 1] = field  # type: ignore[assignment]  # the names above are fields
    of: dict[Field, tuple[int, ...]] = {field: (index,) for index, field in taken.items() if field}
    named = [field_of(name) for name in said.get("columns", "").split(delimiter)] if said.get("columns") else []
    for index, named_field in enumerate(named):
        if named_field and index not in taken:
            of.setdefault(named_field, (index,))
    free = [index for index in range(12) if index not in taken]
    of.setdefault("question", (free[0],))
    rest = [index for index in free if index not in {i for indexes in of.values() for i in indexes}]
    of.setdefault("answer", (rest[0],))
    return Columns(of, has_header=False)


def _noted(record: Record, topic: str) -> Record:
    """A note as a record; a text with gaps asks for what is in them."""
    named = [tag.removeprefix("topic::").replace("_", " ") for tag in record.tags if tag.startswith("topic::")]
    level = next((tag for tag in record.tags if tag in {"easy", "medium", "hard"}), "")
    tags = tuple(tag for tag in record.tags if not tag.startswith("topic::") and tag != level)
    question, answer = record.question, record.answer
    if _CLOZE.search(question):
        answer = "\n\n".join(part for part in (_CLOZE.sub(lambda match: match["word"], question), answer) if part)
        question = _CLOZE.sub("…", question)
    return Record(
        question, record.place, answer, record.points, (named or [record.topic.rpartition("::")[2] or topic])[0],
        record.difficulty or level, tags, record.number, record.details, record.options, record.key,
    )  # fmt: skip


def read_package(raw: bytes, file: str) -> Document:
    """The notes of a package. Raises BankReadError for the compressed format, with advice, and for damaged files."""
    if raw.startswith(b"SQLite format 3\0"):
        return _read_database(raw, file)
    archive = open_archive(raw, file)
    names = set(archive.namelist())
    if "collection.anki21b" in names:
        raise BankReadError(
            f"{file} is in Anki's new compressed format. In Anki choose Export, tick “Support older Anki versions”, "
            "and import that file, or export notes in plain text."
        )
    name = "collection.anki21" if "collection.anki21" in names else "collection.anki2"
    return _read_database(read_member(archive, name, file), file)


def _read_database(data: bytes, file: str) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.db"
        path.write_bytes(data)
        try:
            rows, decks = _query(path)
        except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
            raise BankReadError(f"{file} is a damaged collection of Anki; export it from Anki once more.") from error
    return document_of(list(_records(rows, decks)), file)


def _query(path: Path) -> tuple[list[tuple[object, ...]], dict[str, str]]:
    """The notes with their decks; a database that takes too many steps is given up."""
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        connection.text_factory = lambda value: value.decode("utf-8", "replace")
        steps = iter(range(_MAX_STEPS))
        connection.set_progress_handler(lambda: next(steps, -1) == -1, 1000)
        connection.execute("PRAGMA trusted_schema = OFF")
        decks = _decks(connection)
        found = connection.execute(
            "SELECT n.flds, n.tags, (SELECT c.did FROM cards c WHERE c.nid = n.id LIMIT 1) FROM"
            " notes n ORDER BY n.id LIMIT ?",
            (_MAX_NOTES,),
        )
        return found.fetchall(), decks
    finally:
        connection.close()


def _decks(connection: sqlite3.Connection) -> dict[str, str]:
    row = connection.execute("SELECT decks FROM col LIMIT 1").fetchone()
    try:
        decks = json.loads(row[0]) if row and isinstance(row[0], str) else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(decks, dict):
        return {}
    return {str(key): str(deck.get("name", "")) for key, deck in decks.items() if isinstance(deck, dict)}


def _records(rows: Sequence[Sequence[object]], decks: Mapping[str, str]) -> Iterator[Record]:
    for place, (fields, tags, deck) in enumerate(rows, 1):
        parts = str(fields or "").split("\x1f")
        name = decks.get(str(deck), "").replace("\x1f", "::").rpartition("::")[2]
        topic = "" if name.lower() in {"default", "standard"} else html.unescape(name)
        answer = "\n\n".join(part for part in parts[1:3] if part.strip())
        yield _noted(Record(parts[0], place, answer, topic=topic, tags=split_tags(str(tags or ""))), topic)
