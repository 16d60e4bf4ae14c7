"""What can be done with a kept answer and its question: grade it, judge it, disagree, call the question bad."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.past import Regrading

if TYPE_CHECKING:
    from interviewer.records import Answer, GradedAnswer, ItemRecord
    from rubrics.verdict import Grade
    from tui.workspace import Workspace

GradeAnswer = Callable[["Answer", bool], Awaitable["Grade"]]
"""Grades a kept answer; again when the second argument is true."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A person's own verdict on one criterion."""

    criterion_id: str
    status: str
    """A value of `rubrics.verdict.Status`; the grader's own takes back what was said against it."""
    reason: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The actions on one question and its answers; each is kept when it returns, and raises an expected error."""

    grade: GradeAnswer
    judge: Callable[[Answer, Mapping[str, str]], Awaitable[Grade]]
    """Keeps the candidate's own judgement, a status by criterion id, as the grade of an answer."""
    disagree: Callable[[Answer, Disagreement], Awaitable[GradedAnswer]]
    """Keeps a verdict against the grader's; the answer with all that now stands."""
    flag: Callable[[str | None], Awaitable[None]]
    """Calls the question bad for a reason, which may be empty; None takes that back."""
    regrading: Callable[[Answer], Regrading]
    """All grades of an answer, and other graders to ask."""


def desk_for(workspace: Workspace, session_id: str, item: ItemRecord, grade: GradeAnswer) -> Desk:
    """The actions on a question of an interview."""

    async def disagree(answer: Answer, said: Disagreement) -> GradedAnswer:
        from interviewer.engine import override_verdict
        from rubrics.overrides import Override
        from rubrics.verdict import Status

        override = Override(said.criterion_id, Status(said.status), said.reason, workspace.now())
        store = await workspace.store.get()
        return await asyncio.to_thread(override_verdict, store, item.question, answer, override)

    async def flag(reason: str | None) -> None:
        store = await workspace.store.get()
        if reason is None:
            await asyncio.to_thread(store.unflag_question, session_id, item.question.id, workspace.now())
        else:
            await asyncio.to_thread(store.flag_question, session_id, item.question.id, reason, workspace.now())

    async def judge(answer: Answer, statuses: Mapping[str, str]) -> Grade:
        return await workspace.judge(item.question, answer, statuses)

    return Desk(grade, judge, disagree, flag, lambda answer: Regrading(workspace, item.question, answer))
