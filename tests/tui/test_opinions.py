"""Disagreeing with a verdict, and calling a question bad."""

from typing import Literal

import pytest

from interviewer.paths import Paths
from interviewer.store import Store
from tests.tui.stage import MIXED, Stage, stage
from tui.screens.interview import InterviewScreen
from tui.workspace import StartRequest


def _score(on: Stage) -> str:
    return next(row for row in on.rows() if "Score " in row)


async def _at_dialog(on: Stage) -> None:
    await on.press("d")
    await on.until_shown("I disagree", "The grader says")
    await on.until(lambda: on.app.focused is not None and on.app.focused.id == "verdict", "focus")


async def _disagree(on: Stage, *keys: str, reason: str = "I said it in other words.") -> None:
    await _at_dialog(on)
    await on.press(*keys, "tab", *reason, "enter")


async def test_disagreeing_changes_the_score_and_both_verdicts_stay_to_be_seen(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        before = _score(on)
        await on.press("down", "down")
        await _disagree(on)
        await on.until_shown("yours; grader: ✗ missed", "✓ met, you say: I said it in other words.")
        assert "grader's own" in _score(on)
        assert _score(on) != before
        await on.press("escape")
        await on.at_home()
        await on.press("c")
        await on.at_feedback()
        await on.until_shown("yours; grader: ✗ missed", "grader's own")


async def test_the_graders_verdict_picked_again_takes_ones_own_back(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        before = _score(on)
        await on.press("down", "down")
        await _disagree(on)
        await on.until_shown("yours; grader")
        await on.press("d")
        await on.until_shown("I disagree", "I said it in other words.")
        await on.press("right", "right")
        await on.until_shown("takes your own verdict back")
        await on.press("ctrl+s")
        await on.until(lambda: "yours; grader" not in on.text())
        assert _score(on) == before


async def test_a_verdict_without_a_reason_is_not_kept(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await _disagree(on, reason=" ")
        await on.until_shown("Say in a few words why")
        await on.press("escape")
        await on.at_feedback()
        assert "yours; grader" not in on.text()


async def test_disagreeing_works_in_a_small_terminal_and_with_the_mouse(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(), size=(40, 14)) as on:
        await on.answer()
        await on.until(lambda: on.screen_name == "FeedbackScreen")
        await on.until_shown("✓ met")
        await _at_dialog(on)
        await on.press("tab", *"why not", "tab")
        await on.pilot.pause()
        await on.pilot.click("#keep")
        await on.until(lambda: on.screen_name == "FeedbackScreen")
        await on.until_shown("yours")


async def test_a_question_is_called_bad_and_that_is_taken_back(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("b")
        await on.until_shown("Bad question", "not asked again")
        await on.press(*"asks two things", "enter")
        await on.until_shown("⚑ You called this question bad: asks two things")
        with Store.open(paths) as store:
            assert [flag.reason for flag in store.flagged_questions().values()] == ["asks two things"]
        await on.press("b")
        await on.until(lambda: "⚑" not in on.text())
        with Store.open(paths) as store:
            assert store.flagged_questions() == {}


async def test_thinking_better_of_it_flags_nothing(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("b")
        await on.until_shown("Bad question")
        await on.press("escape")
        await on.at_feedback()
        assert "⚑" not in on.text()
        with Store.open(paths) as store:
            assert store.flagged_questions() == {}


async def test_the_report_marks_questions_called_bad(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("b")
        await on.until_shown("Bad question")
        await on.press("enter")
        await on.until_shown("⚑")
        await on.press("n")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("(called bad)")


async def test_verdict_and_question_can_be_spoken_against_with_the_mouse_alone(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        last = len(on.rows()) - 1
        await on.pilot.click(offset=(on.rows()[last].index("Disagree"), last))
        await on.until_shown("I disagree", "The grader says")
        await on.press("escape")
        await on.at_feedback()
        await on.pilot.click("#flag-it")
        await on.until_shown("not asked again")
        await on.pilot.click("#keep")
        await on.until_shown("⚑ You called this question bad", "Not bad")
        await on.pilot.click("#flag-it")
        await on.until(lambda: "⚑" not in on.text())
        assert "Bad question" in on.text()


@pytest.mark.parametrize("mode", ["study", "mock"])
async def test_a_question_is_called_bad_while_it_is_answered_and_nothing_typed_is_lost(
    paths: Paths, mode: Literal["study", "mock"]
) -> None:
    async with stage(paths, start=StartRequest(mode=mode)) as on:
        await on.at_question()
        await on.type("Half an answer")
        await on.press("f5")
        await on.until_shown("not asked again")
        await on.press(*"asks two things", "enter")
        await on.until_shown("⚑ You called this question bad: asks two things", "Half an answer")
        with Store.open(paths) as store:
            assert [flag.reason for flag in store.flagged_questions().values()] == ["asks two things"]
        await on.press("escape")
        await on.at_home()
        await on.press("c")
        await on.until_shown("⚑ You called this question bad: asks two things", "Half an answer")
        await on.press("f5")
        await on.until(lambda: "⚑" not in on.text())
        with Store.open(paths) as store:
            assert store.flagged_questions() == {}


async def test_the_command_palette_knows_bad_questions_and_the_end_while_answering(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        await on.press("ctrl+p", *"bad quest")
        await on.until_shown("Call the question bad")
        await on.press("enter")
        await on.until_shown("What is wrong with it")


async def test_f8_means_the_passport_while_answering_too(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        await on.type("Half an answer")
        await on.press("f8")
        await on.until(lambda: on.screen_name == "PassportScreen")
        await on.press("escape")
        await on.at_question()
        await on.until_shown("Half an answer")


async def test_the_time_that_is_up_behind_the_passport_leads_to_the_report_and_home(paths: Paths) -> None:
    async with stage(paths, start=StartRequest(mode="mock")) as on:
        await on.at_question()
        screen = on.app.screen
        assert isinstance(screen, InterviewScreen)
        await on.press("f8")
        await on.until(lambda: on.screen_name == "PassportScreen")
        screen._shown_at -= 500
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.press("escape")
        await on.at_home()
