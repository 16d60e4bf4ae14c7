"""Which of several ways to split a document is right: each is scored on what it finds, and the best one says why."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bank.importers import chrome, marks
from bank.importers.blocks import Kind
from bank.importers.evidence import asks_as_paragraph, evidence, titles_one_question
from bank.importers.likeness import likeness_of
from bank.importers.outline import Line, Outline
from bank.importers.spans import Span, spans
from bank.importers.splitters import Candidate

_PART_NUMBER = re.compile(r"^\W*\d{1,4}\.\d")
_NESTED_WEIGHT = 0.25
_STANDING = 0.5
_PAIRS = 2
_LONELY = 0.8
"""Trust in a splitter that finds a single question."""
_UNMARKED = 0.9
"""Trust in lines that nothing but a question mark tells from others."""
_NESTED = 0.4
"""Distrust in headings that ask inside the answer to another heading."""
_SWALLOWED = 0.6
"""Distrust in headings that leave their like, of the same level and with a text of its own, in the answers."""
_LIFT = 0.9
"""What a line without marks of its own gets from its siblings being questions."""
_WEIGHTS = {
    "asking": 4.0,
    "found": 3.0,
    "contents": 2.5,
    "answers": 2.0,
    "direct": 1.5,
    "covered": 1.0,
    "sequence": 1.0,
}

_HOW_MANY = ((0.995, "all"), (0.9, "nearly all"), (0.5, "most"), (0.0, "few"))
"""Shares, from each on, in words."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score and what the score is made of."""

    candidate: Candidate
    spans: tuple[Span, ...]
    score: float
    """From 0 to 1."""
    parts: dict[str, float]

    @property
    def why(self) -> str:
        """The reason in words: “most of these read like questions, and they hold 96 % of the text”."""
        asking = next(words for least, words in _HOW_MANY if self.parts["asking"] >= least)
        covered = round(100 * self.parts["covered"])
        return f"{asking} of these read like questions, and they hold {covered} % of the text"


def rank(document: Outline, candidates: Sequence[Candidate]) -> list[Scored]:
    """The candidates with their scores, best first."""
    lines = document.lines
    sure = [evidence(lines, index) for index in range(len(lines))]
    standing = _standing(lines, sure)
    scored = [_score(document, candidate, sure, standing) for candidate in candidates]
    return sorted(scored, key=lambda each: (-each.score, -len(each.spans)))


def _standing(lines: Sequence[Line], sure: Sequence[float]) -> dict[int, float]:
    """Lines that look like questions on their own, weighted; those nested in a list weigh less."""
    weights: dict[int, float] = {}
    answering = _inside_labelled(lines)
    for index, line in enumerate(lines):
        if line.rows:
            weights[index] = 0.9 * line.rows
            continue
        is_inner = answering[index] or (line.block.depth > 0 and line.block.kind is not Kind.HEADING)
        is_inside_paragraph = line.block.kind is Kind.TEXT and not (
            line.block.starts or line.block.bold or line.marked.is_labelled
        )
        is_titled = index > 0 and asks_as_paragraph(line) and titles_one_question(lines, index - 1)
        if sure[index] >= _STANDING and not (is_inside_paragraph or is_titled):
            weights[index] = sure[index] * (_NESTED_WEIGHT if is_inner else 1.0)
    return weights


