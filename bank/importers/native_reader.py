"""The lines of a native bank as questions; `bank.importers.native` describes the format."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from bank.importers.document import Diagnostic, FreeIds, slug_of
from bank.importers.spans import GENERAL
from bank.question import Anchors, Point, Question, Reference, Section, Source

_ATTRIBUTES = re.compile(r"^<!--\s*(?P<body>\{.*\})\s*-->$")
POINT = re.compile(r"^(?P<indent> *)- (?P<text>.*)$")
"""A line that begins a point."""
EXTRA = re.compile(
    r"^ *\+ (?P<name>says|misconception|hint|anchors drafted by|quote|drafted by|weight|optional): ?(?P<text>.*)$"
)
_FENCE = re.compile(r"^(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_ESCAPED = re.compile(r"^\\(?=[-#>+<`~\\ ])")
_MAX_DEPTH = 40


@dataclass(slots=True)
class _Point:
    depth: int
    line: int
    text: list[str]
    says: list[str] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)
    hint: str | None = None
    anchors_by: str | None = None
    quote: str | None = None
    drafted_by: str | None = None
    weight: float = 1.0
    optional: bool | None = None
    children: list["_Point"] = field(default_factory=list)
    end_line: int = 0


@dataclass(slots=True)
class _Section:
    heading: str | None
    line: int
    points: list[_Point] = field(default_factory=list)


@dataclass(slots=True)
class _Question:
    text: str
    topic: str
    line: int
    attributes: dict[str, Any] = field(default_factory=dict)
    details: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    sections: list[_Section] = field(default_factory=list)
    exhibits: list[str] = field(default_factory=list)
    is_closing: bool = False


class Reader:
    """Reads a native bank line by line."""

    def __init__(self, file: str, licence: str | None, *, in_place: bool = False) -> None:
        self._in_place = in_place
        self._file = file
        self._licence = licence
        self._topic = GENERAL
        self._question: _Question | None = None
        self._questions: list[Question] = []
        self._diagnostics: list[Diagnostic] = []
        self._ids = FreeIds()
        self._path: list[_Point] = []
        self._fence: tuple[str, str, list[str]] | None = None

    def take(self, line: str, number: int) -> None:
        """One line."""
        if self._fence is not None:
            self._in_fence(line)
            return
        line = line.rstrip()
        if line.startswith("## "):
            self._close(number)
            self._topic = line[3:].strip() or GENERAL
        elif line.startswith("### "):
            self._close(number)
            self._question = _Question(line[4:].strip(), self._topic, number)
        elif self._question is not None:
            self._in_question(self._question, line, number)

    def _in_question(self, question: _Question, line: str, number: int) -> None:
        fence = _FENCE.match(line)
        attributes = _ATTRIBUTES.match(line)
        if fence:
            self._fence = (fence["marks"], line, [])
        elif attributes and not question.attributes:
            self._read_attributes(question, attributes["body"], number)
        elif line == "<!-- closing -->":
            question.is_closing = True
        elif line.startswith(">") and not (question.lead or question.sections):
            question.details.append(line[2:] if line.startswith("> ") else line[1:])
        elif line.startswith("####"):
            question.sections.append(_Section(_unescaped(line[4:].strip()) or None, number))
            self._path = []
        else:
            self._in_answer(question, line, number)

    def _in_answer(self, question: _Question, line: str, number: int) -> None:
        extra = EXTRA.match(line) if self._path else None
        point = POINT.match(line)
        if extra:
            self._read_extra(extra["name"], extra["text"], number)
        elif point:
            self._add_point(question, len(point["indent"]) // 2, point["text"], number)
        elif self._path and line.startswith("  ") and line.strip():
            self._path[-1].text.append(_unescaped(line.strip()))
        elif line.strip():
            self._path = []
            is_closing = question.sections or question.is_closing
            (question.closing if is_closing else question.lead).append(_unescaped(line))

    def _read_attributes(self, question: _Question, body: str, number: int) -> None:
        try:
            values = json.loads(body)
        except (ValueError, RecursionError):
            self._diagnostics.append(
                Diagnostic(number, "warning", "BADFIELD", "the comment is not a JSON object; it was left out")
            )
            return
        question.attributes = values if isinstance(values, dict) else {}

    def _read_extra(self, name: str, text: str, number: int) -> None:
        point = self._path[-1]
        words = text.strip()
        if name == "says":
            point.says.append(words)
        elif name == "misconception":
            point.misconceptions.append(words)
        elif name == "hint":
            point.hint = words
        elif name == "anchors drafted by":
            point.anchors_by = words or None
        elif name == "quote":
            point.quote = words or None
        elif name == "drafted by":
            point.drafted_by = words or None
        elif name == "optional":
            point.optional = words.casefold() in {"true", "yes", "1"}
        else:
            point.weight = self._weight(words, number)

    def _weight(self, words: str, number: int) -> float:
        try:
            weight = float(words)
        except ValueError:
            weight = float("nan")
        if not -10 <= weight <= 10:
            self._diagnostics.append(
                Diagnostic(number, "warning", "BADFIELD", f"the weight “{words[:40]}” is not a number from -10 to 10")
            )
            return 1.0
        return weight

    def _add_point(self, question: _Question, depth: int, text: str, number: int) -> None:
        if not question.sections:
            question.sections.append(_Section(None, number))
        depth = min(depth, len(self._path), _MAX_DEPTH)
        self._path = self._path[:depth]
        point = _Point(depth, number, [_unescaped(text.strip())])
        siblings = self._path[-1].children if self._path else question.sections[-1].points
        siblings.append(point)
        self._path.append(point)
        for ancestor in self._path:
            ancestor.end_line = number

    def _in_fence(self, line: str) -> None:
        if self._fence is None or self._question is None:
            return
        marks, opening, lines = self._fence
        if line.startswith(marks) and not line.strip(marks[0]):
            is_exhibit = opening[len(marks) :].strip() == "exhibit"
            whole = lines if is_exhibit else [opening, *lines, line]
            self._question.exhibits.append("\n".join(whole))
            self._fence = None
        else:
            lines.append(line)

    def _close(self, number: int) -> None:
        made, self._question, self._path = self._question, None, []
        if made is None:
            return
        if not made.text:
            self._diagnostics.append(
                Diagnostic(made.line, "error", "EMPTY", "a question has no words; it was left out")
            )
            return
        try:
            self._questions.append(self._made(made, number - 1))
        except ValidationError as error:
            problem = error.errors()[0]
            place = ".".join(str(part) for part in problem["loc"])
            self._diagnostics.append(
                Diagnostic(made.line, "error", "BADFIELD", f"{place or 'question'}: {problem['msg']}")
            )

    def _made(self, made: _Question, last_line: int) -> Question:
        given = made.attributes
        stated = None if self._in_place else given.get("source")
        source = stated or {"file": self._file, "first_line": made.line, "last_line": last_line}
        if isinstance(source, dict) and self._licence and not source.get("licence"):
            source = {**source, "licence": self._licence}
        number = given.get("number")
        wanted = given.get("id") or slug_of(made.text)
        return Question(
            id=self._ids.take(wanted) if isinstance(wanted, str) else wanted,
            text=made.text,
            details="\n".join(made.details),
            kind=given.get("kind", "open"),
            number=number,
            topic=made.topic,
            difficulty=given.get("difficulty"),
            tags=given.get("tags", ()),
            reference=Reference(
                lead="\n".join(made.lead),
                sections=tuple(
                    Section(heading=s.heading, line=s.line, points=_points(s.points)) for s in made.sections
                ),
                closing="\n".join(made.closing),
                exhibits=tuple(made.exhibits),
            ),
            source=Source.model_validate(source),
        )

    def finish(self, last_line: int) -> tuple[list[Question], list[Diagnostic]]:
        """Everything read."""
        if self._fence is not None and self._question is not None:
            self._question.exhibits.append("\n".join(self._fence[2]))
            self._diagnostics.append(Diagnostic(last_line, "warning", "OPENFENCE", "a fenced block is not closed"))
        self._close(last_line + 1)
        return self._questions, self._diagnostics


def _points(made: Sequence[_Point]) -> tuple[Point, ...]:
    return tuple(
        Point(
            text="\n".join(point.text),
            line=point.line,
            end_line=point.end_line,
            children=_points(point.children),
            anchors=_anchors(point),
            optional=point.optional,
            weight=point.weight,
            quote=point.quote,
            drafted_by=point.drafted_by,
        )
        for point in made
    )


def _anchors(point: _Point) -> Anchors | None:
    if not (point.says or point.misconceptions or point.hint is not None):
        return None
    return Anchors(
        says=tuple(point.says),
        misconceptions=tuple(point.misconceptions),
        hint=point.hint,
        drafted_by=point.anchors_by,
    )


def _unescaped(line: str) -> str:
    return _ESCAPED.sub("", line)


def first_problem(error: Exception) -> str:
    """What is wrong first, in a line."""
    if isinstance(error, ValidationError):
        problem = error.errors()[0]
        return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
    return "it is nested too deeply"
