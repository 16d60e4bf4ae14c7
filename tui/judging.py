"""The candidate's own judgement of an answer, criterion by criterion, while it is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.findings import Finding

if TYPE_CHECKING:
    from rubrics.rubric import Rubric


class OwnJudgement:
    """Statuses given so far; complete when every criterion has one."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric
        self.statuses: dict[str, str] = {}
        """By criterion id."""

    @property
    def is_complete(self) -> bool:
        """Whether every criterion has been judged."""
        return len(self.statuses) == len(self._rubric.criteria)

    def judge(self, index: int, status: str) -> int:
        """Judge the criterion at that place; the place of the next one that waits, or the same when none does."""
        criteria = self._rubric.criteria
        self.statuses[criteria[index].id] = status
        left = [at for at, criterion in enumerate(criteria) if criterion.id not in self.statuses]
        return min((at for at in left if at > index), default=left[0] if left else index)

    def findings(self) -> list[Finding]:
        """The criteria with what was said of them."""
        return [
            Finding(number, self.statuses.get(c.id, "unsure"), c.title or c.text, c.text, is_optional=c.optional)
            for number, c in enumerate(self._rubric.criteria, 1)
        ]
