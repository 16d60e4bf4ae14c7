"""What a person says about grades and questions is kept beside what the grader said, and counts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bank.question import Bank
from interviewer.engine import Interview, begin, override_verdict
from interviewer.errors import StepError, StoreError
from interviewer.paths import Paths
from interviewer.plan import make_plan
from interviewer.records import Answer
from interviewer.repetition import add_missing_cards
from interviewer.review import Rating
from interviewer.session import Mode
from interviewer.store import Store
from rubrics.overrides import Override
from rubrics.verdict import Status
from tests.fakes import NOW, ScriptedGrader

REASON = "[/b] I did say \ud800 it; <script>"


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    with Store.open(paths) as opened:
        yield opened


@pytest.fixture
def interview(store: Store, paths: Paths, seed_bank: Bank) -> Iterator[Interview]:
    opened = begin(store, paths, seed_bank, make_plan(seed_bank, mode=Mode.STUDY, count=3, seed=1), lambda: NOW)
    yield opened
    opened.close()


async def _graded(interview: Interview, status: Status) -> Answer:
    answer = interview.submit("It rotates the axes towards the variance.", 3)
    await interview.grade(answer, ScriptedGrader(always=status))
    return answer


async def test_both_values_are_kept_and_the_persons_counts(store: Store, interview: Interview) -> None:
    answer = await _graded(interview, Status.MISSED)
    said = interview.override(answer, "c1", Status.MET, REASON)
    assert said.grade is not None
    assert said.grade.score == 0.0
    assert said.overrides == (Override("c1", Status.MET, REASON, NOW),)
    again = interview.record.items[0].answers[0]
    assert again == said
    standing = again.standing(interview.rubric)
    assert standing is not None
    assert standing.score is not None
    assert standing.score > 0
    (line,) = store.history()
    assert line.score == standing.score


async def test_the_graders_verdict_said_again_takes_an_override_back(interview: Interview) -> None:
    answer = await _graded(interview, Status.MISSED)
    interview.override(answer, "c1", Status.MET, "")
    assert interview.override(answer, "c1", Status.MISSED, "").overrides == ()


async def test_an_override_outlives_a_regrading(interview: Interview) -> None:
    answer = await _graded(interview, Status.MISSED)
    interview.override(answer, "c1", Status.MET, "")
    await interview.grade(answer, ScriptedGrader(always=Status.PARTIAL), again=True)
    (kept,) = interview.record.items[0].answers
    assert kept.grade is not None
    assert [v.status for v in kept.grade.verdicts[:1]] == [Status.PARTIAL]
    assert [o.status for o in kept.overrides] == [Status.MET]


async def test_there_is_nothing_to_override_without_a_grade_or_a_criterion(interview: Interview) -> None:
    answer = interview.submit("It rotates the axes.", 3)
    with pytest.raises(StoreError, match="no grade yet"):
        interview.override(answer, "c1", Status.MET, "")
    with pytest.raises(StepError, match="no point"):
        interview.override(answer, "c99", Status.MET, "")


def test_a_question_is_called_bad_and_not_bad_after_all(store: Store, interview: Interview) -> None:
    interview.flag("Ambiguous.")
    interview.flag(REASON)
    question_id = interview.question.id
    assert store.flagged_questions()[question_id].reason == REASON
    flag = interview.record.items[0].flag
    assert flag is not None
    assert (flag.session_id, flag.made_at) == (interview.session.id, NOW)
    interview.unflag()
    assert store.flagged_questions() == {}
    assert interview.record.items[0].flag is None


async def test_a_scored_answer_makes_a_card_and_an_ungraded_one_does_not(store: Store, interview: Interview) -> None:
    answer = interview.submit("It rotates the axes.", 3)
    await interview.grade(answer, ScriptedGrader(["The model timed out."]))
    assert store.load_cards() == []
    await interview.grade(answer, ScriptedGrader(always=Status.MET))
    (card,) = store.load_cards()
    assert (card.question_id, card.reviews, card.last_rating) == (interview.question.id, 1, Rating.EASY)
    assert card.due > NOW + timedelta(days=1)


async def test_regrading_retrying_and_overriding_review_a_question_once(store: Store, interview: Interview) -> None:
    answer = await _graded(interview, Status.MISSED)
    (before,) = store.load_cards()
    assert before.last_rating is Rating.AGAIN
    interview.retry()
    await _graded(interview, Status.MET)
    assert store.load_cards() == [before]
    await interview.grade(answer, ScriptedGrader(always=Status.PARTIAL), again=True)
    (regraded,) = store.load_cards()
    assert (regraded.reviews, regraded.last_rating) == (1, Rating.GOOD)
    for criterion in interview.rubric.criteria:
        override_verdict(store, interview.question, answer, Override(criterion.id, Status.MET, "", NOW))
    (overridden,) = store.load_cards()
    assert (overridden.reviews, overridden.last_rating) == (1, Rating.EASY)
    assert overridden.due > regraded.due > before.due


async def test_due_are_the_cards_of_today_and_before(store: Store, interview: Interview) -> None:
    await _graded(interview, Status.MISSED)
    (card,) = store.load_cards()
    assert store.due(NOW) == []
    assert store.due(NOW + timedelta(days=1)) == [card]


async def test_a_lost_card_is_made_again_from_the_answers(store: Store, interview: Interview) -> None:
    await _graded(interview, Status.MET)
    cards = store.load_cards()
    store.save_card(interview.question.id, None)
    assert store.questions_without_card() == [interview.question.id]
    add_missing_cards(store)
    assert store.load_cards() == cards
    assert store.questions_without_card() == []
