"""The state machine of an interview."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import StepError
from interviewer.session import Mode, Phase, Plan, Session, start_session

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _session(mode: Mode, count: int = 3) -> Session:
    return start_session("s", Plan(mode, tuple(f"q{n}" for n in range(count))), NOW)


def test_study_gives_feedback_before_the_next_question() -> None:
    after = _session(Mode.STUDY).submitted()
    assert after.phase is Phase.FEEDBACK
    assert after.position == 0
    assert after.next().position == 1


def test_mock_goes_straight_on_and_ends_after_the_last_answer() -> None:
    session = _session(Mode.MOCK).submitted().submitted()
    assert (session.phase, session.position) == (Phase.ANSWERING, 2)
    assert session.submitted().is_over


def test_a_retry_counts_as_another_attempt_at_the_same_question() -> None:
    session = _session(Mode.STUDY).submitted().retry().submitted()
    assert (session.position, session.current.attempts) == (0, 2)
    assert session.answered == 1


def test_a_skipped_question_comes_round_once_more_after_the_others() -> None:
    session = _session(Mode.MOCK).skipped().submitted().submitted()
    assert (session.position, session.is_over) == (0, False)
    assert session.skipped().is_over


def test_a_step_out_of_turn_is_refused() -> None:
    session = _session(Mode.STUDY)
    with pytest.raises(StepError):
        session.next()
    with pytest.raises(StepError):
        session.submitted().submitted()


def test_over_is_over() -> None:
    session = _session(Mode.STUDY).finished(NOW)
    assert session.is_over
    assert session.finished(datetime(2027, 1, 1, tzinfo=UTC)).ended_at == NOW
    with pytest.raises(StepError):
        session.submitted()


@given(st.sampled_from(Mode), st.integers(1, 6), st.lists(st.sampled_from(["submitted", "skipped", "next", "retry"])))
def test_any_course_of_steps_keeps_its_books(mode: Mode, count: int, steps: list[str]) -> None:
    session = _session(mode, count)
    for step in steps:
        try:
            session = getattr(session, step)()
        except StepError:
            continue
        assert 0 <= session.position < count
        assert session.answered <= count
    assert not session.is_over or all(item.is_answered or item.skips >= 2 for item in session.items)


def test_only_questions_that_were_not_asked_yet_are_exchanged() -> None:
    plan = Plan(Mode.STUDY, ("a", "b", "c", "d"), reasons=("1", "2", "3", "4"), is_adaptive=True)
    session = start_session("s", plan, NOW).skipped().submitted()
    assert session.ahead == [2, 3]
    after = session.asking_next(["x", "c"], ["5", "6"])
    assert [item.question_id for item in after.items] == ["a", "b", "x", "c"]
    assert after.plan.question_ids == ("a", "b", "x", "c")
    assert after.plan.reasons == ("1", "2", "5", "6")
    assert after.items[:2] == session.items[:2]
    with pytest.raises(ValueError, match="zip"):
        session.asking_next(["x"], ["5"])
    assert session.finished(NOW).ahead == []


def test_the_interviewer_comes_back_once_to_an_earlier_answer_and_then_goes_on() -> None:
    session = _session(Mode.MOCK).submitted().submitted(back_to=0)
    assert (session.position, session.is_following_up, session.answered) == (0, True, 2)
    after = session.submitted()
    assert (after.position, after.is_following_up, after.items[0].attempts) == (2, False, 2)
    assert not after.may_come_back_to(0)
    assert after.may_come_back_to(1)


def test_a_follow_up_after_the_last_answer_puts_the_end_off() -> None:
    session = _session(Mode.MOCK, 2).submitted().submitted(back_to=0)
    assert not session.is_over
    assert session.submitted().is_over
    skipped = session.skipped()
    assert skipped.is_over
    assert skipped.items[0].skips == 0


def test_follow_ups_are_two_at_most_never_two_in_a_row_and_only_on_answers_of_a_mock_interview() -> None:
    session = _session(Mode.MOCK, 6).submitted().submitted().submitted(back_to=0)
    assert not session.may_come_back_to(1)
    with pytest.raises(StepError):
        session.submitted(back_to=1)
    session = session.submitted()
    assert not session.may_come_back_to(session.position)
    assert not session.may_come_back_to(5)
    session = session.submitted(back_to=1).submitted()
    assert session.follow_ups_left == 0
    assert not session.may_come_back_to(2)
    assert _session(Mode.STUDY).submitted().next().follow_ups_left == 0


def test_what_was_skipped_still_comes_round_after_a_follow_up() -> None:
    session = _session(Mode.MOCK).skipped().submitted().submitted(back_to=1).submitted()
    assert (session.position, session.is_over) == (0, False)
