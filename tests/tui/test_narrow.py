"""A terminal of 60 columns holds what matters on one line, and keys lead where they say."""

from textual.widgets import Input

from interviewer.paths import Paths
from tests.tui.stage import MIXED, stage
from tui.app import StartRequest


async def test_the_whole_report_can_be_read_with_page_down_alone(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1), size=(60, 20)) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("n")
        await on.until_shown("Report", "1 of 1 answered", "pgdn Scroll")
        header = next(row for row in on.rows() if "Topic" in row)
        assert header.endswith("answers")
        page = on.app.screen.query_one("#report")
        for _ in range(12):
            await on.press("pagedown")
            await on.until(lambda: not on.app.animator.is_being_animated(page, "scroll_y"))
        assert page.max_scroll_y > 0
        assert page.scroll_offset.y == page.max_scroll_y


async def test_f9_on_the_passport_leads_to_the_labels(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.at_home()
        await on.press("f8")
        await on.until(lambda: on.screen_name == "PassportScreen")
        await on.press("f9")
        await on.until(lambda: on.screen_name == "LabelScreen")


async def test_a_slash_leads_to_the_search_and_does_not_begin_it(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.at_home()
        await on.press("b")
        await on.until_shown("49 questions", "Search questions")
        await on.press("/", *"relu")
        await on.until_shown(" relu", "questions")
        assert on.app.screen.query_one("#search", Input).value == "relu"
        await on.press("/")
        await on.until(lambda: on.app.screen.query_one("#search", Input).value == "relu/")
