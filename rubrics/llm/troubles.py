"""What a failed attempt of the `openai` client was: which failure, whether another attempt may help, what to tell.

The client's own module is handed in, so that its errors can be told apart without importing it here.
"""

import email.utils
import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from rubrics.llm.failures import Failure

_MAX_DETAIL = 200
_SECRET = re.compile(r"\b(?:sk|key|token|bearer)[-_ ][\w.*-]{6,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One failed attempt: what it was, whether another may help, and how long the service asks to wait."""

    failure: Failure
    detail: str = ""
    retry: bool = False
    wait: float | None = None


def refused_parameter(module: ModuleType, error: Any, parameters: Mapping[str, object]) -> str | None:
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


def trouble_of(module: ModuleType, error: Any) -> Trouble:
    """What an error of the client means."""
    if isinstance(error, module.APITimeoutError):
        return Trouble(Failure.TIMEOUT, retry=True)
    if isinstance(error, module.APIConnectionError):
        return _connection_trouble(error)
    if isinstance(error, module.APIStatusError):
        return _status_trouble(error)
    return Trouble(Failure.NOT_AN_API)


def _connection_trouble(error: BaseException) -> Trouble:
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Trouble(Failure.BAD_CERTIFICATE)
    if any("CERTIFICATE_VERIFY_FAILED" in str(cause) for cause in causes):
        return Trouble(Failure.BAD_CERTIFICATE)
    unknown = ("getaddrinfo", "name or service not known", "nodename nor servname", "name resolution", "no address")
    if any(isinstance(c, socket.gaierror) or any(u in str(c).lower() for u in unknown) for c in causes):
        return Trouble(Failure.NO_SUCH_HOST)
    if any(isinstance(c, ConnectionRefusedError) or type(c).__name__ == "ConnectError" for c in causes):
        return Trouble(Failure.UNREACHABLE)
    return Trouble(Failure.RESET, retry=True)


def _causes(error: BaseException | None) -> Any:
    seen = 0
    while error is not None and seen < 10:
        yield error
        error = error.__cause__ or error.__context__
        seen += 1


def _status_trouble(error: Any) -> Trouble:
    text = f"{error.code or ''} {error.type or ''} {_message(error)}".lower()
    status = error.status_code
    wait = retry_after(error.response.headers, time.time())
    if status == 429 and any(word in text for word in ("insufficient_quota", "billing", "credit balance")):
        return Trouble(Failure.QUOTA)
    if status in (400, 413, 422, 500) and _is_too_long(error, text):
        return Trouble(Failure.CONTEXT_TOO_LONG)
    if status in (400, 403) and re.search(r"content[_ ]?(?:filter|policy|management)|moderation", text):
        return Trouble(Failure.CONTENT_FILTER)
    if status == 404 and not re.search(r"model|deployment", text):
        return Trouble(Failure.NOT_AN_API)
    simple = {401: Failure.WRONG_KEY, 402: Failure.QUOTA, 403: Failure.NOT_ALLOWED, 404: Failure.UNKNOWN_MODEL}
    if status in simple:
        return Trouble(simple[status], "" if status == 401 else detail_of(error))
    if status == 429:
        return Trouble(Failure.RATE_LIMITED, retry=True, wait=wait)
    if status == 408:
        return Trouble(Failure.TIMEOUT, retry=True, wait=wait)
    if status == 409 or status >= 500:
        return Trouble(Failure.SERVER_ERROR, detail_of(error), retry=True, wait=wait)
    if re.search(r"model.{0,60}(?:not found|does not exist|not exist|unknown|invalid)|invalid model", text):
        return Trouble(Failure.UNKNOWN_MODEL, detail_of(error))
    return Trouble(Failure.BAD_REQUEST, detail_of(error))


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


def detail_of(error: Any) -> str:
    """What the service says about an error, fit to show."""
    return cleaned(_message(error))


def cleaned(message: str) -> str:
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
    try:
        return max(0.0, email.utils.mktime_tz(date) - now) if date else None
    except (ValueError, OverflowError):  # a day that no calendar has
        return None
