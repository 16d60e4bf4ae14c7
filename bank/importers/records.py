"""A question from named fields: a row of a table, an object of JSON, a note of flashcards."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bank.importers import levels, marks
from bank.importers.answers import read_answer
from bank.importers.blocks import Block, Kind
from bank.importers.html import read_html
from bank.importers.items import Item
from bank.importers.markdown import read_markdown
from bank.importers.spans import GENERAL
from bank.question import Difficulty, Point, Reference, Section

_TAGS = re.compile(
    r"<(?:p|br|div|ul|ol|li|b|i|strong|em|span|code|pre|h[1-6]|table|img)\b[^<>]{0,300}>|&(?:nbsp|lt|gt|amp|quot);",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;|]")
_BETWEEN_POINTS = re.compile(r"\s*;\s+|\s*•\s+")


@dataclass(frozen=True, slots=True)
class Record:
    """A question as named fields, each in the author's words."""

    question: str
    place: int
    answer: str = ""
    points: tuple[str, ...] = ()
    topic: str = ""
    difficulty: str = ""
    tags: tuple[str, ...] = ()
    number: str = ""
    details: str = ""
    options: tuple[str, ...] = ()
    key: str = ""
    last_place: int = field(default=0)


def item_of(record: Record, *, topic: str = GENERAL, difficulty: Difficulty | None = None) -> Item:
    """The question that a record holds; its answer is read as Markdown or HTML."""
    words = " ".join(
        block.text for block in rich_blocks(record.question, record.place) if block.kind is not Kind.CODE
    )
    marked = marks.undecorate(" ".join(words.split()))
    code = [block for block in rich_blocks(record.question, record.place) if block.kind is Kind.CODE]
    number = int(record.number) if record.number.isdecimal() and len(record.number) < 7 else marked.number
    level = levels.level_of_word(record.difficulty) if record.difficulty else None
    details = "\n".join([part for part in (record.details, *(f"```\n{block.text}\n```" for block in code)) if part])
    is_choice = len(record.options) >= 2
    if is_choice:
        details = "\n".join([*([details] if details else []), *(f"- {option}" for option in record.options)])
    return Item(
        text=marked.text or words.strip(),
        number=number,
        topic=marks.clean_topic(record.topic) or topic,
        difficulty=level or marked.difficulty or difficulty,
        tags=tuple(dict.fromkeys((*marked.tags, *record.tags))),
        details=details,
        is_choice=is_choice,
        reference=_choice_reference(record)
        if is_choice
        else reference_of(record.answer, record.points, record.place),
        first_line=record.place,
        last_line=record.last_place or record.place,
    )


def _choice_reference(record: Record) -> Reference:
    text = "\n\n".join(part for part in (record.key and f"Answer: {record.key}", record.answer) if part)
    return Reference(exhibits=(text,)) if text else Reference()


def reference_of(answer: str, points: Sequence[str], place: int) -> Reference:
    """The reference answer in an answer's words and points of their own."""
    blocks = rich_blocks(answer, place)
    label = marks.answer_label(blocks[0].text) if blocks and blocks[0].kind is Kind.TEXT else None
    if label is not None:
        blocks = [Block(Kind.TEXT, label, place, place), *blocks[1:]] if label else list(blocks[1:])
    reference = read_answer(blocks)
    listed = tuple(
        Point(text=text, line=place, end_line=place) for point in points if (text := " ".join(point.split()))
    )
    if listed:
        return reference.model_copy(update={"sections": (*reference.sections, Section(points=listed))})
    return reference


def rich_blocks(text: str, place: int) -> list[Block]:
    """The blocks of a cell, which may hold HTML or Markdown; all stand at the cell's place."""
    if not text.strip():
        return []
    read = read_html(text) if _TAGS.search(text) else read_markdown(text)
    return [replace(block, line=place, end_line=place) for block in read.blocks]


def split_tags(text: str) -> tuple[str, ...]:
    """Tags in one cell."""
    parts = _PARTS.split(text) if _PARTS.search(text) else text.split()
    return tuple(tag for part in parts if (tag := part.strip().lstrip("#")))[:20]


def split_points(text: str) -> tuple[str, ...]:
    """Points in one cell: a line each, or in a single line between semicolons."""
    parts = text.strip().split("\n") if "\n" in text.strip() else _BETWEEN_POINTS.split(text.strip())
    points = [re.sub(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+", "", part).strip() for part in parts]
    return tuple(point for point in points if point)
