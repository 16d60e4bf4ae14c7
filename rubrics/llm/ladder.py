"""How an endpoint is asked for JSON, and which parameters it takes: found out by trying, remembered, not asked twice.

The ladder of formats is `json_schema` (strict), `json_object` with the schema in the prompt, and the same with no
`response_format`. A refused parameter is swapped for its other name or left out. What was learned is kept per
endpoint and model for as long as the process runs.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from rubrics.llm.chat import Chat, Completion, Message, RefusedParameter
from rubrics.llm.failures import CallFailed, Failure
from rubrics.llm.messages import prompt
from rubrics.verdict import Usage

_REASONING = re.compile(
    r"(?:^|/)(?:o[1-9](?:$|[-.:])|gpt-(?:[5-9]|oss))|reasoner|thinking|deepseek-r\d|magistral|qwq"
)
_NO_EFFORT = re.compile(r"chat-latest|gpt-5-chat")
_FIXED_SEED = 7
_MAX_LESSONS = 8


class Format(StrEnum):
    """How a reply's shape is asked for, the best first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    TEXT = "text"


_NEXT_FORMAT = {Format.SCHEMA: Format.OBJECT, Format.OBJECT: Format.TEXT}
_OTHER_NAME = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}


@dataclass(frozen=True, slots=True)
class Abilities:
    """What one model at one endpoint is known to take."""

    format: Format = Format.SCHEMA
    limit: str = "max_tokens"
    """Name of the parameter that bounds a reply's length; empty when it takes neither."""
    temperature: bool = True
    seed: bool = True
    effort: bool = False
    swapped_limit: bool = False
    described: bool = False
    """Whether the schema must stand in the prompt although the format enforces it: some servers ignore the format."""


Memory = dict[tuple[str, str], Abilities]
"""Abilities by endpoint and model."""


def presumed(model: str, *, is_openai: bool) -> Abilities:
    """What to try first: reasoning models take an effort and no temperature, OpenAI the newer name of the limit."""
    name = model.lower()
    reasons = bool(_REASONING.search(name)) and not _NO_EFFORT.search(name)
    return Abilities(
        limit="max_completion_tokens" if is_openai else "max_tokens",
        temperature=not reasons,
        effort=reasons,
    )


def reasons(abilities: Abilities) -> bool:
    """Whether replies are preceded by thinking that counts against the limit."""
    return not abilities.temperature or abilities.effort


def without(abilities: Abilities, parameter: str) -> Abilities | None:
    """The abilities once that parameter turned out to be refused; None when there is nothing left to give up."""
    if parameter == "response_format":
        following = _NEXT_FORMAT.get(abilities.format)
        return replace(abilities, format=following) if following else None
    if parameter in _OTHER_NAME and abilities.limit == parameter:
        other = "" if abilities.swapped_limit else _OTHER_NAME[parameter]
        return replace(abilities, limit=other, swapped_limit=True)
    given_up = {"temperature": "temperature", "seed": "seed", "reasoning_effort": "effort"}.get(parameter)
    if given_up is None or not getattr(abilities, given_up):
        return None
    lesson: dict[str, Any] = {given_up: False}
    return replace(abilities, **lesson)


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape that a reply must have."""

    name: str
    """One word for it."""
    schema: Mapping[str, Any]
    """JSON Schema, within the subset that strict structured output allows."""


def parameters_for(abilities: Abilities, shape: Shape, limit: int) -> dict[str, object]:
    """The parameters of a request for a reply of that shape, `limit` tokens long at most."""
    chosen: dict[str, object] = {}
    if abilities.temperature:
        chosen["temperature"] = 0
    if abilities.seed:
        chosen["seed"] = _FIXED_SEED
    if abilities.effort:
        chosen["reasoning_effort"] = "low"
    if abilities.limit:
        chosen[abilities.limit] = limit * 4 + 2000 if reasons(abilities) else limit
    if abilities.format is Format.SCHEMA:
        wanted = {"name": shape.name, "strict": True, "schema": dict(shape.schema)}
        chosen["response_format"] = {"type": "json_schema", "json_schema": wanted}
    elif abilities.format is Format.OBJECT:
        chosen["response_format"] = {"type": "json_object"}
    return chosen


def messages_for(abilities: Abilities, messages: Sequence[Message], shape: Shape) -> list[Message]:
    """The messages, with the schema in the first one where the endpoint does not enforce it."""
    if abilities.format is Format.SCHEMA and not abilities.described:
        return list(messages)
    described = f"{prompt('json_object')}\n{json.dumps(shape.schema, separators=(',', ':'))}"
    first = {**messages[0], "content": f"{messages[0]['content']}\n\n{described}"}
    return [first, *messages[1:]]


class Ladder:
    """Requests to one model at one endpoint, each in the way it is known to take."""

    def __init__(self, chat: Chat, key: tuple[str, str], start: Abilities, memory: Memory | None = None) -> None:
        self._chat = chat
        self._key = key
        self._start = start
        self._memory = memory if memory is not None else {}

    @property
    def abilities(self) -> Abilities:
        """What is known so far."""
        return self._memory.get(self._key, self._start)

    async def ask(
        self, messages: Sequence[Message], shape: Shape, limit: int, *, described: bool = False
    ) -> Completion:
        """The reply in that shape, its schema `described` in the prompt or not; raises CallFailed.

        Its usage includes the requests that were refused on the way.
        """
        used = Usage(cost_usd=0.0)
        for _ in range(_MAX_LESSONS):
            known = self.abilities
            tried = replace(known, described=known.described or described)
            try:
                completion = await self._chat.complete(
                    messages_for(tried, messages, shape), parameters_for(tried, shape, limit)
                )
            except RefusedParameter as refusal:
                used += refusal.usage
                self._learn(known, refusal, used)
            except CallFailed as failed:
                raise failed.with_usage(used + failed.usage) from failed
            else:
                return replace(completion, usage=used + completion.usage)
        raise CallFailed(Failure.BAD_REQUEST, "The service refuses one parameter after another.", usage=used)

    def describe_from_now_on(self) -> None:
        """Remember that replies only have the right shape when the schema stands in the prompt."""
        self._memory[self._key] = replace(self.abilities, described=True)

    def _learn(self, tried: Abilities, refusal: RefusedParameter, used: Usage) -> None:
        lesson = without(tried, refusal.parameter)
        if lesson is None:
            sentence = f"The service did not accept the request. It says: {refusal}"
            raise CallFailed(Failure.BAD_REQUEST, sentence, usage=used)
        if self.abilities == tried:
            self._memory[self._key] = lesson
