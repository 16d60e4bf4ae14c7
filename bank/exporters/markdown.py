"""A bank as native Markdown; `bank.importers.native` describes the format and reads it back."""

import json
import re
from collections.abc import Iterator

from bank.importers.native import FORMAT
from bank.question import Bank, Point, Question, Section

_NEEDS_ESCAPE = re.compile(r"^(?:[-#>+<`~\\ ])")
_TWO_DASHES = "-\\u002d"
"""Two dashes as JSON may write them: in a comment they must not stand as they are."""
_WELL_FENCED = re.compile(r"^(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)\n(?P<body>.*?)\n?(?P=marks)$", re.DOTALL)


def to_markdown(bank: Bank) -> str:
    """The bank in the native format."""
    lines = [
        "---",
        f"interviewer: {FORMAT}",
        f"id: {json.dumps(bank.id)}",
        f"title: {json.dumps(bank.title, ensure_ascii=False)}",
        "---",
    ]
    topic = None
    for question in bank.questions:
        if question.topic != topic:
            topic = question.topic
            lines += ["", f"## {_flat(topic)}"]
        lines += ["", *_question(question)]
    return "\n".join(lines) + "\n"


def _question(question: Question) -> Iterator[str]:
    yield f"### {_flat(question.text)}"
    attributes = json.dumps(_attributes(question), ensure_ascii=False).replace("--", _TWO_DASHES)
    yield f"<!-- {attributes} -->"
    if question.details:
        yield from (f"> {line}".rstrip() for line in question.details.split("\n"))
    reference = question.reference
    if reference.lead:
        yield ""
        yield from (escaped(line) for line in _lines(reference.lead))
    for index, section in enumerate(reference.sections):
        yield ""
        yield from _section(section, is_first=index == 0)
    if reference.closing:
        yield ""
        if not reference.sections:
            yield "<!-- closing -->"
        yield from (escaped(line) for line in _lines(reference.closing))
    for exhibit in reference.exhibits:
        yield ""
        yield from _exhibit(exhibit)


def _attributes(question: Question) -> dict[str, object]:
    given: dict[str, object] = {"id": question.id}
    if question.kind != "open":
        given["kind"] = question.kind
    if question.number is not None:
        given["number"] = question.number
    if question.difficulty:
        given["difficulty"] = question.difficulty.value
    if question.tags:
        given["tags"] = list(question.tags)
    if question.source:
        given["source"] = question.source.model_dump(mode="json", exclude_none=True)
    return given


def _section(section: Section, *, is_first: bool) -> Iterator[str]:
    if section.heading or not is_first:
        yield f"#### {escaped(_flat(section.heading or ''))}".rstrip()
    for point in section.points:
        yield from _point(point, 0)


def _point(point: Point, depth: int) -> Iterator[str]:
    indent = "  " * depth
    first, *rest = _lines(point.text) or [""]
    yield f"{indent}- {escaped(first)}".rstrip()
    yield from (f"{indent}  {escaped(line)}" for line in rest)
    yield from (f"{indent}  {line}" for line in extra_lines(point))
    if point.weight != 1.0:
        yield f"{indent}  + weight: {point.weight:g}"
    if point.optional is not None:
        yield f"{indent}  + optional: {'true' if point.optional else 'false'}"
    for child in point.children:
        yield from _point(child, depth + 1)


def extra_lines(point: Point) -> Iterator[str]:
    """What stands under a point about its anchors and its origin, a line each, without indentation."""
    if point.anchors:
        yield from (f"+ says: {_flat(words)}" for words in point.anchors.says)
        yield from (f"+ misconception: {_flat(words)}" for words in point.anchors.misconceptions)
        if point.anchors.hint is not None:
            yield f"+ hint: {_flat(point.anchors.hint)}"
        if point.anchors.drafted_by:
            yield f"+ anchors drafted by: {_flat(point.anchors.drafted_by)}"
    if point.quote:
        yield f"+ quote: {_flat(point.quote)}"
    if point.drafted_by:
        yield f"+ drafted by: {_flat(point.drafted_by)}"


def _exhibit(exhibit: str) -> Iterator[str]:
    fenced = _WELL_FENCED.match(exhibit)
    if (
        fenced
        and not any(_closes(line, fenced["marks"]) for line in fenced["body"].split("\n"))
        and fenced["info"].strip() != "exhibit"
    ):
        yield from exhibit.split("\n")
        return
    marks = "~~~~"
    while marks in exhibit:
        marks += "~"
    yield f"{marks}exhibit"
    yield from exhibit.split("\n")
    yield marks


def _closes(line: str, marks: str) -> bool:
    return line.startswith(marks) and not line.strip(marks[0])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _flat(text: str) -> str:
    return " ".join(text.split())


def escaped(line: str) -> str:
    """A line of prose that cannot be taken for a mark of the format."""
    return f"\\{line}" if _NEEDS_ESCAPE.match(line) else line
