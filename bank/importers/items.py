"""One question out of its lines: what is asked, what belongs to the question, and what answers it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bank.importers import chrome, levels, marks
from bank.importers.answers import exhibit_of, read_answer
from bank.importers.blocks import Block, Kind
from bank.importers.choices import OPTION, choice, explained
from bank.importers.habits import Habits
from bank.importers.likeness import question_likeness
from bank.importers.outline import Line
from bank.importers.spans import Span
from bank.importers.splitters import Candidate
from bank.question import Difficulty, Reference

_ASKS = 0.5
_SURE = 0.85
_NEAR = 2
_SHORT = 24
_FULL_LINE = 50
_MAX_QUESTION = 2000
_BULLET = re.compile(r"^[-*•–]\s+(?=\S)")
_INLINE_ANSWER = re.compile(r"(?<=[?.!:\s])\s*\b(?:ans|answer|A)\s*[:：]\s+(?=\S)", re.IGNORECASE)
_POINTS_AT_CODE = re.compile(
    r"\b(?:output|following|this (?:code|snippet|program|function|query|script)|below|snippet"
    r"|will be (?:printed|logged|returned)"
    r"|logged|prints?|make this work|the code|what happens (?:here|when))\b",
    re.IGNORECASE,
)
_POINTS_AT_LIST = re.compile(
    r"\b(?:(?:the |each of the |of the )?following|these(?: \w+)?|select (?:all|one|the)|choose (?:all|one|the)"
    r"|true or false)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it was found in a document."""

    text: str
    number: int | None
    topic: str
    difficulty: Difficulty | None
    tags: tuple[str, ...]
    details: str
    is_choice: bool
    reference: Reference
    first_line: int
    last_line: int
    stars: int = 0
    """Stars at the end of the question, which mean a difficulty only together with those of the others."""


@dataclass(slots=True)
class _Parts:
    """A question's lines, sorted into those that ask and those that answer."""

    text: str
    asking: list[Block]
    answering: list[Block]
    is_labelled: bool = False


def read_item(lines: Sequence[Line], span: Span, candidate: Candidate, habits: Habits) -> Item:
    """The question in a span of lines."""
    start = lines[span.start]
    body = [line for line in lines[span.start + 1 : span.end] if line.block.kind not in {Kind.RULE, Kind.END}]
    body, difficulty, tags = _take_fields(body)
    if habits.loose_text_is_apart and not habits.has_labels:
        body = _without_loose_text(body)
    parts = _parts(start, body, candidate, habits)
    marked = marks.undecorate(parts.text)
    is_choice, asking, answering = choice(parts.text, parts.asking, parts.answering)
    reference = read_answer(answering) if not is_choice else explained(answering)
    filled = [line.block.end_line for line in lines[span.start : span.end] if line.block.kind is not Kind.RULE]
    return Item(
        text=(marked.text or parts.text).strip()[:_MAX_QUESTION],
        number=start.marked.number,
        topic=span.topic,
        difficulty=start.marked.difficulty or marked.difficulty or difficulty or span.difficulty,
        tags=tuple(dict.fromkeys((*start.marked.tags, *tags))),
        details=_details(asking),
        is_choice=is_choice,
        reference=reference,
        first_line=start.block.line,
        last_line=max(filled, default=start.block.line),
        stars=start.marked.stars,
    )


def _take_fields(body: Sequence[Line]) -> tuple[list[Line], Difficulty | None, tuple[str, ...]]:
    """The lines without those that only state difficulty or tags, and what those state."""
    kept: list[Line] = []
    difficulty: Difficulty | None = None
    tags: tuple[str, ...] = ()
    for line in body:
        is_short = line.block.kind in {Kind.TEXT, Kind.ITEM} and len(line.block.text) < 200
        is_short = is_short and (":" in line.block.text or len(line.block.text) < _SHORT)
        level = levels.level_of_line(line.block.text) if is_short else None
        named = marks.tags_of_line(line.block.text) if is_short and level is None else ()
        if level:
            difficulty = difficulty or level
        elif named:
            tags = (*tags, *named)
        else:
            kept.append(line)
    return kept, difficulty, tags


