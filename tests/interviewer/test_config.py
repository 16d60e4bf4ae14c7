"""Settings: where they come from, who wins, and where keys may go."""

import pytest
import respx

from interviewer.config import Settings, load_settings
from interviewer.errors import ConfigError
from interviewer.graders import open_grader, summarise
from interviewer.paths import Paths

KEY = {"OPENAI_API_KEY": "sk-secret"}


def _write(paths: Paths, text: str) -> None:
    paths.root.mkdir(parents=True)
    (paths.root / "settings.toml").write_text(text)


def test_without_anything_the_embedded_grader_grades(paths: Paths) -> None:
    settings = load_settings(paths, {})
    assert settings == Settings()
    assert summarise(settings).name == "local"


def test_the_environment_wins_over_the_file(paths: Paths) -> None:
    _write(paths, 'model = "from-file"\ncount = 9\n')
    settings = load_settings(paths, {"INTERVIEWER_MODEL": "from-environment"})
    assert (settings.model, settings.count) == ("from-environment", 9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("count = 0", "“count”"),
        ("colour = 1", "“colour”"),
        ("count = ", "cannot be read"),
        ('grader = "x"', "“grader”"),
    ],
)
def test_a_wrong_setting_is_named(paths: Paths, text: str, words: str) -> None:
    _write(paths, text)
    with pytest.raises(ConfigError, match=words):
        load_settings(paths, {})


def test_a_key_is_never_shown(paths: Paths) -> None:
    settings = load_settings(paths, KEY)
    assert "sk-secret" not in repr(settings) + settings.model_dump_json()


def test_a_key_cannot_be_set_in_the_file(paths: Paths) -> None:
    _write(paths, 'api_key = "sk-x"\n')
    with pytest.raises(ConfigError, match="environment"):
        load_settings(paths, {})


def test_auto_takes_the_llm_when_there_is_one_and_says_which(paths: Paths) -> None:
    assert summarise(load_settings(paths, KEY)).title.endswith("at api.openai.com")
    own = load_settings(paths, {"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1", "INTERVIEWER_MODEL": "qwen"})
    assert summarise(own).title == "qwen at 127.0.0.1"


def test_asking_for_the_llm_without_one_says_what_is_needed(paths: Paths) -> None:
    with pytest.raises(ConfigError, match="OPENAI_API_KEY"):
        summarise(load_settings(paths, {"INTERVIEWER_GRADER": "openai"}))


def test_an_endpoint_of_ones_own_needs_a_model(paths: Paths) -> None:
    settings = load_settings(paths, {"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"})
    for step in (summarise, open_grader):
        with pytest.raises(ConfigError, match=r"Name the model that http://127.0.0.1:8080/v1 should run"):
            step(settings)


def test_an_address_that_is_none_is_named_before_its_model(paths: Paths) -> None:
    with pytest.raises(ConfigError, match="must be an address"):
        summarise(load_settings(paths, {"OPENAI_BASE_URL": "localhost:8080"}))


def test_the_models_that_the_endpoint_offers_are_named(paths: Paths, httpx2_mock: respx.Router) -> None:
    offered = [{"id": name, "object": "model"} for name in ("qwen", "llama")]
    httpx2_mock.get("http://127.0.0.1:8080/v1/models").respond(json={"object": "list", "data": offered})
    with pytest.raises(ConfigError, match=r"It offers: llama, qwen\."):
        summarise(load_settings(paths, {"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"}))


@pytest.mark.parametrize(("both", "sent"), [(True, "sk-secret"), (False, None)])
def test_a_key_goes_to_another_endpoint_only_when_both_were_set_together(paths: Paths, both: bool, sent: str) -> None:
    from rubrics.llm.endpoint import key_for

    url = "http://127.0.0.1:8080/v1"
    environ = KEY | ({"OPENAI_BASE_URL": url} if both else {"INTERVIEWER_BASE_URL": url})
    settings = load_settings(paths, environ)
    assert settings.api_key is not None
    assert settings.base_url == url
    secret = settings.api_key.get_secret_value()
    assert key_for(settings.base_url, secret, set_together=settings.key_is_for_base_url) == sent
