"""Terminals of any size, help and commands on every screen, and large input."""

import pytest

from interviewer.paths import Paths
from tests.tui.stage import MIXED, Stage, kept_draft, stage
from tui.workspace import StartRequest

SIZES = [(20, 5), (40, 12), (200, 60), (80, 24)]


async def _through_all_sizes(on: Stage) -> None:
    name = on.screen_name
    for size in SIZES:
        await on.pilot.resize_terminal(*size)
        await on.pilot.pause()
        assert on.screen_name == name
        assert len(on.rows()) == size[1]


async def test_every_screen_survives_tiny_and_huge_terminals(paths: Paths) -> None:
    async with stage(paths, [MIXED, MIXED], settings=None) as on:
        await on.until_shown("LLMs (3)")
        await _through_all_sizes(on)
        await on.press("n")
        await on.at_question()
        await on.type("Some words of an answer. " * 40)
        await _through_all_sizes(on)
        await on.press("ctrl+s")
        await on.at_feedback()
        await _through_all_sizes(on)
        await on.press("n")
        await on.answer()
        await on.at_feedback()
        await on.press("n")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("Topic")
        await _through_all_sizes(on)


async def test_an_answer_can_be_typed_and_handed_in_at_twenty_by_five(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(), size=(20, 5)) as on:
        await on.at_question()
        await on.press(*"small", "ctrl+s")
        await on.until(lambda: on.screen_name == "FeedbackScreen")


async def test_one_key_lists_the_keys_of_every_screen(paths: Paths) -> None:
    async with stage(paths, [MIXED], settings=None) as on:
        await on.until_shown("LLMs (3)")
        await on.press("f1")
        await on.until_shown("what you can do here", "Start an interview")
        await on.press("escape")
        await on.press("n")
        await on.at_question()
        await on.press("f1")
        await on.until_shown("Ctrl+S, F2", "Hand in the answer", "undo, redo")
        await on.press("escape")
        await on.answer()
        await on.at_feedback()
        await on.press("question_mark")
        await on.until_shown("what you can do here", "Answer the same question again")
        await on.press("escape")
        assert on.screen_name == "FeedbackScreen"


async def test_the_command_palette_holds_the_actions_of_the_screen(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        titles = {command.title for command in on.app.get_system_commands(on.app.screen)}
        assert {"Submit", "Hint", "Later", "Editor", "Back", "End", "Help", "Quit"} <= titles
        await on.press("ctrl+p")
        await on.press(*"End")
        await on.until_shown("End the interview")


async def test_a_megabyte_pasted_is_kept_and_its_length_said(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        await on.type("word and word " * 75_000)
        await on.until_shown("too long by")
        await on.press("x")
        await on.until_shown("✓ saved")
    kept = kept_draft(paths)
    assert kept is not None
    assert kept.split() == ("word and word " * 75_000 + "x").split()


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark", "ansi-light", "no-such-theme"])
async def test_any_theme_will_do(paths: Paths, theme: str) -> None:
    from interviewer.config import Settings

    async with stage(paths, [MIXED], settings=Settings(theme=theme, count=1), start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await on.until_shown("✓ met", "✗ missed")


async def test_ctrl_c_tells_how_to_leave_and_covers_nothing(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        before = on.rows()[-2]
        await on.press("ctrl+c")
        await on.until_shown("Ctrl+Q leaves the program")
        assert on.rows()[-2] == before
        assert on.screen_name == "FeedbackScreen"
