import numpy as np

from rubrics.local.features import (
    AnswerView,
    BankText,
    CriterionView,
    anchored_columns,
    features,
    plain_columns,
)
from rubrics.local.wording import Wording


def wording(*pieces: int) -> Wording:
    return Wording(frozenset(pieces), len(pieces), 0, 0.0)


def text(x: float, y: float, *pieces: int) -> BankText:
    return BankText(np.array([x, y], dtype=np.float32), wording(*pieces))


ANSWER = AnswerView(
    windows=[wording(1, 2), wording(3)],
    vectors=np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32),
    whole=wording(1, 2, 3),
)
ANCHORED = CriterionView(text(0.8, 0.6, 1, 9), (text(1.0, 0.0, 1),), (text(0.6, 0.8, 5), text(0.0, 1.0, 3)))
PLAIN = CriterionView(text(0.0, 1.0, 3))


def test_every_column_has_a_name() -> None:
    found = features(text(1, 0), [ANCHORED, PLAIN], ANSWER)
    assert found.plain.shape == (2, len(plain_columns()))
    assert found.anchored.shape == (2, len(anchored_columns()))


def test_only_criteria_with_anchors_have_anchored_features() -> None:
    assert features(text(1, 0), [ANCHORED, PLAIN], ANSWER).is_anchored.tolist() == [True, False]


def test_says_but_no_misconceptions_do_not_make_a_criterion_anchored() -> None:
    assert not CriterionView(text(1, 0), (text(1, 0),)).is_anchored


def test_similarities_are_those_of_the_best_window() -> None:
    row = features(text(1, 0), [ANCHORED, PLAIN], ANSWER).anchored[0]
    named = dict(zip(anchored_columns(), row, strict=True))
    assert np.isclose(named["text"], 0.8)
    assert np.isclose(named["says"], 1.0)
    assert np.isclose(named["wrong"], 1.0)
    assert np.isclose(named["at_best"], 0.4)
    assert np.isclose(named["pieces_in_answer"], 0.5)


def test_evidence_names_the_windows_and_the_misconception() -> None:
    found = features(text(1, 0), [ANCHORED, PLAIN], ANSWER).evidence
    assert (found[0].support, found[0].against, found[0].wrong) == (0, 1, 1)
    assert (found[1].support, found[1].wrong) == (1, None)
