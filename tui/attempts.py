"""The answers given to one question, what now stands of each, and which of them is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rubrics.extraction import extract_rubric
from tui.reading import findings_of

if TYPE_CHECKING:
    from interviewer.records import Answer, GradedAnswer, ItemRecord
    from rubrics.verdict import Grade
    from tui.widgets.findings import Finding

MOST_FOLLOW_UPS = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where the feedback is shown, and so what can be done next."""

    title: str
    """“Question 2 of 5”."""
    is_live: bool
    """Whether the interview is under way and waits here."""
    next_word: str = "Next"


class Attempts:
    """At least one answer; the last is looked at first."""

    def __init__(self, item: ItemRecord) -> None:
        self.question = item.question
        self.rubric = extract_rubric(item.question)
        self._answers = list(item.answers)
        self.index = len(self._answers) - 1

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def current(self) -> GradedAnswer:
        """The answer looked at."""
        return self._answers[self.index]

    @property
    def last(self) -> GradedAnswer:
        """The answer that counts."""
        return self._answers[-1]

    @property
    def grade(self) -> Grade | None:
        """What stands of the answer looked at: the grader's grade, with the person's own verdicts."""
        return self.current.standing(self.rubric)

    @property
    def before(self) -> Grade | None:
        """What stands of the attempt before."""
        return self._answers[self.index - 1].standing(self.rubric) if self.index > 0 else None

    @property
    def has_score(self) -> bool:
        """Whether the answer looked at has a score."""
        return self.grade is not None and self.grade.is_final

    def findings(self) -> list[Finding]:
        """What was found in the answer looked at; empty while nothing is known."""
        grade = self.current.grade
        if grade is None or not (grade.verdicts or grade.is_final):
            return []
        return findings_of(self.rubric, grade, self.before, self.current.overrides)

    def can_move(self, by: int) -> bool:
        """Whether there is an attempt so many places on."""
        return 0 <= self.index + by < len(self._answers)

    def keep(self, graded: GradedAnswer) -> None:
        """An answer has another grade, or other verdicts of the person's."""
        self._answers = [graded if each.answer.id == graded.answer.id else each for each in self._answers]

    def keep_grade(self, answer: Answer, grade: Grade) -> None:
        """An answer has been graded; the person's own verdicts on it stay."""
        kept = next(each for each in self._answers if each.answer.id == answer.id)
        self.keep(replace(kept, grade=grade))

    @property
    def may_follow_up(self) -> bool:
        """Whether the last answer missed a point, and was followed up less often than an interviewer would."""
        grade = self.last.standing(self.rubric)
        asked = sum(each.answer.kind == "follow-up" for each in self._answers)
        misses = grade is not None and any(v.status.value in ("missed", "partial") for v in grade.verdicts)
        return misses and asked < MOST_FOLLOW_UPS
