"""A bank as Moodle XML: essay questions, a category for each topic, the answer as information for graders."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from bank.exporters.prose import answer_html
from bank.question import Bank, Question


def to_moodle(bank: Bank) -> str:
    """The bank as Moodle XML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    topic = None
    for question in bank.questions:
        if question.topic != topic:
            topic = question.topic
            category = escape(f"$course$/{bank.title.replace('/', '//')}/{topic.replace('/', '//')}")
            lines.append(f'  <question type="category"><category><text>{category}</text></category></question>')
        lines += _question(question)
    return "\n".join([*lines, "</quiz>"]) + "\n"


def _question(question: Question) -> Iterator[str]:
    details = f"<pre>{escape(question.details)}</pre>" if question.details else ""
    yield '  <question type="essay">'
    yield f"    <name><text>{escape(question.text[:120])}</text></name>"
    asked = f"<p>{escape(question.text)}</p>{details}"
    yield f'    <questiontext format="html"><text>{escape(asked)}</text></questiontext>'
    yield f"    <idnumber>{escape(question.id)}</idnumber>"
    yield f'    <graderinfo format="html"><text>{escape(answer_html(question.reference))}</text></graderinfo>'
    tags = [*([question.difficulty.value] if question.difficulty else []), *question.tags]
    if tags:
        yield f"    <tags>{''.join(f'<tag><text>{escape(tag)}</text></tag>' for tag in tags)}</tags>"
    yield "  </question>"
