"""Why a request to a model came to nothing, each as its own kind with its own sentence.

    CallFailed          carries a Failure, the sentence, and what the attempt used

A failure that lies in the settings (`is_setup`) will meet every other answer too, so a batch stops at it; one that
may pass (`may_pass`) is worth trying again later.
"""

from enum import StrEnum

from rubrics.errors import GraderError
from rubrics.verdict import Usage


class Failure(StrEnum):
    """What went wrong; the value is the flag of the ungraded grade."""

    NO_KEY = "no-key"
    WRONG_KEY = "wrong-key"
    NOT_ALLOWED = "not-allowed"
    UNKNOWN_MODEL = "unknown-model"
    NO_SUCH_HOST = "no-such-host"
    UNREACHABLE = "unreachable"
    BAD_CERTIFICATE = "bad-certificate"
    NOT_AN_API = "not-an-api"
    QUOTA = "quota"
    RATE_LIMITED = "rate-limited"
    CONTENT_FILTER = "content-filter"
    CONTEXT_TOO_LONG = "context-too-long"
    BAD_REQUEST = "bad-request"
    REFUSED = "refused"
    TRUNCATED = "truncated"
    EMPTY = "empty-reply"
    UNREADABLE = "unreadable-reply"
    TIMEOUT = "timeout"
    SERVER_ERROR = "server-error"
    RESET = "connection-lost"

    @property
    def is_setup(self) -> bool:
        """Whether it lies in key, address, model or account, so that every other answer meets it too."""
        return self in _SETUP

    @property
    def may_pass(self) -> bool:
        """Whether the same request may succeed later with nothing changed."""
        return self in _PASSING


_SETUP = frozenset({
    Failure.NO_KEY, Failure.WRONG_KEY, Failure.NOT_ALLOWED, Failure.UNKNOWN_MODEL, Failure.NO_SUCH_HOST,
    Failure.UNREACHABLE, Failure.BAD_CERTIFICATE, Failure.NOT_AN_API, Failure.QUOTA,
})  # fmt: skip
_PASSING = frozenset({Failure.RATE_LIMITED, Failure.TIMEOUT, Failure.SERVER_ERROR, Failure.RESET})

SENTENCES = {
    Failure.NO_KEY: "{host} needs an API key and none is set: set OPENAI_API_KEY.",
    Failure.WRONG_KEY: "{host} does not accept the API key; check it, and that it belongs to this address.",
    Failure.NOT_ALLOWED: "{host} does not allow this account to use the model “{model}”.{detail}",
    Failure.UNKNOWN_MODEL: "{host} has no model “{model}”.{detail}",
    Failure.NO_SUCH_HOST: "There is no host {host}; check the address, or the network.",
    Failure.UNREACHABLE: "Nothing answers at {host}; is the server running?",
    Failure.BAD_CERTIFICATE: "{host} shows a certificate that is not trusted here.",
    Failure.NOT_AN_API: "{host} answers, but not as an OpenAI-compatible API; the address usually ends in /v1.",
    Failure.QUOTA: "The account at {host} has no credit left; add some, or choose another grader.",
    Failure.RATE_LIMITED: "{host} is limiting requests, and did so on every attempt; try again later.",
    Failure.CONTENT_FILTER: "The content filter of {host} stopped the request.",
    Failure.CONTEXT_TOO_LONG: "The request is too long for the model “{model}”; choose one with a larger context, "
    "or shorten the text.",
    Failure.BAD_REQUEST: "{host} did not accept the request.{detail}",
    Failure.REFUSED: "The model “{model}” declined to reply.{detail}",
    Failure.TRUNCATED: "The reply of “{model}” was cut off at its length limit, twice.",
    Failure.EMPTY: "The model “{model}” gave an empty reply, twice.",
    Failure.UNREADABLE: "The reply of “{model}” could not be read, even after a request to repair it.",
    Failure.TIMEOUT: "{host} did not answer within {seconds:g} seconds.",
    Failure.SERVER_ERROR: "{host} had an error of its own, on every attempt.{detail}",
    Failure.RESET: "The connection to {host} broke off, on every attempt.",
}


class CallFailed(GraderError):  # noqa: N818 - it reads as what happened
    """A request, or the series of requests for one answer, that gave nothing to grade with."""

    def __init__(
        self, failure: Failure, sentence: str, *, usage: Usage | None = None, reply: str | None = None
    ) -> None:
        super().__init__(sentence)
        self.failure = failure
        self.usage = usage or Usage()
        self.reply = reply

    def with_usage(self, usage: Usage) -> "CallFailed":
        """The same failure, counting what the earlier requests for this answer used."""
        return CallFailed(self.failure, str(self), usage=usage, reply=self.reply)
