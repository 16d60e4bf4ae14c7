"""How far two raters agree: the figures that passports consist of.

A rater's verdicts come as statuses, grouped by answer, because verdicts on one answer are not independent: intervals
are bootstrapped over whole answers (clustered bootstrap, Davison & Hinkley 1997, §3.8). `unsure` is no verdict: it is
left out of agreement and counted as lost coverage. Sources: Cohen's kappa (Cohen 1960), macro F1, Spearman's rank
correlation with mid-ranks for ties.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rubrics.verdict import Status

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

JUDGED = (Status.MET, Status.PARTIAL, Status.MISSED, Status.CONTRADICTED)
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Pair:
    """One criterion of one answer, as labelled and as graded."""

    label: Status
    verdict: Status


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile interval."""

    low: float
    high: float


def kappa(pairs: Iterable[Pair]) -> float | None:
    """Cohen's kappa of met against not met over the judged pairs; None when there are none.

    Where chance alone would agree fully (both raters say the same of everything), agreement is 1 by convention.
    """
    return _kappa_of_counts(*_met_table(pairs))


def _met_table(pairs: Iterable[Pair]) -> tuple[int, int, int, int]:
    """Counts of (both met, only the label, only the verdict, neither)."""
    table = [0, 0, 0, 0]
    for pair in pairs:
        if pair.verdict is not Status.UNSURE:
            table[2 * (pair.label is not Status.MET) + (pair.verdict is not Status.MET)] += 1
    return table[0], table[1], table[2], table[3]


def _kappa_of_counts(both: float, label_only: float, verdict_only: float, neither: float) -> float | None:
    n = both + label_only + verdict_only + neither
    if not n:
        return None
    observed = (both + neither) / n
    by_label, by_verdict = (both + label_only) / n, (both + verdict_only) / n
    chance = by_label * by_verdict + (1 - by_label) * (1 - by_verdict)
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def kappa_interval(answers: Sequence[Sequence[Pair]], share: float = 0.95, seed: int = 0) -> Interval | None:
    """A bootstrap interval of `kappa`, whole answers resampled; None below two answers."""
    import numpy as np

    if len(answers) < 2:
        return None
    counts = np.array([_met_table(pairs) for pairs in answers], dtype=float)
    rng = np.random.default_rng(seed)
    sums = np.stack([counts[rng.integers(0, len(counts), len(counts))].sum(0) for _ in range(RESAMPLES)])
    kappas = [value for row in sums if (value := _kappa_of_counts(*row)) is not None]
    tail = 50 * (1 - share)
    low, high = np.percentile(kappas, [tail, 100 - tail])
    return Interval(float(low), float(high))


def confusion(pairs: Iterable[Pair]) -> dict[Status, dict[Status, int]]:
    """Counts by label (rows) and verdict (columns, unsure included)."""
    table = {label: dict.fromkeys(Status, 0) for label in JUDGED}
    for pair in pairs:
        table[pair.label][pair.verdict] += 1
    return table


def exact_agreement(pairs: Iterable[Pair]) -> float | None:
    """Share of judged pairs whose four-way verdict equals the label."""
    judged = [pair.label is pair.verdict for pair in pairs if pair.verdict is not Status.UNSURE]
    return sum(judged) / len(judged) if judged else None


def macro_f1(pairs: Iterable[Pair]) -> float | None:
    """Mean of the four statuses' F1 over the judged pairs; a status that neither rater used is left out."""
    table = confusion(pairs)
    scores = []
    for status in JUDGED:
        right = table[status][status]
        labelled = sum(table[status][verdict] for verdict in JUDGED)
        given = sum(table[label][status] for label in JUDGED)
        if labelled + given:
            scores.append(2 * right / (labelled + given))
    return sum(scores) / len(scores) if scores else None


def bias(pairs: Iterable[Pair]) -> float | None:
    """Share of judged pairs called met minus share labelled met: above 0 the grader is generous."""
    judged = [pair for pair in pairs if pair.verdict is not Status.UNSURE]
    if not judged:
        return None
    return sum((p.verdict is Status.MET) - (p.label is Status.MET) for p in judged) / len(judged)


def false_met_rate(pairs: Iterable[Pair]) -> float | None:
    """Share of the pairs not labelled met that the grader calls met."""
    not_met = [pair.verdict is Status.MET for pair in pairs if pair.label is not Status.MET]
    return sum(not_met) / len(not_met) if not_met else None


def judged_share(pairs: Sequence[Pair]) -> float | None:
    """Share of pairs on which the grader gave a verdict."""
    return sum(pair.verdict is not Status.UNSURE for pair in pairs) / len(pairs) if pairs else None


def spearman(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's rank correlation; None below three pairs or when one side is constant."""
    import numpy as np

    if len(first) < 3 or len(set(first)) < 2 or len(set(second)) < 2:
        return None
    return float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])


def _ranks(values: Sequence[float]) -> "NDArray[np.float64]":
    """Ranks from 1, ties at their mean."""
    import numpy as np

    array = np.asarray(values, dtype=float)
    _, inverse, counts = np.unique(array, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: NDArray[np.float64] = (last - (counts - 1) / 2)[inverse]
    return ranks


def mean_absolute_error(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Mean absolute difference of paired values; None of nothing."""
    differences = [abs(a - b) for a, b in zip(first, second, strict=True)]
    return sum(differences) / len(differences) if differences else None
