"""Answers cut into pieces by the spans marked in them; spans may overlap, touch, or be broken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from interviewer.report.item_values import AttemptReport
from rubrics.verdict import Span, Status


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of an answer and what it shows."""

    label: str
    """What stands beside it: the number of its criterion, `+1` for a point beyond, `!1` for a wrong statement."""
    kind: str
    """A status, `beyond` or `wrong`."""
    start: int
    end: int

    @property
    def name(self) -> str:
        """What the label stands for, in words."""
        number = self.label.lstrip("+!")
        if self.label.startswith("+"):
            return f"point {number} beyond the reference"
        return f"wrong statement {number}" if self.label.startswith("!") else f"point {number}: {self.kind}"

    @property
    def anchor(self) -> str:
        """Where the page says more about it."""
        place = {"+": "beyond", "!": "wrong"}.get(self.label[0], "v")
        return f"{place}{self.label.lstrip('+!')}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive characters under the same marks; the pieces of an answer joined are the answer."""

    text: str
    start: int
    """Where it begins in the answer."""
    marks: tuple[Mark, ...]
    """The marks that cover it, in the order of their starts."""
    ending: tuple[Mark, ...]
    """Those of them that end with it."""

    @property
    def kind(self) -> str | None:
        """The kind to show it as: that of the shortest mark that covers it."""
        return min(self.marks, key=lambda mark: mark.end - mark.start).kind if self.marks else None


def marks_of(attempt: AttemptReport) -> list[Mark]:
    """The marks of an answer: the quotes of its verdicts, of points beyond, and of wrong statements."""
    return list(_marks(attempt))


def _marks(attempt: AttemptReport) -> Iterator[Mark]:
    for verdict in attempt.verdicts:
        if verdict.status in (Status.MET, Status.PARTIAL, Status.CONTRADICTED):
            kind = "wrong" if verdict.is_misconception else verdict.status.value
            yield from _mark(attempt.text, str(verdict.number), kind, verdict.span, verdict.quote)
    for sign, kind, claims in (("+", "beyond", attempt.beyond), ("!", "wrong", attempt.wrong)):
        for number, claim in enumerate(claims, 1):
            yield from _mark(attempt.text, f"{sign}{number}", kind, claim.span, claim.quote)


def _mark(text: str, label: str, kind: str, span: Span | None, quote: str) -> Iterator[Mark]:
    """One mark where the quote stands, none when it does not stand in this text."""
    if span is None or not 0 <= span[0] < span[1] <= len(text):
        start = text.find(quote) if quote else -1
        span = (start, start + len(quote)) if start >= 0 else None
    if span is not None:
        yield Mark(label, kind, *span)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text cut where marks begin and end."""
    inside = sorted((m for m in marks if 0 <= m.start < m.end <= len(text)), key=lambda m: (m.start, m.end))
    cuts = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    found = []
    for start, end in pairwise(cuts):
        covering = tuple(m for m in inside if m.start <= start and end <= m.end)
        found.append(Piece(text[start:end], start, covering, tuple(m for m in covering if m.end == end)))
    return found
