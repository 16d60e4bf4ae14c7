"""The one module that speaks to a service through the `openai` package.

It sends one chat request, retries what may pass (honouring Retry-After, bounded), and turns every way in which a
service fails into a CallFailed with its own sentence. `openai` is imported on first use, in a thread, because that
takes long; its own retries are off, so that a batch hears of every 429. Every value it would read from the
environment is given explicitly.
"""

import asyncio
import email.utils
import importlib
import json
import random
import re
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from rubrics.llm.chat import Completion, Message, RefusedParameter
from rubrics.llm.endpoint import Endpoint
from rubrics.llm.failures import SENTENCES, CallFailed, Failure
from rubrics.verdict import Usage

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_NO_KEY_NEEDED = "none"
"""Sent where no key is known: local servers ignore it, others answer 401."""
_FIRST_DELAY = 0.5
_MAX_DELAY = 8.0
MAX_RETRY_AFTER = 60.0
"""Longest wait, in seconds, that a service may ask for and get; past it the attempt ends."""
_MAX_DETAIL = 200
_SECRET = re.compile(r"\b(?:sk|key|token|bearer)[-_ ][\w.*-]{6,}", re.IGNORECASE)

Sleep = Callable[[float], Awaitable[None]]
Throttled = Callable[[float], None]
"""Told of every 429, with the seconds until the next attempt."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """One failed attempt: what it was, whether another may help, and how long the service asks to wait."""

    failure: Failure
    detail: str = ""
    retry: bool = False
    wait: float | None = None


class OpenAIChat:
    """Chat Completions of one model at one endpoint."""

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
    ) -> None:
        self._endpoint = endpoint
        self._model = model
        self._timeout = timeout
        self._max_retries = max_retries
        self._rng = rng or random.SystemRandom()
        self._sleep = sleep
        self._on_throttled = on_throttled
        self._opened: tuple[ModuleType, AsyncOpenAI] | None = None
        self._opening = asyncio.Lock()

    async def complete(self, messages: Sequence[Message], parameters: Mapping[str, object]) -> Completion:
        """The model's reply; raises RefusedParameter or CallFailed."""

        async def attempt(client: "AsyncOpenAI") -> object:
            arguments: dict[str, Any] = {**parameters, "messages": list(messages)}
            return await client.chat.completions.create(model=self._model, **arguments)

        return self._completion(await self._with_retries(attempt, parameters))

    async def models(self) -> list[str]:
        """Ids of the models that the service offers, sorted; raises CallFailed."""

        async def attempt(client: "AsyncOpenAI") -> object:
            return getattr(await client.models.list(), "data", None)

        listed = await self._with_retries(attempt, {})
        if not isinstance(listed, list):
            raise self._failed(_Trouble(Failure.NOT_AN_API))
        return sorted(str(model.id) for model in listed)

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
        self, attempt: Callable[["AsyncOpenAI"], Awaitable[object]], parameters: Mapping[str, object]
    ) -> object:
        module, client = await self._open()
        for tried in range(self._max_retries + 1):
            try:
                async with asyncio.timeout(self._timeout):
                    return await attempt(client)
            except TimeoutError:
                trouble = _Trouble(Failure.TIMEOUT, retry=True)
            except module.APIError as error:
                refused = _refused_parameter(module, error, parameters)
                if refused:
                    raise RefusedParameter(refused, _detail(error)) from None
                trouble = _trouble(module, error)
            except (json.JSONDecodeError, UnicodeDecodeError):
                trouble = _Trouble(Failure.NOT_AN_API)
            await self._pause_or_fail(trouble, tried)
        raise AssertionError("the last attempt returns or raises")

    async def _pause_or_fail(self, trouble: _Trouble, tried: int) -> None:
        """Wait for the next attempt; raise when there is none."""
        delay = self._delay(trouble, tried)
        if trouble.failure is Failure.RATE_LIMITED and self._on_throttled is not None:
            self._on_throttled(min(delay, MAX_RETRY_AFTER))
        once = trouble.failure is Failure.TIMEOUT
        if not trouble.retry or tried >= (min(1, self._max_retries) if once else self._max_retries):
            raise self._failed(trouble)
        if delay > MAX_RETRY_AFTER:
            raise self._failed(trouble, f" It asks to wait {delay:.0f} seconds.")
        await self._sleep(delay)

    def _delay(self, trouble: _Trouble, tried: int) -> float:
        if trouble.wait is not None:
            return trouble.wait
        return float(min(_MAX_DELAY, _FIRST_DELAY * 2**tried)) * self._rng.uniform(0.75, 1.25)

    def _failed(self, trouble: _Trouble, more: str = "") -> CallFailed:
        return self.failed(trouble.failure, trouble.detail, more)

    def failed(self, failure: Failure, detail: str = "", more: str = "") -> CallFailed:
        """That failure, in words about this endpoint and model."""
        sentence = SENTENCES[failure].format(
            host=self._endpoint.host,
            model=self._model,
            seconds=self._timeout,
            detail=f" It says: {detail}" if detail else "",
        )
        return CallFailed(failure, self._without_key(sentence + more), usage=Usage(requests=1))

    def _without_key(self, text: str) -> str:
        return text.replace(self._endpoint.key, "…") if self._endpoint.key else text

    def _completion(self, reply: object) -> Completion:
        """The parts of a reply that matter, read defensively: servers differ in what they leave out."""
        error = getattr(reply, "error", None)
        if error:
            message = error.get("message") if isinstance(error, dict) else error
            raise self._failed(_Trouble(Failure.SERVER_ERROR, _clean(str(message))))
        choices = getattr(reply, "choices", None)
        if not choices:
            raise self._failed(_Trouble(Failure.NOT_AN_API))
        message = choices[0].message
        return Completion(
            text=getattr(message, "content", None) or "",
            finish=str(choices[0].finish_reason or "stop"),
            refusal=getattr(message, "refusal", None),
            usage=_usage(getattr(reply, "usage", None)),
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


def _usage(usage: object) -> Usage:
    details = getattr(usage, "prompt_tokens_details", None)
    return Usage(
        prompt_tokens=getattr(usage, "prompt_tokens", None) or 0,
        cached_tokens=getattr(details, "cached_tokens", None) or 0,
        completion_tokens=getattr(usage, "completion_tokens", None) or 0,
        requests=1,
    )


def _refused_parameter(module: ModuleType, error: Any, parameters: Mapping[str, object]) -> str | None:
    """Which of the parameters the service refuses, if that is what the error says."""
    if not isinstance(error, module.APIStatusError) or error.status_code not in (400, 404, 422, 500, 501):
        return None
    text = f"{error.param or ''} {_message(error)}".lower()
    if _is_too_long(error, text) or "content_filter" in f"{error.code} {text}":
        return None
    is_complaint = error.status_code in (400, 422) or re.search(r"support|implement|grammar|schema", text)
    if not is_complaint:
        return None
    for name, words in _NAMES_OF_PARAMETERS.items():
        if name in parameters and any(word in text for word in words):
            return name
    return None


# How services name a parameter when they refuse it. `max_tokens` comes before its longer name, which the same
# message suggests in its place.
_NAMES_OF_PARAMETERS = {
    "response_format": ("response_format", "json_schema", "json_object", "json mode", "structured output", "grammar",
                        "schema", "guided"),
    "temperature": ("temperature",),
    "seed": ("seed",),
    "reasoning_effort": ("reasoning_effort", "reasoning effort", "reasoning", "thinking"),
    "max_tokens": ("max_tokens",),
    "max_completion_tokens": ("max_completion_tokens",),
}  # fmt: skip


def _trouble(module: ModuleType, error: Any) -> _Trouble:
    if isinstance(error, module.APITimeoutError):
        return _Trouble(Failure.TIMEOUT, retry=True)
    if isinstance(error, module.APIConnectionError):
        return _connection_trouble(error)
    if isinstance(error, module.APIStatusError):
        return _status_trouble(error)
    return _Trouble(Failure.NOT_AN_API)


def _connection_trouble(error: BaseException) -> _Trouble:
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return _Trouble(Failure.BAD_CERTIFICATE)
    if any("CERTIFICATE_VERIFY_FAILED" in str(cause) for cause in causes):
        return _Trouble(Failure.BAD_CERTIFICATE)
    unknown = ("getaddrinfo", "name or service not known", "nodename nor servname", "name resolution", "no address")
    if any(isinstance(c, socket.gaierror) or any(u in str(c).lower() for u in unknown) for c in causes):
        return _Trouble(Failure.NO_SUCH_HOST)
    if any(isinstance(c, ConnectionRefusedError) or type(c).__name__ == "ConnectError" for c in causes):
        return _Trouble(Failure.UNREACHABLE)
    return _Trouble(Failure.RESET, retry=True)


def _causes(error: BaseException | None) -> Any:
    seen = 0
    while error is not None and seen < 10:
        yield error
        error = error.__cause__ or error.__context__
        seen += 1


def _status_trouble(error: Any) -> _Trouble:
    text = f"{error.code or ''} {error.type or ''} {_message(error)}".lower()
    status = error.status_code
    wait = retry_after(error.response.headers, time.time())
    if status == 429 and any(word in text for word in ("insufficient_quota", "billing", "credit balance")):
        return _Trouble(Failure.QUOTA)
    if status in (400, 413, 422, 500) and _is_too_long(error, text):
        return _Trouble(Failure.CONTEXT_TOO_LONG)
    if status in (400, 403) and re.search(r"content[_ ]?(?:filter|policy|management)|moderation", text):
        return _Trouble(Failure.CONTENT_FILTER)
    if status == 404 and not re.search(r"model|deployment", text):
        return _Trouble(Failure.NOT_AN_API)
    simple = {401: Failure.WRONG_KEY, 402: Failure.QUOTA, 403: Failure.NOT_ALLOWED, 404: Failure.UNKNOWN_MODEL}
    if status in simple:
        return _Trouble(simple[status], "" if status == 401 else _detail(error))
    if status == 429:
        return _Trouble(Failure.RATE_LIMITED, retry=True, wait=wait)
    if status == 408:
        return _Trouble(Failure.TIMEOUT, retry=True, wait=wait)
    if status == 409 or status >= 500:
        return _Trouble(Failure.SERVER_ERROR, _detail(error), retry=True, wait=wait)
    if re.search(r"model.{0,60}(?:not found|does not exist|not exist|unknown|invalid)|invalid model", text):
        return _Trouble(Failure.UNKNOWN_MODEL, _detail(error))
    return _Trouble(Failure.BAD_REQUEST, _detail(error))


def _is_too_long(error: Any, text: str) -> bool:
    known = re.search(
        r"context[_ ](?:length|size|window)|maximum context|exceed_context|prompt is too long|too many tokens", text
    )
    return error.code == "context_length_exceeded" or bool(known)


def _message(error: Any) -> str:
    body = error.body
    if isinstance(body, dict):
        inner = body.get("message") or body.get("detail") or body.get("error")
        return str(inner.get("message") if isinstance(inner, dict) else inner or "")
    return str(error.message)


def _detail(error: Any) -> str:
    return _clean(_message(error))


def _clean(message: str) -> str:
    """A service's words, fit to show: one line, printable, short, without anything like a key."""
    if "<html" in message.lower() or "<!doctype" in message.lower():
        return ""
    line = " ".join("".join(char if char.isprintable() else " " for char in message).split())
    line = _SECRET.sub("…", line)
    return line if len(line) <= _MAX_DETAIL else line[: _MAX_DETAIL - 1] + "…"


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that a response asks to wait (RFC 9110 §10.2.3, and `retry-after-ms`); None when it does not say."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * scale
        except ValueError:
            continue
        if 0 <= seconds < 1e6:
            return seconds
    date = email.utils.parsedate_tz(headers.get("retry-after", ""))
    return max(0.0, email.utils.mktime_tz(date) - now) if date else None
