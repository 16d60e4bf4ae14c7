"""A document's blocks, made ready for the search for questions.

Tables of contents, back-to-top links and empty collapsible answers are taken out, and every block learns how much it
looks like a question. What repeats the text of later headings is a table of contents, however it is written.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from bank.importers import chrome, marks
from bank.importers.blocks import Block, Kind
from bank.importers.fields import asking_rows
from bank.importers.likeness import likeness_of, question_likeness
from bank.importers.marks import Marked

_MIN_CONTENTS = 3
_REFRAIN = 3
"""A bare heading that stands so often belongs to the page and not to what it says."""
_REPEATED_SHARE = 0.6
_WORDS_OF_A_HEADING = 2
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}\s*$|…{2,}\s*\d{1,4}\s*$|\t+\d{1,4}\s*$")
_OPTION_B = re.compile(r"^\W*b\s*[.:)\]]", re.IGNORECASE)
_OPTION_A = re.compile(r"^a\s*[.)\]:]", re.IGNORECASE)
_LOOK_AHEAD = 6
_MAX_ENTRY = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One block with what its words suggest."""

    block: Block
    marked: Marked
    likeness: float
    """How much its words read like a question."""
    answer: str | None
    """What follows its answer label; None without a label."""
    rows: int = 0
    """How many questions the rows of a table hold."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries of a table of contents that was dropped."""

    line: int
    keys: tuple[str, ...]
    are_questions: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The lines of a document, and the tables of contents that were in it."""

    lines: tuple[Line, ...]
    contents: tuple[Contents, ...]


def outline(blocks: Sequence[Block]) -> Outline:
    """The lines among which questions are looked for."""
    shown = _without_refrains(list(_without_chrome(_with_labels_for_hidden_answers(blocks))))
    kept, contents = _without_contents(shown)
    return Outline(tuple(_line(kept, index) for index in range(len(kept))), tuple(contents))


def _without_chrome(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        is_line = block.kind in {Kind.TEXT, Kind.ITEM, Kind.HEADING}
        if is_line and chrome.is_back_to_top(block.text) and (block.kind is not Kind.HEADING or block.links_only):
            continue
        if block.kind is Kind.TEXT and not block.text:
            continue
        yield block


def _without_refrains(blocks: list[Block]) -> list[Block]:
    """The blocks without headings that recur with nothing under them (“Any doubts?” after each question)."""
    bare = [
        _key(block.text)
        for block, below in zip_longest(blocks, blocks[1:])
        if block.kind is Kind.HEADING and (below is None or below.kind in {Kind.HEADING, Kind.RULE})
    ]
    refrains = {key for key, count in Counter(bare).items() if count >= _REFRAIN and key}
    if not refrains:
        return blocks
    return [block for block in blocks if not (_is_bare_heading(block) and _key(block.text) in refrains)]


def _is_bare_heading(block: Block) -> bool:
    return block.kind is Kind.HEADING and not marks.undecorate(block.text).is_numbered


def _with_labels_for_hidden_answers(blocks: Sequence[Block]) -> list[Block]:
    """Collapsible sections that hide an answer become an answer label, those that hide a part of one disappear."""
    kept: list[Block] = []
    open_sections: list[bool] = []
    for block in blocks:
        if block.kind is Kind.DETAILS:
            hides_answer, hides_part = marks.hides_answer(block.text), marks.hides_part(block.text)
            open_sections.append(hides_answer or hides_part)
            if hides_answer:
                kept.append(replace(block, kind=Kind.TEXT, text="Answer:", bold=True))
            elif not hides_part:
                kept.append(block)
        elif block.kind is Kind.END:
            if open_sections and not open_sections.pop():
                kept.append(block)
        else:
            kept.append(block)
    return kept


def _without_contents(blocks: Sequence[Block]) -> tuple[list[Block], list[Contents]]:
    counts = Counter(
        key for index in range(len(blocks)) if _heads_something(blocks, index) for key in _keys(blocks[index])
    )
    kept: list[Block] = []
    contents: list[Contents] = []
    index = 0
    while index < len(blocks):
        end = _end_of_run(blocks, index)
        run = blocks[index:end]
        if _is_contents(run, counts, kept):
            entries = [entry for block in run for entry in _entries(block)]
            likely = sum(likeness_of(entry) for entry in entries)
            keys = tuple(key for block in run for key in _keys(block))
            contents.append(Contents(run[0].line, keys, are_questions=likely >= 0.4 * len(entries)))
            _drop_heading_of_contents(kept)
        else:
            kept.extend(run)
        index = end
    return kept, contents


def _heads_something(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line may be what an entry of a table of contents points at; a mere item of a list is not."""
    block = blocks[index]
    if block.kind is not Kind.ITEM or block.bold:
        return block.kind is not Kind.TABLE
    following = blocks[index + 1] if index + 1 < len(blocks) else block
    return following.kind in {Kind.TEXT, Kind.CODE} or (following.kind is Kind.ITEM and following.depth > block.depth)


