"""What the settings screen and the doctor ask of an endpoint: its models, and whether it works, in a sentence."""

from dataclasses import dataclass

from rubrics.errors import GraderError
from rubrics.llm.chat import RefusedParameter
from rubrics.llm.client import OpenAIChat
from rubrics.llm.endpoint import Endpoint, endpoint
from rubrics.llm.failures import CallFailed, Failure

_TIMEOUT = 15.0
_FEW = 5


@dataclass(frozen=True, slots=True)
class Connection:
    """What a test found."""

    is_fine: bool
    sentence: str
    failure: Failure | None = None
    models: tuple[str, ...] = ()


async def list_models(base_url: str | None, api_key: str | None, *, seconds: float = _TIMEOUT) -> list[str]:
    """Ids of the models at an address (OpenAI's own when None), waiting for so many seconds at most.

    Raises GraderError, with a sentence.
    """
    chat = OpenAIChat(endpoint(base_url, api_key), "", timeout=seconds, max_retries=0)
    try:
        return await chat.models()
    finally:
        await chat.aclose()


async def try_connection(
    base_url: str | None, api_key: str | None, model: str, *, seconds: float = _TIMEOUT
) -> Connection:
    """Whether that model can be used there: from the list of models, else by a request of a few tokens."""
    try:
        place = endpoint(base_url, api_key)
    except GraderError as error:
        return Connection(is_fine=False, sentence=str(error))
    chat = OpenAIChat(place, model, timeout=seconds, max_retries=0)
    try:
        return await _test(chat, place, model)
    except CallFailed as failed:
        return Connection(is_fine=False, sentence=str(failed), failure=failed.failure)
    finally:
        await chat.aclose()


async def _test(chat: OpenAIChat, place: Endpoint, model: str) -> Connection:
    models = await _models(chat)
    if models and model not in models and f"{model}:latest" not in models:
        some = ", ".join(models[:_FEW]) + (", …" if len(models) > _FEW else "")
        sentence = f"{place.host} answers, but has no model “{model}”. It has: {some}."
        return Connection(is_fine=False, sentence=sentence, failure=Failure.UNKNOWN_MODEL, models=models)
    try:
        await chat.complete([{"role": "user", "content": "Reply with: ok"}], {})
    except RefusedParameter as refused:
        return Connection(is_fine=False, sentence=f"{place.host} did not accept a request: {refused}")
    warning = " The key travels unencrypted: use an https address." if place.exposes_key else ""
    return Connection(
        is_fine=True, sentence=f"{place.host} answers with the model “{model}”.{warning}", models=models
    )


async def _models(chat: OpenAIChat) -> tuple[str, ...]:
    """The models on offer; none where the service does not list them."""
    try:
        return tuple(await chat.models())
    except CallFailed as failed:
        if failed.failure in (Failure.NOT_AN_API, Failure.UNKNOWN_MODEL, Failure.BAD_REQUEST, Failure.NOT_ALLOWED):
            return ()
        raise
