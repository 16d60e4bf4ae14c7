"""The one module that speaks to a service through the `openai` package.

It sends one chat request, retries what may pass (honouring Retry-After, bounded), and turns every way in which a
service fails into a CallFailed with its own sentence. What comes of it carries the requests of all attempts, and the
tokens as far as the service reports them. `openai` is imported on first use, in a thread, because that takes long;
its own retries are off, so that a batch hears of every 429. Every value it would read from the environment is given
explicitly.
"""

import asyncio
import contextlib
import importlib
import json
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from rubrics.llm.chat import Completion, Message, RefusedParameter, whole
from rubrics.llm.endpoint import Endpoint
from rubrics.llm.failures import SENTENCES, CallFailed, Failure
from rubrics.llm.troubles import Trouble, cleaned, detail_of, refused_parameter, trouble_of
from rubrics.verdict import Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_NO_KEY_NEEDED = "none"
"""Sent where no key is known: local servers ignore it, others answer 401."""
_FIRST_DELAY = 0.5
_MAX_DELAY = 8.0
MAX_RETRY_AFTER = 60.0
"""Longest wait, in seconds, that a service may ask for and get; past it the attempt ends."""
_TOO_MANY_TOKENS = 2**53
"""No request uses as many: a count from here on says nothing, and would break what is computed with it."""

Read = TypeVar("Read")
Sleep = Callable[[float], Awaitable[None]]
Throttled = Callable[[float], None]
"""Told of every 429, with the seconds until the next attempt."""


class OpenAIChat:
    """Chat Completions of one model at one endpoint.

    `at_once` bounds the requests in flight, whoever sends them; one that waits to be tried again keeps its place.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        model: str,
        *,
        timeout: float = 60.0,
        max_retries: int = 2,
        rng: random.Random | None = None,
        sleep: Sleep = asyncio.sleep,
        on_throttled: Throttled | None = None,
        at_once: int | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._model = model
        self._timeout = timeout
        self._max_retries = max_retries
        self._rng = rng or random.SystemRandom()
        self._sleep = sleep
        self._on_throttled = on_throttled
        self._room = asyncio.Semaphore(at_once) if at_once else contextlib.nullcontext()
        self._opened: tuple[ModuleType, AsyncOpenAI] | None = None
        self._opening = asyncio.Lock()

    async def complete(self, messages: Sequence[Message], parameters: Mapping[str, object]) -> Completion:
        """The model's reply; raises RefusedParameter or CallFailed."""

        async def attempt(client: "AsyncOpenAI") -> object:
            # The typed method compares every value, on the way out and back, with every type that it might have.
            body = {"model": self._model, **parameters, "messages": list(messages)}
            return _json(await client.post("/chat/completions", cast_to=bytes, body=body))

        return await self._with_retries(attempt, parameters, self._completion)

    async def models(self) -> list[str]:
        """Ids of the models that the service offers, sorted; raises CallFailed."""

        async def attempt(client: "AsyncOpenAI") -> object:
            return getattr(await client.models.list(), "data", None)

        def ids(listed: object, used: Usage) -> list[str]:
            if not isinstance(listed, list):
                raise self._failed(Trouble(Failure.NOT_AN_API), used)
            return sorted(str(model.id) for model in listed)

        return await self._with_retries(attempt, {}, ids)

    async def aclose(self) -> None:
        """Release connections."""
        if self._opened is not None:
            await self._opened[1].close()
            self._opened = None

    async def _open(self) -> tuple[ModuleType, "AsyncOpenAI"]:
        async with self._opening:
            if self._opened is None:
                module = await asyncio.to_thread(importlib.import_module, "openai")
                self._opened = (module, _client(module, self._endpoint, self._timeout))
            return self._opened

    async def _with_retries(
        self,
        attempt: Callable[["AsyncOpenAI"], Awaitable[object]],
        parameters: Mapping[str, object],
        read: Callable[[object, Usage], Read],
    ) -> Read:
        """What `read` makes of the first reply that is one, and of what the attempts before it used."""
        module, client = await self._open()
        used = Usage()
        async with self._room:
            for tried in range(self._max_retries + 1):
                try:
                    async with asyncio.timeout(self._timeout):
                        reply = await attempt(client)
                    return read(reply, used)
                except TimeoutError:
                    trouble, reported = Trouble(Failure.TIMEOUT, retry=True), None
                except module.APIError as error:
                    trouble, reported = trouble_of(module, error), _body(error)
                    refused = refused_parameter(module, error, parameters)
                    if refused:
                        raise RefusedParameter(refused, detail_of(error), used + _usage_in(reported)) from None
                except (ValueError, RecursionError):  # no JSON, or JSON with a number too long to read
                    trouble, reported = Trouble(Failure.NOT_AN_API), None
                used += _usage_in(reported)
                await self._pause_or_fail(trouble, tried, used)
        raise AssertionError("the last attempt returns or raises")

    async def _pause_or_fail(self, trouble: Trouble, tried: int, used: Usage) -> None:
        """Wait for the next attempt; raise when there is none."""
        delay = self._delay(trouble, tried)
        if trouble.failure is Failure.RATE_LIMITED and self._on_throttled is not None:
            self._on_throttled(min(delay, MAX_RETRY_AFTER))
        once = trouble.failure is Failure.TIMEOUT
        if not trouble.retry or tried >= (min(1, self._max_retries) if once else self._max_retries):
            raise self._failed(trouble, used)
        if delay > MAX_RETRY_AFTER:
            raise self._failed(trouble, used, f" It asks to wait {delay:.0f} seconds.")
        await self._sleep(delay)

    def _delay(self, trouble: Trouble, tried: int) -> float:
        if trouble.wait is not None:
            return trouble.wait
        return float(min(_MAX_DELAY, _FIRST_DELAY * 2**tried)) * self._rng.uniform(0.75, 1.25)

    def _failed(self, trouble: Trouble, used: Usage, more: str = "") -> CallFailed:
        """That failure, in words about this endpoint and model."""
        sentence = SENTENCES[trouble.failure].format(
            host=self._endpoint.host,
            model=self._model,
            seconds=self._timeout,
            detail=f" It says: {trouble.detail}" if trouble.detail else "",
        )
        return CallFailed(trouble.failure, self._without_key(sentence + more), usage=used)

    def _without_key(self, text: str) -> str:
        return text.replace(self._endpoint.key, "…") if self._endpoint.key else text

    def _completion(self, reply: object, before: Usage) -> Completion:
        """The parts of a reply that matter, read defensively: servers differ in what they leave out."""
        used = before + _usage(_part(reply, "usage"))
        error = _part(reply, "error")
        if error:
            said = _part(error, "message") if isinstance(error, dict) else error
            raise self._failed(Trouble(Failure.SERVER_ERROR, cleaned(str(said))), used)
        choices = _part(reply, "choices")
        if not (isinstance(choices, list) and choices):
            raise self._failed(Trouble(Failure.NOT_AN_API), used)
        message = _part(choices[0], "message")
        return Completion(
            text=_text(message, "content") or "",
            finish=_text(choices[0], "finish_reason") or "stop",
            refusal=_text(message, "refusal"),
            usage=used,
        )


