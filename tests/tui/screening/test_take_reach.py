"""What is within a candidate's reach, in terminals of any size and with text that is out to harm."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen

from bank.question import Bank, Question
from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort, lock_cohort
from interviewer.screening.store.screen_store import ScreenStore
from tests.fakes import NOW, SCRIPTED
from tests.interviewer.screening.builders import bring, results
from tests.tui.screening.stage import taking
from tests.tui.test_outside import HOSTILE
from tests.tui.test_terminal import Terminal
from tui.screening.answer_screen import AnswerScreen
from tui.screening.end_screen import EndScreen
from tui.screening.notice_screen import NoticeScreen
from tui.screening.reason_screen import ReasonScreen
from tui.screening.review_screen import ReviewScreen
from tui.screening.summary_screen import SummaryScreen

SCREENS: list[type[Screen[Any]]] = [
    NoticeScreen,
    AnswerScreen,
    EndScreen,
    ReviewScreen,
    ReasonScreen,
    SummaryScreen,
]


def hostile_cohort(bank: Bank, name: str = "hostile") -> Cohort:
    """Questions and a notice made of text that is out to harm."""
    locked = [q for q in bank.questions if q.reference.bullets()][:2]
    bad = "\n".join(HOSTILE.values()).replace("\ud800", "?").replace("\udfff", "?")
    asked = [Question(id=q.id, text=bad, details=bad * 3, reference=q.reference) for q in locked]
    return lock_cohort(name, bank, asked, SCRIPTED, now=NOW, seconds=60, notice=bad)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_key_has_a_name_and_says_what_it_does(screen: type[Screen[Any]]) -> None:
    bindings = [each for each in screen.BINDINGS if isinstance(each, Binding)]
    assert len(bindings) == len(screen.BINDINGS)
    assert all(each.id and each.tooltip for each in bindings)
    assert getattr(screen, "ABOUT", "")


async def test_there_is_no_palette_and_help_names_this_screen_alone(
    store: ScreenStore, paths: Paths, cohort: Cohort
) -> None:
    bring(store, cohort, ("somebody-else", 0, "somebody else's words"))
    async with taking(store, paths, cohort) as room:
        await room.press("a")
        await room.until_shown("Question 1 of 3")
        await room.press("ctrl+p")
        assert isinstance(room.app.screen, AnswerScreen)
        for key in ("f8", "f9", "ctrl+o", "ctrl+g", "f4", "ctrl+r", "question_mark"):
            await room.press(key)
        assert isinstance(room.app.screen, AnswerScreen)
        await room.press("f1")
        await room.until_shown("what you can do here", "Hand in the answer", "come back to exactly here")
        told = room.text().lower()
        assert not [word for word in ("palette", "passport", "report", "grader", "every command") if word in told]
        await room.press("escape")
        assert "somebody" not in room.text()


@pytest.mark.parametrize("size", [(20, 5), (40, 8), (60, 12), (80, 24), (200, 50)])
async def test_harmful_text_is_harmless_at_every_size(
    store: ScreenStore, paths: Paths, seed_bank: Bank, size: tuple[int, int]
) -> None:
    cohort = hostile_cohort(seed_bank)
    store.create(cohort)
    async with taking(store, paths, cohort, "[@click=app.quit]c[/]", size=size) as room:
        await room.until(lambda: isinstance(room.app.screen, NoticeScreen))
        assert "\x1b" not in room.text()
        await room.press("pagedown", "a")
        await room.until(lambda: isinstance(room.app.screen, AnswerScreen))
        await room.type(HOSTILE["link"] + HOSTILE["osc"])
        await room.pilot.resize_terminal(20, 5)
        await room.pilot.resize_terminal(*size)
        await room.press("f3", "escape", "ctrl+s")
        await room.until(lambda: len(results(store, cohort)) == 1)
        await room.press("f10", "ctrl+t")
        await room.until(lambda: isinstance(room.app.screen, EndScreen))
    (kept,) = results(store, cohort).values()
    assert kept.answer.text is not None
    assert kept.answer.text.startswith(HOSTILE["link"])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_killed_sitting_goes_on_with_the_text(tmp_path: Path, store: ScreenStore, cohort: Cohort) -> None:
    command = ("screen", "take", cohort.name, "--candidate", "c1")
    first = Terminal(tmp_path / "home", *command)
    try:
        first.until_shown("Before you begin")
        first.press("a")
        first.until_shown("Question 1 of 3")
        first.press("these words outlive the process")
        first.until_shown("these words outlive the process", "✓ saved")
        os.kill(first.pid, signal.SIGKILL)
    finally:
        first.close()
    second = Terminal(tmp_path / "home", *command)
    try:
        second.until_shown("Question 1 of 3", "these words outlive the process")
        second.press("\x1b")
        assert second.exit_status() == 0
    finally:
        second.close()
