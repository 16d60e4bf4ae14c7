"""In a visitor's browser nothing reaches into the machine that serves the app."""

import os
from pathlib import Path

import pytest

from bank.errors import BankError
from interviewer.config import Settings, load_settings
from interviewer.paths import Paths
from tests.tui.stage import MIXED, Stage, stage
from tui.banks import Banks
from tui.served import SWITCHED_OFF
from tui.workspace import StartRequest

SERVED = Settings(count=1, served=True)


def _offered(on: Stage) -> set[str]:
    """Actions that a key does on the screen in front."""
    return {active.binding.action for active in on.app.screen.active_bindings.values() if active.enabled}


async def test_no_screen_offers_what_is_switched_off(paths: Paths) -> None:
    async with stage(paths, [MIXED], settings=SERVED) as on:
        await on.until_shown("[ ] ")
        assert not _offered(on) & SWITCHED_OFF
        for room in "bsh":
            await on.press(room)
            await on.until(lambda: on.screen_name != "HomeScreen", room)
            await on.pilot.pause()
            assert not _offered(on) & SWITCHED_OFF, on.screen_name
            await on.press("escape")
            await on.at_home()
        await on.press("n")
        await on.at_question()
        assert not _offered(on) & SWITCHED_OFF


async def test_the_same_keys_do_something_at_home(paths: Paths) -> None:
    async with stage(paths) as on:
        await on.until_shown("[ ] ")
        assert "suspend_process" in _offered(on)
        await on.press("n")
        await on.at_question()
        assert "edit_outside" in _offered(on)


async def test_the_editor_of_the_machine_is_not_started(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "touch " + str(paths.root / "touched"))
    async with stage(paths, start=StartRequest(), settings=SERVED) as on:
        await on.at_question()
        await on.press("ctrl+o", "ctrl+z")
        await on.pilot.pause()
        assert on.screen_name == "InterviewScreen"
    assert not (paths.root / "touched").exists()


async def test_no_file_is_read_whoever_asks(paths: Paths) -> None:
    async with stage(paths, settings=SERVED) as on:
        await on.until_shown("[ ] ")
        await on.press("b")
        await on.until(lambda: on.screen_name == "BankScreen")
        await on.press("f4")
        await on.pilot.pause()
        assert on.screen_name == "BankScreen"
        with pytest.raises(BankError, match="cannot be read from a browser"):
            await Banks(on.app.workspace).look("/etc/passwd")


async def test_a_visitor_sets_what_is_his_and_reads_why_the_rest_is_not(paths: Paths) -> None:
    async with stage(paths, settings=SERVED) as on:
        await on.until_shown("[ ] ")
        await on.press("s")
        await on.until_shown("Settings", "on another machine", "Theme")
        assert "Endpoint" not in on.text()
        assert str(paths.root) not in on.text()
        await on.press("right", "right", "ctrl+s")
        await on.at_home()
        assert on.app.workspace.settings.served
        assert not _offered(on) & SWITCHED_OFF
    assert load_settings(paths).count == 3


async def test_a_report_goes_to_the_browser(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage(paths, [MIXED], start=StartRequest(), settings=SERVED) as on:
        delivered: list[tuple[Path, str]] = []
        monkeypatch.setattr(on.app, "deliver_text", lambda path, open_method: delivered.append((path, open_method)))
        await on.answer()
        await on.at_feedback()
        await on.press("n")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("Questions")
        await on.press("e")
        await on.until_shown("Your browser is given the page")
        assert str(paths.root) not in on.text()
    [(path, how)] = delivered
    assert how == "download"
    assert path.read_text("utf-8").startswith("<!")


async def test_the_app_leaves_when_the_server_is_gone(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.served._SECONDS", 0.01)
    async with stage(paths, settings=SERVED) as on:
        await on.until_shown("[ ] ")
        assert on.app.is_running
        monkeypatch.setattr(os, "getppid", lambda: 1)
        await on.until(lambda: on.app._exit, "leaving")
