"""A bank as CSV for spreadsheets, a question a row; no cell can be taken for a formula."""

import csv
import io

from bank.exporters.prose import answer_text, point_lines
from bank.question import Bank

HEADER = ("id", "number", "question", "answer", "points", "topic", "difficulty", "tags", "details")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(bank: Bank) -> str:
    """The bank as CSV with a header; points stand in one cell, a line each."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADER)
    for question in bank.questions:
        number = "" if question.number is None else str(question.number)
        difficulty = question.difficulty.value if question.difficulty else ""
        points = "\n".join(point_lines(question.reference, nested=False))
        cells = (
            question.id, number, question.text, answer_text(question.reference), points, question.topic, difficulty,
            "; ".join(question.tags), question.details,
        )  # fmt: skip
        writer.writerow([harmless_cell(cell) for cell in cells])
    return stream.getvalue()


def harmless_cell(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe stands before what could start one."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
