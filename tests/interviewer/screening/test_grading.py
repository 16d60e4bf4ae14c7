"""Grading a cohort: what is left, once each, and never as anything but what is locked."""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bank.question import Question
from interviewer.batch import Budget, End, Pace
from interviewer.errors import StoreError
from interviewer.screening.cohort import Cohort
from interviewer.screening.erasing import erase_candidate
from interviewer.screening.errors import CohortLockedError
from interviewer.screening.grading import CohortGrading
from interviewer.screening.keeper import Keeper
from interviewer.screening.store.grades import read_texts
from interviewer.screening.store.screen_store import Reading, ScreenStore
from rubrics.grader import Task, ungraded
from rubrics.rubric import Rubric
from rubrics.verdict import Grade, GradeState, Status, Usage
from tests.fakes import NOW, SCRIPTED, ScriptedGrader
from tests.interviewer.screening.builders import WORDS, bring, check, grade_all, results


async def test_identical_answers_are_graded_once_and_each_has_its_grade(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, WORDS), ("c2", 0, WORDS), ("c3", 0, f"{WORDS} So"), ("c1", 1, WORDS))
    grader = ScriptedGrader(always=Status.MET)
    await grade_all(store, cohort, grader)
    assert len(grader.asked) == 3
    found = results(store, cohort)
    assert {result.is_graded for result in found.values()} == {True}
    first, second = found["c1", 0].grade, found["c2", 0].grade
    assert first is not None
    assert second is not None
    assert first.verdicts == second.verdicts
    assert check(store, cohort).is_sound


async def test_words_that_were_graded_before_are_not_asked_about_again(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, WORDS))
    await grade_all(store, cohort, ScriptedGrader([Status.MET]))
    bring(store, cohort, ("c2", 0, WORDS))
    await grade_all(store, cohort, ScriptedGrader([]))
    assert results(store, cohort)["c2", 0].is_graded


async def test_a_copy_of_a_grade_costs_nothing_again(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, WORDS), ("c2", 0, WORDS))
    paid = Usage(prompt_tokens=100, requests=1, cost_usd=0.5)
    given = ungraded(_task(cohort, WORDS), SCRIPTED, NOW, "No reason.", usage=paid)
    await grade_all(store, cohort, ScriptedGrader([given]))
    grades = [result.grade for result in results(store, cohort).values()]
    assert [grade.usage.cost_usd for grade in grades if grade] == [0.5, None]


def _task(cohort: Cohort, text: str) -> Task:
    return Task(cohort.questions[0].question, cohort.questions[0].rubric, text)


async def test_running_again_grades_only_what_is_missing(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, WORDS), ("c1", 1, WORDS))
    await grade_all(store, cohort, ScriptedGrader(always=Status.MET))
    head = store.head(cohort.name)
    await grade_all(store, cohort, ScriptedGrader([]))
    assert store.head(cohort.name) == head


async def test_what_could_not_be_judged_keeps_its_reason_and_is_tried_again_only_when_asked(
    store: ScreenStore, cohort: Cohort
) -> None:
    bring(store, cohort, ("c1", 0, WORDS))
    await grade_all(store, cohort, ScriptedGrader(["The model was silent."]))
    (result,) = results(store, cohort).values()
    assert result.grade is not None
    assert (result.grade.state, result.grade.score) == (GradeState.UNGRADED, None)
    assert result.grade.error == "The model was silent."
    await grade_all(store, cohort, ScriptedGrader([]))
    await grade_all(store, cohort, ScriptedGrader([Status.MET]), failed_too=True)
    (result,) = results(store, cohort).values()
    assert result.is_graded
    assert check(store, cohort).checked["grade"] == 2


async def test_answers_erased_meanwhile_are_passed_over_and_the_rest_is_read_page_by_page(
    store: ScreenStore, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.screening.grading.PAGE", 2)
    bring(store, cohort, *((f"c{n}", 0, f"{WORDS} {n}") for n in range(8)))
    left = CohortGrading(store, cohort)
    left.find_left(failed_too=False)
    erase_candidate(store, cohort, "c1", NOW)
    read: list[list[int]] = []

    def counted(reading: Reading, keys: Sequence[int]) -> dict[int, str]:
        read.append(list(keys))
        return read_texts(reading, keys)

    monkeypatch.setattr("interviewer.screening.grading.read_texts", counted)
    pages_by_then: list[int] = []

    class Counting(ScriptedGrader):
        async def grade(self, question: Question, rubric: Rubric, answer: str) -> Grade:
            pages_by_then.append(len(read))
            return await super().grade(question, rubric, answer)

    keeper = left.keeper()
    summary = await left.batch(Counting(always=Status.MET), Pace(1), keeper).run()
    await keeper.close()
    assert (summary.end, summary.progress.done) == (End.DONE, 8)
    assert pages_by_then == [1, 2, 2, 3, 3, 4, 4]
    assert "c1" not in {candidate for candidate, _ in results(store, cohort)}
    assert check(store, cohort).is_sound


async def test_a_grader_is_told_nothing_of_who_answered(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("qx-771@example.org", 0, WORDS), name="Zbyszko Qwxzy")
    grader = ScriptedGrader(always=Status.MET)
    await grade_all(store, cohort, grader)
    (result,) = results(store, cohort).values()
    assert result.grade is not None
    for told in (repr(grader.asked), result.grade.model_dump_json()):
        assert "qx-771" not in told
        assert "Qwxzy" not in told


async def test_answers_are_judged_by_the_rubric_that_was_locked(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 2, WORDS))
    grader = ScriptedGrader(always=Status.MET)
    await grade_all(store, cohort, grader)
    (task,) = grader.asked
    assert task.question == cohort.questions[2].question
    assert task.rubric.digest == cohort.questions[2].rubric.digest


