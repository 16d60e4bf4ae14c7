"""Lays question, criteria and answer out as one sequence, so that one pass judges all criteria.

`[CLS] question [SEP] criterion [SEP] criterion [SEP] … answer [SEP]`: positions restart for every criterion, so
that their order says nothing, and again for the answer. Each criterion is read off the mean of its own tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rubrics.local.wordpiece import CLS, SEP

MAX_QUESTION_TOKENS = 40
MAX_CRITERION_TOKENS = 48
MAX_ANSWER_TOKENS = 256
MAX_CRITERIA = 8
"""Criteria in one pass; longer rubrics take several."""
ANSWER_POSITION = 100
"""Position of the answer's first token: behind the longest question and criterion."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Token ids of one question, up to MAX_CRITERIA criteria and one answer, all without special tokens."""

    question: Sequence[int]
    criteria: Sequence[Sequence[int]]
    answer: Sequence[int]


@dataclass(frozen=True, slots=True)
class Packed:
    """Model inputs of a batch of B layouts, padded to L tokens and C criteria."""

    input_ids: npt.NDArray[np.int64]
    token_type_ids: npt.NDArray[np.int64]
    position_ids: npt.NDArray[np.int64]
    attention_mask: npt.NDArray[np.int64]
    pool: npt.NDArray[np.float32]
    """(B, C, L): row c averages the tokens of criterion c."""

    def feed(self) -> dict[str, npt.NDArray[np.int64] | npt.NDArray[np.float32]]:
        """What the exported model takes for a batch of one, which has no padding and needs no mask.

        Its last layer works only on `rows`: the first token and those of the criteria.
        """
        rows = np.flatnonzero(self.pool.any(axis=(0, 1)))
        rows = np.concatenate([[0], rows]).astype(np.int64)
        return {
            "input_ids": self.input_ids,
            "token_type_ids": self.token_type_ids,
            "position_ids": self.position_ids,
            "rows": rows,
            "pool": self.pool[:, :, rows],
        }


def pack(layouts: Sequence[Layout]) -> Packed:
    """A padded batch."""
    rows = [_row(layout) for layout in layouts]
    size, length = len(rows), max(len(row.ids) for row in rows)
    count = max(len(row.spans) for row in rows)
    ids, types, positions, mask = (np.zeros((size, length), dtype=np.int64) for _ in range(4))
    pool = np.zeros((size, count, length), dtype=np.float32)
    for b, row in enumerate(rows):
        used = len(row.ids)
        ids[b, :used], types[b, :used], positions[b, :used], mask[b, :used] = row.ids, row.types, row.positions, 1
        for c, (start, end) in enumerate(row.spans):
            pool[b, c, start:end] = 1 / (end - start)
    return Packed(ids, types, positions, mask, pool)


@dataclass(frozen=True, slots=True)
class _Row:
    ids: list[int]
    types: list[int]
    positions: list[int]
    spans: list[tuple[int, int]]


def _row(layout: Layout) -> _Row:
    ids = [CLS, *layout.question[:MAX_QUESTION_TOKENS], SEP]
    positions = list(range(len(ids)))
    spans, restart = [], len(ids)
    for criterion in layout.criteria:
        tokens = [*criterion[:MAX_CRITERION_TOKENS], SEP]
        spans.append((len(ids), len(ids) + len(tokens)))
        ids += tokens
        positions += range(restart, restart + len(tokens))
    answer = [*layout.answer[:MAX_ANSWER_TOKENS], SEP]
    types = [0] * len(ids) + [1] * len(answer)
    positions += range(ANSWER_POSITION, ANSWER_POSITION + len(answer))
    return _Row(ids + answer, types, positions, spans)
