"""Follow-up questions in mock mode: at most two, none without a model, never waited for, nothing given away."""

import asyncio

from interviewer.paths import Paths
from interviewer.records import Answer
from interviewer.store import Store
from rubrics.verdict import Status
from tests.fakes import ScriptedGrader, ScriptedInterviewer
from tests.tui.stage import ANSWER, MIXED, Stage, stage
from tui.screens.interview import InterviewScreen
from tui.workspace import StartRequest

FIRST, SECOND, THIRD = "And in other words?", "What of the rest?", "What else is there?"
FEEDBACK = ("Score", "coverage", "met", "missed", "partial", "Model answer", "Scripted", "attempt")


def _mock(count: int) -> StartRequest:
    return StartRequest(mode="mock", count=count)


def _kept(paths: Paths) -> list[Answer]:
    with Store.open(paths) as store:
        (record,) = store.load_many()
    return sorted((g.answer for item in record.items for g in item.answers), key=lambda answer: answer.id)


def _question(on: Stage) -> str:
    assert isinstance(on.app.screen, InterviewScreen)
    return on.app.screen.sitting.question.text


async def _until_drafted(on: Stage, position: int) -> None:
    screen = on.app.screen
    assert isinstance(screen, InterviewScreen)
    await on.until(lambda: position in screen.sitting._probing._ready, "a drafted question")


async def _at_follow_up(on: Stage, count: int) -> None:
    """Answer two questions; the interviewer comes back to the first."""
    await on.answer()
    await on.until_shown(f"Question 2 of {count}")
    await _until_drafted(on, 0)
    await on.answer("The second answer.")
    await on.until_shown("One more on question 1:")


async def test_the_interviewer_comes_back_to_an_earlier_answer_and_grades_both_as_one(paths: Paths) -> None:
    grader = ScriptedInterviewer([FIRST], always=MIXED)
    async with stage(paths, grader=grader, start=_mock(3)) as on:
        await on.at_question()
        asked = _question(on)
        await _at_follow_up(on, 3)
        assert f"One more on question 1: {FIRST}" in on.text()
        assert _question(on) == asked
        assert on.is_shown(asked)
        assert "in all" in on.rows()[0]
        assert " Skip " in on.rows()[-2]
        await on.answer("The errors cancel.")
        await on.until_shown("Question 3 of 3")
        await on.until(lambda: len(grader.asked) == 3)
        assert grader.asked[2].answer == f"{ANSWER}\n\nThe errors cancel."
    kept = [(answer.position, answer.attempt, answer.kind, answer.prompt) for answer in _kept(paths)]
    assert kept == [(0, 1, "answer", None), (1, 1, "answer", None), (0, 2, "follow-up", FIRST)]


async def test_there_are_two_at_most_and_never_two_in_a_row(paths: Paths) -> None:
    grader = ScriptedInterviewer([FIRST, SECOND, THIRD], always=MIXED)
    async with stage(paths, grader=grader, start=_mock(5)) as on:
        await _at_follow_up(on, 5)
        await _until_drafted(on, 1)
        await on.answer("On the first.")
        await on.until_shown("Question 3 of 5")
        await on.answer("The third.")
        await on.until_shown(f"One more on question 2: {SECOND}")
        await on.answer("On the second.")
        for number in (4, 5):
            await on.until_shown(f"Question {number} of 5")
            await on.answer("A later one.")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("5 of 5 answered")
    assert len(grader.followed_up) == 2
    assert [answer.prompt for answer in _kept(paths) if answer.kind == "follow-up"] == [FIRST, SECOND]


async def test_the_last_answer_too_may_be_followed_by_one_more(paths: Paths) -> None:
    async with stage(paths, grader=ScriptedInterviewer([FIRST], always=MIXED), start=_mock(2)) as on:
        await _at_follow_up(on, 2)
        await on.answer("The errors cancel.")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("2 of 2 answered")


async def test_without_a_model_there_are_no_follow_ups(paths: Paths) -> None:
    grader = ScriptedGrader(always=MIXED)
    async with stage(paths, grader=grader, start=_mock(2)) as on:
        await on.answer()
        await on.until_shown("Question 2 of 2")
        await on.until(lambda: len(grader.asked) == 1)
        await on.answer()
        await on.until(lambda: on.screen_name == "ReportScreen")
    assert all(answer.kind == "answer" for answer in _kept(paths))


