"""The sentence encoder: texts to unit vectors (all-MiniLM-L6-v2, int8)."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from rubrics.local.files import DATA, checked_file, open_session
from rubrics.local.windows import Sentence, Span
from rubrics.local.wordpiece import CLS, SEP, WordPiece

Vectors = npt.NDArray[np.float32]

WIDTH = 384
MAX_TOKENS = 256
"""Tokens of one text, the two special ones included; the encoder was trained on no more."""
_PASS_TOKENS = 256
_APART = -1e4


class Encoder:
    """Encodes texts; one instance may be used from several threads."""

    def __init__(self, session: Any, tokenizer: WordPiece) -> None:
        self._session = session
        self.tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path = DATA, threads: int = 1) -> "Encoder":
        """The encoder of the package; LocalModelError when its files are missing or altered."""
        tokenizer = WordPiece.from_file(checked_file("vocab.txt", folder))
        return cls(open_session(checked_file("encoder.onnx", folder), threads), tokenizer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, 384): the mean of each text's token states."""
        rows = [_row(self.tokenizer.encode(text)) for text in texts]
        sums = [states.sum(0) for states in self._states(rows)]
        return _unit(np.array(sums, dtype=np.float32).reshape(-1, WIDTH))

    def encode_windows(self, answer: str, cut: Sequence[Sentence]) -> Vectors:
        """Unit vectors of the windows of a cut answer, in the order of `windows.windows`.

        Every sentence is encoded once; a pair is the sum of its sentences, a clause the mean of its own tokens in
        the sentence (late chunking, arXiv 2409.04701): as good as encoding every window, at a third of the tokens.
        """
        tokens = [_tokenise(self.tokenizer, answer, sentence) for sentence in cut]
        states = self._states([_row(t.ids) for t in tokens])
        sums = [rows.sum(0) for rows in states]
        pairs = [a + b for a, b in pairwise(sums)]
        clauses = [_clause_sum(rows, span) for rows, t in zip(states, tokens, strict=True) for span in t.clauses]
        return _unit(np.array([*sums, *pairs, *clauses], dtype=np.float32).reshape(-1, WIDTH))

    def _states(self, rows: Sequence[Sequence[int]]) -> list[Vectors]:
        """Token states (tokens, 384) of every row.

        Rows share passes, laid end to end and kept apart by the attention bias: no time goes into padding.
        """
        return [states for run in _runs(rows) for states in self._pass(run)]

    def _pass(self, rows: Sequence[Sequence[int]]) -> list[Vectors]:
        lengths = [len(row) for row in rows]
        owner = np.repeat(np.arange(len(rows)), lengths)
        states: Vectors = self._session.run(
            None,
            {
                "input_ids": np.array([[token for row in rows for token in row]], dtype=np.int64),
                "position_ids": np.concatenate([np.arange(length) for length in lengths])[None],
                "attention_bias": np.where(owner[:, None] == owner, 0.0, _APART)[None, None].astype(np.float32),
            },
        )[0][0]
        return np.split(states, np.cumsum(lengths)[:-1])


class _SentenceTokens:
    """A sentence's pieces and, for every clause, the range of its own."""

    def __init__(self, ids: list[int], clauses: list[Span]) -> None:
        self.ids = ids
        self.clauses = clauses


def _tokenise(tokenizer: WordPiece, text: str, sentence: Sentence) -> _SentenceTokens:
    borders = sorted({*sentence.span, *(border for clause in sentence.clauses for border in clause)})
    ids: list[int] = []
    place = {borders[0]: 0}
    for start, end in pairwise(borders):
        ids += tokenizer.encode(text[start:end])
        place[end] = len(ids)
    return _SentenceTokens(ids, [(place[start], place[end]) for start, end in sentence.clauses])


def _clause_sum(states: Vectors, span: Span) -> Vectors:
    """Sum of a clause's states; of the whole sentence's where the clause was cut off."""
    own = states[span[0] + 1 : min(span[1] + 1, len(states) - 1)]
    total: Vectors = (own if len(own) else states).sum(0)
    return total


def _row(ids: Sequence[int]) -> list[int]:
    return [CLS, *ids[: MAX_TOKENS - 2], SEP]


def _unit(vectors: Vectors) -> Vectors:
    norms: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(norms, 1e-9)).astype(np.float32)


def _runs(rows: Sequence[Sequence[int]]) -> list[list[Sequence[int]]]:
    """The rows in order, as many to a pass as fit."""
    runs: list[list[Sequence[int]]] = []
    room = 0
    for row in rows:
        if len(row) > room:
            runs.append([])
            room = max(_PASS_TOKENS, len(row))
        runs[-1].append(row)
        room -= len(row)
    return runs
