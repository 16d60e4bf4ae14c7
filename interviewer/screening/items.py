"""How well each question of a cohort does its work: how hard it is, and whether it tells strong from weak.

Difficulty is the mean score. Discrimination is the corrected item–total correlation: of a question's scores with the
candidates' means over the *other* questions (Henrysson 1963, Psychometrika 28); where scores are 0 or 1 it is the
point-biserial. With few candidates such a correlation is mostly noise, so it is drawn towards the mean of all
questions by empirical Bayes in Fisher's z, the spread between questions estimated after DerSimonian and Laird (1986).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import atanh, sqrt, tanh
from statistics import NormalDist, fmean

from interviewer.report.stats import Interval, mean_interval

MIN_CANDIDATES = 10
"""Below this many scored answers a question's discrimination is not judged."""
WEAK = 0.2
"""Correlations below it are commonly called poor (Ebel & Frisbie 1991, Essentials of Educational Measurement)."""
TOO_HARD, TOO_EASY = 0.2, 0.9
"""Mean scores beyond which a question is wasted on nearly everyone."""
_REACH = NormalDist().inv_cdf(0.95)

Scores = Mapping[str, Mapping[str, float]]
"""Candidate → question → score, 0..1; ungraded answers are absent."""


class ItemFlag(StrEnum):
    """What is to be looked at in a question."""

    TOO_HARD = "too hard"
    TOO_EASY = "too easy"
    WEAK = "tells strong from weak badly"
    REVERSED = "weaker candidates do better"
    TOO_FEW = "too few to tell"


@dataclass(frozen=True, slots=True)
class Discrimination:
    """A correlation of a question with the rest, -1..1."""

    raw: float
    shrunk: float
    interval: Interval
    """90 % interval of `shrunk`."""


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """One question over all candidates."""

    question_id: str
    candidates: int
    """How many have a scored answer to it."""
    difficulty: float | None
    """Mean score, 0..1: low is hard. None when nobody was scored."""
    interval: Interval | None
    discrimination: Discrimination | None
    """None below ten candidates, or where the scores do not vary."""
    flags: Sequence[ItemFlag]


def analyse_items(scores: Scores, question_ids: Sequence[str], *, seed: int) -> list[ItemAnalysis]:
    """One analysis per question, in the order given."""
    columns = {name: {c: row[name] for c, row in scores.items() if name in row} for name in question_ids}
    raw = {name: _rest_correlation(scores, name, column) for name, column in columns.items()}
    known = {name: (value, len(columns[name])) for name, value in raw.items() if value is not None}
    shrunk = _shrink(known)
    return [_analysis(name, list(columns[name].values()), shrunk.get(name), seed) for name in question_ids]


def _analysis(name: str, values: Sequence[float], found: Discrimination | None, seed: int) -> ItemAnalysis:
    difficulty = fmean(values) if values else None
    interval = mean_interval(values, seed=seed)
    return ItemAnalysis(name, len(values), difficulty, interval, found, _flags(values, difficulty, found))


def _flags(values: Sequence[float], difficulty: float | None, found: Discrimination | None) -> list[ItemFlag]:
    if len(values) < MIN_CANDIDATES or difficulty is None:
        return [ItemFlag.TOO_FEW]
    flags = []
    if difficulty < TOO_HARD:
        flags.append(ItemFlag.TOO_HARD)
    if difficulty > TOO_EASY:
        flags.append(ItemFlag.TOO_EASY)
    if found and found.interval.high < 0:
        flags.append(ItemFlag.REVERSED)
    elif found and found.shrunk < WEAK:
        flags.append(ItemFlag.WEAK)
    return flags


def _rest_correlation(scores: Scores, name: str, column: Mapping[str, float]) -> float | None:
    pairs = []
    for candidate, score in column.items():
        rest = [value for other, value in scores[candidate].items() if other != name]
        if rest:
            pairs.append((score, fmean(rest)))
    return _pearson(pairs) if len(pairs) >= MIN_CANDIDATES else None


def _pearson(pairs: Sequence[tuple[float, float]]) -> float | None:
    x, y = fmean(a for a, _ in pairs), fmean(b for _, b in pairs)
    xx, yy = sum((a - x) ** 2 for a, _ in pairs), sum((b - y) ** 2 for _, b in pairs)
    if min(xx, yy) < 1e-12:
        return None
    return sum((a - x) * (b - y) for a, b in pairs) / sqrt(xx * yy)


def _shrink(found: Mapping[str, tuple[float, int]]) -> dict[str, Discrimination]:
    """Every correlation drawn towards their mean, the further the less is known of it."""
    if not found:
        return {}
    z = {name: atanh(max(-0.999, min(0.999, r))) for name, (r, _) in found.items()}
    precision = {name: float(n - 3) for name, (_, n) in found.items()}
    between = _between_variance(z, precision)
    weights = {name: 1 / (1 / precision[name] + between) for name in z}
    middle = sum(weights[n] * z[n] for n in z) / sum(weights.values())
    error_of_middle = 1 / sum(weights.values())
    result = {}
    for name, (r, _) in found.items():
        trust = between / (between + 1 / precision[name])
        centre = middle + trust * (z[name] - middle)
        reach = _REACH * sqrt(trust / precision[name] + (1 - trust) ** 2 * error_of_middle)
        result[name] = Discrimination(r, tanh(centre), Interval(tanh(centre - reach), tanh(centre + reach)))
    return result


def _between_variance(z: Mapping[str, float], precision: Mapping[str, float]) -> float:
    """How much the questions' true z vary, after DerSimonian and Laird; 0 when noise explains all of it."""
    total = sum(precision.values())
    middle = sum(precision[n] * z[n] for n in z) / total
    q = sum(precision[n] * (z[n] - middle) ** 2 for n in z)
    scale = total - sum(w * w for w in precision.values()) / total
    return max(0.0, (q - (len(z) - 1)) / scale) if scale > 0 else 0.0
