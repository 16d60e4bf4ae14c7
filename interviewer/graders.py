"""Which grader grades: the one that is asked for, or what `auto` finds here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.config import DEFAULT_MODEL, Settings
from interviewer.errors import ConfigError
from rubrics.grader import Grader, Task

if TYPE_CHECKING:
    from rubrics.llm.cost import Forecast
    from rubrics.llm.drafting import Drafter
    from rubrics.llm.drafting_cost import DraftForecast
    from rubrics.llm.drafting_messages import Request

_FEW_MODELS = 8
_SECONDS_TO_LIST = 4.0
SECONDS_TO_DRAFT = 120.0
"""A draft of a whole question is longer than a judgement, so a request may take longer too."""
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
    return GraderSummary("openai", f"{_model(settings)} at {host}")


def require_model_used(settings: Settings, asked: str | None) -> None:
    """Nothing, where a model that was asked for by name will grade. Raises ConfigError where another grader would."""
    if asked is None or summarise(settings).name != "local":
        return
    why = (
        "the embedded grader is chosen, which has no models"
        if settings.grader == "local"
        else "no language model is configured here: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own"
    )
    raise ConfigError(f"--model {asked[:60]} would not be used: {why}. Leave --model out for the embedded grader.")


def _model(settings: Settings) -> str:
    """The model to ask. Raises ConfigError where none is named and none can be presumed, naming those there are."""
    from rubrics.llm.endpoint import is_openai_url

    if settings.model is None and not is_openai_url(settings.base_url):
        there_are = models_at(settings)
        some = ", ".join(there_are[:_FEW_MODELS]) + (", …" if len(there_are) > _FEW_MODELS else "")
        offer = f" It offers: {some}." if there_are else ""
        message = f"Name the model that {settings.base_url} should run: --model, or “model” in the settings.{offer}"
        raise ConfigError(message)
    return settings.model or DEFAULT_MODEL


def models_at(settings: Settings) -> list[str]:
    """The models that the endpoint lists, asked for a few seconds at most; none where it does not say.

    Raises ConfigError for an address that is none.
    """
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    from rubrics.errors import GraderError, GraderSetupError
    from rubrics.llm.connection import list_models

    try:
        with ThreadPoolExecutor(1) as aside:  # a caller may have an event loop running
            listing = list_models(settings.base_url, _key(settings), seconds=_SECONDS_TO_LIST)
            return aside.submit(asyncio.run, listing).result()
    except GraderSetupError as error:
        raise ConfigError(str(error)) from error
    except GraderError:
        return []


def open_grader(settings: Settings, *, on_throttled: Throttled | None = None, at_once: int | None = None) -> Grader:
    """The grader in charge, ready to use. Slow the first time (it loads a model): not for a UI loop.

    `on_throttled` hears how many seconds a service asks to be left alone; `at_once` bounds the requests in flight.
    Raises ConfigError for settings that lead to none, GraderError when it cannot work here.
    """
    if summarise(settings).name == "local":
        from rubrics.local.grader import LocalGrader

        return LocalGrader.load()
    return _open_llm(settings, on_throttled, at_once)


def forecast_of(settings: Settings, tasks: Sequence[Task], cache: Path) -> "Forecast":
    """What grading these answers with the LLM is expected to take."""
    from rubrics.llm.cost import forecast
    from rubrics.llm.endpoint import OPENAI_URL
    from rubrics.llm.tokens import counter_for

    model = _model(settings)
    counter = counter_for(model, cache)
    return forecast(tasks, counter, model, settings.base_url or OPENAI_URL, settings.votes)


def _key(settings: Settings) -> str | None:
    """The key, where it may go to the endpoint of these settings."""
    from rubrics.llm.endpoint import key_for

    secret = settings.api_key.get_secret_value() if settings.api_key else None
    return key_for(settings.base_url, secret, set_together=settings.key_is_for_base_url)


def drafting_model(settings: Settings) -> str:
    """The model that drafts parts of rubrics, whichever grader grades. Raises ConfigError when none is configured."""
    if not settings.has_llm:
        raise ConfigError(
            "Drafting needs a language model, and none is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL "
            "and --model for a server of your own."
        )
    return _model(settings)


def open_drafter(
    settings: Settings, *, on_throttled: Throttled | None = None, at_once: int | None = None
) -> "Drafter":
    """The model that drafts, ready to be asked.

    Raises ConfigError when none is configured, GraderError when it cannot work here.
    """
    from rubrics.llm.client import OpenAIChat
    from rubrics.llm.cost import price
    from rubrics.llm.drafting import Drafter
    from rubrics.llm.endpoint import endpoint

    model = drafting_model(settings)
    place = endpoint(settings.base_url, _key(settings))
    seconds = max(settings.timeout, SECONDS_TO_DRAFT)
    chat = OpenAIChat(place, model, timeout=seconds, on_throttled=on_throttled, at_once=at_once)
    return Drafter(model, place, chat, price=price)


def forecast_of_drafts(settings: Settings, requests: "Iterable[Request]", cache: Path) -> "DraftForecast":
    """What drafting with these requests is expected to take."""
    from rubrics.llm.drafting_cost import forecast_drafts
    from rubrics.llm.endpoint import OPENAI_URL
    from rubrics.llm.tokens import counter_for

    model = drafting_model(settings)
    return forecast_drafts(requests, counter_for(model, cache), model, settings.base_url or OPENAI_URL)


def _open_llm(settings: Settings, on_throttled: Throttled | None, at_once: int | None) -> Grader:
    from rubrics.llm.cost import price
    from rubrics.llm.openai_grader import OpenAIGrader

    return OpenAIGrader(
        _model(settings),
        base_url=settings.base_url,
        api_key=_key(settings),
        timeout=settings.timeout,
        votes=settings.votes,
        price=price,
        on_throttled=on_throttled,
        at_once=at_once,
    )
