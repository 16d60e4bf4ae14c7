"""Cuts an answer into the pieces of text that may each make a point: sentences, clauses, neighbouring sentences.

All windows are spans of the text as given, so that the one that carries a verdict can be quoted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]

MAX_SENTENCES = 150
"""Sentences of one answer; text behind them is not looked at."""
_LONGEST_SENTENCE = 80
"""Words; longer runs without punctuation are cut, so that the encoder sees all of them."""
_MIN_LETTERS = 3
_MIN_CLAUSE_WORDS = 4
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\s*\n+\s*")
_CLAUSE_END = re.compile(r",\s+|\s+(?=(?:but|because|so|while|whereas|since)\s)|\s+[–—-]\s+")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its clauses; none when it is a single one."""

    span: Span
    clauses: tuple[Span, ...]


def sentences(answer: str) -> list[Sentence]:
    """The sentences of an answer in order, empty when it is blank."""
    spans = [s for piece in _pieces(answer, 0, len(answer), _SENTENCE_END) for s in _short_enough(answer, piece)]
    return [Sentence(span, tuple(_clauses(answer, span))) for span in spans[:MAX_SENTENCES]]


def windows(cut: Sequence[Sentence]) -> list[Span]:
    """All windows: the sentences, then neighbouring pairs, then the clauses."""
    pairs = [(a.span[0], b.span[1]) for a, b in pairwise(cut)]
    return [*(s.span for s in cut), *pairs, *(clause for s in cut for clause in s.clauses)]


def _short_enough(text: str, span: Span) -> Iterator[Span]:
    words = list(_WORD.finditer(text, *span))
    if len(words) <= _LONGEST_SENTENCE:
        yield span
        return
    half = _LONGEST_SENTENCE // 2
    for first in range(0, len(words), half):
        run = words[first : first + half]
        yield run[0].start(), run[-1].end()


def _clauses(text: str, span: Span) -> list[Span]:
    parts = [p for p in _pieces(text, *span, _CLAUSE_END) if len(text[p[0] : p[1]].split()) >= _MIN_CLAUSE_WORDS]
    return parts if parts != [span] else []


def _pieces(text: str, start: int, end: int, border: re.Pattern[str]) -> Iterator[Span]:
    """Stripped pieces of text[start:end] between borders, those without enough letters left out."""
    place = start
    for match in border.finditer(text, start, end):
        yield from _stripped(text, place, match.start())
        place = match.end()
    yield from _stripped(text, place, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if sum(character.isalnum() for character in text[start:end]) >= _MIN_LETTERS:
        yield start, end
