"""What the questions of one document have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from bank.importers.blocks import Kind
from bank.importers.outline import Line
from bank.importers.spans import Span
from bank.importers.splitters import Candidate

_ASKS = 0.5
_SURE = 0.85
_MANY = 5


@dataclass(frozen=True, slots=True)
class Habits:
    """What the questions of one document have in common."""

    has_labels: bool
    """Whether most answers carry a label."""
    asks_in_body: bool
    """Whether headings are titles and the question follows them."""
    loose_text_is_apart: bool
    """Whether prose after a list of bare questions is about something else."""


def habits_of(lines: Sequence[Line], candidate: Candidate, found: Sequence[Span]) -> Habits:
    """What the questions of a document have in common."""
    labelled = sum(1 for span in found if any(line.answer is not None for line in lines[span.start + 1 : span.end]))
    titled = [span for span in found if lines[span.start].likeness < _ASKS and candidate.kind is Kind.HEADING]
    asked = sum(1 for span in titled if _asks_first(lines, span))
    loose = sum(1 for span in found if _has_loose_text(lines, span))
    return Habits(
        has_labels=labelled >= 0.5 * len(found),
        asks_in_body=bool(titled) and asked >= 0.5 * len(titled),
        loose_text_is_apart=candidate.kind is Kind.ITEM and len(found) >= _MANY and loose <= 0.2 * len(found),
    )


def _asks_first(lines: Sequence[Line], span: Span) -> bool:
    below = [line for line in lines[span.start + 1 : span.end] if line.block.kind is not Kind.RULE][:1]
    return (
        bool(below)
        and below[0].block.kind is Kind.TEXT
        and (below[0].likeness >= _SURE or below[0].marked.is_labelled)
    )


def _has_loose_text(lines: Sequence[Line], span: Span) -> bool:
    inside = lines[span.start + 1 : span.end]
    return any(line.block.kind is Kind.TEXT and line.block.depth == 0 and line.block.starts for line in inside)
