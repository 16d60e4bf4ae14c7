"""Second attempts: retries, follow-up questions, and the way back from them."""

import pytest

from bank.question import Bank, Point, Question, Reference, Section
from interviewer.paths import Paths
from rubrics.verdict import Status
from tests.fakes import ScriptedGrader
from tests.tui.stage import ANSWER, MIXED, Stage, kept_answers, stage
from tui.workspace import StartRequest


async def _graded_once(on: Stage) -> None:
    await on.answer()
    await on.at_feedback()


async def test_escape_from_a_retry_leads_back_to_the_feedback_and_keeps_what_was_typed(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await _graded_once(on)
        await on.press("r")
        await on.at_question()
        await on.press(*"second thoughts", "escape")
        await on.at_feedback()
        await on.press("r")
        await on.at_question()
        await on.until_shown("second thoughts")
        await on.press("escape")
        await on.at_feedback()
        await on.press("escape")
        await on.at_home()


async def test_a_retry_can_begin_with_the_last_answer_and_that_can_be_undone(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await _graded_once(on)
        await on.press("r")
        await on.at_question()
        await on.until_shown("press Ctrl+R to begin with your last answer", "^r Reuse")
        await on.press("ctrl+r")
        await on.until_shown(ANSWER[:40])
        await on.press("ctrl+z")
        await on.until(lambda: not on.is_shown(ANSWER[:40]))


async def test_a_first_answer_has_no_last_one_to_begin_with(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        assert "Reuse" not in on.text()


async def test_escape_from_a_follow_up_leads_back_and_asks_the_same_again(paths: Paths) -> None:
    async with stage(paths, [MIXED, MIXED], start=StartRequest()) as on:
        await _graded_once(on)
        await on.press("f")
        await on.at_question()
        await on.until_shown("Follow-up")
        asked = next(row for row in on.rows() if "Follow-up" in row)
        await on.press(*"half", "escape")
        await on.at_feedback()
        await on.press("f")
        await on.at_question()
        await on.until_shown("half")
        assert asked in on.rows()


async def test_a_follow_up_is_still_asked_when_the_program_was_ended_before_its_answer(paths: Paths) -> None:
    better = {**MIXED, "c3": Status.MET}
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await _graded_once(on)
        await on.press("f")
        await on.at_question()
        await on.until_shown("Follow-up")
        asked = next(row for row in on.rows() if "Follow-up" in row)
        await on.press(*"and errors cancel", "ctrl+q")
        await on.until(lambda: on.app._exit)
    grader = ScriptedGrader([better])
    async with stage(paths, grader=grader) as on:
        await on.until_shown("Continue")
        await on.press("c")
        await on.at_question()
        await on.until_shown("and errors cancel")
        assert asked in on.rows()
        await on.press("ctrl+s")
        await on.at_feedback()
        assert grader.asked[0].answer == f"{ANSWER}\n\nand errors cancel"


async def test_a_retry_after_a_follow_up_was_left_is_an_answer_afresh(paths: Paths) -> None:
    async with stage(paths, [MIXED, MIXED], start=StartRequest()) as on:
        await _graded_once(on)
        await on.press("f")
        await on.at_question()
        await on.press("escape")
        await on.at_feedback()
        await on.press("r")
        await on.at_question()
        assert "Follow-up" not in on.text()
        await on.answer("Something else altogether.")
        await on.at_feedback()
    assert kept_answers(paths) == [ANSWER, "Something else altogether."]


CODE = "\n".join(["```python", *(f"line_{n} = {n}" for n in range(30)), "```", "| a | b |", "|---|---|", "| 1 | 2 |"])


def _bank_with_code() -> Bank:
    points = (Point(text="Loops: they repeat things"), Point(text="Names: they stand for values"))
    reference = Reference(sections=(Section(points=points),), exhibits=("```\nprint(1)\n```",))
    question = Question(id="code", text="What does this do?", topic="python", details=CODE, reference=reference)
    return Bank(id="b", title="With code", questions=(question,))


async def test_code_and_tables_of_a_question_can_be_read_to_the_end(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.banks.open_bank", lambda _paths, _name=None: _bank_with_code())
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.at_question()
        await on.until_shown("line_0 = 0", "F3 shows all of the question")
        await on.press("f3")
        await on.until_shown("line_12 = 12")
        await on.press("end")
        await on.until_shown("line_29 = 29", "| 1 | 2 |")
        assert "```" not in on.text()
        await on.press("escape")
        await on.answer()
        await on.at_feedback()
        await on.press("f3", "end")
        await on.until_shown("line_29 = 29")
        await on.press("escape", "m")
        await on.until_shown("print(1)")
