"""From where questions start to what belongs to each of them: the lines of its answer, and its section."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bank.importers import chrome, levels, marks
from bank.importers.blocks import Kind
from bank.importers.outline import Line, title_index
from bank.importers.splitters import Candidate
from bank.question import Difficulty

GENERAL = "general"
_BOLD_LEVEL = 8
_TABLE_LEVEL = 9
_MAX_WORDS_OF_A_SECTION = 12
_MANY = 4
_GENERIC = re.compile(
    r"^\W*(?:(?:interview|all|sample|practice|common|top|the|list of|main|\d+)\s+)*"
    r"(?:questions?|q\s*(?:&|and|/)\s*a|questions?\s*(?:&|and|\+|/|-)\s*answers?|faqs?|answers?|q&as?"
    r"|interview|quiz)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """One question's lines: `start` asks, those up to `end` (exclusive) answer."""

    start: int
    end: int
    topic: str
    difficulty: Difficulty | None = None
    """What the section says of all its questions."""


@dataclass(frozen=True, slots=True)
class _Section:
    level: int
    topic: str
    difficulty: Difficulty | None


def spans(lines: Sequence[Line], candidate: Candidate) -> list[Span]:
    """What belongs to each start of a candidate, in order."""
    starts = frozenset(candidate.starts)
    borders = _borders(lines, candidate, starts)
    title = title_index(lines)
    path: list[_Section] = []
    found: list[Span] = []
    ends = _ends(lines, candidate, borders)
    for index in sorted(starts | borders.keys()):
        if index in starts:
            topic, difficulty = _topic(path)
            found.append(Span(index, ends[index], topic, difficulty))
        elif not lines[index].rows:
            _enter(path, lines[index], borders[index], is_title=index == title)
    return found


def _enter(path: list[_Section], line: Line, level: int, *, is_title: bool) -> None:
    while path and path[-1].level >= level:
        path.pop()
    name = "" if is_title or not _names_subject(line) else marks.clean_topic(line.block.text)
    path.append(_Section(level, name, None if is_title else levels.level_of_heading(line.block.text)))


def _names_subject(line: Line) -> bool:
    text = line.block.text
    is_about = chrome.heads_back_matter(text) and not chrome.heads_sources(text)
    return len(text.split()) <= _MAX_WORDS_OF_A_SECTION and not line.block.leads_out and not is_about


def _topic(path: Sequence[_Section]) -> tuple[str, Difficulty | None]:
    """The nearest section that names a subject; a mere level of difficulty is not one if a subject is above it."""
    named = [section for section in path if section.topic and not _GENERIC.match(section.topic)]
    difficulty = next((section.difficulty for section in reversed(path) if section.difficulty), None)
    subjects = [section for section in named if section.difficulty is None]
    best = (subjects or named)[-1:]
    return (best[0].topic if best else GENERAL), difficulty


def _borders(lines: Sequence[Line], candidate: Candidate, starts: frozenset[int]) -> dict[int, int]:
    """Lines that end a question without starting one, with the level of the section that they head."""
    direct = set(_right_above(lines, starts))
    first = min(starts)
    levels = [lines[i].block.level for i in direct if lines[i].block.kind is Kind.HEADING]
    above = [line.block.level for line in lines[:first] if line.block.kind is Kind.HEADING and line.answer is None]
    levels += above[-1:]
    deepest = max((level for level in levels if not candidate.level or level <= candidate.level), default=1)
    apart = _headings_apart(lines, candidate)
    borders = {i: _BOLD_LEVEL for i in direct if lines[i].block.kind is not Kind.HEADING}
    for index, line in enumerate(lines):
        block = line.block
        if line.rows and candidate.kind is not Kind.TABLE:
            borders[index] = _TABLE_LEVEL
        if block.kind is not Kind.HEADING or index in starts or line.answer is not None:
            continue
        if _is_border(line, candidate, deepest, direct=index in direct) or index in apart:
            borders[index] = block.level
    return borders


def _headings_apart(lines: Sequence[Line], candidate: Candidate) -> set[int]:
    """Headings among questions that are no headings, where answers hold none: they head what is something else."""
    starts = sorted(candidate.starts)
    if candidate.level or len(starts) < _MANY:
        return set()
    inside: dict[int, list[int]] = {}
    position = -1
    for index, line in enumerate(lines):
        while position + 1 < len(starts) and starts[position + 1] <= index:
            position += 1
        is_heading = line.block.kind is Kind.HEADING and line.answer is None and not line.block.depth
        if is_heading and position >= 0 and index != starts[position]:
            inside.setdefault(position, []).append(index)
    last = inside.pop(len(starts) - 1, [])
    return set(last) if not inside else set()


def _is_border(line: Line, candidate: Candidate, deepest: int, *, direct: bool) -> bool:
    level = line.block.level
    if candidate.level:
        is_same = level == candidate.level and (direct or (chrome.heads_back_matter(line.block.text) and level <= 3))
        return level < candidate.level or is_same
    return level <= deepest or (direct and level <= 3) or candidate.splitter == "bullets"


def _right_above(lines: Sequence[Line], starts: frozenset[int]) -> Iterator[int]:
    """Headings, bold lines and lines ending in a colon with nothing but their like between them and a start."""
    for start in starts:
        index = start - 1
        while index >= 0 and index not in starts:
            line = lines[index]
            if line.block.kind in {Kind.RULE, Kind.END}:
                index -= 1
                continue
            if not _may_head(lines, index, lines[start]):
                break
            yield index
            index -= 1


def _may_head(lines: Sequence[Line], index: int, start: Line) -> bool:
    line = lines[index]
    block = line.block
    if line.answer is not None or block.depth or not block.text:
        return False
    if block.kind is Kind.HEADING:
        return True
    is_line = block.kind is Kind.TEXT and block.starts and len(block.text.split()) <= _MAX_WORDS_OF_A_SECTION
    if not is_line or line.likeness >= 0.9:
        return False
    follows_start = start.block.kind is not Kind.TEXT or not block.text.endswith(":")
    announces = block.text.endswith((":", "：")) and follows_start
    return announces or (block.bold and not block.links_only and not block.text.endswith("."))


def _ends(lines: Sequence[Line], candidate: Candidate, borders: dict[int, int]) -> dict[int, int]:
    stops = sorted({*candidate.starts, *borders, len(lines)})
    following = {stop: stops[i + 1] for i, stop in enumerate(stops[:-1])}
    ends = {start: following[start] for start in candidate.starts}
    if candidate.kind is Kind.DETAILS:
        for start in candidate.starts:
            ends[start] = _end_of_section(lines, start, ends[start])
    return ends


def _end_of_section(lines: Sequence[Line], start: int, limit: int) -> int:
    depth = 0
    for index in range(start, limit):
        kind = lines[index].block.kind
        depth += (kind is Kind.DETAILS) - (kind is Kind.END)
        if depth <= 0:
            return index
    return limit