async def test_a_hint_in_place_of_a_models_question_is_not_asked(paths: Paths) -> None:
    grader = ScriptedInterviewer([FIRST, SECOND], always=MIXED, origin="hint")
    async with stage(paths, grader=grader, start=_mock(2)) as on:
        await on.answer()
        await on.until_shown("Question 2 of 2")
        await on.until(lambda: grader.followed_up == [ANSWER])
        await on.answer()
        await on.until(lambda: on.screen_name == "ReportScreen")


async def test_an_answer_that_missed_nothing_is_not_followed_up(paths: Paths) -> None:
    grader = ScriptedInterviewer([FIRST], always=Status.MET)
    async with stage(paths, grader=grader, start=_mock(2)) as on:
        await on.answer()
        await on.until_shown("Question 2 of 2")
        await on.until(lambda: len(grader.asked) == 1)
        await on.answer()
        await on.until(lambda: on.screen_name == "ReportScreen")
    assert grader.followed_up == []


async def test_nobody_waits_for_a_question_that_is_still_being_thought_of(paths: Paths) -> None:
    thinking = asyncio.Event()
    grader = ScriptedInterviewer([FIRST], always=MIXED, thinking=thinking)
    async with stage(paths, grader=grader, start=_mock(3)) as on:
        await on.answer()
        await on.until_shown("Question 2 of 3")
        await on.until(lambda: grader.followed_up)
        await on.answer("The second.")
        await on.until_shown("Question 3 of 3")
        thinking.set()
        await _until_drafted(on, 0)
        await on.answer("The third.")
        await on.until_shown("One more on question 1:")


async def test_a_follow_up_can_be_skipped_for_good(paths: Paths) -> None:
    async with stage(paths, grader=ScriptedInterviewer([FIRST], always=MIXED), start=_mock(3)) as on:
        await _at_follow_up(on, 3)
        await on.pilot.click("#skip")
        await on.until_shown("Question 3 of 3")
        await on.answer("The third.")
        await on.until(lambda: on.screen_name == "ReportScreen")
    assert [answer.kind for answer in _kept(paths)] == ["answer"] * 3


async def test_no_feedback_is_on_the_screen_before_the_end(paths: Paths) -> None:
    async with stage(paths, grader=ScriptedInterviewer([FIRST], always=MIXED), start=_mock(3)) as on:
        await _at_follow_up(on, 3)
        screen = on.app.screen
        assert isinstance(screen, InterviewScreen)
        shown = " ".join(on.text().split())
        assert not [word for word in FEEDBACK if word in shown]
        hints = [criterion.anchors.hint for criterion in screen.sitting.rubric.criteria if criterion.anchors]
        points = [criterion.text for criterion in screen.sitting.rubric.criteria]
        assert not [text for text in (*points, *hints) if text and text in shown]


async def test_going_on_later_asks_the_follow_up_again_with_its_draft_and_counts_it(paths: Paths) -> None:
    async with stage(paths, grader=ScriptedInterviewer([FIRST], always=MIXED), start=_mock(4)) as on:
        await _at_follow_up(on, 4)
        await on.type("and errors cancel")
        await on.press("ctrl+q")
        await on.until(lambda: on.app._exit)
    again = ScriptedInterviewer([SECOND, THIRD], always=MIXED)
    async with stage(paths, grader=again) as on:
        await on.until_shown("Continue")
        await on.press("c")
        await on.at_question()
        await on.until_shown("One more on question 1:", FIRST, "and errors cancel")
        await on.press("ctrl+s")
        await on.until_shown("Question 3 of 4")
        assert again.asked[0].answer == f"{ANSWER}\n\nand errors cancel"
        await on.answer("The third.")
        await on.until_shown("Question 4 of 4")
        await _until_drafted(on, 2)
        await on.answer("The fourth.")
        await on.until_shown(f"One more on question 3: {SECOND}")
        await on.answer("More on the third.")
        await on.until(lambda: on.screen_name == "ReportScreen")
    assert len(again.followed_up) == 1


async def test_the_clock_ends_the_interview_at_a_follow_up_too(paths: Paths) -> None:
    async with stage(paths, grader=ScriptedInterviewer([FIRST], always=MIXED), start=_mock(3)) as on:
        await _at_follow_up(on, 3)
        await on.type("Half of it.")
        screen = on.app.screen
        assert isinstance(screen, InterviewScreen)
        screen._shown_at -= 800
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("2 of 3 answered", "The time was up")
    assert _kept(paths)[-1].text == f"{ANSWER}\n\nHalf of it."
