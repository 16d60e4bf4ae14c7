"""The seam between a grader and the service behind it: one chat request, one reply."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rubrics.verdict import Usage

Message = Mapping[str, str]
"""A chat message: `role` and `content`."""
_HALF = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """What a service said, with the sign for an unknown character for halves of surrogate pairs.

    JSON can escape them, as a reply cut within an emoji does; no file, database or further request can hold them.
    """
    return _HALF.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model replied."""

    text: str
    finish: str = "stop"
    """`stop`, `length`, `content_filter` or another word of the service."""
    refusal: str | None = None
    usage: Usage = field(default_factory=lambda: Usage(requests=1))


class RefusedParameter(Exception):  # noqa: N818 - it reads as what happened
    """The service does not take one of the parameters; it may work without it, or with another in its place."""

    def __init__(self, parameter: str, message: str, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.usage = usage or Usage(requests=1)


class Chat(Protocol):
    """A service that completes chats. It retries what may pass, and raises CallFailed or RefusedParameter."""

    async def complete(self, messages: Sequence[Message], parameters: Mapping[str, object]) -> Completion:
        """The model's reply to the messages, asked for with these parameters of Chat Completions."""
        ...

    async def aclose(self) -> None:
        """Release connections."""
        ...
