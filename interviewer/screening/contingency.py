"""Two groups, two outcomes: Fisher's exact test and the interval of a ratio of rates.

Sources: Fisher (1935), The Design of Experiments, for the test; the two-sided p adds up every table of the same
margins that is no more probable than the one seen, as R's fisher.test does. Katz, Baptista, Azen and Pike (1978),
Biometrics 34, for the interval of the ratio, with half a count added throughout where a count is zero.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb, exp, log, sqrt
from statistics import NormalDist

from interviewer.report.stats import Interval


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many."""

    hits: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.of:
            raise ValueError(f"{self.hits} of {self.of} is no share")

    @property
    def share(self) -> float | None:
        """The share, 0..1; None of nobody."""
        return self.hits / self.of if self.of else None


def fisher_exact(first: Rate, second: Rate) -> float:
    """The two-sided p of both rates being one: 0..1, 1.0 where the margins leave no other table."""
    hits, everybody = first.hits + second.hits, first.of + second.of
    least, most = max(0, hits - second.of), min(hits, first.of)
    # Whole numbers throughout, each from the one before: no float holds the tables of a cohort of thousands.
    ways = [comb(first.of, least) * comb(second.of, hits - least)]
    for k in range(least, most):
        ways.append(ways[-1] * (first.of - k) * (hits - k) // ((k + 1) * (second.of - hits + k + 1)))
    seen = ways[first.hits - least]
    return float(Fraction(sum(way for way in ways if way <= seen), comb(everybody, hits)))


def ratio_interval(rate: Rate, reference: Rate, level: float = 0.9) -> Interval | None:
    """The interval of `rate` divided by `reference`; None when either is of nobody."""
    if not (rate.of and reference.of):
        return None
    correction = 0.0 if rate.hits and reference.hits else 0.5
    a, n = rate.hits + correction, rate.of + correction
    b, m = reference.hits + correction, reference.of + correction
    middle, error = log((a / n) / (b / m)), sqrt(max(0.0, 1 / a - 1 / n + 1 / b - 1 / m))
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return Interval(exp(middle - reach), exp(middle + reach))
