import numpy as np

from rubrics.local.packing import ANSWER_POSITION, Layout, pack


def test_positions_restart_for_every_criterion_and_for_the_answer() -> None:
    packed = pack([Layout([7, 8], [[1, 2], [3]], [9])])
    assert packed.input_ids[0].tolist() == [101, 7, 8, 102, 1, 2, 102, 3, 102, 9, 102]
    assert packed.position_ids[0].tolist() == [0, 1, 2, 3, 4, 5, 6, 4, 5, ANSWER_POSITION, ANSWER_POSITION + 1]
    assert packed.token_type_ids[0].tolist() == [0] * 9 + [1, 1]


def test_each_criterion_is_the_mean_of_its_own_tokens() -> None:
    pool = pack([Layout([7], [[1, 2], [3]], [9])]).pool[0]
    assert pool.shape == (2, 10)
    assert np.allclose(pool.sum(1), 1)
    assert np.flatnonzero(pool[0]).tolist() == [3, 4, 5]
    assert np.flatnonzero(pool[1]).tolist() == [6, 7]


def test_shorter_rows_of_a_batch_are_masked() -> None:
    packed = pack([Layout([7], [[1]], [9]), Layout([7], [[1], [2]], [9, 9])])
    assert packed.attention_mask.sum(1).tolist() == [7, 10]
    assert packed.pool.shape == (2, 2, 10)
    assert packed.pool[0, 1].sum() == 0


def test_the_last_layer_works_on_the_first_token_and_on_those_of_the_criteria() -> None:
    packed = pack([Layout([7, 8], [[1, 2], [3]], [9])])
    fed = packed.feed()
    assert fed["rows"].tolist() == [0, 4, 5, 6, 7, 8]
    assert np.allclose(fed["pool"], packed.pool[:, :, fed["rows"]])
    assert np.allclose(fed["pool"].sum(2), 1)
