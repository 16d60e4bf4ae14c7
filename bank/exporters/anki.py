"""A bank as a text file that Anki imports: front, back, tags, and an id so that a second import updates."""

import csv
import io
from html import escape

from bank.exporters.prose import answer_html
from bank.question import Bank, Question


def to_anki(bank: Bank) -> str:
    """Notes in tab-separated columns: id, front, back, tags."""
    deck = " ".join(bank.title.split())
    stream = io.StringIO(newline="")
    stream.write(f"#separator:tab\n#html:true\n#deck:{deck}\n#guid column:1\n#tags column:4\n")
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    for question in bank.questions:
        writer.writerow((question.id, _front(question), answer_html(question.reference), _tags(question)))
    return stream.getvalue()


def _front(question: Question) -> str:
    details = f"<pre>{escape(question.details)}</pre>" if question.details else ""
    return f"{escape(question.text)}{details}"


def _tags(question: Question) -> str:
    level = [question.difficulty.value] if question.difficulty else []
    named = [f"topic::{question.topic}", *level, *question.tags]
    return " ".join("_".join(tag.split()) for tag in named)
