"""The history and the settings."""

import pytest
from pydantic import SecretStr

from interviewer.config import Settings, load_settings, save_settings
from interviewer.paths import Paths
from rubrics.errors import GraderUnavailableError
from tests.tui.stage import Stage, stage
from tui.widgets.stepper import Stepper


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


async def test_saving_settings_keeps_what_was_given_for_this_run_and_out_of_the_file(paths: Paths) -> None:
    given = Settings(count=2, grader="openai", model="given-for-this-run", base_url="http://127.0.0.1:9/v1")
    async with stage(paths, settings=given) as on:
        await _open(on, "s", "SettingsScreen")
        await on.until_shown("given-for-this-run")
        on.app.screen.query_one("#count", Stepper).value = 4
        await on.press("ctrl+s")
        await on.at_home()
        assert on.app.workspace.settings.model == "given-for-this-run"
        assert on.app.workspace.settings.count == 4
    kept = load_settings(paths)
    assert (kept.count, kept.model, kept.grader) == (4, None, "auto")


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
    from tui.rooms import changed

    settings = Settings(api_key=SecretStr("sk"), base_url="http://a/v1", key_is_for_base_url=True)
    assert not changed(settings, {"base_url": "http://b/v1"}).key_is_for_base_url
    assert changed(settings, {"base_url": "http://a/v1"}).key_is_for_base_url


async def test_the_model_is_picked_from_those_the_endpoint_has(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    async def models(base_url: str | None, _key: str | None) -> list[str]:
        return [f"small [b] of {base_url}", "large"]

    monkeypatch.setattr("rubrics.llm.connection.list_models", models)
    async with stage(paths) as on:
        await _open(on, "s", "SettingsScreen")
        await on.press("tab")
        await on.type("http://localhost:1/v1")
        await on.until_shown("Name the model that this endpoint is to run")
        await on.press("f6")
        await on.until_shown("small [b] of http://localhost:1/v1", "Enter picks one")
        await on.press("down", "enter")
        await on.until(lambda: "Name the model" not in on.text())
        await on.press("ctrl+s")
        await on.at_home()
    assert load_settings(paths).model == "large"


async def test_an_endpoint_that_is_no_address_is_said_while_typing_and_not_kept(paths: Paths) -> None:
    async with stage(paths) as on:
        await _open(on, "s", "SettingsScreen")
        await on.press("tab")
        await on.type("nonsense")
        await on.until_shown("✗ The base URL must be an address")
        await on.press("ctrl+s")
        await on.until(lambda: on.text().count("The base URL must be an address") == 2)
    assert load_settings(paths).base_url is None


async def test_a_key_is_shown_as_set_and_never_itself(paths: Paths) -> None:
    settings = Settings(api_key=SecretStr("sk-not-to-be-seen"))
    async with stage(paths, settings=settings) as on:
        await _open(on, "s", "SettingsScreen")
        await on.until_shown("set (OPENAI_API_KEY)")
        await on.press("tab")
        await on.type("http://localhost:1/v1")
        await on.until_shown("not sent to this endpoint")
        assert "sk-not" not in on.text()
    async with stage(paths) as without:
        await _open(without, "s", "SettingsScreen")
        await without.until_shown("not set (OPENAI_API_KEY")


async def test_what_was_said_on_the_command_line_stays_in_force_and_out_of_the_file(paths: Paths) -> None:
    save_settings(paths, {"count": 7})
    settings = Settings(count=2, model="for-this-run", grader="local", bank="ai-ml")
    async with stage(paths, settings=settings) as on:
        await _open(on, "s", "SettingsScreen")
        await on.press("tab", "tab", "tab", "tab", "right", "ctrl+s")
        await on.at_home()
        now = on.app.workspace.settings
    assert (now.model, now.grader, now.count, now.minutes) == ("for-this-run", "local", 2, 5)
    kept = load_settings(paths)
    assert (kept.model, kept.grader, kept.count, kept.minutes) == (None, "auto", 7, 5)


async def test_a_data_folder_that_is_a_file_is_said(paths: Paths) -> None:
    paths.root.write_text("a file where the folder should be")
    async with stage(paths) as on:
        await on.until_shown("cannot be written")
        await on.press("s")
        await on.until_shown("is not a folder: nothing can be kept")
