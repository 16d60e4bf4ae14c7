"""Importing a document again: questions keep their ids, so that what was answered stays attached to them.

A question is the same when its words are the same, or, where only the words changed, when its reference answer is
the same. Anchors that were added since the last import are kept for points whose words did not change, points that a
model drew for prose that did not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bank.importers.document import FreeIds, same_text
from bank.question import Anchors, Bank, Point, Question, Reference


@dataclass(frozen=True, slots=True)
class Update:
    """A bank brought up to date, and the ids of what changed."""

    bank: Bank
    added: tuple[str, ...]
    reworded: tuple[str, ...]
    changed: tuple[str, ...]
    """Questions whose reference answer changed: a new version of them."""
    removed: tuple[str, ...]
    unchanged: int

    @property
    def words(self) -> str:
        """What changed, in words."""
        counted = {
            "added": self.added,
            "reworded": self.reworded,
            "with another answer": self.changed,
            "removed": self.removed,
        }
        parts = [f"{len(ids)} {name}" for name, ids in counted.items() if ids]
        return ", ".join([*parts, f"{self.unchanged} as they were"])


def update(old: Bank, new: Bank) -> Update:
    """The new bank with the ids and the anchors of the old one."""
    matches = _matches(old.questions, new.questions)
    taken = {question.id for question in matches.values()}
    ids = FreeIds()
    for each in taken:
        ids.take(each)
    questions: list[Question] = []
    added: list[str] = []
    reworded: list[str] = []
    changed: list[str] = []
    for index, question in enumerate(new.questions):
        known = matches.get(index)
        if known is None:
            fresh = question.model_copy(update={"id": ids.take(question.id)})
            added.append(fresh.id)
            questions.append(fresh)
            continue
        kept = _with_known(question, known)
        questions.append(kept)
        if same_text(kept.text) != same_text(known.text):
            reworded.append(kept.id)
        elif kept.digest != known.digest:
            changed.append(kept.id)
    removed = tuple(question.id for question in old.questions if question.id not in taken)
    same = len(questions) - len(added) - len(reworded) - len(changed)
    bank = new.model_copy(update={"questions": tuple(questions)})
    return Update(bank, tuple(added), tuple(reworded), tuple(changed), removed, same)


def _matches(old: Sequence[Question], new: Sequence[Question]) -> dict[int, Question]:
    """For each new question, by index, the old one that it is: by its words, else by its answer, else by its id."""
    found: dict[int, Question] = {}
    left = list(old)
    for key in (_by_words, _by_answer, _by_id):
        waiting: dict[object, list[Question]] = {}
        for question in reversed(left):
            waiting.setdefault(key(question), []).append(question)
        used: set[str] = set()
        for index, question in enumerate(new):
            wanted = key(question)
            if index not in found and wanted is not None and waiting.get(wanted):
                found[index] = waiting[wanted].pop()
                used.add(found[index].id)
        left = [question for question in left if question.id not in used]
    return found


def _by_words(question: Question) -> object:
    return same_text(question.text), question.details


def _by_answer(question: Question) -> object:
    return _as_written(question).digest if question.is_answered else None


def _by_id(question: Question) -> object:
    return question.id


def _with_known(question: Question, known: Question) -> Question:
    anchors = {
        bullet.point.text: bullet.point.anchors for bullet in known.reference.bullets() if bullet.point.anchors
    }
    reference = _with_drawn_points(question.reference, known.reference)
    reference = _with_anchors(reference, anchors) if anchors else reference
    return question.model_copy(update={"id": known.id, "reference": reference})


def _with_drawn_points(reference: Reference, known: Reference) -> Reference:
    """The reference with the points that a model drew from its prose, if the prose is as it was."""
    is_as_it_was = (reference.lead, reference.closing) == (known.lead, known.closing)
    if reference.sections or not is_as_it_was or not _is_drawn(known):
        return reference
    return reference.model_copy(update={"sections": known.sections})


def _is_drawn(reference: Reference) -> bool:
    """Whether all points of a reference answer were drawn from its prose by a model."""
    points = [bullet.point for bullet in reference.bullets()]
    return bool(points) and all(point.quote for point in points)


def _as_written(question: Question) -> Question:
    """The question without points that a model drew."""
    if not _is_drawn(question.reference):
        return question
    return question.model_copy(update={"reference": question.reference.model_copy(update={"sections": ()})})


def _with_anchors(reference: Reference, anchors: Mapping[str, Anchors | None]) -> Reference:
    def attach(point: Point) -> Point:
        children = tuple(attach(child) for child in point.children)
        return point.model_copy(update={"anchors": point.anchors or anchors.get(point.text), "children": children})

    sections = tuple(
        section.model_copy(update={"points": tuple(attach(point) for point in section.points)})
        for section in reference.sections
    )
    return reference.model_copy(update={"sections": sections})
