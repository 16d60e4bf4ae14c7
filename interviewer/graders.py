"""Which grader grades: the one that is asked for, or what `auto` finds here."""

from dataclasses import dataclass

from interviewer.config import DEFAULT_MODEL, Settings
from interviewer.errors import ConfigError
from interviewer.paths import Paths
from rubrics.grader import Grader


@dataclass(frozen=True, slots=True)
class GraderSummary:
    """What a person is told about the grader in charge."""

    name: str
    """`local` or `openai`."""
    title: str
    """A few words: “embedded grader (estimate)”, “gpt-5-mini at api.openai.com”."""


def summarise(settings: Settings) -> GraderSummary:
    """The grader that these settings lead to, without loading it. Raises ConfigError when they lead to none."""
    if settings.grader == "local" or (settings.grader == "auto" and not settings.has_llm):
        return GraderSummary("local", "embedded grader (estimate, offline)")
    if not settings.has_llm:
        message = "The LLM grader needs OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own."
        raise ConfigError(message)
    from urllib.parse import urlsplit

    host = urlsplit(settings.base_url).hostname if settings.base_url else "api.openai.com"
    return GraderSummary("openai", f"{settings.model or DEFAULT_MODEL} at {host}")


def open_grader(settings: Settings, paths: Paths) -> Grader:  # noqa: ARG001 - caches of encoded rubrics go there
    """The grader in charge, ready to use. Slow the first time (it loads a model): not for a UI loop.

    Raises ConfigError for settings that lead to none, GraderError when it cannot work here.
    """
    if summarise(settings).name == "local":
        from rubrics.local.grader import LocalGrader

        return LocalGrader.load()
    return _open_llm(settings)


def _open_llm(settings: Settings) -> Grader:
    from rubrics.llm.endpoint import is_openai_url, key_for
    from rubrics.llm.openai_grader import OpenAIGrader

    if settings.model is None and not is_openai_url(settings.base_url):
        message = f"Name the model that {settings.base_url} should run: --model, or “model” in the settings."
        raise ConfigError(message)
    secret = settings.api_key.get_secret_value() if settings.api_key else None
    return OpenAIGrader(
        settings.model or DEFAULT_MODEL,
        base_url=settings.base_url,
        api_key=key_for(settings.base_url, secret, set_together=settings.key_is_for_base_url),
        timeout=settings.timeout,
        votes=settings.votes,
    )
