"""Cohorts and answers for tests."""

import asyncio
from collections.abc import Iterable, Sequence

from bank.question import Bank
from interviewer.batch import Batch, Pace, Summary
from interviewer.screening.cohort import Cohort, choose_questions, lock_cohort
from interviewer.screening.grading import CohortGrading
from interviewer.screening.importing import Imported, import_rows
from interviewer.screening.records import Result
from interviewer.screening.rows import Row
from interviewer.screening.store.candidates import read_candidates
from interviewer.screening.store.grades import Ungraded
from interviewer.screening.store.results import read_results
from interviewer.screening.store.screen_store import ScreenStore
from interviewer.screening.store.stored_proof import StoredProof
from interviewer.screening.verifying import Verification, verify
from rubrics.grader import Grader
from rubrics.verdict import Grade
from tests.fakes import NOW, SCRIPTED

WORDS = "The gradient shrinks in every layer because the slope of the sigmoid is below one. Residual paths keep it."


def make_cohort(bank: Bank, name: str = "autumn", count: int = 3) -> Cohort:
    chosen = choose_questions(bank, count=count, seed=1)
    return lock_cohort(name, bank, chosen, SCRIPTED, now=NOW, seed=1, seconds=240)


def question_id(cohort: Cohort, position: int = 0) -> str:
    return cohort.questions[position].question.id


def rows_of(cohort: Cohort, *answers: tuple[str, int, str], name: str | None = None) -> list[Row]:
    """Rows from candidate, position and text, on lines from 2 on."""
    return [
        Row(line, candidate, question_id(cohort, position), text, name)
        for line, (candidate, position, text) in enumerate(answers, 2)
    ]


def bring(store: ScreenStore, cohort: Cohort, *answers: tuple[str, int, str], name: str | None = None) -> Imported:
    return import_rows(store, cohort, rows_of(cohort, *answers, name=name), NOW)


def results(store: ScreenStore, cohort: Cohort) -> dict[tuple[str, int], Result]:
    """Results by the candidate's id and the position."""
    with store.reading(cohort.name) as reading:
        ids = {each.key: each.label for each in read_candidates(reading)}
        return {(ids[r.answer.candidate], r.answer.position): r for r in read_results(reading)}


async def grade_all(
    store: ScreenStore, cohort: Cohort, grader: Grader, *, failed_too: bool = False, at_once: int = 4
) -> Summary:
    grading = CohortGrading(store, cohort)
    await asyncio.to_thread(grading.find_left, failed_too=failed_too)
    keeper = grading.keeper()
    work: Batch[Ungraded, Grade | None] = grading.batch(grader, Pace(at_once), keeper)
    try:
        return await work.run()
    finally:
        await keeper.close()


def check(store: ScreenStore, cohort: Cohort, head: str | None = None) -> Verification:
    with store.reading(cohort.name) as reading:
        return verify(StoredProof(reading), head=head)


def broken(found: Verification) -> list[str]:
    return [str(each) for each in found.broken]


def texts(given: Iterable[Result]) -> Sequence[str | None]:
    return [each.answer.text for each in given]
