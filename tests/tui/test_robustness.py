"""A failing grader, a locked database and a tiny terminal leave the app usable."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from interviewer.paths import Paths
from tests.fakes import ScriptedGrader
from tests.tui.stage import ANSWER, ESTIMATE, MIXED, Stage, kept_answers, kept_draft, stage
from tui.workspace import StartRequest


@contextmanager
def _written_by_another(paths: Paths) -> Iterator[None]:
    """Another program in the middle of writing to the database."""
    with closing(sqlite3.connect(paths.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviewer.database.BUSY_SECONDS", 0.02)


@pytest.mark.usefixtures("_impatient")
async def test_a_locked_database_is_said_and_nothing_typed_is_lost(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.at_question()
        with _written_by_another(paths):
            await on.type(ANSWER)
            await on.until_shown("✗ not saved", "Another program is writing")
            await on.press("ctrl+s")
            await on.until_shown("was not handed in")
            assert ANSWER[:30] in on.text()
        await on.until_shown("✓ saved")
        assert kept_draft(paths) == ANSWER
        await on.press("ctrl+s")
        await on.at_feedback()
    assert kept_answers(paths) == [ANSWER]


@pytest.mark.usefixtures("_impatient")
async def test_home_and_history_say_that_the_database_is_locked_and_work_when_it_is_free(paths: Paths) -> None:
    async with stage(paths, [MIXED]) as on:
        await on.until_shown("[ ] ")
        with _written_by_another(paths):
            await on.press("n")
            await on.until_shown("Another program is writing")
            await on.at_home()
        await on.press("n")
        await on.at_question()


@pytest.mark.parametrize("fault", [RuntimeError("a fault\x1b[2J of the grader"), MemoryError(), KeyError("score")])
async def test_a_grader_that_breaks_ends_nothing(paths: Paths, fault: BaseException) -> None:
    async with stage(paths, [fault, MIXED, MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.until(lambda: on.screen_name == "FeedbackScreen", "feedback")
        await on.until_shown("Not graded: The grader broke off")
        await on.press("g")
        await on.at_feedback()
        await on.press("n")
        await on.answer()
        await on.at_feedback()
    assert kept_answers(paths) == [ANSWER, ANSWER]


async def test_a_grader_that_hangs_holds_nobody_up(paths: Paths) -> None:
    grader = ScriptedGrader([MIXED, MIXED], gate=asyncio.Event(), info=ESTIMATE)
    async with stage(paths, grader=grader, start=StartRequest()) as on:
        await on.answer()
        await on.until(lambda: on.screen_name == "FeedbackScreen", "feedback")
        await on.press("n")
        await on.until_shown("Question 2 of 2")
        await on.type("Typing goes on.")
        await on.until_shown("3 words", "✓ saved")
        await on.press("escape")
        await on.at_home()
        await on.press("ctrl+q")
        await on.until(lambda: on.app._exit, "the end")
    assert kept_answers(paths) == [ANSWER]


def _still(rows: list[str]) -> list[str]:
    """The rows without the clock."""
    return [re.sub(r"\d", "", row) for row in rows]


async def _survives_a_tiny_terminal(on: Stage) -> None:
    """Resized to 20×5 and back, the screen in front is the same and reads the same."""
    name, before = on.screen_name, on.rows()
    for size in ((20, 5), (1, 1), (300, 4), (80, 24)):
        await on.pilot.resize_terminal(*size)
        await on.pilot.pause()
    await on.until(lambda: _still(on.rows()) == _still(before), f"{name} as before")
    assert on.screen_name == name


@pytest.mark.parametrize(
    "keys",
    [
        *(["b"], ["b", "f2"], ["b", "f4"], ["h"], ["s"], ["f1"], ["f8"], ["f9"]),
        *(["ctrl+p"], ["n"], ["n", "f1"], ["n", "ctrl+p"]),
    ],
    ids="-".join,
)
async def test_every_room_survives_a_tiny_terminal(paths: Paths, keys: list[str]) -> None:
    async with stage(paths, [MIXED]) as on:
        await on.until_shown("[ ] ")
        for key in keys:
            before = on.app.screen
            await on.press(key)
            await on.until(lambda before=before: on.app.screen is not before, key)  # type: ignore[misc]
            await on.pilot.pause(0.1)
        await _survives_a_tiny_terminal(on)
        await on.press(*["escape"] * 4)
        await on.at_home()


async def test_typed_markup_and_controls_show_as_typed(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.at_question()
        await on.press(*"[/b][red]x[", "backslash", *"]$y ", "é", "漢", "👩", *" list[int]")
        await on.until_shown("[/b][red]x[\\]$y é漢👩 list[int]", "✓ saved")
        assert kept_draft(paths) == "[/b][red]x[\\]$y é漢👩 list[int]"
