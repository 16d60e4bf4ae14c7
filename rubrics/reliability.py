"""Whether what a rater says of itself holds: pairs of a stated share and what came of it, in bins of equal width.

A reliability diagram (Murphy & Winkler 1977) plots the two means of each bin; a rater that knows how sure it may be
lies on the diagonal.
"""

from collections.abc import Iterable
from statistics import fmean

from pydantic import BaseModel, ConfigDict

BINS = 10


class Bin(BaseModel):
    """Cases for which about the same was said."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    count: int
    said: float
    """Mean of what was said, 0..1."""
    held: float
    """Mean of what came of it, 0..1."""


def reliability(pairs: Iterable[tuple[float, float]]) -> tuple[Bin, ...]:
    """The bins of (said, held) pairs in 0..1, lowest first; empty ones are left out. The last bin includes 1."""
    groups: dict[int, list[tuple[float, float]]] = {}
    for said, held in pairs:
        groups.setdefault(min(BINS - 1, int(said * BINS)), []).append((said, held))
    return tuple(_bin(groups[place]) for place in sorted(groups))


def _bin(group: list[tuple[float, float]]) -> Bin:
    said, held = (fmean(pair[side] for pair in group) for side in (0, 1))
    return Bin(count=len(group), said=round(said, 3), held=round(held, 3))
