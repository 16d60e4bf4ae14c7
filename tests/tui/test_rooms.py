"""The history and the settings."""

import pytest

from interviewer.config import Settings, load_settings
from interviewer.paths import Paths
from rubrics.errors import GraderUnavailableError
from tests.tui.stage import Stage, stage


async def _open(on: Stage, key: str, name: str) -> None:
    await on.until_shown("LLMs (3)")
    await on.press(key)
    await on.until(lambda: on.screen_name == name, name)


async def test_settings_are_kept_and_used(paths: Paths) -> None:
    async with stage(paths) as on:
        await _open(on, "s", "SettingsScreen")
        await on.until_shown("embedded", str(paths.root)[:30])
        await on.press("right", "tab", "tab", "tab", "right", "ctrl+s")
        await on.at_home()
        await on.until_shown("‹ 2 ›")
    settings = load_settings(paths)
    assert settings.grader == "local"
    assert settings.count == 3


async def test_a_wrong_setting_is_said_and_nothing_is_kept(paths: Paths) -> None:
    paths.root.parent.mkdir(exist_ok=True, parents=True)
    paths.root.write_text("a file where the folder should be")
    async with stage(paths) as on:
        await on.until_shown("cannot be written")
        await on.press("s")
        await on.until(lambda: on.screen_name == "SettingsScreen")
        await on.press("ctrl+s")
        await on.until_shown("cannot be written")
        assert on.screen_name == "SettingsScreen"


async def test_the_grader_is_tried_on_demand(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise GraderUnavailableError("Its model file is missing.")

    monkeypatch.setattr("interviewer.graders.open_grader", refuse)
    async with stage(paths) as on:
        await _open(on, "s", "SettingsScreen")
        await on.press("f7")
        await on.until_shown("model file is missing")


async def test_a_key_never_follows_to_another_endpoint() -> None:
    from pydantic import SecretStr

    from tui.rooms import changed

    settings = Settings(api_key=SecretStr("sk"), base_url="http://a/v1", key_is_for_base_url=True)
    assert not changed(settings, {"base_url": "http://b/v1"}).key_is_for_base_url
    assert changed(settings, {"base_url": "http://a/v1"}).key_is_for_base_url
