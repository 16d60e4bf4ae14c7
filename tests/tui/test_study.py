"""Study mode, from home to the report."""

from interviewer.paths import Paths
from rubrics.verdict import Status
from tests.fakes import ScriptedGrader
from tests.tui.stage import ANSWER, MIXED, kept_answers, stage
from tui.screens.interview import InterviewScreen
from tui.workspace import StartRequest


async def test_a_first_time_user_presses_enter_and_is_interviewed(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.until_shown("No interview yet")
        await on.press("enter")
        await on.at_question()
        assert "Question 1 of 2" in on.rows()[0]
        assert on.app.focused is not None
        assert on.app.focused.id == "editor"


async def test_home_says_what_will_be_asked_and_who_grades(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.until_shown("49 questions", "[ ] LLMs (3)", "embedded grader (estimate, offline)")


async def test_an_interview_runs_from_answer_over_feedback_to_the_report(paths: Paths) -> None:
    async with stage(paths, [MIXED, MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        shown = on.text()
        assert "✓ met" in shown
        assert "◐ partial" in shown
        assert "✗ missed" in shown
        assert "estimate" in shown
        assert "Most to gain" in shown
        await on.press("n")
        await on.at_question()
        assert "Question 2 of 2" in on.rows()[0]
        await on.answer()
        await on.at_feedback()
        await on.press("n")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("Topic", "2 of 2 answered", "Questions")
        await on.press("enter")
        await on.at_feedback()
        await on.press("escape")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.press("escape")
        await on.at_home()
        await on.until_shown("Last results", "study · 2 of 2")
    assert kept_answers(paths) == [ANSWER, ANSWER]


async def test_topics_and_number_picked_on_home_are_asked(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.until_shown("LLMs (3)")
        await on.press("tab", "tab", "3", "tab", "end", "up", "space")
        await on.until_shown("1 picked", "[x] LLMs (3)")
        await on.press("n")
        await on.at_question()
        assert "Question 1 of 3 · LLMs" in on.rows()[0]


async def test_stepping_through_the_criteria_moves_the_highlight_in_the_answer(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        view = on.app.screen.query_one("#answer-text")
        assert getattr(view, "selected", None) == 1
        assert "[1]" in on.text()
        await on.press("down")
        await on.pilot.pause()
        assert getattr(view, "selected", None) == 2
        reversed_words = [
            segment.text
            for strip in on.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.reverse and segment.style.underline
        ]
        assert reversed_words, "the selected quote stands out without colour"


async def test_the_model_answer_marks_what_was_missed(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(), size=(140, 40)) as on:
        await on.answer()
        await on.at_feedback()
        await on.until_shown("Model answer", "(missed)")


async def test_a_retry_shows_what_changed_criterion_by_criterion(paths: Paths) -> None:
    better = {**MIXED, "c2": Status.MET}
    async with stage(paths, [MIXED, better], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("r")
        await on.at_question()
        assert "attempt 2" in on.rows()[0]
        await on.answer(ANSWER + " And so it goes on.")
        await on.at_feedback()
        await on.until_shown("(was partial)", "(+")
        await on.press("left_square_bracket")
        await on.until_shown("attempt 1 of 2")


async def test_a_hint_is_shown_and_counted(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.at_question()
        await on.press("ctrl+g")
        await on.until_shown("Hint 1 of", "1 hint taken")
        await on.answer()
        await on.at_feedback()
        assert "1 hint" in on.rows()[0]


async def test_an_empty_answer_is_not_handed_in(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        await on.press("space", "ctrl+s")
        await on.until_shown("Nothing is typed yet")
        assert isinstance(on.app.screen, InterviewScreen)
    assert kept_answers(paths) == []


async def test_a_skipped_question_comes_back_at_the_end(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.at_question()
        await on.press("ctrl+l")
        await on.until_shown("Question 2 of 2")
        await on.answer()
        await on.at_feedback()
        await on.press("n")
        await on.until_shown("Question 1 of 2")


async def test_the_interview_ends_on_the_second_press_of_its_key(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        await on.press("f10")
        await on.until_shown("Press Ctrl+T again", "2 questions unanswered")
        await on.press("ctrl+t")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("0 of 2 answered")


async def test_going_on_does_not_wait_for_the_grade(paths: Paths) -> None:
    import asyncio

    hold = asyncio.Event()
    grader = ScriptedGrader([MIXED], hold=hold)
    async with stage(paths, grader=grader, start=StartRequest()) as on:
        await on.answer()
        await on.until_shown("Grading", "You can go on")
        await on.press("n")
        await on.until_shown("Question 2 of 2")
        hold.set()


async def test_the_mouse_does_what_the_keys_do(paths: Paths) -> None:
    async with stage(paths, [MIXED]) as on:
        await on.until_shown("LLMs (3)")
        await on.pilot.click("#start")
        await on.at_question()
        await on.type(ANSWER)
        await on.pilot.click("#submit")
        await on.at_feedback()
        await on.pilot.click("#next")
        await on.until_shown("Question 2 of 2")


async def test_clicking_a_criterion_shows_its_words_and_goes_nowhere(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await on.pilot.click("#findings", offset=(10, 1))
        await on.pilot.pause()
        assert on.screen_name == "FeedbackScreen"
        assert getattr(on.app.screen.query_one("#answer-text"), "selected", None) == 2
        await on.pilot.hover("#findings", offset=(10, 2))
        assert getattr(on.app.screen.query_one("#answer-text"), "selected", None) == 3


async def test_a_follow_up_asks_about_what_was_missed_and_is_graded_with_the_answer(paths: Paths) -> None:
    better = {**MIXED, "c3": Status.MET}
    grader = ScriptedGrader([MIXED, better, better])
    async with stage(paths, grader=grader, start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("f")
        await on.at_question()
        await on.until_shown("Follow-up", "attempt 2")
        await on.answer("And the errors of the members cancel.")
        await on.at_feedback()
        await on.until_shown("(was missed)")
        assert grader.asked[1].answer == f"{ANSWER}\n\nAnd the errors of the members cancel."
        await on.press("f")
        await on.at_question()
        await on.answer("Some more is said.")
        await on.at_feedback()
        assert "Follow-up" not in on.rows()[-1], "two are enough"


async def test_a_guess_made_before_the_grade_is_kept_beside_it(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.at_question()
        await on.press("f4", "f4", "f4")
        await on.until_shown("‹ 40 % ›")
        await on.answer()
        await on.at_feedback()
        await on.until_shown("guess 40 %")
        await on.press("n")
        await on.at_question()
        await on.press("ctrl+t", "ctrl+t")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.press("end")
        await on.until_shown("How well you know what you know", "Overall: your own estimates were", "too high")
