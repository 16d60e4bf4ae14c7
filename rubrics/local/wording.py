"""What can be counted in a text without understanding it: content pieces, negations, function words."""

import re
from dataclasses import dataclass

from rubrics.local.wordpiece import WordPiece

TokenSet = frozenset[int]

NEGATIONS = frozenset("not no never none neither nor cannot without hardly nothing rather instead".split())
FUNCTION_WORDS = frozenset(
    """a an the of to and or is are was be been it its in on for with by as at that this than then so but from into
    can could may might must should would will you your i we they he she one each every when where which while
    who what how why if because since do does did has have had there here them their not no just only also more
    most""".split()
)
_PUNCTUATION = ". , ; : ! ? \" ' ( ) - /"
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text is made of."""

    pieces: TokenSet
    """Its word pieces, those of function words and punctuation left out."""
    words: int
    negations: int
    function_words: float
    """Share of the words: low in lists of terms."""


class WordingReader:
    """Reads the wording of texts."""

    def __init__(self, tokenizer: WordPiece) -> None:
        self._tokenizer = tokenizer
        self._empty = frozenset(tokenizer.encode(" ".join([*sorted(FUNCTION_WORDS), _PUNCTUATION])))

    def read(self, text: str) -> Wording:
        """The wording of a text."""
        words = _WORD.findall(text.lower())
        return Wording(
            pieces=frozenset(self._tokenizer.encode(text)) - self._empty,
            words=len(words),
            negations=sum(word in NEGATIONS or word.endswith("n't") for word in words),
            function_words=sum(word in FUNCTION_WORDS for word in words) / max(1, len(words)),
        )
