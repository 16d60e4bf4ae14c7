"""What a cohort is locked to, and what is told of anything else."""

import pytest

from bank.question import Bank
from interviewer.screening.cohort import Cohort, check_name, choose_questions, differences, require_same
from interviewer.screening.errors import CohortLockedError, CohortNotFoundError, ScreenError
from interviewer.screening.store.screen_store import ScreenStore
from rubrics.verdict import GraderInfo
from tests.interviewer.screening.builders import make_cohort


def test_a_cohort_comes_back_from_the_store_as_it_was_locked(store: ScreenStore, cohort: Cohort) -> None:
    kept = store.cohort("AUTUMN")
    assert kept == cohort
    assert kept.lock_digest == cohort.lock_digest


def test_a_name_is_taken_once_whatever_its_case(store: ScreenStore, cohort: Cohort, seed_bank: Bank) -> None:
    with pytest.raises(ScreenError, match="already"):
        store.create(make_cohort(seed_bank, "Autumn"))


@pytest.mark.parametrize(
    "name", ["", "..", "../x", "a/b", "a\\b", ".hidden", "-x", "a b", "ä", "x" * 65, "a\0b", "c:"]
)
def test_a_name_that_could_be_a_path_is_refused(name: str) -> None:
    with pytest.raises(ScreenError, match="cannot be the name"):
        check_name(name)


def test_a_cohort_that_is_not_there_is_named(store: ScreenStore) -> None:
    with pytest.raises(CohortNotFoundError, match="no cohort “winter”"):
        store.cohort("winter")


def test_the_same_seed_draws_the_same_questions(seed_bank: Bank) -> None:
    draws = [[q.id for q in choose_questions(seed_bank, count=5, seed=n)] for n in (3, 3, 4)]
    assert draws[0] == draws[1] != draws[2]


def test_questions_that_are_named_keep_their_order_and_stand_once(seed_bank: Bank) -> None:
    ids = [seed_bank.questions[n].id for n in (7, 2)]
    assert [q.id for q in choose_questions(seed_bank, ids=ids, count=1, seed=0)] == ids
    with pytest.raises(ScreenError, match="named twice"):
        choose_questions(seed_bank, ids=[ids[0], ids[0]], count=1, seed=0)


def _reworded(bank: Bank, question_id: str, **update: object) -> Bank:
    changed = [q.model_copy(update=update) if q.id == question_id else q for q in bank.questions]
    return bank.model_copy(update={"questions": tuple(changed)})


def test_a_bank_that_changed_is_told_with_the_question(cohort: Cohort, seed_bank: Bank) -> None:
    asked = cohort.questions[0].question
    (what,) = differences(cohort, bank=_reworded(seed_bank, asked.id, text="Why not?"))
    assert f"“{asked.id}” is worded differently" in what
    assert cohort.bank.digest[:12] in what
    other = next(q for q in seed_bank.questions if q.id not in {each.question.id for each in cohort.questions})
    (elsewhere,) = differences(cohort, bank=_reworded(seed_bank, other.id, text="Why not?"))
    assert "does not ask" in elsewhere
    (meaning,) = differences(cohort, bank=_reworded(seed_bank, asked.id, reference=other.reference))
    assert "another reference answer" in meaning
    gone = seed_bank.model_copy(update={"questions": seed_bank.questions[:1]})
    assert "is gone" in differences(cohort, bank=gone)[0]
    assert differences(cohort, bank=seed_bank) == []


@pytest.mark.parametrize(
    ("update", "words"),
    [
        ({"model": "other"}, "the model is another one (expected scripted, found other)"),
        ({"name": "local"}, "the grader is another one (expected openai scripted, found local scripted)"),
        ({"version": "9"}, "the version of the grader is another one (expected 1, found 9)"),
        ({"endpoint": "example.org"}, "the endpoint is another one (expected none, found example.org)"),
        ({"prompt_digest": "ab"}, "the prompt is another one (expected none, found ab)"),
        ({"parameters": {"votes": 3}}, "the number of votes is another one (expected 1, found 3)"),
    ],
)
def test_another_grader_is_refused_with_what_differs(cohort: Cohort, update: dict[str, object], words: str) -> None:
    other = GraderInfo.model_validate({**cohort.grader.model_dump(), **update})
    with pytest.raises(CohortLockedError) as refused:
        require_same(cohort, grader=other)
    assert words in str(refused.value)
    require_same(cohort, grader=cohort.grader)
