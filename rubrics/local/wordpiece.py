"""Splits text into the word pieces that uncased BERT models were trained on.

The method is BERT's (Devlin et al. 2019): clean, lower-case, strip accents, split at whitespace, punctuation and CJK
characters, then take the longest known piece from the left of every word, again and again.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

CLS, SEP, UNKNOWN = 101, 102, 100
_MAX_WORD = 100
_CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2FA1F), (0xF900, 0xFAFF))


class WordPiece:
    """Word pieces of a vocabulary with one piece a line."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._pieces = lru_cache(maxsize=50_000)(self._split)

    @classmethod
    def from_file(cls, path: Path) -> "WordPiece":
        """The tokenizer of a `vocab.txt`."""
        return cls(path.read_text("utf-8").rstrip("\n").split("\n"))

    def encode(self, text: str) -> list[int]:
        """Ids of the pieces of `text`, without special tokens."""
        return [piece for run in text.split() for piece in self._pieces(run)]

    def _split(self, run: str) -> tuple[int, ...]:
        """Ids of a run without white space; remembered, since texts repeat their words."""
        return tuple(piece for word in _words(run) for piece in self._split_word(word))

    def _split_word(self, word: str) -> tuple[int, ...]:
        if len(word) > _MAX_WORD:
            return (UNKNOWN,)
        ids, start = [], 0
        while start < len(word):
            end = len(word)
            while end > start and self._key(word, start, end) not in self._ids:
                end -= 1
            if end == start:
                return (UNKNOWN,)
            ids.append(self._ids[self._key(word, start, end)])
            start = end
        return tuple(ids)

    @staticmethod
    def _key(word: str, start: int, end: int) -> str:
        return word[start:end] if start == 0 else f"##{word[start:end]}"


def _words(text: str) -> Iterator[str]:
    """Lower-cased words and single punctuation marks, accents stripped."""
    cleaned = "".join(_clean(character) for character in text)
    for word in cleaned.split():
        plain = unicodedata.normalize("NFD", word.lower())
        yield from _split_punctuation(c for c in plain if unicodedata.category(c) != "Mn")


def _clean(character: str) -> str:
    if character.isspace():
        return " "
    code = ord(character)
    if code in (0, 0xFFFD) or unicodedata.category(character).startswith("C"):
        return ""
    if any(low <= code <= high for low, high in _CJK):
        return f" {character} "
    return character


def _split_punctuation(characters: Iterator[str]) -> Iterator[str]:
    word = ""
    for character in characters:
        if not _is_punctuation(character):
            word += character
            continue
        if word:
            yield word
        yield character
        word = ""
    if word:
        yield word


def _is_punctuation(character: str) -> bool:
    is_ascii_symbol = character.isascii() and character.isprintable() and not character.isalnum() and character != " "
    return is_ascii_symbol or unicodedata.category(character).startswith("P")
