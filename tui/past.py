"""What the history is given, and the comparing of grades: read and worked out in worker threads, late imports."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bank.question import Question
    from interviewer.answer_lines import AnswerLine
    from interviewer.progress import PointTrend, TopicTrend
    from interviewer.records import Answer, SessionSummary
    from rubrics.verdict import Grade
    from tui.workspace import Workspace

_MOST_INTERVIEWS = 10_000
GraderName = Literal["local", "openai"]


@dataclass(frozen=True, slots=True)
class Past:
    """Everything the history shows."""

    summaries: Sequence[SessionSummary]
    """Newest first."""
    answers: Sequence[AnswerLine]
    """Newest first."""
    topics: Sequence[TopicTrend]
    points: Sequence[PointTrend]
    """Weakest first."""
    best: Sequence[PointTrend]


async def read_past(workspace: Workspace) -> Past:
    """All that is kept. Raises StoreError."""
    summaries = await workspace.history(_MOST_INTERVIEWS)
    store = await workspace.store.get()
    lines = await asyncio.to_thread(store.answer_lines)
    return await asyncio.to_thread(_past, summaries, lines)


def _past(summaries: Sequence[SessionSummary], lines: list[AnswerLine]) -> Past:
    from interviewer.progress import best_first, point_trends, topic_trends

    points = point_trends(lines)
    return Past(summaries, lines[::-1], topic_trends(lines), points, best_first(points))


class Regrading:
    """The grades of one kept answer, and grading it by another grader; every grade is kept."""

    def __init__(self, workspace: Workspace, question: Question, answer: Answer) -> None:
        self._workspace = workspace
        self.question = question
        self.answer = answer

    async def grades(self) -> list[Grade]:
        """All grades, oldest first, each way of grading once, at its latest."""
        store = await self._workspace.store.get()
        return _each_way_once(await asyncio.to_thread(store.grades_of, self.answer.id))

    async def grade(self, name: GraderName) -> Grade:
        """A fresh grade by that grader. Raises ConfigError, GraderError, StoreError."""
        from interviewer.engine import grade_answer
        from interviewer.graders import open_grader, summarise

        settings = self._workspace.settings
        store = await self._workspace.store.get()
        if summarise(settings).name == name:
            grader = await self._workspace.grader.get()
            return await grade_answer(store, grader, self.question, self.answer, again=True)
        wanted = settings.model_copy(update={"grader": name})
        grader = await asyncio.to_thread(self._workspace.open_grader or open_grader, wanted)
        try:
            return await grade_answer(store, grader, self.question, self.answer, again=True)
        finally:
            await grader.aclose()

    async def count(self, grade: Grade) -> None:
        """Let this grade be the one that counts: it is kept once more, as the latest."""
        store = await self._workspace.store.get()
        await asyncio.to_thread(store.add_grade, self.answer.id, grade)


def _each_way_once(grades: Sequence[Grade]) -> list[Grade]:
    latest: dict[tuple[str, ...], Grade] = {}
    for grade in grades:
        info = grade.grader
        key = (info.name, info.model, info.version, info.endpoint or "", info.prompt_digest or "")
        latest.pop(key, None)
        latest[key] = grade
    return list(latest.values())
