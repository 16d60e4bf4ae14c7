import numpy as np

from rubrics.local.trees import Trees

TREES = Trees(
    feature=np.array([[0, 1, 1], [1, 0, 0]]),
    threshold=np.array([[0.5, 0.0, 1.0], [2.0, np.inf, np.inf]]),
    leaf=np.array([[1.0, 2.0, 3.0, 4.0], [10.0, 10.0, 20.0, 20.0]]),
    votes_for=np.array([0, 1]),
    baseline=np.array([0.25, -0.25]),
)


def test_values_above_a_threshold_go_right() -> None:
    rows = np.array([[0.0, -1.0], [0.0, 0.5], [1.0, 0.5], [1.0, 3.0]])
    assert TREES.logits(rows).tolist() == [[1.25, 9.75], [2.25, 9.75], [3.25, 9.75], [4.25, 19.75]]


def test_a_value_at_the_threshold_goes_left() -> None:
    assert TREES.logits(np.array([[0.5, 0.0]])).tolist() == [[1.25, 9.75]]
