"""CSV and TSV, with any header names, or with columns that the user maps; and the document that records make."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from bank.counting import counted
from bank.errors import BankReadError
from bank.importers.document import Diagnostic, Document, distinct, slug_of
from bank.importers.fields import Columns, columns_of, mapped_columns
from bank.importers.items import Item
from bank.importers.records import Record, item_of
from bank.importers.tables import record_of
from bank.question import Question, Source

_MAX_FIELD = 1_000_000
_DELIMITERS = ",;\t|"


def read_rows(text: str, file: str, *, columns: Mapping[str, str], tabs: bool) -> Document:
    """The questions of a table, a row each. Raises BankReadError when no column holds questions."""
    rows, problems = _rows(text, "\t" if tabs else _delimiter(text))
    if not rows:
        return Document("", (), tuple(problems))
    cells = [row for _, row in rows]
    meaning = mapped_columns(widest(cells), columns) if columns else columns_of(cells)
    if meaning is None:
        raise BankReadError(
            f"{file} has no column of questions that can be made out; name the columns with "
            "--map, for example --map question=1,answer=2."
        )
    records = _records(rows[int(meaning.has_header) :], meaning, problems)
    return document_of(list(records), file, problems)


def _delimiter(text: str) -> str:
    """The delimiter that makes the first lines equally wide; a comma when none does."""
    sample = text[:20_000].split("\n")[:50]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in _parse("\n".join(sample), delimiter) if row]
        if not widths or widths[0] < 2:
            continue
        score = sum(1 for width in widths if width == widths[0]) / len(widths) + min(widths[0], 5) / 100
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _parse(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return []


def _rows(text: str, delimiter: str) -> tuple[list[tuple[int, list[str]]], list[Diagnostic]]:
    """Rows that are not empty, each with its first line, and what is wrong with others."""
    csv.field_size_limit(_MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    problems: list[Diagnostic] = []
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return rows, problems
        except csv.Error as error:
            problems.append(Diagnostic(line, "error", "BADROW", f"the row cannot be read ({error}); it was left out"))
            continue
        if any(cell.strip() for cell in row):
            rows.append((line, row))


def widest(cells: Sequence[Sequence[str]]) -> list[str]:
    """The header, with nameless columns where a later row has more."""
    width = max(len(row) for row in cells)
    return [*cells[0], *[""] * (width - len(cells[0]))]


def _records(rows: Sequence[tuple[int, list[str]]], columns: Columns, problems: list[Diagnostic]) -> Iterator[Record]:
    for line, row in rows:
        record = record_of(row, columns, line)
        if record.question:
            yield record
        else:
            problems.append(Diagnostic(line, "warning", "BADROW", "the row has no question; it was left out"))


def document_of(
    records: Sequence[Record], file: str, problems: Sequence[Diagnostic] = (), title: str = ""
) -> Document:
    """The document that records make: repetitions merged, unanswered questions and choices reported."""
    found = [_question(item_of(record), file) for record in records if record.question.strip()]
    merged = distinct([question for question in found if question.text.strip()])
    diagnostics = [*problems, *merged.diagnostics, *about_questions(merged.questions)]
    return Document(title, merged.questions, tuple(sorted(diagnostics, key=lambda each: each.line)))


def _question(item: Item, file: str) -> Question:
    return Question(
        id=slug_of(item.text),
        text=item.text,
        details=item.details,
        kind="choice" if item.is_choice else "open",
        number=item.number,
        topic=item.topic,
        difficulty=item.difficulty,
        reference=item.reference,
        tags=item.tags,
        source=Source(file=file, first_line=item.first_line, last_line=item.last_line),
    )


def about_questions(questions: Sequence[Question]) -> Iterator[Diagnostic]:
    """What is worth saying of questions: which have no answer, and how many are multiple choice."""
    choices = [question for question in questions if question.kind == "choice"]
    if choices:
        line = choices[0].source.first_line if choices[0].source else 0
        words = f"{counted(len(choices), 'question is', 'questions are')} multiple choice: kept, but never asked"
        yield Diagnostic(line, "notice", "CHOICE", words)
    for question in questions:
        if not question.is_answered:
            line = question.source.first_line if question.source else 0
            name = f"question {question.number}" if question.number is not None else f"“{question.text[:60]}”"
            yield Diagnostic(
                line, "warning", "UNANSWERED", f"{name} has no reference answer and is for practice only"
            )
