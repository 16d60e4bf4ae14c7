"""What an answer looks like from each criterion: similarities over windows, and the words around the best one.

With anchors, a window is *for* a criterion as far as it resembles its text or one of its `says`, and *against* it as
far as it resembles one of its misconceptions. Without, only the text speaks. Every criterion also sees how the
answer stands to the others, since a high similarity means little in an answer that is close to everything. How long
an answer or a rubric is stays out: it tells strong from weak in labelled sets, and nothing about what was said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rubrics.local.encoder import Vectors
from rubrics.local.wording import Wording

Matrix = npt.NDArray[np.float64]

COMMON = (
    "text", "text_rest", "text_over_others", "text_top_two", "best_is_question", "best_words", "best_function_words",
    "best_negations", "negation_gap", "pieces_in_answer", "pieces_in_best", "function_words", "question", "rank",
)  # fmt: skip
ANCHORED = (
    "says", "says_top_two", "says_worst", "wrong", "says_less_wrong", "for_less_against", "at_best",
    "against_less_for", "wrong_top_two", "at_wrong", "good_rest", "owned", "says_pieces",
)  # fmt: skip
STATED_AT = 0.5
"""Similarity from which a window may be said to state a misconception."""
RELATIVE_COMMON = ("text", "text_top_two", "pieces_in_answer", "pieces_in_best")
RELATIVE_ANCHORED = (
    "says",
    "wrong",
    "says_less_wrong",
    "for_less_against",
    "at_best",
    "against_less_for",
    "says_pieces",
)


@dataclass(frozen=True, slots=True)
class BankText:
    """A text of the bank: its unit vector and its wording."""

    vector: Vectors
    wording: Wording


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion as this module sees it; anchored when both `says` and `wrong` are there."""

    text: BankText
    says: tuple[BankText, ...] = ()
    wrong: tuple[BankText, ...] = ()

    @property
    def is_anchored(self) -> bool:
        """Whether it can be judged by its anchors."""
        return bool(self.says and self.wrong)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer: its windows, their vectors (n, 384), and itself as one window."""

    windows: Sequence[Wording]
    vectors: Vectors
    whole: Wording


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where in the answer a criterion finds its best support and its strongest contradiction (window numbers)."""

    support: int
    against: int
    wrong: int | None
    """Number of the misconception that the window `against` comes closest to; None when it comes close to none."""


@dataclass(frozen=True, slots=True)
class Features:
    """One row a criterion, in the criteria's order."""

    plain: Matrix
    anchored: Matrix
    """NaN in the rows of criteria that have no anchors."""
    evidence: tuple[Evidence, ...]

    @property
    def is_anchored(self) -> npt.NDArray[np.bool_]:
        """(criteria,): which criteria have anchors."""
        return np.asarray(np.isfinite(self.anchored).all(axis=1), dtype=np.bool_)


def plain_columns() -> list[str]:
    """Names of the columns of `Features.plain`."""
    return [*COMMON, *(f"{name}_mean" for name in RELATIVE_COMMON), *(f"{name}_above" for name in RELATIVE_COMMON)]


def anchored_columns() -> list[str]:
    """Names of the columns of `Features.anchored`."""
    relative = [*(f"{name}_mean" for name in RELATIVE_ANCHORED), *(f"{name}_above" for name in RELATIVE_ANCHORED)]
    return [*plain_columns(), *ANCHORED, *relative]


def features(question: BankText, criteria: Sequence[CriterionView], answer: AnswerView) -> Features:
    """The features of an answer with at least one window."""
    sims = [_Similarities.of(criterion, answer.vectors) for criterion in criteria]
    asked = answer.vectors @ question.vector
    texts = np.array([s.text.max() for s in sims])
    common = np.array(
        [_common(k, c, s, answer, asked, texts) for k, (c, s) in enumerate(zip(criteria, sims, strict=True))]
    )
    best_good = np.array([s.good for s in sims])
    own = [
        _anchored(k, c, s, answer, best_good) if c.is_anchored else [np.nan] * len(ANCHORED)
        for k, (c, s) in enumerate(zip(criteria, sims, strict=True))
    ]
    plain = np.hstack([common, _relative(common, [COMMON.index(name) for name in RELATIVE_COMMON])])
    rows = np.array(own, dtype=np.float64)
    relative = _relative(rows, [ANCHORED.index(name) for name in RELATIVE_ANCHORED])
    return Features(plain, np.hstack([plain, rows, relative]), tuple(s.evidence() for s in sims))