def _end_of_run(blocks: Sequence[Block], start: int) -> int:
    """Where the list, the table or the run of linked lines that starts here ends; at least one block."""
    end = start
    while end < len(blocks) and _may_be_entry(blocks[end]):
        end += 1
    return max(end, start + 1)


def _may_be_entry(block: Block) -> bool:
    is_listed = block.kind in {Kind.ITEM, Kind.TABLE}
    return is_listed or (block.kind is Kind.TEXT and (block.internal or _has_leaders(block.text)))


def _has_leaders(text: str) -> bool:
    """Whether a line ends in dots and the number of a page."""
    return len(text) < _MAX_ENTRY and text[-1:].isdigit() and bool(_LEADERS.search(text))


def _entries(block: Block) -> list[str]:
    if block.kind is Kind.TABLE:
        return [max(row, key=len) for row in block.rows[1:] if row]
    return [_LEADERS.sub("", block.text) if _has_leaders(block.text) else block.text]


def _keys(block: Block) -> list[str]:
    if block.kind in {Kind.CODE, Kind.RULE, Kind.END}:
        return []
    return [key for entry in _entries(block) if len(key := _key(entry)) >= 3]


@lru_cache(maxsize=4096)
def _key(entry: str) -> str:
    return marks.text_key(entry[:300])


def _is_contents(run: Sequence[Block], counts: Counter[str], before: Sequence[Block]) -> bool:
    keys = [key for block in run for key in _keys(block)]
    if len(keys) < _MIN_CONTENTS and not (keys and _follows_contents_heading(before)):
        return False
    if any(_has_leaders(block.text) for block in run):
        return True
    own = Counter(key for index in range(len(run)) if _heads_something(run, index) for key in _keys(run[index]))
    repeated = sum(1 for key in keys if counts[key] > own[key]) / len(keys)
    linked = sum(1 for block in run if block.internal and block.links_only) / len(run)
    if run[0].kind is Kind.TABLE:
        linked = 0.0
    announced = _follows_contents_heading(before)
    if not (announced or linked or _read_as_headings(run)):
        return False
    only_links = sum(1 for block in run if block.links_only) / len(run)
    return (
        repeated >= _REPEATED_SHARE or linked >= _REPEATED_SHARE or (announced and max(repeated, only_links) >= 0.3)
    )


def _read_as_headings(run: Sequence[Block]) -> bool:
    """Whether entries are long enough for headings, or ask: the options of a multiple choice recur too."""
    entries = [entry for block in run for entry in _entries(block)]
    words = sum(len(marks.undecorate(entry).text.split()) for entry in entries)
    return words >= _WORDS_OF_A_HEADING * len(entries) or sum(map(likeness_of, entries)) >= 0.5 * len(entries)


def _follows_contents_heading(before: Sequence[Block]) -> bool:
    return bool(before) and before[-1].kind in {Kind.HEADING, Kind.TEXT} and chrome.heads_contents(before[-1].text)


def _drop_heading_of_contents(kept: list[Block]) -> None:
    while kept and kept[-1].kind in {Kind.HEADING, Kind.TEXT} and chrome.heads_contents(kept[-1].text):
        kept.pop()


def _line(blocks: Sequence[Block], index: int) -> Line:
    block = blocks[index]
    if block.kind in {Kind.CODE, Kind.TABLE, Kind.RULE, Kind.END}:
        return Line(block, Marked(""), 0.0, None, rows=asking_rows(block.rows) if block.kind is Kind.TABLE else 0)
    marked = marks.undecorate(block.bare or block.text)
    if block.number is not None and marked.number is None:
        marked = replace(marked, number=block.number, is_numbered=True)
    answer = marks.answer_label(block.text)
    if answer is None and block.kind is Kind.HEADING and marks.heads_answer(block.text):
        answer = ""
    if answer is None and block.kind is Kind.TEXT and chrome.awaits_answer(block.text):
        answer = ""
    if answer is not None and _is_option(blocks, index):
        answer = None
    likeness = 0.0 if answer is not None else question_likeness(marked.text)
    return Line(block, marked, likeness, answer)


def _is_option(blocks: Sequence[Block], index: int) -> bool:
    """Whether what looks like an answer label is the first option of a multiple choice."""
    if not _OPTION_A.match(blocks[index].text):
        return False
    return any(_OPTION_B.match(block.text) for block in blocks[index + 1 : index + 1 + _LOOK_AHEAD])


def title_of(lines: Sequence[Line]) -> str:
    """The document's title, as far as its headings say."""
    index = title_index(lines)
    return marks.undecorate(lines[index].block.text).text if index is not None else ""


def title_index(lines: Sequence[Line]) -> int | None:
    """The first heading, when it is of level 1 and the only one of it, and is not all there is."""
    headings = [i for i, line in enumerate(lines) if line.block.kind is Kind.HEADING and line.answer is None]
    tops = [i for i in headings if lines[i].block.level == 1]
    if not tops or tops != headings[:1]:
        return None
    asks = lines[tops[0]].likeness >= 1.0 or lines[tops[0]].marked.is_labelled
    return None if asks and len(headings) == 1 else tops[0]
