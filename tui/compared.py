"""Two grades of one answer, as lines side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from tui.outside import content, one_line
from tui.wording import MARKS, percent, plural

if TYPE_CHECKING:
    from rubrics.rubric import Criterion, Rubric
    from rubrics.verdict import Grade

_SIDE = 24
_NAMES = {"local": "embedded grader", "self": "yourself", "openai": "language model"}


@dataclass(frozen=True, slots=True)
class Compared:
    """What stands above the points, and the points."""

    head: list[Content]
    points: list[Content]


def name_of(grade: Grade) -> str:
    """Who graded, in a few words."""
    return (grade.grader.model or "language model") if grade.grader.name == "openai" else _NAMES[grade.grader.name]


def compared_lines(rubric: Rubric, left: Grade | None, right: Grade, *, is_counted: bool) -> Compared:
    """Both grades, or the only one; `is_counted` says whether the right one is the latest, which counts."""
    pairs = [(_status(left, criterion), _status(right, criterion)) for criterion in rubric.criteria]
    scores = f"{'':<3}{_cell(_score(left))}{_cell(_score(right))}"
    facts = ["right: counts in reports" if is_counted else "right: kept, does not count (k changes that)"]
    if left is not None:
        same = sum(one == other for one, other in pairs)
        facts.insert(0, f"They agree on {same} of {plural(len(pairs), 'point')}")
    head = [
        content(_names(left, right), "bold"),
        content(scores),
        content(f"{'':<3}{' · '.join(facts)}", "$text-muted"),
    ]
    points = [_point(n, c, *pair) for n, (c, pair) in enumerate(zip(rubric.criteria, pairs, strict=True), 1)]
    return Compared(head, points)


def _names(left: Grade | None, right: Grade) -> str:
    """Who graded, with the version where both are of one name."""
    if left is None:
        return f"{'':<3}{_cell('no other grade yet')}{_cell(name_of(right))}"
    is_same = name_of(left) == name_of(right)
    names = [f"{name_of(each)} {each.grader.version[:6]}" if is_same else name_of(each) for each in (left, right)]
    return f"{'':<3}{_cell(names[0])}{_cell(names[1])}"


def _cell(text: str) -> str:
    return f"{one_line(text, _SIDE - 2):<{_SIDE}}"


def _score(grade: Grade | None) -> str:
    if grade is None:
        return ""
    if grade.score is None:
        return "not graded"
    return f"{percent(grade.score)}, coverage {percent(grade.coverage)}"


def _status(grade: Grade | None, criterion: Criterion) -> str | None:
    verdict = grade.verdict_on(criterion.id) if grade else None
    return verdict.status.value if verdict else None


def _point(number: int, criterion: Criterion, left: str | None, right: str | None) -> Content:
    weight = "bold" if left != right and left is not None else "dim"
    return Content("").join(
        [
            Content.styled(f"{number:>2} ", "dim"),
            *(_side(status, weight) for status in (left, right)),
            content(one_line(criterion.title or criterion.text, 200), weight),
        ]
    )


def _side(status: str | None, weight: str) -> Content:
    mark = MARKS.get(status or "")
    if mark is None:
        return Content.styled(f"{'–':<{_SIDE}}", "dim")
    return Content.styled(f"{mark.glyph} {mark.word:<{_SIDE - 2}}", f"{weight} {mark.colour}")


def point_details(criterion: Criterion, grades: Sequence[Grade | None]) -> Iterator[Content]:
    """The point whole, and what each grader says of it, with its evidence."""
    yield content(criterion.text, "bold")
    for grade in grades:
        verdict = grade.verdict_on(criterion.id) if grade else None
        if grade is None or verdict is None:
            continue
        mark = MARKS[verdict.status.value]
        head = Content.styled(f"{mark.glyph} {mark.word}", mark.colour).append(content(f" · {name_of(grade)}: "))
        quote = Content.styled(f" “{one_line(verdict.quote, 300)}”", "italic") if verdict.quote else Content("")
        yield head.append(content(one_line(verdict.reason, 400))).append(quote)
