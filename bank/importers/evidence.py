"""How sure it is that a question starts at a line, from the line and from what stands around it."""

from collections.abc import Sequence

from bank.importers import chrome
from bank.importers.blocks import Kind
from bank.importers.outline import Line

QUESTION = 0.5
_LOOK_AHEAD = 60
_HEADS_SECTION = 0.2
_BOLD_NUMBER = 0.7


def evidence(lines: Sequence[Line], index: int) -> float:
    """How sure it is, from the line and what follows, that a question starts there, from 0 to 1."""
    line = lines[index]
    block = line.block
    if line.answer is not None or block.kind in {Kind.CODE, Kind.TABLE, Kind.RULE, Kind.END}:
        return 0.0
    if block.kind is Kind.HEADING and chrome.heads_back_matter(block.text) and not line.marked.is_numbered:
        return 0.0
    if line.likeness < QUESTION and _heads_a_deeper_one(lines, index):
        return _HEADS_SECTION
    sure = line.likeness
    if line.marked.is_labelled and (line.marked.text or line.marked.is_numbered):
        sure = max(sure, 0.95)
    may_be_answered = block.kind is not Kind.ITEM or line.marked.is_numbered or line.likeness > 0
    if may_be_answered and (_is_answered_next(lines, index) or titles_one_question(lines, index)):
        sure = max(sure, 0.9)
    return max(sure, _evidence_of_shape(line))


def _evidence_of_shape(line: Line) -> float:
    block = line.block
    if block.kind is Kind.HEADING:
        return 0.75 if line.marked.is_numbered else 0.2
    if block.kind is Kind.DETAILS:
        return 0.6
    if block.kind is Kind.TEXT and block.bold:
        return 0.6 if line.marked.is_numbered else 0.15
    if block.kind is Kind.TEXT and block.head and block.starts and line.marked.is_numbered and not block.depth:
        return _BOLD_NUMBER
    return 0.1 if block.kind is Kind.ITEM else 0.0


def _heads_a_deeper_one(lines: Sequence[Line], index: int) -> bool:
    """Whether a heading has nothing under it but a deeper heading: it heads a section."""
    following = next_line(lines, index + 1)
    if lines[index].block.kind is not Kind.HEADING or following is None or lines[following].answer is not None:
        return False
    below = lines[following].block
    return below.kind is Kind.HEADING and below.level > lines[index].block.level


def titles_one_question(lines: Sequence[Line], index: int) -> bool:
    """Whether a heading has a question right under it, labelled or plain, and no other before the next heading."""
    if lines[index].block.kind is not Kind.HEADING or lines[index].likeness >= QUESTION:
        return False
    below = next_line(lines, index + 1)
    if below is None or not asks_as_paragraph(lines[below]):
        return False
    for line in lines[below + 1 : below + _LOOK_AHEAD]:
        if line.block.kind is Kind.HEADING and line.answer is None:
            return True
        if asks_as_paragraph(line):
            return False
    return True


def asks_as_paragraph(line: Line) -> bool:
    """Whether a line of prose asks, by its label or by ending as a question."""
    block = line.block
    is_prose = block.kind in {Kind.TEXT, Kind.ITEM} and line.answer is None
    return is_prose and (
        line.marked.is_labelled or (line.likeness >= 1.0 and block.starts and block.kind is Kind.TEXT)
    )


def _is_answered_next(lines: Sequence[Line], index: int) -> bool:
    following = next_line(lines, index + 1)
    return following is not None and lines[following].answer is not None


def next_line(lines: Sequence[Line], index: int) -> int | None:
    """The first line from there on that is not a rule."""
    while index < len(lines) and lines[index].block.kind is Kind.RULE:
        index += 1
    return index if index < len(lines) else None
