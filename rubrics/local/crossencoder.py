"""The set-wise cross-encoder: reads question, criteria and answer together and judges all criteria in one pass."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rubrics.local.files import DATA, checked_file, open_session
from rubrics.local.head import log_softmax
from rubrics.local.packing import MAX_ANSWER_TOKENS, MAX_CRITERIA, Layout, pack

Matrix = npt.NDArray[np.float64]
Tokens = Sequence[int]

CLASSES = 4
_MISSED = 2


class CrossEncoder:
    """Judges criteria; one instance may be used from several threads."""

    def __init__(self, session: Any) -> None:
        self._session = session

    @classmethod
    def load(cls, folder: Path = DATA, threads: int = 1) -> "CrossEncoder":
        """The cross-encoder of the package; LocalModelError when its file is missing or altered."""
        return cls(open_session(checked_file("crossencoder.onnx", folder), threads))

    def log_probabilities(self, question: Tokens, criteria: Sequence[Tokens], answer: Sequence[Tokens]) -> Matrix:
        """Log-probabilities (criteria, 4) of met, partial, missed, contradicted.

        `answer` is given sentence by sentence. A long one is read part by part; the part that is surest to be about
        a criterion decides on it.
        """
        parts = [self._judge_part(question, criteria, part) for part in _parts(answer)]
        stacked = np.array(parts)
        chosen = stacked[:, :, _MISSED].argmin(0)
        result: Matrix = stacked[chosen, np.arange(len(criteria))]
        return result

    def _judge_part(self, question: Tokens, criteria: Sequence[Tokens], answer: Tokens) -> Matrix:
        runs = np.array_split(np.arange(len(criteria)), -(-len(criteria) // MAX_CRITERIA))
        rows = [self._run(Layout(question, [criteria[i] for i in run], answer)) for run in runs]
        return log_softmax(np.concatenate(rows))

    def _run(self, layout: Layout) -> Matrix:
        logits: npt.NDArray[np.float32] = self._session.run(None, pack([layout]).feed())[0][0]
        return logits[: len(layout.criteria)].astype(np.float64)


def _parts(answer: Sequence[Tokens]) -> list[list[int]]:
    """Runs of whole sentences that fit into one pass; at least one, even of an empty answer."""
    parts: list[list[int]] = [[]]
    for sentence in answer:
        if parts[-1] and len(parts[-1]) + len(sentence) > MAX_ANSWER_TOKENS:
            parts.append([])
        parts[-1] += sentence
    return parts