def _inside_labelled(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether a labelled question with a labelled answer holds it."""
    labelled = sum(1 for line in lines if line.marked.is_labelled and line.answer is None)
    answers = sum(1 for line in lines if line.answer is not None)
    if min(labelled, answers) < _PAIRS or answers < _STANDING * labelled:
        return [False] * len(lines)
    inside = False
    found: list[bool] = []
    for line in lines:
        is_label = line.marked.is_labelled and line.answer is None
        is_heading = line.block.kind is Kind.HEADING and line.answer is None
        found.append(inside and not is_label and not is_heading)
        inside = is_label or (inside and not is_heading)
    return found


def _score(document: Outline, candidate: Candidate, sure: Sequence[float], standing: dict[int, float]) -> Scored:
    lines = document.lines
    found = spans(lines, candidate)
    count = len(found)
    starts = set(candidate.starts)
    mean = sum(_sure(lines, candidate, i, sure) for i in starts) / count
    lift = _LIFT * mean if mean >= _STANDING else 0.0
    parts = {"asking": sum(max(lift, _sure(lines, candidate, i, sure)) for i in starts) / count}
    whole = sum(standing.values())
    if whole:
        parts["found"] = sum(weight for index, weight in standing.items() if index in starts) / whole
    agreement = _agreement_with_contents(document, candidate)
    if agreement is not None:
        parts["contents"] = agreement
    labels = [
        i for i, line in enumerate(lines) if line.answer is not None and not (i and lines[i - 1].answer is not None)
    ]
    if len(labels) >= max(2, 0.2 * count):
        parts["answers"] = _share_with_one_label(found, labels)
    parts["direct"] = sum(1 for span in found if not _heads_others(lines, span)) / count
    parts["covered"] = _coverage(lines, found)
    numbers = [lines[i].marked.number for i in sorted(starts)]
    if sum(1 for number in numbers if number is not None) >= 0.5 * count and count > 1:
        parts["sequence"] = _sequence(numbers)
    total = sum(_WEIGHTS[name] for name in parts)
    score = sum(_WEIGHTS[name] * value for name, value in parts.items()) / total
    is_lonely = count == 1 and candidate.kind is not Kind.TABLE
    trust = (_LONELY if is_lonely else 1.0) * (_UNMARKED if candidate.splitter == "question-line" else 1.0)
    trust *= 1.0 - _SWALLOWED * _share_of_swallowed(lines, found)
    trust *= 1.0 - _NESTED * _share_of_nested(lines, candidate)
    return Scored(candidate, tuple(found), score * trust, parts)


def _share_of_swallowed(lines: Sequence[Line], found: Sequence[Span]) -> float:
    """Share of lines of the questions' own look that are left inside of questions, and stand only once."""
    inside: Counter[str] = Counter()
    starts = 0
    for span in found:
        start = lines[span.start]
        if start.block.kind is Kind.HEADING or (start.block.kind is Kind.ITEM and start.block.bold):
            starts += 1
            siblings = (line for line in lines[span.start + 1 : span.end] if _looks_like(start, line))
            inside.update(line.marked.text.casefold() for line in siblings)
    once = sum(1 for count in inside.values() if count == 1)
    return once / (starts + once) if once else 0.0


def _looks_like(start: Line, line: Line) -> bool:
    one, other = start.block, line.block
    same = (one.kind, one.level, one.depth, one.bold) == (other.kind, other.level, other.depth, other.bold)
    is_like = same and line.answer is None and (line.marked.is_numbered or not start.marked.is_numbered)
    return is_like and not chrome.heads_back_matter(other.text)


def _share_of_nested(lines: Sequence[Line], candidate: Candidate) -> float:
    """Share of starts that are headings inside the part of a shallower start."""
    if candidate.kind is not Kind.HEADING:
        return 0.0
    starts = frozenset(candidate.starts)
    path: list[tuple[int, bool]] = []
    nested = 0
    last: int | None = None
    for index, line in enumerate(lines):
        if line.block.kind is not Kind.HEADING or line.answer is not None:
            continue
        while path and path[-1][0] >= line.block.level:
            path.pop()
        nested += index in starts and bool(path) and path[-1][1] and not _counts_on(last, line)
        path.append((line.block.level, index in starts))
        last = line.marked.number if index in starts else last
    return nested / len(starts)


def _counts_on(last: int | None, line: Line) -> bool:
    """Whether a heading has the number after the last, so that a deeper level is a slip and no part of an answer."""
    return last is not None and line.marked.number == last + 1 and not _PART_NUMBER.match(line.block.text)


def _sure(lines: Sequence[Line], candidate: Candidate, index: int, sure: Sequence[float]) -> float:
    if candidate.kind is Kind.TABLE:
        return 0.9
    if candidate.runs_in and lines[index].block.head:
        return max(sure[index], likeness_of(lines[index].block.head))
    return sure[index]


def _agreement_with_contents(document: Outline, candidate: Candidate) -> float | None:
    """How far starts and the entries of the tables of contents are the same (F1); None without such tables."""
    entries = {key for contents in document.contents if contents.are_questions for key in contents.keys}
    if len(entries) < 3:
        return None
    if candidate.kind is Kind.TABLE:
        return None
    keys = [marks.text_key(document.lines[i].block.text[:300]) for i in candidate.starts]
    matched = sum(1 for key in keys if key in entries)
    return 2 * matched / (len(keys) + len(entries)) if matched else 0.0


def _share_with_one_label(found: Sequence[Span], labels: Sequence[int]) -> float:
    """Share of questions with one answer label; one without any counts half."""
    counts: list[int] = []
    position = 0
    for span in found:
        while position < len(labels) and labels[position] < span.start:
            position += 1
        first = position
        while position < len(labels) and labels[position] < span.end:
            position += 1
        counts.append(position - first)
    return sum(1.0 if count == 1 else 0.5 if count == 0 else 0.0 for count in counts) / len(found)


def _heads_others(lines: Sequence[Line], span: Span) -> bool:
    """Whether a heading that does not ask has a deeper heading right under it, and so rather heads a section."""
    line = lines[span.start]
    if line.block.kind is not Kind.HEADING or line.likeness >= _STANDING or span.start + 1 >= span.end:
        return False
    below = lines[span.start + 1]
    return below.block.kind in {Kind.HEADING, Kind.DETAILS} and below.answer is None


def _coverage(lines: Sequence[Line], found: Sequence[Span]) -> float:
    sizes = [len(line.block.text) + sum(len(cell) for row in line.block.rows for cell in row) for line in lines]
    whole = sum(sizes)
    if not whole:
        return 0.0
    return sum(sum(sizes[span.start : span.end]) for span in found) / whole


def _sequence(numbers: Sequence[int | None]) -> float:
    """Share of numbers that follow the one before, or start again."""
    pairs = list(pairwise(numbers))
    good = sum(1 for one, two in pairs if two is not None and (two == 1 or (one is not None and two == one + 1)))
    return good / len(pairs)
