"""Reads plain-text question lists: a numbered question, an answer label, an answer with bullets.

A question and a numbered bullet have the same shape, so a question is a numbered line whose answer label
(`Ans:`, `A:`, `Answer:`) follows within two lines; every other numbered line is a bullet. What stands after the
label is prose, a lead-in, or already the heading of a list. Short unmarked lines ending in a colon that are
followed by a bullet head a section; prose after the last bullet closes the answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bank.importers.document import Diagnostic, Document, distinct, slug_of
from bank.question import Point, Question, Reference, Section, Source

_NUMBERED = re.compile(r"^(?P<number>\d{1,4})[.)]\s+(?P<text>\S.*)$")
_ANSWER_LABEL = re.compile(r"^(?:ans(?:wer)?\s*[:.]|a\s*:)\s*(?P<text>.*)$", re.IGNORECASE)
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[*•–-]|\d{1,3}[.)])\s+(?P<text>\S.*)$")
_LABEL_WITHIN = 2
_HEADING_WORDS = 16


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(slots=True)
class _Item:
    """A question in the making: its line and the lines of its answer, the label taken off."""

    line: _Line
    number: int
    text: str
    answer: list[_Line] = field(default_factory=list)


def read_text(text: str, file: str, *, licence: str | None = None) -> Document:
    """Questions of a plain-text document; `file` names it in sources and messages."""
    lines = [_Line(number, line.rstrip()) for number, line in enumerate(_split_lines(text), 1)]
    starts = _question_starts(lines)
    first = starts[0] if starts else len(lines)
    title = " ".join(line.text.strip() for line in lines[:first] if not line.is_blank)[:200]
    questions = [_question(item, file, licence) for item in _items(lines, starts)]
    merged = distinct(questions)
    return Document(title, merged.questions, (*_empty_answers(merged.questions), *merged.diagnostics))


def _split_lines(text: str) -> list[str]:
    """Lines as an editor counts them: form feeds and Unicode separators do not end one."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _question_starts(lines: Sequence[_Line]) -> list[int]:
    return [i for i, line in enumerate(lines) if _NUMBERED.match(line.text) and _label_after(lines, i) is not None]


def _label_after(lines: Sequence[_Line], start: int) -> int | None:
    """Index of the answer label that belongs to a question at `start`, if there is one close by."""
    for index in range(start + 1, min(start + 1 + _LABEL_WITHIN, len(lines))):
        if _ANSWER_LABEL.match(lines[index].text):
            return index
        if not lines[index].is_blank:
            return None
    return None


def _items(lines: Sequence[_Line], starts: Sequence[int]) -> Iterator[_Item]:
    for start, end in pairwise([*starts, len(lines)]):
        head = _NUMBERED.match(lines[start].text)
        label = _label_after(lines, start)
        if head is None or label is None:
            continue
        item = _Item(lines[start], int(head["number"]), head["text"].strip())
        after = _ANSWER_LABEL.match(lines[label].text)
        item.answer = [_Line(lines[label].number, after["text"] if after else ""), *lines[label + 1 : end]]
        yield item


def _question(item: _Item, file: str, licence: str | None) -> Question:
    filled = [line for line in item.answer if not line.is_blank]
    last = filled[-1].number if filled else item.answer[0].number
    return Question(
        id=slug_of(item.text),
        number=item.number,
        text=item.text,
        reference=read_reference(item.answer),
        source=Source(file=file, first_line=item.line.number, last_line=last, licence=licence),
    )


def read_reference(lines: Sequence[_Line]) -> Reference:
    """The structure of one answer: lead, sections of points, closing prose."""
    reader = _ReferenceReader()
    for index, line in enumerate(lines):
        if not line.is_blank:
            reader.take(line, _next_filled(lines, index))
    return reader.reference()


def _next_filled(lines: Sequence[_Line], index: int) -> str:
    return next((line.text for line in lines[index + 1 :] if not line.is_blank), "")


class _ReferenceReader:
    """Collects the lines of one answer into sections."""

    def __init__(self) -> None:
        self._prose: list[str] = []
        self._lead: list[str] = []
        self._lead_line: int | None = None
        self._sections: list[tuple[str | None, int | None, list[tuple[int, Point]]]] = []

    def take(self, line: _Line, following: str) -> None:
        bullet = _BULLET.match(line.text)
        text = line.text.strip()
        if bullet:
            self._add_bullet(line, len(bullet["indent"].expandtabs(4)), bullet["text"].strip())
        elif self._starts_section(text, following):
            self._keep_prose_as_lead()
            self._sections.append((text.rstrip(":").strip(), line.number, []))
        else:
            self._prose.append(text)
            if not self._sections:
                self._lead_line = line.number

    def _starts_section(self, text: str, following: str) -> bool:
        is_heading = text.endswith(":") and len(text.split()) <= _HEADING_WORDS and bool(_BULLET.match(following))
        return is_heading and bool(self._sections or self._prose)

    def _keep_prose_as_lead(self) -> None:
        """Prose before the first list is the lead; between lists it stays with the closing prose."""
        if not self._sections:
            self._lead, self._prose = self._prose, []

    def _add_bullet(self, line: _Line, indent: int, text: str) -> None:
        if not self._sections:
            self._keep_prose_as_lead()
            self._sections.append((None, None, []))
        point = Point(text=text, line=line.number, end_line=line.number)
        self._sections[-1][2].append((indent, point))

    def reference(self) -> Reference:
        if not self._sections:
            return Reference(lead="\n".join(self._prose))
        lead = "\n".join(self._lead)
        sections = [
            Section(heading=heading, line=line, points=nest(points)) for heading, line, points in self._sections
        ]
        if _is_parallel_heading(lead, sections):
            sections[0] = sections[0].model_copy(update={"heading": lead.rstrip(":"), "line": self._lead_line})
            lead = ""
        return Reference(lead=lead, sections=tuple(sections), closing="\n".join(self._prose))


def _is_parallel_heading(lead: str, sections: Sequence[Section]) -> bool:
    """Whether the words on the answer line head the first list as later headings head theirs.

    “BERT uses … because:” is answered by “GPT uses … because:” further down: both end in the same word.
    """
    if len(sections) < 2 or sections[0].heading is not None or "\n" in lead or not lead.endswith(":"):
        return False
    last_word = lead.rstrip(":").split()[-1].casefold()
    return all((s.heading or "").split()[-1:] == [last_word] for s in sections[1:])


def nest(items: Sequence[tuple[int, Point]]) -> tuple[Point, ...]:
    """Points of one list as a tree, by their indentation."""
    if not items:
        return ()
    outer = min(indent for indent, _ in items)
    points: list[Point] = []
    children: list[tuple[int, Point]] = []
    for indent, point in reversed(items):
        if indent > outer:
            children.append((indent, point))
            continue
        nested = nest(list(reversed(children)))
        end = _last_line(nested, point.end_line)
        points.append(point.model_copy(update={"children": nested, "end_line": end}))
        children = []
    return tuple(reversed(points)) if not children else (*nest(list(reversed(children))), *reversed(points))


def _last_line(nested: Sequence[Point], default: int | None) -> int | None:
    return nested[-1].end_line if nested else default


def _empty_answers(questions: Sequence[Question]) -> Iterator[Diagnostic]:
    for question in questions:
        if question.reference.is_empty and question.source:
            message = f"question {question.number} has no reference answer and cannot be graded"
            yield Diagnostic(question.source.first_line, "warning", "UNANSWERED", message)
