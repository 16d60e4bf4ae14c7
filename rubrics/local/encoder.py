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
_BIN_TOKENS = 64
"""Tokens that share a row of a pass: long rows waste time on attention, short ones on padding."""
_PASS_ROWS = 8
_APART = -1e4
_PADDING = -1


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

    def _states(self, texts: Sequence[Sequence[int]]) -> list[Vectors]:
        """Token states (tokens, 384) of every text.

        Texts share rows, laid end to end and kept apart by the attention bias: hardly any time goes into padding.
        """
        found: dict[int, Vectors] = {}
        for rows in _passes([len(text) for text in texts]):
            for row, states in zip(rows, self._pass([[texts[i] for i in row] for row in rows]), strict=True):
                lengths = [len(texts[i]) for i in row]
                found |= zip(row, np.split(states[: sum(lengths)], np.cumsum(lengths)[:-1]), strict=True)
        return [found[i] for i in range(len(texts))]

    def _pass(self, rows: Sequence[Sequence[Sequence[int]]]) -> Vectors:
        """Token states (rows, length, 384) of rows of texts."""
        width = max(sum(len(text) for text in row) for row in rows)
        ids = np.full((len(rows), width), SEP, dtype=np.int64)
        places = np.zeros_like(ids)
        owner = np.full_like(ids, _PADDING)
        for r, row in enumerate(rows):
            start = 0
            for number, text in enumerate(row):
                end = start + len(text)
                ids[r, start:end], places[r, start:end], owner[r, start:end] = text, range(len(text)), number
                start = end
        bias = np.where(owner[:, :, None] == owner[:, None], 0.0, _APART)[:, None].astype(np.float32)
        feed = {"input_ids": ids, "position_ids": places, "attention_bias": bias}
        states: Vectors = self._session.run(None, feed)[0]
        return states


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


def _passes(lengths: Sequence[int]) -> list[list[list[int]]]:
    """Numbers of the texts in every row of every pass: the longest first, each into the row with most room."""
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    passes: list[list[list[int]]] = []
    while order:
        width = max(_BIN_TOKENS, lengths[order[0]])
        taken, room = 0, width * _PASS_ROWS
        while taken < len(order) and lengths[order[taken]] <= room:
            room -= lengths[order[taken]]
            taken += 1
        passes.append(_rows(order[:taken], lengths, width))
        order = order[taken:]
    return passes


def _rows(texts: Sequence[int], lengths: Sequence[int], width: int) -> list[list[int]]:
    """The texts in as many rows as their sum asks for, as even as can be."""
    count = -(-sum(lengths[i] for i in texts) // width)
    rows: list[list[int]] = [[] for _ in range(count)]
    filled = [0] * count
    for i in texts:
        row = filled.index(min(filled))
        rows[row].append(i)
        filled[row] += lengths[i]
    return rows
