"""A question and what is asked of an answer: its points, ways to say them, mistakes about them, hints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from rubrics.extraction import extract_rubric
from tui.outside import content, one_line
from tui.search import difficulty_of

if TYPE_CHECKING:
    from bank.question import Anchors, Question
    from rubrics.rubric import Criterion, Rubric


class RubricView(Static):
    """A question with its rubric; the anchors can be left out."""

    DEFAULT_CSS = """
    RubricView { height: auto; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__("", id=id, markup=False)
        self._question: Question | None = None
        self._is_flagged = False
        self._shows_anchors = True

    def show_question(self, question: Question, *, is_flagged: bool = False) -> None:
        """Another question."""
        self._question = question
        self._is_flagged = is_flagged
        self._show()

    def toggle_anchors(self) -> None:
        """With or without the anchors."""
        self._shows_anchors = not self._shows_anchors
        self._show()

    def _show(self) -> None:
        if self._question is not None:
            rubric = extract_rubric(self._question)
            anchors = _anchors_of(self._question, rubric) if self._shows_anchors else {}
            lines = [*_head(self._question, is_flagged=self._is_flagged), *_points(rubric, anchors)]
            self.update(Content("\n").join(lines))


def _head(question: Question, *, is_flagged: bool) -> Iterator[Content]:
    yield content(question.text, "bold")
    if question.details:
        yield content(question.details)
    facts = [question.topic, difficulty_of(question) or "difficulty not rated"]
    if question.kind == "choice":
        facts.append("multiple choice, not asked")
    if question.source:
        facts.append(f"{question.source.file}, lines {question.source.first_line}-{question.source.last_line}")
    yield content(one_line(" · ".join(facts)), "$text-muted")
    if is_flagged:
        yield Content.styled("⚑ You called this a bad question.", "$text-warning")


def _anchors_of(question: Question, rubric: Rubric) -> dict[str, Anchors]:
    """The anchors by criterion id, those that a model drafted and nobody has approved yet among them."""
    points = [bullet.point for bullet in question.reference.bullets()]
    if len(points) != len(rubric.criteria):
        return {}
    return {c.id: point.anchors for c, point in zip(rubric.criteria, points, strict=True) if point.anchors}


def _points(rubric: Rubric, anchors: Mapping[str, Anchors]) -> Iterator[Content]:
    if not rubric.criteria:
        yield content("There is no reference answer, so answers are for practice only.", "$text-warning")
    if rubric.lead and rubric.origin == "bullets":
        yield content(rubric.lead, "italic")
    group = None
    for number, criterion in enumerate(rubric.criteria, 1):
        if criterion.group and criterion.group != group:
            yield content(criterion.group, "bold underline")
        group = criterion.group
        yield _point(number, criterion)
        if criterion.id in anchors:
            yield from _anchor_lines(anchors[criterion.id])
    if rubric.closing and rubric.origin == "bullets":
        yield content(rubric.closing, "italic")


def _point(number: int, criterion: Criterion) -> Content:
    notes = ["optional"] if criterion.optional else []
    if criterion.is_misconception:
        notes.append("costs when said")
    elif criterion.weight != 1:
        notes.append(f"counts {criterion.weight:g}")
    note = Content.styled(f" ({', '.join(notes)})", "dim") if notes else Content("")
    return Content.styled(f"{number:>2} ", "bold $text-accent").append(content(criterion.text)).append(note)


def _anchor_lines(anchors: Anchors) -> Iterator[Content]:
    for text in anchors.says:
        yield Content.styled("   ✓ ", "$text-success").append(content(text, "dim"))
    for text in anchors.misconceptions:
        yield Content.styled("   ≠ ", "$text-error").append(content(text, "dim"))
    if anchors.hint:
        yield Content.styled("   ? ", "$text-secondary").append(content(anchors.hint, "dim"))
    if anchors.drafted_by:
        draft = f"   a draft by {one_line(anchors.drafted_by, 60)}: not used before it is approved"
        yield content(draft, "italic $text-warning")