async def test_another_grader_is_refused_before_it_is_asked(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, WORDS))
    other = ScriptedGrader(always=Status.MET, info=SCRIPTED.model_copy(update={"model": "other"}))
    with pytest.raises(CohortLockedError, match="expected scripted, found other"):
        await grade_all(store, cohort, other)
    assert other.asked == []


async def test_failures_of_the_settings_end_the_run_and_are_not_kept(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, *((f"c{n}", 0, f"{WORDS} {n}") for n in range(20)))
    wrong = ungraded(_task(cohort, WORDS), SCRIPTED, NOW, "The key is wrong.", flags=["wrong-key"])
    grading = CohortGrading(store, cohort)
    grading.find_left(failed_too=False)
    summary = await grading.batch(ScriptedGrader(always=wrong), Pace(2), grading.keeper()).run()
    assert summary.end is End.FAILED
    assert grading.hopeless == "The key is wrong."
    assert all(result.is_waiting for result in results(store, cohort).values())


async def test_a_bound_on_the_cost_stops_before_it_is_passed(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, *((f"c{n}", 0, f"{WORDS} {n}") for n in range(20)))
    costly = ScriptedGrader(always=Status.MET)
    grading = CohortGrading(store, cohort)
    grading.find_left(failed_too=False)
    keeper = grading.keeper()
    paid = _Paid(costly, 1.0)
    summary = await grading.batch(paid, Pace(8), keeper, budget=Budget(5.5, 1.5)).run()
    await keeper.close()
    assert summary.end is End.BUDGET
    assert summary.progress.spent_usd == 5.0
    assert sum(result.is_graded for result in results(store, cohort).values()) == 5


class _Paid(ScriptedGrader):
    """A grader whose every answer costs the same."""

    def __init__(self, inner: ScriptedGrader, each: float) -> None:
        super().__init__(always=Status.MET)
        self._inner = inner
        self._usage = Usage(prompt_tokens=1, requests=1, cost_usd=each)

    async def grade(self, *task: Any) -> Any:
        """What the other says, at a price."""
        return (await self._inner.grade(*task)).model_copy(update={"usage": self._usage})


async def test_what_is_cancelled_in_flight_is_left_and_what_came_back_is_kept(
    store: ScreenStore, cohort: Cohort
) -> None:
    bring(store, cohort, *((f"c{n}", 0, f"{WORDS} {n}") for n in range(6)))
    gate = asyncio.Event()
    grader = _Busy(gate, 3)
    run = asyncio.create_task(grade_all(store, cohort, grader, at_once=3))
    await grader.is_busy.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert all(result.is_waiting for result in results(store, cohort).values())
    gate.set()
    await grade_all(store, cohort, grader)
    assert all(result.is_graded for result in results(store, cohort).values())
    assert check(store, cohort).checked["grade"] == 6


class _Busy(ScriptedGrader):
    """A grader that says when so many gradings wait at its gate."""

    def __init__(self, gate: asyncio.Event, number: int) -> None:
        super().__init__(always=Status.MET, gate=gate)
        self._number = number
        self.is_busy = asyncio.Event()

    async def grade(self, *task: Any) -> Any:
        """What any other would say."""
        if len(self.asked) + 1 == self._number:
            self.is_busy.set()
        return await super().grade(*task)


async def test_a_write_that_fails_is_raised_and_nothing_more_is_taken() -> None:
    def save(_: object) -> None:
        raise OperationalError("insert", None, Exception("disk full"))

    keeper: Keeper[int] = Keeper(save, room=0, gather=0)
    for step in (keeper.keep(1), keeper.keep(2), keeper.close()):
        with pytest.raises(OperationalError):
            await step


_FULL = "CREATE TRIGGER full BEFORE INSERT ON screen_grades BEGIN SELECT RAISE(FAIL, 'full'); END"


async def test_a_run_whose_grades_cannot_be_kept_ends_with_the_reason(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, *((f"c{n}", 0, f"{WORDS} {n}") for n in range(50)))
    with store._engine.connect() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON screen_grades BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
    grader = ScriptedGrader(always=Status.MET)
    with pytest.raises(StoreError, match="full"):
        await grade_all(store, cohort, grader, at_once=2)
    assert check(store, cohort).is_sound


async def test_what_comes_back_during_a_write_goes_into_the_next_together() -> None:
    groups: list[list[int]] = []
    keeper: Keeper[int] = Keeper(lambda group: groups.append(list(group)))
    await asyncio.gather(*(keeper.keep(n) for n in range(50)))
    await keeper.close()
    await keeper.keep(50)
    await keeper.close()
    assert groups == [list(range(50)), [50]]


async def test_whoever_hands_over_waits_when_the_writes_fall_behind() -> None:
    gate = threading.Event()

    def save(_: object) -> None:
        assert gate.wait(10)

    keeper: Keeper[int] = Keeper(save, room=2, gather=0)
    await keeper.keep(0)
    await asyncio.sleep(0)
    await keeper.keep(1)
    await keeper.keep(2)
    behind = asyncio.create_task(keeper.keep(3))
    done, _ = await asyncio.wait([behind], timeout=0.05)
    assert not done
    gate.set()
    await behind
    await keeper.close()


async def test_what_is_handed_over_is_kept_even_if_nobody_waits_any_more() -> None:
    kept: list[int] = []
    keeper: Keeper[int] = Keeper(kept.extend, room=0)
    waiting = asyncio.create_task(keeper.keep(7))
    await asyncio.sleep(0)
    waiting.cancel()
    await keeper.close()
    assert kept == [7]
