"""From features to calibrated probabilities, and from these to a verdict.

Two sets of boosted trees read the encoder's features: one for criteria with anchors, one for those without. A
multinomial logistic layer then joins their log-odds with the cross-encoder's. All of it is data, fitted by the
scripts in `training/` on labelled answers, evaluated here by numpy.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from rubrics.local.features import Features
from rubrics.local.files import DATA, checked_file
from rubrics.local.trees import Trees

Matrix = npt.NDArray[np.float64]
Status = Literal["met", "partial", "missed", "contradicted", "unsure"]

USUAL, BRIEF = "heads.npz", "heads_brief.npz"
BRIEF_WORDS, USUAL_WORDS = 40, 60
"""Up to so many words an answer is brief; from so many it is as long as the labelled ones. In between, both count."""
BRIEF_AT_LEAST = 0.7
"""Least probability with which a brief answer misses or contradicts a point: of points that such answers were made to
make, and that were called missed with 0.5 to 0.7, half had been made (fold 0 of the labelled questions)."""
_POLES = (0, 3)
STATUSES: tuple[Status, Status, Status, Status] = ("met", "partial", "missed", "contradicted")


@dataclass(frozen=True, slots=True)
class Rule:
    """How probabilities become a verdict."""

    met_at_least: float
    """Least probability of `met` for that verdict; below it the next likely status stands."""
    sure_at_least: float
    """Least probability of the verdict; below it the verdict is `unsure`."""
    apart_by: float = 0.0
    """Least distance of `met` and `contradicted` when either is likeliest; nearer is too close to call."""
    missed_at_least: float = 0.0
    """Least probability of `missed` for that verdict."""
    contradicted_at_least: float = 0.5
    """The same of `contradicted`: an accusation is to be more likely right than not."""

    def status(self, probabilities: npt.NDArray[np.float64]) -> Status:
        """The verdict on one criterion."""
        if probabilities.argmax() in _POLES and abs(probabilities[0] - probabilities[3]) < self.apart_by:
            return "unsure"
        allowed = probabilities.copy()
        if allowed[0] < self.met_at_least:
            allowed[0] = -1.0
        best = int(allowed.argmax())
        least = (self.met_at_least, 0.0, self.missed_at_least, self.contradicted_at_least)[best]
        return STATUSES[best] if probabilities[best] >= max(least, self.sure_at_least) else "unsure"


@dataclass(frozen=True, slots=True)
class Branch:
    """Trees, the layer that joins the cross-encoder to them, and the rule, for one sort of criteria."""

    trees: Trees
    joint: Matrix
    """(9, 4): log-odds of the trees, log-probabilities of the cross-encoder, a constant one."""
    rule: Rule

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any], prefix: str) -> "Branch":
        """The branch stored under a prefix."""
        rule = Rule(*(float(x) for x in arrays[f"{prefix}.rule"]))
        return cls(Trees.from_arrays(arrays, prefix), arrays[f"{prefix}.joint"].astype(np.float64), rule)

    def probabilities(self, rows: Matrix, crossed: Matrix) -> Matrix:
        """Probabilities (n, 4) from feature rows and the cross-encoder's log-probabilities."""
        logits = log_softmax(self.trees.logits(rows))
        return np.exp(log_softmax(np.hstack([logits, crossed, np.ones((len(rows), 1))]) @ self.joint))


@dataclass(frozen=True, slots=True)
class Head:
    """Both branches."""

    anchored: Branch
    plain: Branch

    @classmethod
    def load(cls, folder: Path = DATA, file: str = USUAL) -> "Head":
        """A head of the package; LocalModelError when its file is missing or altered."""
        with np.load(checked_file(file, folder), allow_pickle=False) as arrays:
            return cls(Branch.from_arrays(arrays, "anchored"), Branch.from_arrays(arrays, "plain"))

    def branch(self, *, anchored: bool) -> Branch:
        """The branch for criteria of that sort."""
        return self.anchored if anchored else self.plain

    def probabilities(self, features: Features, crossed: Matrix) -> Matrix:
        """Probabilities (criteria, 4): each criterion by the branch that knows its kind."""
        result = np.zeros((len(crossed), len(STATUSES)))
        known = features.is_anchored
        if known.any():
            result[known] = self.anchored.probabilities(features.anchored[known], crossed[known])
        if not known.all():
            result[~known] = self.plain.probabilities(features.plain[~known], crossed[~known])
        return result


@dataclass(frozen=True, slots=True)
class Heads:
    """A head for answers as long as the labelled ones, and one that learned from answers of one to three sentences.

    Short labelled answers are weak ones, so to the first an answer of a sentence looks like one with nothing to say.
    """

    usual: Head
    brief: Head

    @classmethod
    def load(cls, folder: Path = DATA) -> "Heads":
        """Both heads of the package; LocalModelError when a file is missing or altered."""
        return cls(Head.load(folder, USUAL), Head.load(folder, BRIEF))

    def probabilities(self, features: Features, crossed: Matrix, words: int) -> Matrix:
        """Probabilities (criteria, 4) for an answer of so many words."""
        share = _brief_share(words)
        if share in (0.0, 1.0):
            return (self.brief if share else self.usual).probabilities(features, crossed)
        brief, usual = (head.probabilities(features, crossed) for head in (self.brief, self.usual))
        return share * brief + (1 - share) * usual

    def rule(self, *, anchored: bool, words: int) -> Rule:
        """How the probabilities of such a criterion become a verdict in an answer of so many words."""
        rule = self._leading(words).branch(anchored=anchored).rule
        if _brief_share(words) < 0.5:
            return rule
        return replace(rule, missed_at_least=BRIEF_AT_LEAST, contradicted_at_least=BRIEF_AT_LEAST)

    def contradicted_by_both(self, features: Features, crossed: Matrix, words: int) -> npt.NDArray[np.bool_]:
        """For each criterion, whether the cross-encoder thinks it rather contradicted than met, and the trees do too.

        Together they can say so where neither does. Without anchors the trees cannot tell the two apart, and only the
        cross-encoder is asked.
        """
        met, contradicted = _POLES
        found: npt.NDArray[np.bool_] = crossed[:, contradicted] > crossed[:, met]
        known = features.is_anchored
        if known.any():
            logits = self._leading(words).anchored.trees.logits(features.anchored[known])
            found[known] &= logits[:, contradicted] > logits[:, met]
        return found

    def _leading(self, words: int) -> Head:
        return self.usual if _brief_share(words) < 0.5 else self.brief


def _brief_share(words: int) -> float:
    """What the brief head counts, 1 up to BRIEF_WORDS and 0 from USUAL_WORDS."""
    return min(1.0, max(0.0, (USUAL_WORDS - words) / (USUAL_WORDS - BRIEF_WORDS)))


def log_softmax(logits: Matrix) -> Matrix:
    """Normalised log-probabilities of rows of log-odds."""
    shifted = logits - logits.max(1, keepdims=True)
    result: Matrix = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return result
