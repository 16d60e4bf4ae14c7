"""What a reviewer has said about one answer so far, and what the grader said once it may be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from interviewer.screening.reviewing import Judgement
from rubrics.verdict import Grade, Status, Verdict

if TYPE_CHECKING:
    from interviewer.screening.reviewing import ReviewTask
    from rubrics.rubric import Criterion


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer under review. Until it is handed in it is in memory alone, and holds no verdict of the grader."""

    task: ReviewTask
    said: Mapping[str, Judgement] = field(default_factory=dict)
    """The reviewer's last judgement, by criterion."""
    blind: Mapping[str, Status] = field(default_factory=dict)
    """The statuses that were handed in blind, by criterion."""
    grade: Grade | None = None
    """None while the reviewer is blind."""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria, in the rubric's order."""
        return self.task.rubric.criteria

    @property
    def is_revealed(self) -> bool:
        """Whether the grader's verdicts are on the table."""
        return self.grade is not None

    @property
    def open(self) -> list[int]:
        """Places of the criteria that are not judged."""
        return [n for n, criterion in enumerate(self.criteria) if criterion.id not in self.said]

    @property
    def is_unkept(self) -> bool:
        """Whether there is a judgement that was not handed in."""
        return bool(self.said) and not self.is_revealed

    def saying(self, judgement: Judgement) -> Sheet:
        """With a judgement in place of the one before."""
        return replace(self, said={**self.said, judgement.criterion_id: judgement})

    def judgements(self) -> list[Judgement]:
        """All judgements, in the rubric's order."""
        return [self.said[criterion.id] for criterion in self.criteria if criterion.id in self.said]

    def revealing(self, grade: Grade) -> Sheet:
        """With the grader's verdicts beside the judgement that has just been handed in."""
        return replace(self, grade=grade, blind={key: each.status for key, each in self.said.items()})

    def status(self, criterion_id: str) -> Status | None:
        """What the reviewer says of a criterion."""
        judgement = self.said.get(criterion_id)
        return judgement.status if judgement else None

    def verdict(self, criterion_id: str) -> Verdict | None:
        """What the grader says of it; None while the reviewer is blind, or where there is nothing."""
        return self.grade.verdict_on(criterion_id) if self.grade else None

    def differs(self, criterion_id: str) -> bool:
        """Whether the grader's verdict is another than the reviewer's."""
        verdict, own = self.verdict(criterion_id), self.status(criterion_id)
        return verdict is not None and own is not None and verdict.status is not own

    @property
    def differing(self) -> list[int]:
        """Places of the criteria on which the two differ."""
        return [n for n, criterion in enumerate(self.criteria) if self.differs(criterion.id)]


def reopened(task: ReviewTask, grade: Grade) -> Sheet:
    """The sheet of an answer that was judged before."""
    said = {each.criterion_id: Judgement(each.criterion_id, each.status, each.reason) for each in task.judged}
    blind = {each.criterion_id: each.status for each in task.judged if each.stage == "blind"}
    return Sheet(task, said, blind, grade)
