"""Tables: rows of questions in documents, in CSV and in TSV."""

from collections.abc import Iterator, Sequence

from bank.importers.blocks import Block, Kind
from bank.importers.fields import Columns, columns_of
from bank.importers.items import Item
from bank.importers.outline import Line
from bank.importers.records import Record, item_of, split_points, split_tags
from bank.importers.spans import GENERAL
from bank.importers.splitters import Candidate
from bank.question import Difficulty


def tables(lines: Sequence[Line]) -> list[Candidate]:
    """The tables of a document that hold a question in each row, as one candidate."""
    found = tuple(index for index, line in enumerate(lines) if line.rows)
    return [Candidate("table", "a row of a table per question", found, Kind.TABLE)] if found else []


def read_table(block: Block, topic: str, difficulty: Difficulty | None) -> Iterator[Item]:
    """The questions of a table in a document."""
    columns = columns_of(block.rows)
    if columns is None:
        return
    for index, row in enumerate(block.rows):
        if index or not columns.has_header:
            record = record_of(row, columns, min(block.end_line, block.line + index + int(columns.has_header)))
            if record.question:
                yield item_of(record, topic=topic or GENERAL, difficulty=difficulty)


def record_of(row: Sequence[str], columns: Columns, place: int, last_place: int = 0) -> Record:
    """A row as a record."""
    options = tuple(row[i].strip() for i in columns.of.get("options", ()) if i < len(row) and row[i].strip())
    if len(options) == 1:
        options = split_points(options[0]) if len(columns.of.get("options", ())) == 1 else options
    return Record(
        question=columns.cell(row, "question"),
        place=place,
        answer=columns.cell(row, "answer"),
        points=split_points(columns.cell(row, "points")),
        topic=" ".join(columns.cell(row, "topic").split()),
        difficulty=columns.cell(row, "difficulty"),
        tags=split_tags(columns.cell(row, "tags")),
        number=columns.cell(row, "number"),
        details=columns.cell(row, "details"),
        options=options,
        key=columns.cell(row, "key"),
        last_place=last_place,
    )
