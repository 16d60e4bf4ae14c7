"""Statements of the rubric repeated nearly word for word and in order: they say what the rubric says.

The models learned from answers in people's own words, where sharing a statement's very words is more often a sign of
turning it round than of making it. Repetition is settled in code instead; whether a copy counts as evidence is for
the evidence check to say.
"""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from rubrics.folding import Folded, fold, whole_words
from rubrics.local.denials import is_turned, words_of
from rubrics.local.windows import Span

_END = re.compile(r"[.!?;]\s")
_ALIKE = 88.0
"""Least partial ratio (rapidfuzz, in percent) of a statement and its repetition."""
_LEAST = 24
"""Statements shorter than this, in characters, are repeated by accident."""


def repetition_of(statements: Iterable[str], answer: Folded) -> Span | None:
    """Where the answer repeats one of the statements without turning it round; None when it does not."""
    for statement in statements:
        wanted = fold(statement).text.rstrip(" .;:")
        if not _LEAST <= len(wanted) <= len(answer.text):
            continue
        found = fuzz.partial_ratio_alignment(wanted, answer.text, score_cutoff=_ALIKE)
        if found is None or found.dest_end <= found.dest_start:
            continue
        start, end = whole_words(answer.text, found.dest_start, found.dest_end)
        if not is_turned(words_of(wanted), words_of(_sentence_of(answer.text, start, end))):
            return answer.raw_span(start, end)
    return None


def _sentence_of(text: str, start: int, end: int) -> str:
    """The repetition with the rest of its sentence, where “it is not true that” or “which is a myth” may stand."""
    before = max((cut.end() for cut in _END.finditer(text, 0, start)), default=0)
    after = _END.search(text, end)
    return text[before : after.start() if after else len(text)]