def _client(module: ModuleType, endpoint: Endpoint, timeout: float) -> "AsyncOpenAI":
    key = endpoint.key or _NO_KEY_NEEDED
    client: AsyncOpenAI = module.AsyncOpenAI(
        api_key=key,
        admin_api_key="",
        base_url=endpoint.url,
        timeout=timeout,
        max_retries=0,
        default_headers={"Authorization": f"Bearer {key}"},
    )
    if not endpoint.is_openai:
        client.organization = client.project = None
    return client


def _json(body: bytes) -> object:
    """A body as JSON: UTF-8 whatever its header says, as JSON has no other encoding (RFC 8259, sections 8.1, 11)."""
    return json.loads(body.decode("utf-8-sig", "replace"))


def _usage(usage: object) -> Usage:
    """What one request used, from an object or a mapping as services report it; a request in any case."""
    return Usage(
        prompt_tokens=_count(usage, "prompt_tokens"),
        cached_tokens=_count(_part(usage, "prompt_tokens_details"), "cached_tokens"),
        completion_tokens=_count(usage, "completion_tokens"),
        requests=1,
    )


def _usage_in(body: object) -> Usage:
    """What a failed request used, from the body of its error, if that says so."""
    return _usage(_part(body, "usage"))


def _body(error: Any) -> object:
    """The whole body behind an error; the client itself keeps only the part that describes the error."""
    try:
        return error.response.json()
    except (AttributeError, ValueError, RecursionError):
        return None


def _part(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


def _text(value: object, name: str) -> str | None:
    text = _part(value, name)
    return whole(text) if isinstance(text, str) else None


def _count(value: object, name: str) -> int:
    number = _part(value, name)
    return number if isinstance(number, int) and 0 < number < _TOO_MANY_TOKENS else 0
