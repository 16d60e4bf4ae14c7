"""Where a quote stands in a text: exactly, else by alignment with a high bar; both texts are folded.

Alignment is the Levenshtein partial ratio of rapidfuzz: small slips of a model that copies pass, a changed number or
negation never does.
"""

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from rubrics.folding import NEGATIONS, folded, whole_words, words
from rubrics.verdict import Span

_ALIGNMENT_BAR = 92.0
_MIN_ALIGNED = 24
"""Quotes shorter than this, in characters, must match exactly: a slip could change their meaning."""
_ELLIPSIS = re.compile(r"\s*(?:…|\.{3,}|\[\.\.\.\]|\[…\])\s*")
_MAX_GAP = 400
"""Characters that an ellipsis inside a quote may stand for."""


def find_quote(quote: str, text: str) -> Span | None:
    """Where the quote stands in a folded text, its parts between ellipses in their order; None when it does not."""
    fragments = [folded(part).strip(" \"'") for part in _ELLIPSIS.split(quote)]
    first: Span | None = None
    start = 0
    for fragment in filter(None, fragments):
        found = _find(fragment, text, start)
        if found is None or (first is not None and found[0] - start > _MAX_GAP):
            return None
        first = first or found
        start = found[1]
    return (first[0], start) if first else None


def _find(fragment: str, answer: str, start: int) -> Span | None:
    """The fragment's place in the folded answer from `start` on, on word boundaries."""
    at = answer.find(fragment, start)
    while at >= 0:
        if _on_boundaries(answer, at, at + len(fragment)):
            return at, at + len(fragment)
        at = answer.find(fragment, at + 1)
    return _align(fragment, answer, start)


def _on_boundaries(text: str, start: int, end: int) -> bool:
    cuts_head = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cuts_tail = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not (cuts_head or cuts_tail)


def _align(fragment: str, answer: str, start: int) -> Span | None:
    rest = answer[start:]
    if len(fragment) < _MIN_ALIGNED or len(fragment) > len(rest) * 1.1:
        return None
    found = fuzz.partial_ratio_alignment(fragment, rest, score_cutoff=_ALIGNMENT_BAR)
    if found is None:
        return None
    begin, end = whole_words(rest, found.dest_start, found.dest_end)
    if not _means_the_same(fragment, rest[begin:end]):
        return None
    return start + begin, start + end


def _means_the_same(quote: str, found: str) -> bool:
    """Whether two nearly equal texts have the words that turn a meaning (numbers, negations) in the same places."""
    said, there = words(quote), words(found)
    changes = [change for change in Levenshtein.opcodes(said, there) if change.tag != "equal"]
    changed = (said[c.src_start : c.src_end] + there[c.dest_start : c.dest_end] for c in changes)
    return not any(_turns(word) for part in changed for word in part)


def _turns(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't") or any(char.isdigit() for char in word)
