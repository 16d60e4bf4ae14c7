"""What every importer returns, and the small steps that all of them share."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bank.question import Question

_MAX_SLUG_WORDS = 9
_MAX_SLUG = 64


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something a reader noticed; `line` counts from 1 in the document."""

    line: int
    level: str
    """`notice` (handled), `warning` (look at it) or `error` (left out)."""
    code: str
    message: str

    def __str__(self) -> str:
        """`LINE: level CODE message`, to be prefixed with a file's name."""
        return f"{self.line}: {self.level} {self.code} {self.message}"


@dataclass(frozen=True, slots=True)
class Document:
    """Questions read from one document."""

    title: str
    questions: tuple[Question, ...]
    diagnostics: tuple[Diagnostic, ...]


def slug_of(text: str) -> str:
    """A stable, readable id for a question: its first words in ASCII, hyphenated."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.replace("'", "").lower())
    slug = ""
    for word in words[:_MAX_SLUG_WORDS]:
        longer = f"{slug}-{word}" if slug else word[:_MAX_SLUG]
        if len(longer) > _MAX_SLUG:
            break
        slug = longer
    return slug or f"q-{hashlib.sha256(same_text(text).encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def same_text(text: str) -> str:
    """A key under which two wordings of a text count as the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def distinct(questions: Sequence[Question]) -> Document:
    """Drop exact repetitions with a notice each, and give questions with equal slugs distinct ids."""
    kept: list[Question] = []
    first: dict[tuple[str, str], Question] = {}
    free_ids = FreeIds()
    diagnostics: list[Diagnostic] = []
    for question in questions:
        key = (same_text(question.text), question.digest)
        if key in first:
            diagnostics.append(_duplicate(question, first[key]))
            continue
        unique = question.model_copy(update={"id": free_ids.take(question.id)})
        first[key] = unique
        kept.append(unique)
    return Document("", tuple(kept), tuple(diagnostics))


class FreeIds:
    """Hands out ids, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """The wanted id, or with the first number behind it that makes it free."""
        candidate = wanted
        while candidate in self._taken:
            suffix = self._next.get(wanted, 2)
            self._next[wanted] = suffix + 1
            candidate = f"{wanted[:_MAX_SLUG]}-{suffix}"
        self._taken.add(candidate)
        return candidate


def _duplicate(question: Question, original: Question) -> Diagnostic:
    line = question.source.first_line if question.source else 0
    name = f"question {question.number}" if question.number is not None else f"“{question.text[:40]}”"
    other = f"question {original.number}" if original.number is not None else f"“{original.id}”"
    return Diagnostic(line, "notice", "DUPLICATE", f"{name} repeats {other} word for word and was merged with it")
