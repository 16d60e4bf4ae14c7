"""Mock mode: a clock, no feedback until the end, gradings in the background."""

import asyncio

from interviewer.paths import Paths
from rubrics.errors import GraderUnavailableError
from tests.fakes import ScriptedGrader, Step
from tests.tui.stage import ANSWER, MIXED, kept_answers, stage
from tui.screens.interview import InterviewScreen
from tui.workspace import StartRequest

MOCK = StartRequest(mode="mock")


async def test_the_next_question_comes_at_once_while_the_answer_before_is_graded(paths: Paths) -> None:
    hold = asyncio.Event()
    grader = ScriptedGrader([MIXED, MIXED], hold=hold)
    async with stage(paths, grader=grader, start=MOCK) as on:
        await on.at_question()
        assert "left" in on.rows()[0]
        assert "of 8:00 in all" in on.rows()[0]
        await on.answer()
        await on.until_shown("Question 2 of 2")
        await on.until(lambda: len(grader.asked) == 1)
        await on.answer()
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("Grading the rest: 0 of 2 done")
        hold.set()
        await on.until_shown("Score", "2 of 2 answered")
        assert "Grading the rest" not in on.text()


async def test_no_hints_are_given_in_mock_mode(paths: Paths) -> None:
    async with stage(paths, start=MOCK) as on:
        await on.at_question()
        await on.press("ctrl+g")
        await on.pilot.pause()
        assert "Hint" not in on.text()


async def test_time_over_the_limit_of_a_question_is_said_and_nothing_is_taken_away(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=MOCK) as on:
        await on.at_question()
        screen = on.app.screen
        assert isinstance(screen, InterviewScreen)
        screen._shown_at -= 250
        await on.until_shown("over time", "in all")
        await on.answer()
        await on.until_shown("Question 2 of 2")


async def test_the_interview_ends_when_all_its_time_is_up_and_what_was_typed_is_handed_in(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=MOCK) as on:
        await on.at_question()
        await on.type(ANSWER)
        screen = on.app.screen
        assert isinstance(screen, InterviewScreen)
        screen._shown_at -= 500
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("1 of 2 answered", "The time was up")
    assert kept_answers(paths) == [ANSWER]


async def test_an_answer_too_long_to_be_graded_stays_in_the_editor(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=MOCK) as on:
        await on.at_question()
        await on.type("word and word " * 1200)
        await on.until_shown("16,800 of 20,000 chars")
        await on.type("word and word " * 300)
        await on.press("ctrl+s")
        await on.until_shown("At most 20,000 characters are graded, and this has 21,0")
        await on.press("f7", "x", "ctrl+s")
        await on.until_shown("Question 2 of 2")
    assert kept_answers(paths) == ["x"]


async def test_answers_that_could_not_be_graded_are_graded_from_the_report(paths: Paths) -> None:
    script: list[Step] = [
        GraderUnavailableError("The model is on holiday."),
        GraderUnavailableError("Still on holiday."),
        MIXED,
    ]
    async with stage(paths, script, start=StartRequest(mode="mock", count=1)) as on:
        await on.answer()
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("could not be graded", "on holiday")
        await on.press("g")
        await on.until_shown("coverage")
