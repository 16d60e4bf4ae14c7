"""The app in a real browser: type an answer, hand it in, see what came of it."""

from collections.abc import AsyncIterator

import pytest

from interviewer.paths import Paths
from interviewer.serve.visitors import visitors_folder
from interviewer.store import Store
from tests.interviewer.chromium import Tab, chromium, tab
from tests.interviewer.serving import serving

pytestmark = pytest.mark.slow

ANSWER = "Averaging independent models reduces variance, so the test error falls."


@pytest.fixture
async def browsed() -> AsyncIterator[Tab]:
    program = chromium()
    if program is None:
        pytest.skip("no Chromium here")
    async with tab(program) as opened:
        yield opened


async def _takes_keys(browsed: Tab) -> bool:
    """Whether the visitor sees the terminal and can type without a click."""
    return bool(await browsed.evaluate("document.activeElement.className == 'xterm-helper-textarea'"))


async def test_a_visitor_answers_a_question_and_sees_the_feedback(browsed: Tab, paths: Paths) -> None:
    async with serving(paths) as address:
        await browsed.open(address)
        await browsed.until_shown("Start the interview", "49 questions")
        assert await _takes_keys(browsed)
        await browsed.press("Enter", 13)
        await browsed.until_shown("Question 1 of 5", "Type your answer here")
        await browsed.type(ANSWER)
        await browsed.until_shown("Averaging independent models", "10 words", "saved")
        await browsed.press("s", 83, ctrl=True)
        await browsed.until_shown("Score ", "coverage", "estimate")
        picture = await browsed.picture()
        assert picture.startswith(b"\x89PNG")
        host = address.removeprefix("http://")
        foreign = [
            url for url in browsed.requested if url.split("://")[1].split("/")[0] != host and "data:" not in url
        ]
        assert foreign == []
        assert browsed.complaints == []
    folder = next(visitors_folder(paths).iterdir())
    with Store.open(Paths(folder)) as store:
        kept = [graded for record in store.load_many() for item in record.items for graded in item.answers]
    assert [graded.answer.text for graded in kept] == [ANSWER]
    assert kept[0].grade is not None


async def test_a_page_that_reloads_is_the_same_visitor(browsed: Tab, paths: Paths) -> None:
    async with serving(paths, max_sessions=1) as address:
        await browsed.open(address)
        await browsed.until_shown("Start the interview", "49 questions")
        await browsed.press("Enter", 13)
        await browsed.until_shown("Type your answer here")
        await browsed.type("half a thought")
        await browsed.until_shown("3 words", "saved")
        browsed.glass.screen.reset()
        await browsed.call("Page.reload")
        await browsed.until_shown("Continue", "0 of 5")
        assert await browsed.evaluate("document.cookie") == ""
    assert len(list(visitors_folder(paths).iterdir())) == 1