def _without_loose_text(body: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in body:
        if line.block.kind is Kind.TEXT and line.block.depth == 0 and line.block.starts:
            break
        kept.append(line)
    return kept


def _parts(start: Line, body: list[Line], candidate: Candidate, habits: Habits) -> _Parts:
    block = start.block
    if candidate.runs_in and block.head and not block.bold:
        rest = (block.bare or block.text)[len(block.head) :].lstrip(" :：.-–—")
        first = [replace(block, kind=Kind.TEXT, text=rest, bold=False, head="", number=None)] if rest else []
        return _labelled_off(_Parts(marks.undecorate(block.head).text, [], [*first, *(line.block for line in body)]))
    text, rest = _split_inline(start.marked.text) if start.marked.is_labelled else (start.marked.text, "")
    label = _label_index(start, body, habits)
    if rest:
        first = [replace(block, kind=Kind.TEXT, text=rest, number=None, bold=False)]
        return _Parts(text, [], [*first, *(line.block for line in body)], is_labelled=True)
    if label is not None:
        return _with_body_question(text, start, _at_label(text, body, label))
    text, body = _with_continuation(text, start, body)
    return _unlabelled(text, start, body, habits)


def _labelled_off(parts: _Parts) -> _Parts:
    """Parts whose first answering line may carry a label."""
    first = parts.answering[0] if parts.answering else None
    label = marks.answer_label(first.text) if first else None
    if first is not None and label is not None:
        parts.answering = [*([replace(first, text=label)] if label else []), *parts.answering[1:]]
        parts.is_labelled = True
    return parts


def _split_inline(text: str) -> tuple[str, str]:
    match = _INLINE_ANSWER.search(text)
    return (text[: match.start()].strip(), text[match.end() :].strip()) if match else (text, "")


def _label_index(start: Line, body: Sequence[Line], habits: Habits) -> int | None:
    """Index of the answer label, unless it stands so late in an unlabelled document that it means something else."""
    for index, line in enumerate(body):
        if line.answer is None:
            continue
        before = body[:index]
        is_short = all(not _answers(other) for other in before) or index <= _NEAR
        is_awaited = chrome.awaits_answer(line.block.text)
        return index if habits.has_labels or is_short or is_awaited or start.marked.is_labelled else None
    return None


def _answers(line: Line) -> bool:
    return (
        line.block.kind is Kind.TEXT
        and line.block.starts
        and line.likeness < _ASKS
        and not OPTION.match(line.block.text)
    )


def _at_label(text: str, body: Sequence[Line], label: int) -> _Parts:
    line = body[label]
    first = (
        [replace(line.block, kind=Kind.TEXT, text=line.answer, bold=False, head="", number=None)]
        if line.answer
        else []
    )
    rest = [other.block for other in body[label + 1 :]]
    if first and rest and rest[0].kind is Kind.ITEM and (bullet := _BULLET.match(first[0].text)):
        first = [replace(first[0], kind=Kind.ITEM, text=first[0].text[bullet.end() :], depth=rest[0].depth)]
    if first and rest and rest[0].kind is Kind.TEXT and not rest[0].starts:
        rest[0] = replace(rest[0], depth=first[0].depth)
    asking = [other.block for other in body[:label]]
    while asking and asking[0].kind is Kind.TEXT and not asking[0].starts and not OPTION.match(asking[0].text):
        text = f"{text} {asking.pop(0).text}".strip()
    return _Parts(text, asking, [*first, *rest], is_labelled=True)


def _with_body_question(text: str, start: Line, parts: _Parts) -> _Parts:
    """A title, then the question, then a label: the question is in the body."""
    paragraph = _first_paragraph(parts.asking)
    if not paragraph:
        return parts
    words = " ".join(block.text for block in paragraph)
    is_title = not marks.undecorate(text).text or (
        start.block.kind in {Kind.HEADING, Kind.DETAILS} and start.likeness < _ASKS and _may_be_question(words)
    )
    if not is_title:
        return parts
    asked = marks.undecorate(words).text
    if text and question_likeness(asked) < _ASKS:
        words = f"{text}: {asked}"
    return _Parts(words, parts.asking[len(paragraph) :], parts.answering, is_labelled=True)


def _may_be_question(words: str) -> bool:
    marked = marks.undecorate(words)
    return marked.is_labelled or question_likeness(marked.text) >= _ASKS


def _first_paragraph(blocks: Sequence[Block]) -> list[Block]:
    paragraph: list[Block] = []
    for block in blocks:
        if block.kind is not Kind.TEXT or (paragraph and block.starts):
            break
        paragraph.append(block)
    return paragraph


def _with_continuation(text: str, start: Line, body: list[Line]) -> tuple[str, list[Line]]:
    """A question that goes on in the next line of its paragraph."""
    taken = 0
    while taken < len(body) and start.block.kind in {Kind.TEXT, Kind.ITEM} and not start.block.bold:
        block = body[taken].block
        goes_on = block.kind is Kind.TEXT and not block.starts and not text.endswith((".", "?", "!", ":", "？", "。"))
        wraps = block.text[:1].islower() or len(text) >= _FULL_LINE
        if not (goes_on and wraps and text) or start.likeness >= 1.0:
            break
        text, taken = f"{text} {block.text}", taken + 1
    is_question = taken and question_likeness(text) >= start.likeness
    return (text, body[taken:]) if is_question else (start.marked.text, body)


def _unlabelled(text: str, start: Line, body: Sequence[Line], habits: Habits) -> _Parts:
    blocks = [line.block for line in body]
    is_title = not text or (habits.asks_in_body and start.likeness < _ASKS and start.block.kind is Kind.HEADING)
    if is_title and (not text or (body and (body[0].likeness >= _SURE or body[0].marked.is_labelled))):
        paragraph = _first_paragraph(blocks)
        if paragraph:
            words = " ".join(block.text for block in paragraph)
            return _labelled_off(_Parts(words, [], blocks[len(paragraph) :]))
    if blocks and blocks[0].kind is Kind.CODE and _POINTS_AT_CODE.search(text):
        return _Parts(text or start.block.text, blocks[:1], blocks[1:])
    if body and (_only_ask(body) or (_POINTS_AT_LIST.search(text) and _only_name(body))):
        return _Parts(text or start.block.text, blocks, [])
    return _Parts(text or start.block.text, [], blocks)


def _only_ask(body: Sequence[Line]) -> bool:
    return all(line.block.kind is Kind.ITEM and line.likeness >= _SURE for line in body)


def _only_name(body: Sequence[Line]) -> bool:
    return all(line.block.kind is Kind.ITEM and len(line.block.text.split()) <= 4 for line in body)


def _details(blocks: Sequence[Block]) -> str:
    """What stands under the question and belongs to it, as Markdown."""
    parts: list[str] = []
    for block in blocks:
        if block.kind in {Kind.CODE, Kind.TABLE}:
            parts.append(exhibit_of(block))
        elif block.text and not block.links_only and not chrome.is_placeholder(block.text):
            parts.append(f"- {block.text}" if block.kind is Kind.ITEM else block.text)
    return "\n".join(parts)
