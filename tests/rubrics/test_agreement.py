"""The figures of agreement, against values worked out by hand or known from the literature."""

import random

import pytest

from rubrics import agreement
from rubrics.agreement import Pair
from rubrics.verdict import Status

M, P, X, C, U = Status.MET, Status.PARTIAL, Status.MISSED, Status.CONTRADICTED, Status.UNSURE


def _pairs(*rows: tuple[Status, Status, int]) -> list[Pair]:
    return [Pair(label, verdict) for label, verdict, count in rows for _ in range(count)]


def test_kappa_of_a_textbook_table() -> None:
    # 20 agree on yes, 15 on no, 5 and 10 disagree: observed 0.7, by chance 0.5.
    assert agreement.kappa(_pairs((M, M, 20), (M, X, 5), (X, M, 10), (X, X, 15))) == pytest.approx(0.4)


def test_kappa_is_about_met_alone_and_leaves_unsure_out() -> None:
    pairs = _pairs((M, M, 3), (X, P, 2), (P, C, 1))
    assert agreement.kappa(pairs) == 1.0
    assert agreement.kappa([*pairs, *_pairs((M, U, 9))]) == 1.0
    assert agreement.judged_share([*pairs, *_pairs((M, U, 6))]) == 0.5


def test_kappa_is_zero_by_chance_and_one_when_both_always_say_the_same() -> None:
    assert agreement.kappa(_pairs((M, M, 1), (M, X, 1), (X, M, 1), (X, X, 1))) == pytest.approx(0)
    assert agreement.kappa(_pairs((M, M, 5))) == 1.0
    assert agreement.kappa([]) is None


def test_the_interval_covers_kappa_and_narrows_with_answers() -> None:
    rng = random.Random(1)
    answers = [[Pair(label, label if rng.random() < 0.8 else rng.choice([M, X]))
                for label in rng.choices([M, X], k=6)] for _ in range(200)]  # fmt: skip
    wide, narrow = agreement.kappa_interval(answers[:20]), agreement.kappa_interval(answers)
    assert wide is not None
    assert narrow is not None
    found = agreement.kappa([pair for pairs in answers for pair in pairs])
    assert found is not None
    assert narrow.low < found < narrow.high
    assert narrow.high - narrow.low < wide.high - wide.low
    assert agreement.kappa_interval(answers) == narrow
    assert agreement.kappa_interval(answers[:1]) is None


def test_four_way_figures() -> None:
    pairs = _pairs((M, M, 2), (M, P, 1), (P, P, 1), (X, X, 3), (C, X, 1))
    assert agreement.exact_agreement(pairs) == 6 / 8
    # F1: met 4/5, partial 2/3, missed 6/7, contradicted 0.
    assert agreement.macro_f1(pairs) == pytest.approx((4 / 5 + 2 / 3 + 6 / 7 + 0) / 4)
    assert agreement.confusion(pairs)[C][X] == 1


def test_bias_and_false_mets() -> None:
    pairs = _pairs((M, M, 2), (X, M, 2), (X, X, 4), (M, U, 2))
    assert agreement.bias(pairs) == 0.25
    assert agreement.false_met_rate(pairs) == pytest.approx(2 / 6)
    assert agreement.false_met_rate(_pairs((M, M, 2))) is None


def test_spearman_uses_middle_ranks_for_ties() -> None:
    assert agreement.spearman([1, 2, 3, 4], [10, 20, 30, 40]) == pytest.approx(1)
    assert agreement.spearman([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)
    # Ranks (1, 2.5, 2.5, 4) and (1, 3, 2, 4) correlate at 4.5 / sqrt(4.5 * 5).
    assert agreement.spearman([1, 2, 2, 4], [1, 3, 2, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)
    assert agreement.spearman([1, 1, 1], [1, 2, 3]) is None


def test_mean_absolute_error() -> None:
    assert agreement.mean_absolute_error([10, 20], [13, 16]) == 3.5
    assert agreement.mean_absolute_error([], []) is None
