"""What an author says to drafts: approved, changed or dropped, one by one or all at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bank.exporters.markdown import extra_lines
from bank.importers.native_reader import EXTRA
from bank.question import Anchors, Bank, Point, Question
from rubrics.drafts import approved, waiting, waits, with_bullets


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that waits for its author."""

    question: Question
    point: Point

    @property
    def is_point(self) -> bool:
        """Whether the point itself is the draft, and not only its anchors."""
        return self.point.drafted_by is not None

    @property
    def model(self) -> str:
        """Who drafted it."""
        return self.point.drafted_by or (self.point.anchors and self.point.anchors.drafted_by) or ""


def waiting_in(questions: Sequence[Question]) -> list[Waiting]:
    """The drafts that wait, in the order of the questions."""
    return [Waiting(question, point) for question in questions for point in waiting(question)]


def settled(bank: Bank, draft: Waiting, decision: Point | None) -> Bank:
    """The bank with that decision in the place of the draft, if it still waits there; None takes the point out."""

    def decide(point: Point) -> Point | None:
        if not waits(point) or point.text != draft.point.text:
            return point
        place = {"line": point.line, "end_line": point.end_line}  # other decisions may have moved it
        return decision.model_copy(update=place) if decision else None

    return _with_decisions(bank, {draft.question.id}, decide)


def all_approved(bank: Bank, question_ids: set[str]) -> Bank:
    """The bank with every draft of these questions approved."""
    return _with_decisions(bank, question_ids, lambda point: approved(point) if waits(point) else point)


def _with_decisions(bank: Bank, question_ids: set[str], decide: Callable[[Point], Point | None]) -> Bank:
    questions = [
        question.model_copy(update={"reference": with_bullets(question.reference, decide)})
        if question.id in question_ids
        else question
        for question in bank.questions
    ]
    return bank.model_copy(update={"questions": tuple(questions)})


def editable(draft: Waiting) -> str:
    """The draft as lines for an editor."""
    about = [draft.question.text, *([] if draft.is_point else [draft.point.text])]
    note = "Change the lines that begin with - or +; lines with # are for reading only."
    lines = [f"# {' '.join(text.split())}" for text in [*about, note]]
    if draft.is_point:
        lines += [f"# from: {draft.point.quote}", f"- {draft.point.text}"]
    bare = draft.point.model_copy(update={"drafted_by": None, "quote": None})
    return "\n".join([*lines, *(line for line in extra_lines(bare) if "drafted by:" not in line)]) + "\n"


def edited(draft: Waiting, text: str) -> Point:
    """The draft as the author left it in the editor, still waiting; what has no line any more is gone from it."""
    lines = [line.strip() for line in text.splitlines()]
    extras = [(match["name"], " ".join(match["text"].split())) for line in lines if (match := EXTRA.match(line))]
    given = {name: [words for found, words in extras if found == name and words] for name in _NAMES}
    anchors = Anchors(
        says=tuple(given["says"]),
        misconceptions=tuple(given["misconception"]),
        hint=next(iter(given["hint"]), None),
        drafted_by=draft.point.anchors.drafted_by if draft.point.anchors else None,
    )
    has_anchors = anchors.model_copy(update={"drafted_by": None}) != Anchors()
    words = next((" ".join(line[2:].split()) for line in lines if line.startswith("- ")), "")
    return draft.point.model_copy(
        update={
            "text": words if draft.is_point and words else draft.point.text,
            "anchors": anchors if has_anchors else None,
        }
    )


_NAMES = ("says", "misconception", "hint")
