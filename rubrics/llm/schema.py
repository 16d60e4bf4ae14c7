"""What a model must reply: the JSON Schema it is given, and the strict reading of what comes back.

Verdicts are an object with one required property per criterion, so that a server that enforces the schema cannot
leave one out, double one or invent one. Where the schema is only described, a list of verdicts with ids is read too.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from rubrics.llm.chat import whole
from rubrics.verdict import Claim, Status, Verdict

MAX_CLAIMS = 5
_MAX_TEXT = 2000
_THOUGHT = re.compile(r"^.*?</think(?:ing)?>", re.DOTALL)


class ReplyError(Exception):
    """A reply that cannot be read as verdicts; `str(error)` is a clause of ours that says why."""


def _cut(value: object) -> object:
    return value[:_MAX_TEXT] if isinstance(value, str) else "" if value is None else value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_cut)]


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class VerdictReply(_Reply):
    """A model's judgement on one criterion."""

    quote: Text = ""
    reason: Text = ""
    status: Annotated[Status, BeforeValidator(_lower)]


class ClaimReply(_Reply):
    """A statement of the answer that no criterion covers, as a model reports it."""

    quote: Text
    point: Text = ""


class GradeReply(_Reply):
    """A whole reply; verdicts in the order in which they came, with whatever ids they carry."""

    verdicts: list[tuple[str, VerdictReply]] = Field(min_length=1)
    beyond: list[ClaimReply] = []
    wrong: list[ClaimReply] = []


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply in the terms of this room, unknown ids left out and counted."""

    verdicts: tuple[Verdict, ...]
    beyond: tuple[Claim, ...]
    wrong: tuple[Claim, ...]
    unknown_ids: int = 0


def reply_schema(criterion_ids: Iterable[str]) -> dict[str, Any]:
    """The JSON Schema of a reply about these criteria, within the subset that strict structured output allows.

    The bound on the lists is more than tidiness: small models that a server holds to a schema fill a list for ever.
    """
    statuses = [status.value for status in Status]
    text = {"type": "string"}
    verdict = strict_object({"quote": text, "reason": text, "status": {"type": "string", "enum": statuses}})
    claims = {"type": "array", "items": {"$ref": "#/$defs/claim"}, "maxItems": MAX_CLAIMS}
    by_id = strict_object({identifier: {"$ref": "#/$defs/verdict"} for identifier in criterion_ids})
    return {
        **strict_object({"verdicts": by_id, "beyond": claims, "wrong": claims}),
        "$defs": {"verdict": verdict, "claim": strict_object({"quote": text, "point": text})},
    }


def strict_object(properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object with these properties, all of them required and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read_reply(text: str, criterion_ids: Sequence[str]) -> Reading:
    """The verdicts in a reply. Doubled ids stay doubled, for the caller to refuse; ReplyError when there are none."""
    raw = the_object(text, "verdicts")
    raw["verdicts"] = list(_pairs(raw.get("verdicts")))
    for key in ("beyond", "wrong"):
        found = raw.get(key)
        raw[key] = [c for c in found if _is_claim(c)][:MAX_CLAIMS] if isinstance(found, list) else []
    try:
        reply = GradeReply.model_validate(raw)
    except ValidationError as error:
        raise ReplyError(f"it does not fit the schema ({_first_problem(error)})") from error
    return _reading(reply, criterion_ids)


def _reading(reply: GradeReply, criterion_ids: Sequence[str]) -> Reading:
    known = set(criterion_ids)
    verdicts = tuple(
        Verdict(criterion_id=identifier, status=item.status, quote=item.quote, reason=item.reason)
        for identifier, item in reply.verdicts
        if identifier in known
    )
    if not verdicts:
        raise ReplyError("it holds no verdict on any of the criteria")
    return Reading(verdicts, _claims(reply.beyond), _claims(reply.wrong), len(reply.verdicts) - len(verdicts))


def _claims(claims: Iterable[ClaimReply]) -> tuple[Claim, ...]:
    return tuple(Claim(point=claim.point, quote=claim.quote) for claim in claims)


def _first_problem(error: ValidationError) -> str:
    """Where the reply departs from the schema, in words that hold nothing of the reply itself."""
    first = error.errors(include_input=False, include_url=False)[0]
    return f"{first['type']} in {first['loc'][0] if first['loc'] else 'the reply'}"


def _is_claim(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("quote"), str)


def _pairs(verdicts: object) -> Iterator[tuple[str, object]]:
    """Ids with verdicts, from an object by id or a list of objects that carry their id."""
    if isinstance(verdicts, _Members):
        yield from verdicts.pairs
    elif isinstance(verdicts, list):
        for item in verdicts:
            if isinstance(item, dict):
                yield str(item.get("criterion_id") or item.get("id") or item.get("criterion") or ""), item


class _Members(dict[str, object]):
    """A JSON object that remembers names given twice."""

    def __init__(self, pairs: Sequence[tuple[str, object]]) -> None:
        self.pairs = [(name, _whole(value)) for name, value in pairs]
        super().__init__(self.pairs)


def _whole(value: object) -> object:
    """A string, or a list of them, without halves of surrogate pairs, which JSON can escape and no file can hold."""
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return whole(value) if isinstance(value, str) else value


def the_object(text: str, key: str) -> dict[str, Any]:
    """The one JSON object with that key in a reply: all of it, or within prose or a code fence.

    Raises ReplyError. A reply with two of them is refused: one could be the candidate's, repeated.
    """
    body = _THOUGHT.sub("", text, count=1).strip()
    whole = _load(body, key)
    if whole is not None:
        return whole
    found = list(_embedded(body, key))
    if len(found) != 1:
        raise ReplyError(f"it holds more than one JSON object with {key}" if found else "it holds no JSON object")
    return found[0]


def _load(body: str, key: str) -> dict[str, Any] | None:
    try:
        value = json.loads(body, object_pairs_hook=_Members)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and key in value else None


def _embedded(body: str, key: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(object_pairs_hook=_Members)
    at = body.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(body, at)
        except (ValueError, RecursionError):
            at = body.find("{", at + 1)
            continue
        if isinstance(value, dict) and key in value:
            yield value
        at = body.find("{", end)
