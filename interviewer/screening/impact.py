"""Whether a cohort's scores fall on groups of people alike: rates by group, their ratios, and how sure one can be.

Two rates are in use. The *selection rate* is the share of a group that was selected (Uniform Guidelines on Employee
Selection Procedures, 29 CFR 1607.4 D). Where nobody was selected yet, the *scoring rate* is the share that scores
above the median of all (New York City Local Law 144 rules, 6 RCNY § 5-300). A group's *impact ratio* is its rate
divided by that of the group with the highest; below four fifths is commonly taken as a sign of adverse impact. It is
a line to look closer at, not a finding: the counts, the interval and Fisher's p say how far chance alone would go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from interviewer.report.stats import Interval
from interviewer.screening.contingency import Rate, fisher_exact, ratio_interval

FOUR_FIFTHS = 0.8
MIN_GROUP = 10
"""People in a group below which its rate tells too little to be compared."""

Measure = Literal["selection", "scoring"]


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared of one candidate: the group, and the score or the decision."""

    group: str
    score: float | None = None
    """0..1; None when nothing of this candidate could be graded."""
    selected: bool | None = None
    """None when nobody has decided."""


@dataclass(frozen=True, slots=True)
class GroupImpact:
    """One group beside the group with the highest rate."""

    group: str
    rate: Rate
    ratio: float | None
    """Its rate divided by the highest; None for too few people, or when the highest rate is 0."""
    interval: Interval | None
    """90 % interval of `ratio`; None for the reference group itself and where there is no ratio."""
    p: float | None
    """Fisher's two-sided p against the reference group; None likewise."""
    is_reference: bool
    left_out: int
    """People of the group without a score or a decision, who are in no count."""

    @property
    def is_too_few(self) -> bool:
        """Whether the group is too small to be compared."""
        return self.rate.of < MIN_GROUP

    @property
    def is_below_line(self) -> bool:
        """Whether the ratio lies below four fifths."""
        return self.ratio is not None and self.ratio < FOUR_FIFTHS


@dataclass(frozen=True, slots=True)
class Impact:
    """Rates of all groups, those with the most people first."""

    measure: Measure
    line: float | None
    """The median score that a scoring rate is counted above; None for selection rates."""
    groups: Sequence[GroupImpact]
    left_out: int

    @property
    def can_tell(self) -> bool:
        """Whether at least two groups are large enough to be compared, and somebody was selected or scored."""
        return sum(group.ratio is not None for group in self.groups) > 1


def impact_of(people: Sequence[Person]) -> Impact:
    """Rates and ratios by group: by selection when a decision is known of anybody, else by score."""
    if any(person.selected is not None for person in people):
        return _compare("selection", None, people, {id(p): p.selected for p in people})
    scores = [person.score for person in people if person.score is not None]
    line = median(scores) if scores else None
    above = {id(p): None if p.score is None or line is None else p.score > line for p in people}
    return _compare("scoring", line, people, above)


def _compare(
    measure: Measure, line: float | None, people: Sequence[Person], hit: Mapping[int, bool | None]
) -> Impact:
    names = sorted({person.group for person in people})
    outcomes = {name: [hit[id(p)] for p in people if p.group == name] for name in names}
    rates = {name: _rate(found) for name, found in outcomes.items()}
    comparable = [name for name in names if rates[name].of >= MIN_GROUP]
    best = max(comparable, key=lambda name: (rates[name].share or 0.0, rates[name].of), default=None)
    groups = [
        _group(name, rates[name], best, rates, sum(found is None for found in outcomes[name])) for name in names
    ]
    groups.sort(key=lambda group: (-group.rate.of, group.group))
    return Impact(measure, line, groups, sum(group.left_out for group in groups))


def _rate(outcomes: Sequence[bool | None]) -> Rate:
    known = [outcome for outcome in outcomes if outcome is not None]
    return Rate(sum(known), len(known))


def _group(name: str, rate: Rate, best: str | None, rates: Mapping[str, Rate], left_out: int) -> GroupImpact:
    reference = rates[best] if best is not None else Rate(0, 0)
    if rate.of < MIN_GROUP or not reference.hits:
        return GroupImpact(name, rate, None, None, None, is_reference=False, left_out=left_out)
    if name == best:
        return GroupImpact(name, rate, 1.0, None, None, is_reference=True, left_out=left_out)
    ratio = (rate.hits / rate.of) / (reference.hits / reference.of)
    interval, p = ratio_interval(rate, reference), fisher_exact(rate, reference)
    return GroupImpact(name, rate, ratio, interval, p, is_reference=False, left_out=left_out)
