"""The embedded judge: question, criteria and answer in, a judgement per criterion out.

An estimate, made on the CPU in some tens of milliseconds: a sentence encoder compares the answer's windows with
criteria and anchors, a cross-encoder reads everything together, and a calibrated head joins the two.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from rubrics.folding import fold
from rubrics.local.crossencoder import CrossEncoder
from rubrics.local.encoder import Encoder
from rubrics.local.features import AnswerView, BankText, CriterionView, Features, features
from rubrics.local.files import DATA, model_digest
from rubrics.local.head import BRIEF_WORDS, Heads
from rubrics.local.judgement import (
    CutAnswer,
    JudgedCriterion,
    Judgement,
    conclude,
    missed,
    under_heading,
    without_sweeping,
)
from rubrics.local.windows import Sentence, sentences, windows
from rubrics.local.wording import WordingReader

__all__ = ["JudgedCriterion", "Judgement", "LocalJudge"]

_QUESTIONS_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class _BankSide:
    """Everything about question and criteria that does not depend on the answer."""

    question: BankText
    criteria: tuple[CriterionView, ...]
    question_tokens: tuple[int, ...]
    criteria_tokens: tuple[tuple[int, ...], ...]


class LocalJudge:
    """Judges answers; load it once and call it from worker threads."""

    def __init__(self, encoder: Encoder, crossencoder: CrossEncoder, heads: Heads, version: str = "") -> None:
        self.version = version
        self._encoder = encoder
        self._crossencoder = crossencoder
        self._heads = heads
        self._wording = WordingReader(encoder.tokenizer)
        self._bank: OrderedDict[bytes, _BankSide] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def load(cls, folder: Path = DATA, threads: int = 1) -> "LocalJudge":
        """The judge of the package; LocalModelError when a file of it is missing or altered.

        `threads` are those of one call. Two calls side by side with one thread each do more than one with two.
        """
        return cls(
            Encoder.load(folder, threads),
            CrossEncoder.load(folder, threads),
            Heads.load(folder),
            model_digest(folder),
        )

    def judge(self, question: str, criteria: Sequence[JudgedCriterion], answer: str) -> list[Judgement]:
        """A judgement per criterion, in their order."""
        cut = sentences(answer)
        if not criteria or not cut:
            return [missed(criterion) for criterion in criteria]
        seen = self.features(question, criteria, self.view(answer, cut))
        words = len(answer.split())
        crossed = self.crossed(question, criteria, answer, cut)
        found = self._heads.probabilities(seen, crossed, words)
        denied = self._heads.contradicted_by_both(seen, crossed, words)
        read = CutAnswer(answer, tuple(s.span for s in cut), tuple(windows(cut)), fold(answer))
        rules = [self._heads.rule(anchored=bool(anchored), words=words) for anchored in seen.is_anchored]
        judged = [
            conclude(criterion, read, evidence, row, rule, denied=no)
            for criterion, evidence, row, rule, no in zip(criteria, seen.evidence, found, rules, denied, strict=True)
        ]
        return without_sweeping(judged) if words <= BRIEF_WORDS else judged

    def view(self, answer: str, cut: Sequence[Sentence]) -> AnswerView:
        """An answer, cut into at least one sentence, as the encoder sees it."""
        return AnswerView(
            windows=[self._wording.read(answer[start:end]) for start, end in windows(cut)],
            vectors=self._encoder.encode_windows(answer, cut),
            whole=self._wording.read(answer),
        )

    def features(self, question: str, criteria: Sequence[JudgedCriterion], view: AnswerView) -> Features:
        """The features of an answer against every criterion."""
        bank = self._bank_side(question, criteria)
        return features(bank.question, bank.criteria, view)

    def crossed(
        self, question: str, criteria: Sequence[JudgedCriterion], answer: str, cut: Sequence[Sentence]
    ) -> npt.NDArray[np.float64]:
        """The cross-encoder's log-probabilities (criteria, 4)."""
        bank = self._bank_side(question, criteria)
        tokens = [self._encoder.tokenizer.encode(answer[s.span[0] : s.span[1]]) for s in cut]
        return self._crossencoder.log_probabilities(bank.question_tokens, bank.criteria_tokens, tokens)

    def _bank_side(self, question: str, criteria: Sequence[JudgedCriterion]) -> _BankSide:
        """From memory where the same question was judged before."""
        key = hashlib.sha256(repr((question, tuple(criteria))).encode()).digest()
        with self._lock:
            if key in self._bank:
                self._bank.move_to_end(key)
                return self._bank[key]
        made = self._read_bank_side(question, criteria)
        with self._lock:
            self._bank[key] = made
            while len(self._bank) > _QUESTIONS_REMEMBERED:
                self._bank.popitem(last=False)
        return made

    def _read_bank_side(self, question: str, criteria: Sequence[JudgedCriterion]) -> _BankSide:
        texts = [question, *(t for c in criteria for t in (c.text, *c.says, *c.misconceptions))]
        unique = list(dict.fromkeys(texts))
        read = {
            text: BankText(vector, self._wording.read(text))
            for text, vector in zip(unique, self._encoder.encode(unique), strict=True)
        }
        return _BankSide(
            question=read[question],
            criteria=tuple(
                CriterionView(read[c.text], tuple(read[s] for s in c.says), tuple(read[w] for w in c.misconceptions))
                for c in criteria
            ),
            question_tokens=tuple(self._encoder.tokenizer.encode(question)),
            criteria_tokens=tuple(tuple(self._encoder.tokenizer.encode(under_heading(c))) for c in criteria),
        )
