"""Answers in a file: rows of CSV or lines of JSON, with the line each stands on.

Columns are `candidate`, `question` (an id, a number, or the exact text) and `answer`, and `name` where there is one;
others are passed over. A row that cannot be used is reported and costs no other row. Texts are kept as they are.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bank.counting import counted
from interviewer.engine import presentable
from interviewer.screening.errors import ScreenError

MAX_FILE = 256 * 1024 * 1024
"""Largest file read, in bytes."""
MAX_FIELD = 1024 * 1024
"""Longest field read, in characters."""
COLUMNS = ("candidate", "question", "answer")
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as the file has it."""

    line: int
    """Where it begins, from 1."""
    candidate: str
    question: str
    answer: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used, and why, as a clause."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class File:
    """What a file holds."""

    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...]
    notices: tuple[str, ...] = ()


def read_rows(path: Path) -> File:
    """The answers in a file; its name ends in .csv, .tsv, .jsonl or .ndjson. Raises ScreenError."""
    kind = path.suffix.lower()
    if kind not in {".csv", ".tsv", ".jsonl", ".ndjson"}:
        raise ScreenError(f"{path.name}: answers come in a .csv or a .jsonl file.")
    text, notices = _decoded(_bytes(path), path.name)
    found = list(_json_rows(text) if kind in {".jsonl", ".ndjson"} else _csv_rows(text, path.name))
    rows = tuple(each for each in found if isinstance(each, Row))
    return File(rows, tuple(each for each in found if isinstance(each, BadRow)), notices)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ScreenError(f"{path} is a folder; give a file of answers.")
        size = path.stat().st_size
        if size > MAX_FILE:
            raise ScreenError(f"{path} has {size / 2**20:.0f} MB; at most {MAX_FILE // 2**20} MB are read: split it.")
        return path.read_bytes()
    except OSError as error:
        raise ScreenError(f"{path} cannot be read: {error.strerror or error}.") from error


def _decoded(raw: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """The text, by its byte order mark, as UTF-8, or by a guess that is told."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace"), ()
    if raw.count(b"\0") * 10 > len(raw):
        raise ScreenError(f"{file} is no UTF-8 text; save it as UTF-8, or as UTF-16 with its byte order mark.")
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guessed(raw, file)


def _guessed(raw: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:65_536]).best()
    encoding = best.encoding if best is not None else "cp1252"
    notice = f"{file} is not UTF-8; it was read as {encoding}. Check the accents, or save it as UTF-8."
    return raw.decode(encoding, "replace"), (notice,)


def _json_rows(text: str) -> Iterator[Row | BadRow]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _json_row(number, line)


def _json_row(number: int, line: str) -> Row | BadRow:
    if len(line) > 2 * MAX_FIELD:
        return BadRow(number, f"the line has {len(line):,} characters; at most {2 * MAX_FIELD:,} are read")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return BadRow(number, f"this is no JSON: {error}")
    if not isinstance(value, dict):
        return BadRow(number, 'a line must be an object like {"candidate": "c1", "question": "…", "answer": "…"}')
    return _row(number, {str(key).lower(): entry for key, entry in value.items()})


def _csv_rows(text: str, file: str) -> Iterator[Row | BadRow]:
    csv.field_size_limit(max(MAX_FIELD, csv.field_size_limit()))
    header, delimiter = _header(text, file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    next(reader)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(line, f"this is no row of CSV: {error}")
            continue
        if any(field.strip() for field in fields):
            yield _csv_row(line, header, fields)


def _header(text: str, file: str) -> tuple[list[str], str]:
    """The column names in lower case and the character between columns. Raises ScreenError when one is missing."""
    first = text.partition("\n")[0].strip("\r")
    for delimiter in _DELIMITERS:
        try:
            names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:
            continue
        if set(COLUMNS) <= set(names):
            return names, delimiter
    raise ScreenError(f"{file}: the first line must name the columns candidate, question and answer.")


def _csv_row(line: int, header: Sequence[str], fields: Sequence[str]) -> Row | BadRow:
    if len(fields) != len(header):
        words = f"the row has {counted(len(fields), 'column')} and the first line {len(header)}"
        return BadRow(line, f"{words}; an answer with commas, quotes or line breaks stands in double quotes")
    return _row(line, dict(zip(header, fields, strict=True)))


def _row(line: int, values: Mapping[str, object]) -> Row | BadRow:
    """The row that these values make, or what is wrong with the first that is."""
    texts: dict[str, str] = {}
    for column in (*COLUMNS, "name"):
        value = values.get(column)
        if value is None and column == "name":
            continue
        if isinstance(value, int) and not isinstance(value, bool) and column in {"candidate", "question"}:
            value = str(value)
        if not isinstance(value, str):
            words = "is missing" if value is None else "must be a text"
            return BadRow(line, f"“{column}” {words}")
        if "\0" in value:
            return BadRow(line, f"“{column}” holds a NUL character")
        if len(value) > MAX_FIELD:
            return BadRow(line, f"“{column}” has {len(value):,} characters; at most {MAX_FIELD:,} are read")
        texts[column] = presentable(value)
    return Row(line, **texts)
