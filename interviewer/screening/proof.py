"""What a verification looks at, as values: rows as they are stored, whether in the database or in an export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from interviewer.screening.chain import Entry, Head
from interviewer.screening.cohort import Cohort


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A candidate as stored; id, salt and name are None when erased."""

    ref: str
    id: str | None
    salt: bytes | None
    name: str | None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer as stored; `text` is None when erased."""

    key: int
    ref: str
    position: int
    text: str | None
    source: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A grade as stored; `body` is None when erased."""

    key: int
    answer: int
    state: str
    score: float | None
    coverage: float | None
    body: str | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A judgement as stored: the parts that its commitment covers, None when erased."""

    key: int
    parts: tuple[str, ...] | None


class Proof(Protocol):
    """Everything that is kept of one cohort, to be checked against its log."""

    @property
    def cohort(self) -> Cohort:
        """What it is locked to."""
        ...

    @property
    def head(self) -> Head:
        """The end of the log as it is noted beside it."""
        ...

    def entries(self) -> Iterator[Entry]:
        """The log, in order."""
        ...

    def people(self) -> dict[str, PersonRow]:
        """Candidates by reference."""
        ...

    def answers(self, keys: Sequence[int]) -> dict[int, AnswerRow]:
        """These answers, by key."""
        ...

    def grades(self, keys: Sequence[int]) -> dict[int, GradeRow]:
        """These grades, by key."""
        ...

    def reviews(self, keys: Sequence[int]) -> dict[int, ReviewRow]:
        """These judgements, by key."""
        ...

    def all_keys(self) -> "Keys":
        """Keys of all that is stored."""
        ...


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of the rows of a cohort."""

    answers: frozenset[int]
    current: frozenset[int]
    """Of the answers, those that count."""
    grades: frozenset[int]
    reviews: frozenset[int]
    texts: dict[str, int]
    """By reference, how many answers, grades, judgements and drafts still hold words."""
