"""New interviews follow from those before: adaptive study, review of what is due, mock with a total time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bank.question import Bank
from interviewer.engine import Interview, begin, resume
from interviewer.errors import NothingDueError, PlanError
from interviewer.paths import Paths
from interviewer.planning import Request, plan_interview
from interviewer.session import Mode, Phase
from interviewer.store import Store
from rubrics.verdict import Status
from tests.fakes import NOW, ScriptedGrader

STUDY = Request(Mode.STUDY, 5, seed=3)
REVIEW = Request(Mode.REVIEW, 5)


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    with Store.open(paths) as opened:
        yield opened


def _begin(store: Store, paths: Paths, bank: Bank, request: Request, now: datetime = NOW) -> Interview:
    return begin(store, paths, bank, plan_interview(store, bank, request, now), lambda: now)


async def _answer(interview: Interview, status: Status) -> None:
    answer = interview.submit("It is so because it is, as everybody knows.", 3)
    await interview.grade(answer, ScriptedGrader(always=status))


def test_a_study_plan_says_why_each_question_was_chosen(store: Store, seed_bank: Bank) -> None:
    plan = plan_interview(store, seed_bank, STUDY, NOW)
    assert plan == plan_interview(store, seed_bank, STUDY, NOW)
    assert plan.is_adaptive
    assert len(plan.reasons) == len(set(plan.question_ids)) == 5
    assert all(reason.startswith("You have no score in ") for reason in plan.reasons)


def test_random_order_and_mock_interviews_are_drawn(store: Store, seed_bank: Bank) -> None:
    for request in (Request(Mode.STUDY, 5, seed=3, order="random"), Request(Mode.MOCK, 5, seed=3)):
        plan = plan_interview(store, seed_bank, request, NOW)
        assert (plan.is_adaptive, plan.reasons) == (False, ())


async def test_the_next_question_follows_from_the_last_result(store: Store, paths: Paths, seed_bank: Bank) -> None:
    levels = {question.id: question.difficulty for question in seed_bank.questions}
    asked: dict[Status, list[str]] = {}
    for status in (Status.MET, Status.MISSED):
        store.erase()
        interview = _begin(store, paths, seed_bank, Request(Mode.STUDY, 4, topics=("classical ML",), seed=3))
        while True:
            await _answer(interview, status)
            interview.next()
            if interview.session.is_over:
                break
        interview.close()
        asked[status] = [item.question_id for item in interview.session.items]
        assert [item.question.id for item in interview.record.items] == asked[status]
        assert len(set(asked[status])) == 4
    assert asked[Status.MET] != asked[Status.MISSED]
    assert [levels[name] for name in asked[Status.MET]] != [levels[name] for name in asked[Status.MISSED]]


async def test_the_reason_of_an_exchanged_question_is_that_of_the_exchange(
    store: Store, paths: Paths, seed_bank: Bank
) -> None:
    topics = ("classical ML", "deep learning fundamentals")
    interview = _begin(store, paths, seed_bank, Request(Mode.STUDY, 5, topics=topics, seed=3))
    topic = interview.question.topic
    await _answer(interview, Status.MISSED)
    interview.next()
    assert interview.question.topic == topic
    assert interview.reason is not None
    assert interview.reason.startswith(f"Your weakest topic so far: {topic} (0 % over 1 answer)")
    interview.close()
    again = resume(store, paths, interview.session.id, lambda: NOW, seed_bank)
    assert (again.session, again.question) == (interview.session, interview.question)
    again.close()


async def test_an_interview_resumed_without_its_bank_asks_what_was_planned(
    store: Store, paths: Paths, seed_bank: Bank
) -> None:
    interview = _begin(store, paths, seed_bank, STUDY)
    planned = interview.session.plan.question_ids
    interview.close()
    again = resume(store, paths, interview.session.id, lambda: NOW)
    await _answer(again, Status.MISSED)
    again.next()
    assert again.question.id == planned[1]
    again.close()


def test_flagged_questions_are_not_asked_again(store: Store, paths: Paths, seed_bank: Bank) -> None:
    request = Request(Mode.STUDY, 500, topics=("MLOps",))
    interview = _begin(store, paths, seed_bank, request)
    names = set(interview.session.plan.question_ids)
    interview.flag("Ambiguous.")
    left = plan_interview(store, seed_bank, request, NOW).question_ids
    assert set(left) == names - {interview.question.id}
    for name in left:
        store.flag_question(interview.session.id, name, "", NOW)
    with pytest.raises(PlanError, match="flagged as bad"):
        plan_interview(store, seed_bank, request, NOW)
    interview.close()


async def test_a_review_asks_what_is_due_the_longest_due_first(store: Store, paths: Paths, seed_bank: Bank) -> None:
    with pytest.raises(NothingDueError, match="no question here has an answer with a score yet"):
        plan_interview(store, seed_bank, REVIEW, NOW)
    interview = _begin(store, paths, seed_bank, Request(Mode.STUDY, 3, seed=3))
    for status in (Status.MET, Status.MISSED, Status.PARTIAL):
        await _answer(interview, status)
        interview.next()
    interview.close()
    cards = store.load_cards()
    with pytest.raises(NothingDueError, match="The next question is due on 2 January 2026: “"):
        plan_interview(store, seed_bank, REVIEW, NOW)
    plan = plan_interview(store, seed_bank, REVIEW, NOW + timedelta(days=60))
    assert plan.question_ids == tuple(card.question_id for card in cards)
    assert plan.reasons[0] == "Due for 59 days: answered once, last on 1 January 2026 (again)."
    tomorrow = NOW + timedelta(days=1)
    review = _begin(store, paths, seed_bank, REVIEW, tomorrow)
    assert [item.question_id for item in review.session.items] == [cards[0].question_id]
    assert review.reason == "Due today: answered once, last on 1 January 2026 (again)."
    await _answer(review, Status.MET)
    assert review.session.phase is Phase.FEEDBACK
    review.close()
    with pytest.raises(NothingDueError):
        plan_interview(store, seed_bank, REVIEW, tomorrow)


TIMED = Request(Mode.MOCK, 4, seed=3, total_seconds=600)


def test_a_mock_interview_ends_with_its_time_and_keeps_what_was_typed(
    store: Store, paths: Paths, seed_bank: Bank
) -> None:
    interview = _begin(store, paths, seed_bank, TIMED)
    interview.submit("First.", 250)
    assert interview.seconds_left(50) == 300
    interview.save_draft("half", 100)
    interview.skip()
    assert interview.seconds_left(0) == 250
    answer = interview.run_out("Half a thou", 250)
    assert answer is not None
    assert answer.text == "Half a thou"
    assert interview.session.is_over
    assert [len(item.answers) for item in interview.record.items] == [1, 0, 1, 0]
    interview.close()


def test_an_answer_handed_in_after_the_time_is_kept_and_nothing_more_is_asked(
    store: Store, paths: Paths, seed_bank: Bank
) -> None:
    interview = _begin(store, paths, seed_bank, TIMED)
    interview.submit("Slow.", 601)
    assert interview.session.is_over
    assert interview.session.ended_at == NOW
    assert interview.session.answered == 1
    interview.close()


def test_nothing_typed_is_no_answer_when_the_time_is_up(store: Store, paths: Paths, seed_bank: Bank) -> None:
    interview = _begin(store, paths, seed_bank, TIMED)
    assert interview.run_out(" \n", 600) is None
    assert interview.session.is_over
    assert interview.session.answered == 0
    interview.close()
