"""Finding questions of a bank by words, topic and difficulty, fast enough to do it with every key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bank.question import Bank, Question

DIFFICULTIES = ("any", "easy", "medium", "hard")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for."""

    words: tuple[str, ...] = ()
    """All of them, case-folded, anywhere in question, topic, tags or answer."""
    topic: str | None = None
    difficulty: str = DIFFICULTIES[0]

    def narrows(self, before: Wanted) -> bool:
        """Whether everything that fits this fits the one before too: another letter was typed."""
        is_same = (self.topic, self.difficulty) == (before.topic, before.difficulty)
        return is_same and all(any(word in longer for longer in self.words) for word in before.words)


class Search:
    """A bank made ready to be searched."""

    def __init__(self, bank: Bank) -> None:
        self._questions = bank.questions
        self._by_id = {question.id: question for question in bank.questions}
        self._texts: dict[str, str] = {}
        self._last: tuple[Wanted, Sequence[Question]] = Wanted(), bank.questions

    def prepare(self) -> None:
        """Make every text ready, so that the first letter of a search takes no longer than the next; for a thread."""
        for question in self._questions:
            self._text(question)

    def question(self, question_id: str | None) -> Question | None:
        """The question with that id."""
        return self._by_id.get(question_id or "")

    def is_asked(self, question_id: str) -> bool:
        """Whether interviews ask it: it is no multiple choice."""
        question = self.question(question_id)
        return question is not None and question.kind == "open"

    def find(self, wanted: Wanted) -> Sequence[Question]:
        """The questions that fit, in the order of the bank."""
        if wanted == Wanted():
            return self._questions
        before, among = self._last
        found: Sequence[Question] = among if wanted.narrows(before) else self._questions
        if wanted.topic is not None:
            found = [question for question in found if question.topic == wanted.topic]
        if wanted.difficulty != DIFFICULTIES[0]:
            found = [question for question in found if difficulty_of(question) == wanted.difficulty]
        text_of = self._text
        for word in wanted.words:
            found = [question for question in found if word in text_of(question)]
        self._last = wanted, found
        return found

    def _text(self, question: Question) -> str:
        text = self._texts.get(question.id)
        if text is None:
            text = self._texts[question.id] = _text_of(question)
        return text


def difficulty_of(question: Question) -> str:
    """How hard it is, in a word; empty when nobody has said."""
    return question.difficulty.value if question.difficulty else ""


def _text_of(question: Question) -> str:
    """All that is searched, case-folded."""
    reference = question.reference
    points = [bullet.point.text for bullet in reference.bullets()]
    parts = [question.wording, question.topic, *question.tags, reference.lead, *points, reference.closing]
    return "\n".join(parts).casefold()
