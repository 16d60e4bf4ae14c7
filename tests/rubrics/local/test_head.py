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


def test_met_and_contradicted_side_by_side_are_too_close_to_call() -> None:
    rule = Rule(met_at_least=0.5, sure_at_least=0.4, apart_by=0.1)
    assert rule.status(np.array([0.45, 0.02, 0.01, 0.52])) == "unsure"
    assert rule.status(np.array([0.30, 0.02, 0.01, 0.67])) == "contradicted"
    assert rule.status(np.array([0.15, 0.05, 0.70, 0.10])) == "missed"
