"""What is said to a model that drafts parts of a rubric, the shape of its reply, and the reading of it.

A document that somebody imported is no more to be trusted than an answer: all of it goes between two lines with a
fresh random mark, and only ids and clauses of ours stand outside.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bank.question import Anchors, Question
from rubrics.drafts import MAX_POINTS, MISCONCEPTIONS, SAYS, DrawnPoint, prose_of
from rubrics.llm.chat import Message
from rubrics.llm.ladder import Shape
from rubrics.llm.messages import fenced, prompt, visible
from rubrics.llm.schema import ReplyError, strict_object, the_object
from rubrics.rubric import Criterion, Rubric

_MAX_TEXT = 600
_MAX_ITEMS = 12
_MAX_REFERENCE = 20_000
"""Characters of a reference answer that are sent; longer ones are cut, at a blank."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its messages, the shape of its reply, and how many tokens that may have."""

    messages: list[Message]
    shape: Shape
    limit: int


def anchors_request(
    question: Question,
    rubric: Rubric,
    wanted: Sequence[Criterion],
    rng: random.Random,
    problems: Mapping[str, Sequence[str]] | None = None,
) -> Request:
    """The request for anchors of these criteria; `problems` says, by criterion, what was wrong with earlier ones."""
    ids = [criterion.id for criterion in wanted]
    material = "\n\n".join([
        f"# Question\n{question.wording}",
        *([f"# Reference answer, apart from its criteria\n{_cut(context)}"] if (context := _context(rubric)) else []),
        "\n".join(["# Criteria", *(_line(criterion) for criterion in rubric.criteria)]),
    ])  # fmt: skip
    note = f"Write says, misconceptions and hint for: {', '.join(ids)}."
    for criterion_id, clauses in (problems or {}).items():
        note += f"\nWhat you wrote for {criterion_id} could not be used: {'; '.join(clauses)}. Write it anew."
    return Request(_messages("draft_anchors", material, rng, note), anchors_shape(ids), 300 * len(ids) + 400)


def points_request(question: Question, rng: random.Random, problems: Sequence[str] = ()) -> Request:
    """The request for points drawn from the prose of a reference answer."""
    material = f"# Question\n{question.wording}\n\n# Reference answer\n{_cut(prose_of(question.reference))}"
    note = "Draw the points from the reference answer."
    if problems:
        note += f"\n{len(problems)} of the points you gave could not be used: their quotes were not exact, they said"
        note += " what the reference does not, or they repeated each other. Give all points anew."
    return Request(_messages("draft_points", material, rng, note), POINTS, 100 * MAX_POINTS + 400)


def _messages(name: str, material: str, rng: random.Random, note: str) -> list[Message]:
    return [
        {"role": "system", "content": prompt(name)},
        {"role": "user", "content": f"{fenced('material', visible(material), rng)}\n\n{note}"},
    ]


def _context(rubric: Rubric) -> str:
    return "\n".join(part.strip() for part in (rubric.lead, rubric.closing) if part.strip())


def _line(criterion: Criterion) -> str:
    group = f"[{criterion.group}] " if criterion.group else ""
    return f"{criterion.id}: {group}{' '.join(criterion.text.split())}"


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_REFERENCE else text[:_MAX_REFERENCE].rpartition(" ")[0]


def anchors_shape(ids: Sequence[str]) -> Shape:
    """The shape of a reply with anchors for these criteria."""
    text = {"type": "string"}
    anchors = strict_object({
        "says": {"type": "array", "items": text, "minItems": SAYS, "maxItems": SAYS},
        "misconceptions": {"type": "array", "items": text, "minItems": MISCONCEPTIONS, "maxItems": MISCONCEPTIONS},
        "hint": text,
    })  # fmt: skip
    by_id = strict_object({identifier: {"$ref": "#/$defs/anchors"} for identifier in ids})
    return Shape("anchors", {**strict_object({"criteria": by_id}), "$defs": {"anchors": anchors}})


POINTS = Shape(
    "points",
    strict_object({
        "points": {
            "type": "array",
            "items": strict_object({"quote": {"type": "string"}, "text": {"type": "string"}}),
            "minItems": 1,
            "maxItems": MAX_POINTS,
        }
    }),
)  # fmt: skip
"""The shape of a reply with points."""


def _clean(value: object) -> object:
    """A text of a model on one line, without invisible characters and the quotes or dashes around it."""
    return " ".join(visible(value[:_MAX_TEXT]).split()).strip(' "“”-•*') if isinstance(value, str) else ""


def _texts(value: object) -> object:
    return value[:_MAX_ITEMS] if isinstance(value, list) else []


_Text = Annotated[str, BeforeValidator(_clean)]
_Texts = Annotated[list[_Text], BeforeValidator(_texts)]


class _AnchorsReply(BaseModel):
    model_config = ConfigDict(extra="ignore")
    says: _Texts = []
    misconceptions: _Texts = []
    hint: _Text = ""


class _PointReply(BaseModel):
    model_config = ConfigDict(extra="ignore")
    quote: Annotated[str, BeforeValidator(lambda value: value[:_MAX_TEXT] if isinstance(value, str) else "")] = ""
    text: _Text = ""


def read_anchors(text: str, ids: Sequence[str]) -> dict[str, Anchors]:
    """The anchors in a reply, by criterion; unknown ids are left out. Raises ReplyError when there are none."""
    raw = the_object(text, "criteria")["criteria"]
    found = {key: _anchors(value) for key, value in _by_id(raw) if key in ids}
    if not found:
        raise ReplyError("it holds nothing for any of the criteria")
    return found


def _by_id(raw: object) -> list[tuple[str, object]]:
    """Entries with their ids, from an object by id or a list of objects that carry it."""
    if isinstance(raw, dict):
        return list(raw.items())
    entries = raw if isinstance(raw, list) else []
    return [
        (str(entry.get("id") or entry.get("criterion") or ""), entry) for entry in entries if isinstance(entry, dict)
    ]


def _anchors(value: object) -> Anchors:
    try:
        read = _AnchorsReply.model_validate(value)
    except ValidationError as error:
        raise ReplyError("the entry of a criterion is no object") from error
    says, wrong = ([text for text in texts if text] for texts in (read.says, read.misconceptions))
    return Anchors(says=tuple(says), misconceptions=tuple(wrong), hint=read.hint or None)


def read_points(text: str) -> list[DrawnPoint]:
    """The points in a reply. Raises ReplyError when there are none."""
    raw: Any = the_object(text, "points")["points"]
    entries = (
        [_PointReply.model_validate(entry) for entry in raw if isinstance(entry, dict)]
        if isinstance(raw, list)
        else []
    )
    if not entries:
        raise ReplyError("it holds no points")
    return [DrawnPoint(entry.quote, entry.text) for entry in entries]
