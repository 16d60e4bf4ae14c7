"""Which questions are asked."""

import pytest

from bank.errors import TopicNotFoundError
from bank.library import bank_from_text
from bank.question import Bank
from interviewer.errors import PlanError
from interviewer.plan import make_plan
from interviewer.session import Mode


def test_the_same_seed_asks_the_same_and_another_seed_something_else(seed_bank: Bank) -> None:
    plans = [make_plan(seed_bank, mode=Mode.STUDY, count=8, seed=seed) for seed in (1, 1, 2)]
    assert plans[0] == plans[1]
    assert plans[0].question_ids != plans[2].question_ids


def test_topics_take_turns_and_no_question_comes_twice(seed_bank: Bank) -> None:
    plan = make_plan(seed_bank, mode=Mode.STUDY, count=8, seed=5)
    topics = {q.id: q.topic for q in seed_bank.questions}
    assert len({topics[question_id] for question_id in plan.question_ids}) == 8
    everything = make_plan(seed_bank, mode=Mode.STUDY, count=500)
    assert sorted(everything.question_ids) == sorted(q.id for q in seed_bank.questions)


def test_only_the_topics_asked_for_are_asked(seed_bank: Bank) -> None:
    plan = make_plan(seed_bank, mode=Mode.MOCK, count=5, topics=["MLOps", "llms"])
    topics = {q.id: q.topic for q in seed_bank.questions}
    assert {topics[question_id] for question_id in plan.question_ids} == {"MLOps", "LLMs"}


def test_what_cannot_be_planned_is_said(seed_bank: Bank) -> None:
    with pytest.raises(PlanError, match="1 to 500"):
        make_plan(seed_bank, mode=Mode.STUDY, count=0)
    with pytest.raises(TopicNotFoundError):
        make_plan(seed_bank, mode=Mode.STUDY, count=1, topics=["nothing"])
    unanswered = bank_from_text("1. Why?\nAns:\n", "u.txt", bank_id="u")
    with pytest.raises(PlanError, match="no question with a reference answer"):
        make_plan(unanswered, mode=Mode.STUDY, count=1)
