"""Answers taken into a cohort: all that can be used, and nothing twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from interviewer.errors import StoreError
from interviewer.screening.cohort import Cohort
from interviewer.screening.importing import import_rows
from interviewer.screening.rows import BadRow, Row
from interviewer.screening.store.candidates import read_candidates, read_names
from interviewer.screening.store.screen_store import ScreenStore
from rubrics.gate import MAX_CHARACTERS
from tests.fakes import NOW
from tests.interviewer.screening.builders import bring, check, question_id, results, rows_of


def _names(store: ScreenStore, cohort: Cohort) -> dict[str | None, str]:
    with store.reading(cohort.name) as reading:
        ids = {each.key: each.id for each in read_candidates(reading)}
        return {ids[key]: name for key, name in read_names(reading).items()}


def test_answers_are_kept_exactly_with_who_gave_them(store: ScreenStore, cohort: Cohort) -> None:
    text = "\x1b[31m[/b] =1+1 \u202e“x”\r\n "
    outcome = bring(store, cohort, ("c1", 0, text), ("c2", 1, ""))
    assert (outcome.added, outcome.candidates, outcome.bad) == (2, 2, ())
    found = results(store, cohort)
    assert found["c1", 0].answer.text == text
    assert found["c2", 1].answer.text == ""
    assert found["c1", 0].is_waiting


def test_a_question_is_found_by_its_id_and_its_exact_text(store: ScreenStore, cohort: Cohort) -> None:
    question = cohort.questions[1].question
    rows = [Row(2, "c1", question.id, "a"), Row(3, "c2", f" {question.text.upper()} ", "b")]
    assert import_rows(store, cohort, rows, NOW).added == 2
    assert {position for _, position in results(store, cohort)} == {1}


def test_the_same_file_again_adds_nothing(store: ScreenStore, cohort: Cohort) -> None:
    given = [("c1", 0, "one"), ("c1", 1, "two"), ("c2", 0, "one")]
    bring(store, cohort, *given)
    again = bring(store, cohort, *given)
    assert (again.added, again.skipped, again.candidates, again.bad) == (0, 3, 0, ())
    assert len(results(store, cohort)) == 3


def test_another_answer_to_the_same_question_is_a_conflict(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, "first"))
    outcome = bring(store, cohort, ("c2", 0, "a"), ("c1", 0, "second"), ("c2", 0, "b"), ("c2", 0, "a"))
    assert [(bad.line, bad.reason.partition(" ")[0]) for bad in outcome.bad] == [(3, "the"), (4, "another")]
    assert "stands on line 2" in outcome.bad[1].reason
    assert (outcome.added, outcome.skipped) == (1, 1)
    assert results(store, cohort)["c1", 0].answer.text == "first"


def test_an_answer_is_replaced_when_asked_and_the_log_knows_both(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, "first"))
    outcome = import_rows(store, cohort, rows_of(cohort, ("c1", 0, "second")), NOW, replace=True)
    assert (outcome.added, outcome.replaced) == (0, 1)
    assert results(store, cohort)["c1", 0].answer.text == "second"
    found = check(store, cohort)
    assert found.is_sound
    assert found.checked["answer"] == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Row(5, "c1", "nonsense", "a"), "“nonsense” is none of the 3 questions"),
        (Row(5, "c1", "x" * 500, "a"), "…” is none of the 3 questions"),
        (Row(5, "", "0", "a"), "candidate's id is empty"),
        (Row(5, "x" * 81, "0", "a"), "at most 80 are taken"),
        (Row(5, "c\x1b1", "0", "a"), "cannot be shown"),
        (Row(5, "c1", "0", "x" * (MAX_CHARACTERS + 1)), "at most 20,000 are graded"),
        (Row(5, "c1", "0", "a", "n" * 201), "at most 200 are taken"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(
    store: ScreenStore, cohort: Cohort, row: Row, words: str
) -> None:
    question = question_id(cohort) if row.question == "0" else row.question
    rows = [*rows_of(cohort, ("c9", 0, "good")), Row(row.line, row.candidate, question, row.answer, row.name)]
    outcome = import_rows(store, cohort, rows, NOW, bad=[BadRow(3, "before")])
    assert outcome.added == 1
    assert [bad.line for bad in outcome.bad] == [3, 5]
    assert words in outcome.bad[1].reason


def test_names_stand_in_a_table_of_their_own(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, "a"), name=" Some One ")
    outcome = bring(store, cohort, ("c1", 1, "b"), name="Another")
    assert _names(store, cohort) == {"c1": "Some One"}
    assert "another name already" in outcome.bad[0].reason
    import_rows(store, cohort, rows_of(cohort, ("c1", 2, "c"), name="Another"), NOW, replace=True)
    assert _names(store, cohort) == {"c1": "Another"}
    assert check(store, cohort).is_sound
    with store.reading(cohort.name) as reading:
        tables = sa.inspect(reading.connection).get_table_names()
        holding = [
            t for t in tables if "Another" in str(reading.connection.execute(sa.text(f"SELECT * FROM {t}")).all())
        ]
    assert holding == ["screen_names"]


def test_files_read_at_the_same_time_add_nothing_twice_and_keep_the_log_whole(
    store: ScreenStore, cohort: Cohort
) -> None:
    rows = rows_of(cohort, *((f"c{n}", n % 3, f"answer {n}") for n in range(60)))
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: import_rows(store, cohort, rows, NOW), range(4)))
    assert sorted(outcome.added for outcome in outcomes) == [0, 0, 0, 60]
    assert len(results(store, cohort)) == 60
    assert check(store, cohort).is_sound


def test_a_file_is_taken_in_whole_or_not_at_all(store: ScreenStore, cohort: Cohort) -> None:
    before = store.head(cohort.name)
    with store.reading(cohort.name) as reading:
        pages = reading.connection.execute(sa.text("PRAGMA page_count")).scalar_one()
    for connection in (store._engine.connect(), store._engine.connect()):
        connection.execute(sa.text(f"PRAGMA max_page_count = {pages + 3}"))
        connection.close()
    with pytest.raises(StoreError, match="disk is full"):
        bring(store, cohort, *((f"c{n}", 0, "x" * 10_000) for n in range(20)))
    assert results(store, cohort) == {}
    assert store.head(cohort.name) == before


def test_a_number_names_a_question_of_the_bank_or_a_place_in_the_cohort(store: ScreenStore, cohort: Cohort) -> None:
    numbers = {question_id(cohort, 0): 12, question_id(cohort, 1): 5, question_id(cohort, 2): 3}
    rows = [Row(2, "c1", "12", "a"), Row(3, "c2", "2", "b"), Row(4, "c3", "3", "c")]
    assert import_rows(store, cohort, rows, NOW, numbers=numbers).added == 3
    assert set(results(store, cohort)) == {("c1", 0), ("c2", 1), ("c3", 2)}


def test_numbers_of_the_bank_in_a_file_make_a_number_that_could_be_a_place_one_of_the_bank(
    store: ScreenStore, cohort: Cohort
) -> None:
    numbers = {question_id(cohort, place): number for place, number in enumerate((7, 12, 2))}
    rows = [Row(2, "c1", "7", "a"), Row(3, "c2", "12", "b"), Row(4, "c3", "2", "c")]
    assert import_rows(store, cohort, rows, NOW, numbers=numbers).added == 3
    assert set(results(store, cohort)) == {("c1", 0), ("c2", 1), ("c3", 2)}


@pytest.mark.parametrize(
    ("numbers", "called", "words"),
    [
        ((2, 12, 5), "2", "“2” is a number in the bank and a place in the cohort, of two of the 3 questions"),
        ((7, 12, 5), "9", "“9” is none of the 3 questions"),
        (None, "2", "“2” cannot be looked up in the bank, which is not as it was locked"),
    ],
)
def test_a_number_that_could_be_two_questions_or_none_is_refused_with_what_would_do(
    store: ScreenStore, cohort: Cohort, numbers: tuple[int, ...] | None, called: str, words: str
) -> None:
    known = None if numbers is None else {question_id(cohort, place): n for place, n in enumerate(numbers)}
    (bad,) = import_rows(store, cohort, [Row(2, "c1", called, "a")], NOW, numbers=known).bad
    assert words in bad.reason
    assert "give the id or the exact text (see: interviewer screen show autumn)" in bad.reason
    assert not results(store, cohort)
