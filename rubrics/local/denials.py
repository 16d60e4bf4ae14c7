"""Statements of the rubric handed back with a "not" in them: similar in every word, opposite in meaning.

Similarity cannot tell the two apart, so code does. Only near copies are looked at; who says it in own words is judged
by the models.
"""

import re
from collections.abc import Iterable

from rubrics.local.wording import FUNCTION_WORDS, NEGATIONS

COPIED_SHARE = 0.7
"""Share of a statement's content words that makes a sentence a copy of it."""
AGREEING_SHARE = 0.6
"""Share from which on a sentence is too close to a statement to be called its contradiction."""
_DENIALS = frozenset(
    "myth false falsely untrue wrong wrongly incorrect nonsense mistaken misconception opposite".split()
)
_MIN_CONTENT = 4
_WORD = re.compile(r"[\w']+")


def denies_a_copy(statements: Iterable[str], sentence: str) -> bool:
    """Whether a sentence repeats one of the statements nearly word for word, and negates it."""
    said = words_of(sentence)
    copied = [words for words in map(words_of, statements) if _share(words, said) >= COPIED_SHARE]
    return bool(copied) and all(is_turned(words, said) for words in copied)


def agrees_in_words(statements: Iterable[str], misconceptions: Iterable[str], sentence: str) -> bool:
    """Whether a sentence has most words of a statement, is not turned round, and has fewer of any misconception's."""
    said = words_of(sentence)
    wrong = max((_share(words_of(text), said) for text in misconceptions), default=0.0)
    for statement in map(words_of, statements):
        share = _share(statement, said)
        if share >= AGREEING_SHARE and share > wrong and not is_turned(statement, said):
            return True
    return False


def is_turned(statement: list[str], said: list[str]) -> bool:
    """Whether the words said deny a statement that they repeat: an odd negation, or “it is a myth that …”."""
    denied = bool(_DENIALS & set(said)) and not _DENIALS & set(statement)
    return denied or (_negations(said) - _negations(statement)) % 2 == 1


def _share(statement: list[str], said: list[str]) -> float:
    content = {word for word in statement if word not in FUNCTION_WORDS and word not in NEGATIONS}
    return len(content & set(said)) / len(content) if len(content) >= _MIN_CONTENT else 0.0


def _negations(words: list[str]) -> int:
    return sum(word in NEGATIONS or word.endswith("n't") for word in words)


def words_of(text: str) -> list[str]:
    """The words of a text, in order."""
    return _WORD.findall(text.lower().replace("’", "'"))
