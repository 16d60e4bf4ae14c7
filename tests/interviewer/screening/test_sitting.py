"""A candidate's sitting: notice first, everything on disk, and no grade in sight."""

from collections.abc import Callable
from dataclasses import fields
from functools import partial

import pytest

from interviewer.errors import SessionInUseError
from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort
from interviewer.screening.erasing import erase_candidate
from interviewer.screening.errors import CandidateNotFoundError, NoticeNotAcceptedError, ScreenError
from interviewer.screening.sitting import Sitting, has_accepted, open_sitting
from interviewer.screening.store.screen_store import ScreenStore
from interviewer.screening.store.sittings import read_sittings
from interviewer.session import Mode
from tests.fakes import NOW
from tests.interviewer.screening.builders import bring, check, results


def _open(store: ScreenStore, paths: Paths, cohort: Cohort, *, accepted: bool = True) -> Sitting:
    return open_sitting(store, paths, cohort, "c1", accepted=accepted, now=lambda: NOW)


def test_the_notice_comes_first_and_is_accepted_once(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    with pytest.raises(NoticeNotAcceptedError):
        _open(store, paths, cohort, accepted=False)
    assert not has_accepted(store, cohort, "c1")
    _open(store, paths, cohort).close()
    assert has_accepted(store, cohort, " c1 ")
    _open(store, paths, cohort, accepted=False).close()
    assert check(store, cohort).checked["notice"] == 1


def test_everybody_is_asked_the_same_in_the_same_order(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    asked = []
    sitting = _open(store, paths, cohort)
    assert sitting.session.plan.mode is Mode.MOCK
    assert sitting.seconds_limit == cohort.seconds
    while not sitting.is_over:
        asked.append(sitting.question)
        sitting.submit("An answer.", 10)
    assert asked == [locked.question for locked in cohort.questions]
    sitting.close()


def test_answers_are_kept_as_they_are_handed_in(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    sitting = _open(store, paths, cohort)
    sitting.save_draft("half", 4)
    sitting.submit("whole \ud800", 12.5)
    found = results(store, cohort)["c1", 0].answer
    assert (found.text, found.seconds, found.source) == ("whole \ufffd", 12.5, "take")
    assert sitting.draft() is None
    sitting.close()
    assert check(store, cohort).checked["answer"] == 1


def test_a_sitting_goes_on_where_it_was_left(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    first = _open(store, paths, cohort)
    first.skip()
    first.submit("second question first", 5)
    first.save_draft("half a third", 30)
    first.close()
    second = _open(store, paths, cohort, accepted=False)
    assert second.session == first.session
    draft = second.draft()
    assert draft is not None
    assert (draft.text, draft.seconds) == ("half a third", 30)
    second.submit("third", 31)
    assert second.session.position == 0
    second.submit("first at last", 8)
    assert second.is_over
    second.close()
    with store.reading(cohort.name) as reading:
        (record,) = read_sittings(reading).values()
    assert (record.opened, record.ended_at) == (2, NOW)


def test_nobody_answers_twice_at_once(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    sitting = _open(store, paths, cohort)
    with pytest.raises(SessionInUseError):
        _open(store, paths, cohort)
    sitting.close()
    _open(store, paths, cohort).close()


def test_a_sitting_that_is_over_stays_over(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    sitting = _open(store, paths, cohort)
    sitting.finish()
    sitting.close()
    again = _open(store, paths, cohort)
    assert again.is_over
    again.close()


def test_questions_that_a_file_has_answered_are_not_asked(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, "from a file"), ("c1", 2, "this too"))
    sitting = _open(store, paths, cohort)
    assert sitting.session.position == 1
    sitting.submit("typed", 3)
    assert sitting.is_over
    sitting.close()
    assert {result.answer.text for result in results(store, cohort).values()} == {"from a file", "typed", "this too"}


def test_someone_erased_while_answering_leaves_nothing_more(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    sitting = _open(store, paths, cohort)
    erase_candidate(store, cohort, "c1", NOW)
    steps: list[Callable[[], None]] = [partial(sitting.submit, "late", 1), partial(sitting.save_draft, "late", 1)]
    for step in (*steps, sitting.skip):
        with pytest.raises(CandidateNotFoundError):
            step()
    sitting.close()
    assert check(store, cohort).is_sound


@pytest.mark.parametrize("candidate", ["", " ", "x" * 81, "a\nb", "a\x1b[31m"])
def test_an_id_that_cannot_be_shown_is_refused(
    store: ScreenStore, paths: Paths, cohort: Cohort, candidate: str
) -> None:
    with pytest.raises(ScreenError, match="candidate's id"):
        open_sitting(store, paths, cohort, candidate, accepted=True)


def test_a_record_of_a_sitting_has_no_room_for_a_score(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    sitting = _open(store, paths, cohort)
    shown = {name for name in dir(sitting) if not name.startswith("_")} | {
        each.name for each in fields(sitting.session)
    }
    assert not shown & {"grade", "grades", "score", "rubric", "verdicts", "reference"}
    sitting.close()
