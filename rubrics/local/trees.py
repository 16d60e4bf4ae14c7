"""Boosted trees as arrays: evaluated by numpy alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trees:
    """T complete binary trees of equal depth d, each voting for one of the classes.

    A tree's inner nodes are numbered level by level from 0; a value above the node's threshold goes right. Shallow
    trees are filled up with nodes that send everything left.
    """

    feature: npt.NDArray[np.int64]
    """(T, 2**d - 1): column that the node looks at."""
    threshold: Matrix
    """(T, 2**d - 1)."""
    leaf: Matrix
    """(T, 2**d): what the leaf adds to its class."""
    votes_for: npt.NDArray[np.int64]
    """(T,): the class of each tree."""
    baseline: Matrix
    """(classes,)."""

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any], prefix: str) -> "Trees":
        """The trees stored under that prefix."""
        return cls(
            feature=arrays[f"{prefix}.feature"].astype(np.int64),
            threshold=arrays[f"{prefix}.threshold"].astype(np.float64),
            leaf=arrays[f"{prefix}.leaf"].astype(np.float64),
            votes_for=arrays[f"{prefix}.votes_for"].astype(np.int64),
            baseline=arrays[f"{prefix}.baseline"].astype(np.float64),
        )

    def logits(self, rows: Matrix) -> Matrix:
        """Log-odds (n, classes) of rows (n, columns)."""
        trees = np.arange(len(self.feature))[None]
        node = np.zeros((len(rows), len(self.feature)), dtype=np.int64)
        at = np.arange(len(rows))[:, None]
        for _ in range(self.leaf.shape[1].bit_length() - 1):
            goes_right = rows[at, self.feature[trees, node]] > self.threshold[trees, node]
            node = 2 * node + 1 + goes_right
        values = self.leaf[trees, node - (self.leaf.shape[1] - 1)]
        result = np.repeat(self.baseline[None], len(rows), axis=0)
        for label in range(len(self.baseline)):
            result[:, label] += values[:, self.votes_for == label].sum(1)
        return result