@dataclass(frozen=True, slots=True)
class _Similarities:
    """Similarities of one criterion to n windows."""

    text: Vectors
    says: Vectors
    """(number of says, n); the text where there are none."""
    wrong: Vectors
    """(number of misconceptions, n); empty where there are none."""
    good: Vectors
    bad: Vectors

    @classmethod
    def of(cls, criterion: CriterionView, windows: Vectors) -> "_Similarities":
        text = windows @ criterion.text.vector
        says = np.array([windows @ s.vector for s in criterion.says]) if criterion.says else text[None]
        wrong = np.array([windows @ w.vector for w in criterion.wrong], dtype=np.float32).reshape(-1, len(text))
        bad = wrong.max(0) if len(wrong) else np.zeros_like(text)
        return cls(text, says, wrong, np.maximum(text, says.max(0)), bad)

    def evidence(self) -> Evidence:
        against = int((self.bad - 0.5 * self.good).argmax()) if len(self.wrong) else int(self.good.argmax())
        is_stated = len(self.wrong) > 0 and self.bad[against] >= STATED_AT
        wrong = int(self.wrong[:, against].argmax()) if is_stated else None
        return Evidence(int(self.good.argmax()), against, wrong)


def _common(
    place: int, criterion: CriterionView, sims: _Similarities, answer: AnswerView, asked: Vectors, texts: Vectors
) -> list[float]:
    best = int(sims.good.argmax())
    window = answer.windows[best]
    others = np.delete(texts, place)
    pieces = max(1, len(criterion.text.wording.pieces))
    negations = criterion.text.wording.negations
    return [
        float(sims.text.max()),
        float(sims.text.mean()),
        float(texts[place] - (others.max() if len(others) else 0.0)),
        _top_two(sims.text),
        float(asked[best]),
        float(window.words),
        window.function_words,
        float(window.negations),
        float(abs(window.negations - negations)),
        len(criterion.text.wording.pieces & answer.whole.pieces) / pieces,
        len(criterion.text.wording.pieces & window.pieces) / pieces,
        answer.whole.function_words,
        float(asked.max()),
        float((texts > texts[place]).sum() / len(texts)),
    ]


def _anchored(
    place: int, criterion: CriterionView, sims: _Similarities, answer: AnswerView, best_good: Matrix
) -> list[float]:
    per_say, good, bad = sims.says.max(1), sims.good, sims.bad
    best, worst = int(good.argmax()), int(bad.argmax())
    others = np.delete(best_good, place, axis=0)
    return [
        float(per_say.max()),
        _top_two(per_say),
        float(per_say.min()),
        float(bad.max()),
        float(per_say.max() - bad.max()),
        float((good - bad).max()),
        float(good[best] - bad[best]),
        float((bad - good).max()),
        _top_two(bad),
        float(bad[worst] - good[worst]),
        float(np.median(good)),
        float(good[best] - (others[:, best].max() if len(others) else 0.0)),
        max(len(s.wording.pieces & answer.whole.pieces) / max(1, len(s.wording.pieces)) for s in criterion.says),
    ]


def _relative(rows: Matrix, columns: list[int]) -> Matrix:
    """Means of some columns over the criteria, and each row's distance from them."""
    picked = rows[:, columns]
    known = ~np.isnan(picked)
    means = np.where(known, picked, 0.0).sum(0, keepdims=True) / np.maximum(1, known.sum(0, keepdims=True))
    return np.hstack([np.where(known, means, np.nan), picked - means])


def _top_two(values: Vectors) -> float:
    return float(np.sort(values)[-2:].mean())
