"""What every importer returns, and the small steps that all of them share."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
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
    return slug or "question"


def same_text(text: str) -> str:
    """A key under which two wordings of a text count as the same."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def distinct(questions: Sequence[Question]) -> Document:
    """Drop exact repetitions with a notice each, and give questions with equal slugs distinct ids."""
    kept: list[Question] = []
    first: dict[tuple[str, str], Question] = {}
    taken: set[str] = set()
    diagnostics: list[Diagnostic] = []
    for question in questions:
        key = (same_text(question.text), question.digest)
        if key in first:
            diagnostics.append(_duplicate(question, first[key]))
            continue
        unique = question.model_copy(update={"id": _free_id(question.id, taken)})
        taken.add(unique.id)
        first[key] = unique
        kept.append(unique)
    return Document("", tuple(kept), tuple(diagnostics))


def _free_id(wanted: str, taken: Iterable[str]) -> str:
    candidate, suffix = wanted, 2
    while candidate in taken:
        candidate, suffix = f"{wanted[:_MAX_SLUG]}-{suffix}", suffix + 1
    return candidate


def _duplicate(question: Question, original: Question) -> Diagnostic:
    line = question.source.first_line if question.source else 0
    name = f"question {question.number}" if question.number is not None else f"“{question.text[:40]}”"
    other = f"question {original.number}" if original.number is not None else f"“{original.id}”"
    return Diagnostic(line, "notice", "DUPLICATE", f"{name} repeats {other} word for word and was merged with it")
