"""Agreement of a judge with labels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating] | npt.NDArray[np.bool_] | npt.NDArray[np.integer]


def auc(truth: Array, score: Array) -> float:
    """Probability that a true case scores above a false one, ties half (Mann-Whitney)."""
    truth = np.asarray(truth, dtype=bool)
    ranks = midranks(np.asarray(score, dtype=float))
    positives, negatives = truth.sum(), (~truth).sum()
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def midranks(values: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Ranks from 1, ties sharing their mean rank."""
    order = np.argsort(values, kind="stable")
    _, first, counts = np.unique(values[order], return_index=True, return_counts=True)
    ranks = np.empty(len(values))
    ranks[order] = np.repeat(first + (counts + 1) / 2, counts)
    return ranks


def kappa(truth: Array, judged: Array) -> float:
    """Cohen's kappa of two codings of the same cases."""
    truth, judged = np.asarray(truth), np.asarray(judged)
    agreed = float((truth == judged).mean())
    chance = sum(
        float((truth == v).mean() * (judged == v).mean()) for v in np.unique(np.concatenate([truth, judged]))
    )
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def macro_f1(truth: Array, judged: Array, classes: int = 4) -> float:
    """Unweighted mean of the classes' F1."""
    scores = []
    for c in range(classes):
        hits = ((truth == c) & (judged == c)).sum()
        scores.append(2 * hits / max(1, (truth == c).sum() + (judged == c).sum()))
    return float(np.mean(scores))


def spearman(a: Array, b: Array) -> float:
    """Rank correlation."""
    return float(np.corrcoef(midranks(np.asarray(a, float)), midranks(np.asarray(b, float)))[0, 1])
