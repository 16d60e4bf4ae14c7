"""Settings kept from the settings screen."""

import pytest

from interviewer.config import load_settings, save_settings, set_by_environment
from interviewer.errors import ConfigError
from interviewer.paths import Paths

TEXTS = ["gpt-5-mini", 'a "quoted" \\ name', "naïve 👩 \x7f\x01", "two\nlines"]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_kept_is_read_again(paths: Paths, text: str) -> None:
    save_settings(paths, {"model": text, "minutes": 2.5, "count": 7, "grader": "local"})
    settings = load_settings(paths, {})
    assert (settings.model, settings.minutes, settings.count, settings.grader) == (text, 2.5, 7, "local")


def test_settings_not_named_stay_and_none_takes_one_out(paths: Paths) -> None:
    save_settings(paths, {"model": "a", "count": 7})
    save_settings(paths, {"model": None, "minutes": 3})
    settings = load_settings(paths, {})
    assert (settings.model, settings.count, settings.minutes) == (None, 7, 3)


def test_a_wrong_value_changes_nothing(paths: Paths) -> None:
    save_settings(paths, {"count": 7})
    with pytest.raises(ConfigError, match="count"):
        save_settings(paths, {"count": 0})
    assert load_settings(paths, {}).count == 7


def test_the_file_is_private_and_a_key_is_never_in_it(paths: Paths) -> None:
    save_settings(paths, {"count": 7})
    file = paths.root / "settings.toml"
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(ConfigError):
        save_settings(paths, {"key": "sk-secret"})
    assert "sk-secret" not in file.read_text()


def test_what_the_environment_decides_is_known() -> None:
    environ = {"INTERVIEWER_COUNT": "3", "OPENAI_BASE_URL": "http://x", "OPENAI_API_KEY": "sk"}
    assert set_by_environment(environ) == {"count", "base_url"}
