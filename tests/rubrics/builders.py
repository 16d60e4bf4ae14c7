"""Small questions and rubrics for the tests of this room."""

from collections.abc import Sequence

from bank.question import Point, Question, Reference, Section
from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import Status, Verdict


def question(text: str = "Why does dropout help a deep network?", points: Sequence[str] = ()) -> Question:
    """A question whose reference answer has these points."""
    section = Section(points=tuple(Point(text=point, line=n) for n, point in enumerate(points, 1)))
    return Question(id="q", text=text, reference=Reference(lead="Because:", sections=(section,)))


def rubric(required: int = 4, optional: int = 0, misconceptions: int = 0) -> Rubric:
    """A rubric with so many criteria of each kind, ids c1… in this order."""
    kinds = [(False, 1.0)] * required + [(True, 1.0)] * optional + [(False, -1.0)] * misconceptions
    criteria = tuple(
        Criterion(id=f"c{n}", text=f"point {n}", optional=is_optional, weight=weight)
        for n, (is_optional, weight) in enumerate(kinds, 1)
    )
    return Rubric("q", criteria)


def verdict(status: Status, quote: str = "", criterion_id: str = "c1") -> Verdict:
    """A verdict as a grader proposes it."""
    return Verdict(criterion_id=criterion_id, status=status, quote=quote, reason="Because.")
