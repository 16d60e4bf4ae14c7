"""Erasing a candidate: no byte of theirs is left, and the log still verifies."""

from pathlib import Path

import pytest

from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort
from interviewer.screening.erasing import erase_candidate
from interviewer.screening.errors import CandidateNotFoundError
from interviewer.screening.reviewing import Judgement, ReviewDesk
from interviewer.screening.sitting import open_sitting
from interviewer.screening.store.candidates import read_candidates
from interviewer.screening.store.screen_store import ScreenStore
from interviewer.screening.summaries import read_progress, summarise_cohort
from rubrics.verdict import Status
from tests.fakes import NOW, ScriptedGrader
from tests.interviewer.screening.builders import WORDS, bring, check, grade_all, results

OWN = "Zymurgic quokkas saturate the sigmoid, so that gradients vanish in every one of the layers below."
DRAFT = "Unfinished marmalade about overfitting"
REASON = "Xylophonic judgement of half a point"
ID, NAME = "qx-771-candidate", "Zbyszko Qwxzy"
TRACES = ["Zymurgic", "marmalade", "Xylophonic", ID, NAME]


def _found(paths: Paths) -> set[str]:
    """Which of the traces are in any file of the data folder."""
    files = [file for file in Path(paths.root).rglob("*") if file.is_file()]
    return {trace for trace in TRACES for file in files if trace.encode() in file.read_bytes()}


@pytest.fixture
async def full(store: ScreenStore, cohort: Cohort, paths: Paths) -> ScreenStore:
    """Two candidates, one of whom left every kind of trace."""
    bring(store, cohort, (ID, 0, OWN), (ID, 1, f"{OWN} Indeed."), name=NAME)
    bring(store, cohort, ("c2", 0, WORDS), ("c2", 1, WORDS))
    sitting = open_sitting(store, paths, cohort, ID, accepted=True)
    sitting.save_draft(DRAFT, 3.0)
    sitting.close()
    await grade_all(store, cohort, ScriptedGrader(always=Status.MET))
    key = results(store, cohort)[ID, 0].answer.key
    first = cohort.questions[0].rubric.criteria[0].id
    ReviewDesk(store, cohort, reviewer="R").judge(key, [Judgement(first, Status.PARTIAL, REASON)])
    return store


def test_not_a_byte_of_an_erased_candidate_is_left_in_any_file(
    full: ScreenStore, cohort: Cohort, paths: Paths
) -> None:
    assert _found(paths) == set(TRACES)
    erased = erase_candidate(full, cohort, ID, NOW)
    assert erased.is_out_of_files
    assert _found(paths) == set()
    full.close()
    assert _found(paths) == set()


def test_the_log_verifies_after_an_erasure_and_says_whose_scores_are_gone(full: ScreenStore, cohort: Cohort) -> None:
    before = full.head(cohort.name).digest
    assert check(full, cohort).scores == 4
    erase_candidate(full, cohort, ID, NOW)
    found = check(full, cohort, before)
    assert found.broken == ()
    assert (found.scores, found.erased) == (2, 1)


def test_the_others_stay_as_they_were(full: ScreenStore, cohort: Cohort) -> None:
    theirs = {place: result for place, result in results(full, cohort).items() if place[0] == "c2"}
    erased = erase_candidate(full, cohort, ID, NOW)
    assert (erased.answers, erased.grades) == (2, 2)
    assert results(full, cohort) == theirs


def test_an_erased_candidate_is_counted_and_not_named(full: ScreenStore, cohort: Cohort) -> None:
    erase_candidate(full, cohort, ID, NOW)
    summary = summarise_cohort(full, cohort.name)
    assert (summary.candidates, summary.erased, summary.answers, summary.graded) == (1, 1, 2, 2)
    gone, other = read_progress(full, cohort.name)
    assert gone.candidate.label.startswith("(erased ")
    assert (gone.answered, other.answered) == (0, 2)


def test_nobody_is_erased_twice_or_by_a_wrong_id(full: ScreenStore, cohort: Cohort) -> None:
    erase_candidate(full, cohort, ID, NOW)
    head = full.head(cohort.name)
    for candidate in (ID, "nobody"):
        with pytest.raises(CandidateNotFoundError, match="has no candidate"):
            erase_candidate(full, cohort, candidate, NOW)
    assert full.head(cohort.name) == head


def test_someone_who_comes_again_after_an_erasure_is_somebody_new(full: ScreenStore, cohort: Cohort) -> None:
    erase_candidate(full, cohort, ID, NOW)
    bring(full, cohort, (ID, 0, OWN))
    assert results(full, cohort)[ID, 0].is_waiting
    with full.reading(cohort.name) as reading:
        people = read_candidates(reading)
    assert [(each.id, each.is_erased) for each in people] == [(None, True), ("c2", False), (ID, False)]
    assert check(full, cohort).is_sound


def test_words_that_outlive_an_erasure_are_found(full: ScreenStore, cohort: Cohort) -> None:
    import sqlalchemy as sa

    erase_candidate(full, cohort, ID, NOW)
    with full._transaction() as connection:
        connection.execute(sa.text("UPDATE screen_answers SET text = CAST('back' AS BLOB) WHERE id = 1"))
    assert "1 texts of an erased candidate are still stored" in str(check(full, cohort).broken[-1])


def test_a_reader_who_holds_the_old_pages_is_told_of_and_can_be_cleaned_up_after(
    full: ScreenStore, cohort: Cohort, paths: Paths
) -> None:
    with ScreenStore.open(paths) as other, other.reading(cohort.name):
        assert not erase_candidate(full, cohort, ID, NOW).is_out_of_files
        assert check(full, cohort).is_sound
    assert full.remove_traces()
    assert _found(paths) == set()
