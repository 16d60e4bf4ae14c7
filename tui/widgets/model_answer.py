"""The model answer, every point marked with what the answer did about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.outside import content
from tui.widgets.asked import plain_lines
from tui.wording import MARKS

if TYPE_CHECKING:
    from bank.question import Point, Reference
    from rubrics.rubric import Rubric


class ModelAnswer(Static):
    """A reference answer in its own order: opening words, sections of points with their marks, closing prose."""

    DEFAULT_CSS = """
    ModelAnswer { height: auto; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)

    def show_reference(self, reference: Reference, rubric: Rubric, statuses: Mapping[str, str]) -> None:
        """Another reference answer; `statuses` by criterion id, empty when nothing was judged."""
        self.update(Content("\n").join(_lines(reference, rubric, statuses)))


def _lines(reference: Reference, rubric: Rubric, statuses: Mapping[str, str]) -> Iterator[Content]:
    if rubric.origin == "sentences":
        yield from _sentences(rubric, statuses)
        yield from _exhibits(reference)
        return
    if reference.lead:
        yield content(reference.lead)
    numbers = iter(range(1, len(rubric.criteria) + 1))
    for section in reference.sections:
        if section.heading:
            yield content(section.heading, "bold")
        for point in section.points:
            yield from _point(point, numbers, rubric, statuses, 0)
    if reference.closing:
        yield content(reference.closing)
    yield from _exhibits(reference)


def _exhibits(reference: Reference) -> Iterator[Content]:
    for exhibit in reference.exhibits:
        yield Content("")
        yield from plain_lines(exhibit)


def _point(
    point: Point, numbers: Iterator[int], rubric: Rubric, statuses: Mapping[str, str], depth: int
) -> Iterator[Content]:
    indent = "  " * depth
    if point.heads_its_children:
        yield content(f"{indent}{point.text}", "bold")
        for child in point.children:
            yield from _point(child, numbers, rubric, statuses, depth + 1)
        return
    number = next(numbers)
    criterion = rubric.criteria[number - 1]
    yield _marked(number, point.text, statuses.get(criterion.id), indent, is_optional=criterion.optional)
    yield from _details(point, f"{indent}     ")


def _details(point: Point, indent: str) -> Iterator[Content]:
    for child in point.children:
        yield content(f"{indent}· {child.text}", "dim")
        yield from _details(child, f"{indent}  ")


def _sentences(rubric: Rubric, statuses: Mapping[str, str]) -> Iterator[Content]:
    for number, criterion in enumerate(rubric.criteria, 1):
        yield _marked(number, criterion.text, statuses.get(criterion.id), "", is_optional=criterion.optional)


def _marked(number: int, text: str, status: str | None, indent: str, *, is_optional: bool) -> Content:
    mark = MARKS.get(status or "")
    glyph, colour = (mark.glyph, mark.colour) if mark else ("·", "")
    is_open = status in ("missed", "contradicted", "partial")
    parts = [
        Content(indent),
        Content.styled(f"{glyph} {number} ", f"bold {colour}".strip()),
        content(text, "bold" if is_open else ""),
    ]
    if mark is not None and is_open:
        parts.append(Content.styled(f" ({mark.word})", colour))
    if is_optional:
        parts.append(Content.styled(" (optional)", "dim"))
    return Content("").join(parts)
