import random

import pytest

from interviewer.screening.items import ItemFlag, analyse_items


def cohort(people: int, noise: dict[str, float], seed: int = 1) -> dict[str, dict[str, float]]:
    """Scores of people whose ability spreads over 0..1; each question adds noise of that size."""
    rng = random.Random(seed)
    rows = {}
    for n in range(people):
        ability = n / people
        rows[f"p{n}"] = {q: min(1.0, max(0.0, ability + rng.gauss(0, size))) for q, size in noise.items()}
    return rows


def test_a_question_that_follows_ability_is_not_flagged() -> None:
    scores = cohort(40, {"a": 0.1, "b": 0.1, "c": 0.1})

    assert [item.flags for item in analyse_items(scores, ["a", "b", "c"], seed=1)] == [[], [], []]


def test_a_question_of_pure_noise_is_flagged() -> None:
    scores = cohort(60, {"a": 0.05, "b": 0.05, "c": 0.05, "d": 0.05})
    rng = random.Random(4)
    for row in scores.values():
        row["noise"] = rng.random()
    found = {item.question_id: item for item in analyse_items(scores, ["a", "b", "c", "d", "noise"], seed=1)}

    assert found["noise"].flags == [ItemFlag.WEAK]
    assert found["a"].flags == []


def test_a_question_that_weaker_candidates_do_better_is_flagged() -> None:
    scores = cohort(60, {"a": 0.05, "b": 0.05, "c": 0.05})
    for row in scores.values():
        row["c"] = 1 - row["c"]
    found = {item.question_id: item for item in analyse_items(scores, ["a", "b", "c"], seed=1)}

    assert ItemFlag.REVERSED in found["c"].flags


def test_the_point_biserial_is_pearsons_with_the_rest() -> None:
    # Ten candidates, right or wrong on x, with these means over the only other question.
    right = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    rest = [0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.4, 0.3, 0.2, 0.1]
    scores = {f"p{n}": {"x": float(a), "y": b} for n, (a, b) in enumerate(zip(right, rest, strict=True))}
    item = analyse_items(scores, ["x", "y"], seed=1)[0]

    # (0.7 − 0.3) / s × sqrt(0.25) with s = sqrt(0.06) over all ten.
    assert item.discrimination is not None
    assert item.discrimination.raw == pytest.approx(0.2 / 0.06**0.5, abs=1e-9)
    assert item.difficulty == 0.5


def test_shrinkage_draws_an_outlier_towards_the_others() -> None:
    scores = cohort(12, {"a": 0.2, "b": 0.2, "c": 0.2, "d": 1.0}, seed=5)
    found = {item.question_id: item.discrimination for item in analyse_items(scores, list("abcd"), seed=1)}
    raw = [d.raw for d in found.values() if d]
    shrunk = [d.shrunk for d in found.values() if d]

    assert len(shrunk) == 4
    assert max(shrunk) - min(shrunk) < max(raw) - min(raw)


@pytest.mark.parametrize(("score", "flag"), [(0.0, ItemFlag.TOO_HARD), (1.0, ItemFlag.TOO_EASY)])
def test_a_question_that_everyone_fails_or_passes_is_flagged(score: float, flag: ItemFlag) -> None:
    scores = cohort(20, {"a": 0.1, "b": 0.1})
    for row in scores.values():
        row["same"] = score
    item = analyse_items(scores, ["same"], seed=1)[0]

    assert item.flags == [flag]
    assert item.discrimination is None


def test_few_candidates_are_too_few_to_tell() -> None:
    item = analyse_items(cohort(9, {"a": 0.1, "b": 0.1}), ["a"], seed=1)[0]

    assert item.flags == [ItemFlag.TOO_FEW]
    assert item.discrimination is None


def test_a_question_nobody_answered_has_no_difficulty() -> None:
    assert analyse_items({"p": {"a": 1.0}}, ["b"], seed=1)[0].difficulty is None
