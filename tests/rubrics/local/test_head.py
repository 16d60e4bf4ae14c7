import numpy as np

from rubrics.local.features import Evidence, Features, anchored_columns, plain_columns
from rubrics.local.head import STATUSES, Heads, Rule

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


def test_an_accusation_is_to_be_more_likely_right_than_not() -> None:
    assert RULE.status(np.array([0.1, 0.1, 0.3, 0.5])) == "contradicted"
    assert RULE.status(np.array([0.1, 0.1, 0.32, 0.48])) == "unsure"


def test_a_brief_answer_misses_and_contradicts_only_what_is_likely_enough() -> None:
    heads = Heads.load()
    brief, usual = (heads.rule(anchored=True, words=words) for words in (20, 100))
    for doubted in (np.array([0.3, 0.02, 0.6, 0.08]), np.array([0.2, 0.02, 0.18, 0.6])):
        assert (brief.status(doubted), usual.status(doubted)) == ("unsure", STATUSES[doubted.argmax()])


def test_brief_and_usual_answers_are_judged_by_heads_of_their_own_and_those_between_by_both() -> None:
    heads = Heads.load()
    columns = len(plain_columns())
    row = np.full((1, columns), 0.3)
    seen = Features(row, np.full((1, len(anchored_columns())), np.nan), (Evidence(0, 0, None),))
    crossed = np.log(np.array([[0.4, 0.1, 0.3, 0.2]]))
    brief, between, usual = (heads.probabilities(seen, crossed, words) for words in (40, 50, 60))
    assert np.allclose(brief, heads.brief.probabilities(seen, crossed))
    assert np.allclose(usual, heads.usual.probabilities(seen, crossed))
    assert np.allclose(between, (brief + usual) / 2)
    assert heads.rule(anchored=True, words=40).met_at_least == heads.brief.anchored.rule.met_at_least
    assert heads.rule(anchored=True, words=60) == heads.usual.anchored.rule


def test_a_contradiction_is_said_by_both_only_where_each_prefers_it_to_met() -> None:
    heads = Heads.load()
    plain = np.full((2, len(plain_columns())), 0.3)
    seen = Features(plain, np.full((2, len(anchored_columns())), np.nan), (Evidence(0, 0, None),) * 2)
    crossed = np.log(np.array([[0.3, 0.1, 0.2, 0.4], [0.4, 0.1, 0.2, 0.3]]))
    assert heads.contradicted_by_both(seen, crossed, 100).tolist() == [True, False]
