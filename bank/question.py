"""The values of this room: a question, its reference answer, and the bank that holds them.

All are frozen pydantic models, because they enter from files. Lines count from 1 in the source document.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

# A point whose own statement is this short and that has children only announces them.
_MAX_WORDS_OF_A_HEADER = 5
_MAX_WORDS_OF_A_NAME = 2
"""A point without a heading that has no more words is a term, not a claim."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Difficulty(StrEnum):
    """How hard a question is, as judged by its author."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Anchors(_Value):
    """What makes a point recognisable in an answer (behaviourally anchored rating scales, Smith & Kendall 1963)."""

    says: tuple[str, ...] = ()
    """Ways to say the point, each enough for credit."""
    misconceptions: tuple[str, ...] = ()
    """Statements that contradict it."""
    hint: str | None = None
    """A prompt that does not give the point away."""
    drafted_by: str | None = None
    """The model whose draft this is while it waits for the author's approval; nothing is judged by it till then."""


class Point(_Value):
    """One bullet of a reference answer, with the bullets nested under it."""

    text: str
    line: int | None = None
    end_line: int | None = None
    children: tuple["Point", ...] = ()
    anchors: Anchors | None = None
    optional: bool | None = None
    """The author's word on whether missing this costs; None leaves it to the rubric's rules."""
    weight: Annotated[float, Field(ge=-10, le=10)] = 1.0
    """Share in the score relative to the other points; negative for a named misconception."""
    quote: str | None = None
    """Words of the reference answer that this point was drawn from by a model."""
    drafted_by: str | None = None
    """The model that drew it, while that waits for the author's approval."""

    @property
    def settled_anchors(self) -> Anchors | None:
        """The anchors that may be judged by: none of a draft that nobody has approved."""
        return None if self.anchors is None or self.anchors.drafted_by else self.anchors

    @property
    def title(self) -> str | None:
        """The words before the first colon, where they are a short label and not part of a sentence."""
        head, colon, _ = self.text.partition(":")
        is_label = bool(colon) and 0 < len(head.split()) <= 8 and not head.endswith((".", "?", "!"))
        return head.strip() if is_label else None

    @property
    def heads_its_children(self) -> bool:
        """Whether this point claims nothing of its own and only names the points nested under it."""
        if not self.children:
            return False
        label = self.title
        claim = self.text[len(label) + 1 :] if label is not None else self.text
        return len(claim.split()) <= _MAX_WORDS_OF_A_HEADER


class Section(_Value):
    """A run of points under one heading; `heading` is None for the list that follows the lead."""

    heading: str | None = None
    line: int | None = None
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullet:
    """A point that states something by itself, with the section and the heading points above it."""

    point: Point
    section: Section
    headers: tuple[Point, ...]

    @property
    def is_bare(self) -> bool:
        """Whether it names something and claims nothing: one or two words, and no heading above them."""
        return len(self.point.text.split()) <= _MAX_WORDS_OF_A_NAME and not (self.headers or self.section.heading)


class Reference(_Value):
    """A reference answer: opening words, sections of points, closing prose."""

    lead: str = ""
    sections: tuple[Section, ...] = ()
    closing: str = ""
    exhibits: tuple[str, ...] = ()
    """Code, tables and the like in Markdown: shown with the answer, never judged by."""

    def bullets(self) -> Iterator[Bullet]:
        """The points that each state something, in document order: one for every criterion of a rubric."""
        for section in self.sections:
            for point in section.points:
                yield from _bullets(point, section, ())

    @property
    def is_empty(self) -> bool:
        """Whether there is no reference answer at all."""
        return not (self.lead.strip() or self.closing.strip() or self.sections or self.exhibits)


def _bullets(point: Point, section: Section, headers: tuple[Point, ...]) -> Iterator[Bullet]:
    if not point.heads_its_children:
        yield Bullet(point, section, headers)
        return
    for child in point.children:
        yield from _bullets(child, section, (*headers, point))


class Source(_Value):
    """Where a question stands in the document it came from."""

    file: str
    first_line: int
    last_line: int
    licence: str | None = None


class Question(_Value):
    """One interview question with its reference answer."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
    text: str
    details: str = ""
    """What belongs to the question and stands under it, in Markdown: code, options, sub-questions."""
    kind: Literal["open", "choice"] = "open"
    """A `choice` picks from options: it is kept, but nobody is asked it in an interview."""
    number: int | None = None
    """The number it carries in its document."""
    topic: str = "general"
    difficulty: Difficulty | None = None
    reference: Reference = Reference()
    tags: tuple[str, ...] = ()
    source: Source | None = None

    def __hash__(self) -> int:
        # What is worked out for a question is kept by question; a hash over every field costs more than a look-up.
        return hash((self.id, self.text))

    @property
    def wording(self) -> str:
        """All that a candidate is asked: the question, and what belongs to it under it."""
        return f"{self.text}\n\n{self.details}" if self.details else self.text

    @property
    def digest(self) -> str:
        """SHA-256 of the reference answer: changes with the meaning, not with the wording of the question."""
        meaning = _meaning(self.reference.model_dump(mode="json"))
        if not self.reference.exhibits:
            del meaning["exhibits"]
        return digest_of([meaning, self.details] if self.details else meaning)

    @property
    def is_answered(self) -> bool:
        """Whether there is a reference answer; without one a question is for practice only."""
        return not self.reference.is_empty


def _meaning(value: Any) -> Any:
    """A dumped value without what can change while it means the same: lines, marks and drafts that wait."""
    if isinstance(value, list):
        return [_meaning(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    kept = {
        key: entry for key, entry in value.items() if not (key in _BESIDE_THE_MEANING or _is_no_quote(key, entry))
    }
    return {key: None if _waits(key, entry) else _meaning(entry) for key, entry in kept.items()}


_BESIDE_THE_MEANING = frozenset({"line", "end_line", "drafted_by"})


def _is_no_quote(key: str, entry: object) -> bool:
    """Whether this is the missing quote of a point that no model drew: digests are as before there were quotes."""
    return key == "quote" and entry is None


def _waits(key: str, entry: object) -> bool:
    return key == "anchors" and isinstance(entry, dict) and bool(entry.get("drafted_by"))


class Bank(_Value):
    """A titled collection of questions with distinct ids."""

    id: str
    title: str
    questions: tuple[Question, ...]
    notices: tuple[str, ...] = ()
    """What the importer had to say, one sentence each."""

    @property
    def digest(self) -> str:
        """SHA-256 of everything a candidate is asked and graded against."""
        return digest_of([(q.id, q.text, q.topic, q.digest) for q in self.questions])

    @property
    def topics(self) -> list[str]:
        """The topics in order of first appearance."""
        return list(dict.fromkeys(question.topic for question in self.questions))


def digest_of(value: object) -> str:
    """SHA-256, in hexadecimal, of a JSON value written canonically (sorted keys, no blanks, UTF-8)."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
