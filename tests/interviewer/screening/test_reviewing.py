"""Review: the reviewer's judgement is kept before the grader's is shown."""

import pytest

from interviewer.errors import StepError
from interviewer.screening.cohort import Cohort
from interviewer.screening.erasing import erase_candidate
from interviewer.screening.errors import ScreenError
from interviewer.screening.reviewing import Judgement, ReviewDesk
from interviewer.screening.store.screen_store import ScreenStore
from rubrics.verdict import Status
from tests.fakes import NOW, ScriptedGrader
from tests.interviewer.screening.builders import WORDS, bring, check, grade_all, results


@pytest.fixture
async def desk(store: ScreenStore, cohort: Cohort) -> ReviewDesk:
    bring(store, cohort, ("c1", 0, WORDS), name="Some One")
    await grade_all(store, cohort, ScriptedGrader(always=Status.MET))
    return ReviewDesk(store, cohort, reviewer=" A  B ", now=lambda: NOW)


def _judgements(cohort: Cohort, status: Status, reason: str = "") -> list[Judgement]:
    return [Judgement(criterion.id, status, reason) for criterion in cohort.questions[0].rubric.criteria]


def _key(store: ScreenStore, cohort: Cohort) -> int:
    return results(store, cohort)["c1", 0].answer.key


def test_a_task_shows_neither_verdicts_nor_whose_answer_it_is(
    store: ScreenStore, cohort: Cohort, desk: ReviewDesk
) -> None:
    task = desk.task(_key(store, cohort))
    assert task.text == WORDS
    told = repr(task)
    assert "c1'" not in told.replace("id='c1'", "")
    assert "Some One" not in told
    assert "Scripted" not in told


def test_the_grade_is_shown_only_after_a_blind_judgement_is_kept(
    store: ScreenStore, cohort: Cohort, desk: ReviewDesk
) -> None:
    key = _key(store, cohort)
    with pytest.raises(StepError, match="comes first"):
        desk.revealed(key)
    with pytest.raises(StepError, match="comes first"):
        desk.revise(key, _judgements(cohort, Status.MET))
    grade = desk.judge(key, _judgements(cohort, Status.MISSED, " Not said. "))
    assert grade == results(store, cohort)["c1", 0].grade == desk.revealed(key)
    reviews = results(store, cohort)["c1", 0].reviews
    assert {(r.stage, r.status, r.reason, r.reviewer) for r in reviews} == {
        ("blind", Status.MISSED, "Not said.", "A B")
    }


def test_nobody_judges_blind_who_has_seen(store: ScreenStore, cohort: Cohort, desk: ReviewDesk) -> None:
    key = _key(store, cohort)
    desk.judge(key, _judgements(cohort, Status.MISSED))
    with pytest.raises(StepError, match="you change now is a revision"):
        desk.judge(key, _judgements(cohort, Status.MET))
    ReviewDesk(store, cohort, reviewer="C").judge(key, _judgements(cohort, Status.MET))


def test_a_change_after_the_reveal_is_kept_beside_the_first(
    store: ScreenStore, cohort: Cohort, desk: ReviewDesk
) -> None:
    key = _key(store, cohort)
    desk.judge(key, _judgements(cohort, Status.MISSED))
    first = cohort.questions[0].rubric.criteria[0].id
    desk.revise(key, [Judgement(first, Status.MET, "Seen now.")])
    reviews = [r for r in results(store, cohort)["c1", 0].reviews if r.criterion_id == first]
    assert [(r.stage, r.status) for r in reviews] == [("blind", Status.MISSED), ("revealed", Status.MET)]
    assert desk.task(key).is_revealed
    found = check(store, cohort)
    assert found.is_sound
    assert found.checked["override"] == len(cohort.questions[0].rubric.criteria) + 1


def test_a_judgement_names_criteria_of_the_question_once_each(
    store: ScreenStore, cohort: Cohort, desk: ReviewDesk
) -> None:
    key = _key(store, cohort)
    for wrong in ([], [Judgement("c99", Status.MET)], [Judgement("c1", Status.MET), Judgement("c1", Status.MISSED)]):
        with pytest.raises(ScreenError, match="each once"):
            desk.judge(key, wrong)
    with pytest.raises(ScreenError, match="at most 2,000"):
        desk.judge(key, [Judgement("c1", Status.MET, "x" * 2_001)])
    assert not desk.task(key).is_revealed


def test_what_is_not_there_is_told(store: ScreenStore, cohort: Cohort, desk: ReviewDesk) -> None:
    bring(store, cohort, ("c2", 1, WORDS))
    with pytest.raises(ScreenError, match="no grade yet"):
        desk.task(results(store, cohort)["c2", 1].answer.key)
    key = _key(store, cohort)
    erase_candidate(store, cohort, "c1", NOW)
    for missing in (key, 999):
        with pytest.raises(ScreenError, match="not there any more"):
            desk.task(missing)
    with pytest.raises(ScreenError, match="reviewer's name"):
        ReviewDesk(store, cohort, reviewer=" ")
