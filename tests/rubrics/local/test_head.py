import numpy as np

from rubrics.local.head import Rule

RULE = Rule(met_at_least=0.5, sure_at_least=0.4)


def test_the_likeliest_status_is_the_verdict() -> None:
    assert RULE.status(np.array([0.1, 0.1, 0.7, 0.1])) == "missed"
    assert RULE.status(np.array([0.7, 0.1, 0.1, 0.1])) == "met"


def test_a_met_below_its_threshold_falls_to_the_next_likely_status() -> None:
    assert RULE.status(np.array([0.45, 0.42, 0.08, 0.05])) == "partial"


def test_nothing_likely_enough_is_unsure() -> None:
    assert RULE.status(np.array([0.3, 0.3, 0.2, 0.2])) == "unsure"
    assert RULE.status(np.array([0.45, 0.25, 0.2, 0.1])) == "unsure"
