"""What a candidate reads on the way to skip a question is what then happens."""

from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort
from interviewer.screening.store.screen_store import ScreenStore
from tests.tui.screening.stage import taking


async def test_footer_and_button_say_skip_once_the_question_does_not_come_back(
    store: ScreenStore, paths: Paths, cohort: Cohort
) -> None:
    async with taking(store, paths, cohort) as room:
        await room.press("a")
        await room.until_shown("Question 1 of 3", "^l Later")
        assert " Later " in room.rows()[-2]
        for _ in range(3):
            await room.press("ctrl+l")
            await room.pilot.pause()
        await room.until_shown("Question 1 of 3", "skipped before", "^l Skip")
        assert " Skip " in room.rows()[-2]
        assert "Later" not in room.text()
        await room.press("f1")
        await room.until_shown("Leave it unanswered; it does not come back")
