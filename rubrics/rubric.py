"""A rubric: what an answer to one question is judged by."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bank.question import Anchors, digest_of

Origin = Literal["bullets", "sentences", "model"]
"""Where criteria came from: the author's bullets, sentences of the author's prose, or a model's draft."""


@dataclass(frozen=True)
class Criterion:
    """One thing a good answer says."""

    id: str
    """`c1`…`cn` in document order."""
    text: str
    title: str | None = None
    group: str | None = None
    optional: bool = False
    """Whether missing it costs nothing; meeting it counts as a point beyond."""
    weight: float = 1.0
    """Share relative to the other criteria; negative for a named misconception, which subtracts when met."""
    line: int | None = None
    """Line of the source document, from 1."""
    anchors: Anchors | None = None

    @property
    def is_misconception(self) -> bool:
        """Whether stating this loses credit."""
        return self.weight < 0


@dataclass(frozen=True)
class Rubric:
    """The criteria of one question, with the prose around them as context."""

    question_id: str
    criteria: tuple[Criterion, ...]
    lead: str = ""
    closing: str = ""
    origin: Origin = "bullets"
    approved: bool = field(default=True, compare=False)
    """False while criteria drafted by a model wait for the author."""

    @property
    def required(self) -> list[Criterion]:
        """The criteria that an answer is expected to meet."""
        return [c for c in self.criteria if not c.optional and not c.is_misconception]

    @property
    def is_anchored(self) -> bool:
        """Whether most criteria carry ways to say them."""
        anchored = sum(bool(c.anchors and c.anchors.says) for c in self.criteria)
        return 2 * anchored > len(self.criteria)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what is judged: ids, texts, groups, options, weights and anchors."""
        rows = [
            (
                c.id,
                c.text,
                c.group,
                c.optional,
                c.weight,
                c.anchors.model_dump(mode="json", exclude={"drafted_by"}) if c.anchors else None,
            )
            for c in self.criteria
        ]
        return digest_of([self.question_id, rows, self.lead, self.closing, self.origin])

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with that id; KeyError when there is none."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)
