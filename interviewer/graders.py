"""Which grader grades: the one that is asked for, or what `auto` finds here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.config import DEFAULT_MODEL, Settings
from interviewer.errors import ConfigError
from rubrics.grader import Grader, Task

if TYPE_CHECKING:
    from rubrics.llm.cost import Forecast

Throttled = Callable[[float], None]


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


def open_grader(settings: Settings, *, on_throttled: Throttled | None = None) -> Grader:
    """The grader in charge, ready to use. Slow the first time (it loads a model): not for a UI loop.

    `on_throttled` hears how many seconds a service asks to be left alone. Raises ConfigError for settings that lead
    to none, GraderError when it cannot work here.
    """
    if summarise(settings).name == "local":
        from rubrics.local.grader import LocalGrader

        return LocalGrader.load()
    return _open_llm(settings, on_throttled)


def forecast_of(settings: Settings, tasks: Sequence[Task], cache: Path) -> "Forecast":
    """What grading these answers with the LLM is expected to take."""
    from rubrics.llm.cost import forecast
    from rubrics.llm.endpoint import OPENAI_URL
    from rubrics.llm.tokens import counter_for

    model = settings.model or DEFAULT_MODEL
    counter = counter_for(model, cache)
    return forecast(tasks, counter, model, settings.base_url or OPENAI_URL, settings.votes)


def _open_llm(settings: Settings, on_throttled: Throttled | None) -> Grader:
    from rubrics.llm.cost import price
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
        price=price,
        on_throttled=on_throttled,
    )
