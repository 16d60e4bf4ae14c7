"""Review mode: what is due, when more is, and why a question was chosen."""

from datetime import UTC, datetime, timedelta

from interviewer.paths import Paths
from rubrics.verdict import Status
from tests.fakes import Step
from tests.tui.stage import MIXED, stage
from tui.review import ReviewFacts
from tui.widgets.review_panel import due_line
from tui.workspace import StartRequest

TODAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = TODAY + timedelta(days=40)


async def _answer_two(paths: Paths) -> None:
    async with stage(paths, [MIXED, MIXED], start=StartRequest(), now=TODAY) as on:
        for _ in range(2):
            await on.answer()
            await on.at_feedback()
            await on.press("n")
        await on.until(lambda: on.screen_name == "ReportScreen")


async def test_before_the_first_answer_home_says_nothing_of_review(paths: Paths) -> None:
    async with stage(paths, now=TODAY) as on:
        await on.until_shown("LLMs (3)")
        assert "due" not in on.text()


async def test_home_says_what_is_due_and_one_key_asks_it(paths: Paths) -> None:
    await _answer_two(paths)
    async with stage(paths, [MIXED, MIXED], now=LATER) as on:
        await on.until_shown("2 questions due today", "by week: 2, 0, 0, 0")
        await on.press("v")
        await on.at_question()
        await on.until_shown("Question 1 of 2", "Why this question: Due for", "answered once")
        await on.answer()
        await on.at_feedback()
        await on.press("n")
        await on.answer()
        await on.at_feedback()
        await on.press("n")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.press("escape")
        await on.at_home()
        await on.until_shown("Nothing is due today", "by week: 2, 0, 0, 0")


async def test_nothing_due_says_when_and_offers_study(paths: Paths) -> None:
    await _answer_two(paths)
    async with stage(paths, [MIXED], now=TODAY) as on:
        await on.until_shown("Nothing is due today")
        await on.press("v")
        await on.until_shown("Nothing is due for review today", "Press Enter for new questions")
        await on.press("enter")
        await on.at_question()


async def test_review_before_any_answer_offers_study(paths: Paths) -> None:
    async with stage(paths, [MIXED], now=TODAY) as on:
        await on.until_shown("LLMs (3)")
        await on.press("tab", "right", "right")
        await on.until_shown("● Review")
        await on.press("n")
        await on.until_shown("no question here has an answer with a score yet", "● Study")
        await on.press("enter")
        await on.at_question()


async def test_the_review_button_works_with_the_mouse(paths: Paths) -> None:
    await _answer_two(paths)
    async with stage(paths, [MIXED], now=LATER) as on:
        await on.until_shown("2 questions due today")
        await on.pilot.click("#review")
        await on.at_question()


def test_the_next_day_is_said_as_people_say_it() -> None:
    loads = (0, 1)
    assert due_line(ReviewFacts(1, None, loads), TODAY) == "1 question due today"
    assert due_line(ReviewFacts(0, TODAY + timedelta(days=1), loads), TODAY).endswith("due tomorrow.")
    assert due_line(ReviewFacts(0, TODAY + timedelta(days=9), loads), TODAY).endswith("due on 11 Mar.")


async def test_the_screen_says_why_a_question_was_chosen_and_chooses_by_the_results(paths: Paths) -> None:
    script: list[Step] = [Status.MISSED, Status.MET]
    async with stage(paths, script, start=StartRequest(count=2, topics=("classical ML",)), now=TODAY) as on:
        await on.at_question()
        await on.until_shown("Why this question: You have no score in classical ML yet")
        await on.answer()
        await on.at_feedback()
        await on.press("n")
        await on.until_shown("Question 2 of 2", "your last answer there scored 0 %")
