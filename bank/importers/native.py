"""The native format of a bank: Markdown that reads well, holds everything, and comes back the same.

    ---
    interviewer: 1
    id: networks
    title: Network questions
    ---

    ## Transport                               a topic

    ### What is TCP?                           a question
    <!-- {"id": "what-is-tcp", "difficulty": "easy", "tags": ["tcp"]} -->
    > code, options, sub-questions             what belongs to the question

    Opening words of the answer.

    #### Why it is reliable                    a section of points
    - Ordering: segments are numbered          a point
      + says: Every byte has a number.         a way to say it
      + misconception: Packets never overtake. what contradicts it
      + hint: What does the receiver sort by?
      + anchors drafted by: gpt-5-mini         whose draft these three are, until it is approved
      + quote: Segments carry numbers          words of the answer that a model drew the point from
      + drafted by: gpt-5-mini                 which model, until the point is approved
      + weight: 2
      + optional: true
      - a nested point

    Closing words.

A line of prose that begins like one of these marks has a backslash in front. Fenced blocks are exhibits; one whose
language is `exhibit` holds text of any sort.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import ValidationError

from bank.errors import BankReadError
from bank.importers.document import Diagnostic, Document, FreeIds, slug_of
from bank.importers.spans import GENERAL
from bank.question import Anchors, Point, Question, Reference, Section, Source

FORMAT = 1
"""Version of the format."""
_FRONT = re.compile(r"^---[ \t]*\n(?P<body>.{0,20000}?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_ATTRIBUTES = re.compile(r"^<!--\s*(?P<body>\{.*\})\s*-->$")
POINT = re.compile(r"^(?P<indent> *)- (?P<text>.*)$")
"""A line that begins a point."""
EXTRA = re.compile(
    r"^ *\+ (?P<name>says|misconception|hint|anchors drafted by|quote|drafted by|weight|optional): ?(?P<text>.*)$"
)
_FENCE = re.compile(r"^(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_ESCAPED = re.compile(r"^\\(?=[-#>+<`~\\ ])")
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says about itself before its text."""

    values: dict[str, Any]
    length: int
    """Lines it takes, its marks included."""


def front_matter(text: str) -> FrontMatter | None:
    """The YAML mapping at the start of a document; None when there is none that can be read."""
    match = _FRONT.match(text)
    if match is None:
        return None
    try:
        values = yaml.load(match["body"], Loader=safe_loader())  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError):
        values = {}
    return FrontMatter(values if isinstance(values, dict) else {}, match.group().count("\n"))


def safe_loader() -> type[yaml.SafeLoader]:
    """The safe loader of libyaml where it is compiled in: ten times faster than the one in Python."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def is_native(text: str) -> bool:
    """Whether a document is a bank in the native format."""
    front = front_matter(text[:30_000]) if text.startswith("---") else None
    return front is not None and "interviewer" in front.values


def read_native(text: str, file: str) -> tuple[Document, str | None]:
    """The questions of a native bank, and the bank's id when it states one.

    Raises BankReadError for a version of the format that is not known.
    """
    front = front_matter(text) or FrontMatter({}, 0)
    version = front.values.get("interviewer")
    if version != FORMAT:
        raise BankReadError(f"{file} is in version {version} of the format; this program reads version {FORMAT}.")
    reader = _Reader(file, _words(front.values.get("licence")))
    lines = text.split("\n")
    for number, line in enumerate(lines[front.length :], front.length + 1):
        reader.take(line, number)
    questions, diagnostics = reader.finish(len(lines))
    bank_id = front.values.get("id")
    return Document(_words(front.values.get("title")) or "", tuple(questions), tuple(diagnostics)), (
        slug_of(bank_id) if isinstance(bank_id, str) else None
    )


def _words(value: object) -> str | None:
    return " ".join(str(value).split())[:300] if isinstance(value, str | int | float) else None


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


class _Reader:
    """Reads a native bank line by line."""

    def __init__(self, file: str, licence: str | None) -> None:
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
        source = given.get("source") or {"file": self._file, "first_line": made.line, "last_line": last_line}
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


def read_json_bank(text: str, file: str) -> tuple[Document, str] | None:
    """The questions of a bank in our JSON, with the bank's id; None when the JSON is something else."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(loaded, dict) or loaded.get("format") != "interviewer-bank":
        return None
    if loaded.get("version") != FORMAT:
        raise BankReadError(
            f"{file} is in version {loaded.get('version')} of the format; this program reads version {FORMAT}."
        )
    entries = loaded.get("questions")
    questions: list[Question] = []
    diagnostics: list[Diagnostic] = []
    ids = FreeIds()
    for place, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        try:
            question = Question.model_validate(entry)
        except (ValidationError, RecursionError) as error:
            diagnostics.append(Diagnostic(place, "error", "BADFIELD", f"question {place}: {_first_problem(error)}"))
            continue
        questions.append(question.model_copy(update={"id": ids.take(question.id)}))
    bank_id = str(loaded.get("id") or slug_of(file))
    return Document(_words(loaded.get("title")) or file, tuple(questions), tuple(diagnostics)), slug_of(bank_id)


def _first_problem(error: Exception) -> str:
    if isinstance(error, ValidationError):
        problem = error.errors()[0]
        return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
    return "it is nested too deeply"
