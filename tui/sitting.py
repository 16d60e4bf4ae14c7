"""One interview being held on the screens: disk steps in order, one at a time, and gradings in the background."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tui.timing import Timing

if TYPE_CHECKING:
    from bank.question import Question
    from interviewer.engine import Interview
    from interviewer.records import Answer, AnswerKind, Draft, ItemRecord, SessionRecord
    from interviewer.session import Plan, Session
    from rubrics.rubric import Rubric
    from rubrics.verdict import Grade
    from tui.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FollowUpAsked:
    """A follow-up question, and the answer that it follows."""

    prompt: str
    first_answer: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What the editor begins with."""

    draft: Draft | None = None
    """What was typed and not handed in."""
    follow_up: FollowUpAsked | None = None
    """The follow-up question that is being answered."""
    last_answer: str | None = None
    """The answer that is being given anew."""
    seconds_left: float = math.inf
    """Time for the whole interview that the other questions leave to this one."""

    @property
    def invitation(self) -> str:
        """What an empty editor says."""
        if self.follow_up is not None:
            return "Your first answer stays; go on here."
        again = "Answer afresh, or press Ctrl+R to begin with your last answer."
        return again if self.last_answer else "Type your answer here."

    def timing(self, plan: Plan, seconds: float) -> Timing:
        """The time taken and left, when the question has taken so many seconds."""
        left = None if math.isinf(self.seconds_left) else self.seconds_left - seconds
        return Timing(seconds, plan.seconds_per_question, left, plan.total_seconds)


class Sitting:
    """An open interview. Steps run in worker threads, and a step once begun is finished even if nobody waits."""

    def __init__(self, interview: Interview, workspace: Workspace) -> None:
        self._interview = interview
        self._workspace = workspace
        self._turn = asyncio.Lock()
        self._gradings: dict[int, asyncio.Task[Grade]] = {}
        self._is_closed = False

    @property
    def session(self) -> Session:
        """How far it has come."""
        return self._interview.session

    @property
    def question(self) -> Question:
        """The current question."""
        return self._interview.question

    @property
    def rubric(self) -> Rubric:
        """Its rubric."""
        return self._interview.rubric

    @property
    def hints(self) -> list[str]:
        """The hints of its points, in order."""
        anchors = [criterion.anchors for criterion in self.rubric.criteria]
        return [anchor.hint for anchor in anchors if anchor is not None and anchor.hint]

    @property
    def reason(self) -> str | None:
        """Why it was chosen."""
        return self._interview.reason

    @property
    def place(self) -> str:
        """“2 of 5”."""
        return f"{self.session.position + 1} of {len(self.session.items)}"

    async def _step(self, step: Callable[[], T]) -> T:
        async def in_turn() -> T:
            async with self._turn:
                return await asyncio.to_thread(step)

        return await asyncio.shield(asyncio.create_task(in_turn()))

    async def opening(self) -> Opening:
        """Where to go on with the current question."""
        return await self._step(self._opening)

    def _opening(self) -> Opening:
        draft, left = self._interview.draft(), self._interview.seconds_left(0.0)
        if not self.session.current.is_answered:
            return Opening(draft, seconds_left=left)
        latest = self._interview.record.items[self.session.position].latest
        text = latest.answer.text if latest else ""
        prompt = self._interview.follow_up_asked()
        if prompt is None:
            return Opening(draft, None, text, left)
        return Opening(draft, FollowUpAsked(prompt, text), seconds_left=left)

    async def save_draft(self, text: str, seconds: float, position: int) -> None:
        """Keep text typed for the item at that position, unless the interview has moved on from it."""

        def save() -> None:
            if self.session.position == position and not self._is_closed:
                self._interview.save_draft(text, seconds)

        await self._step(save)

    async def submit(
        self,
        text: str,
        seconds: float,
        *,
        hints: int = 0,
        predicted: int | None = None,
        follow_up: FollowUpAsked | None = None,
    ) -> Answer:
        """Keep an answer; its grading begins in the background. The answer to a follow-up is kept with the first."""
        kind: AnswerKind = "follow-up" if follow_up else "answer"
        prompt = follow_up.prompt if follow_up else None
        whole = f"{follow_up.first_answer.rstrip()}\n\n{text.lstrip()}" if follow_up else text
        answer = await self._step(
            lambda: self._interview.submit(whole, seconds, hints=hints, predicted=predicted, kind=kind, prompt=prompt)
        )
        self.grading(answer)
        return answer

    async def follow_up(self, answer: Answer, grade: Grade) -> str:
        """A question on what the answer missed most: one that waits, else the model's, else the rubric's hint."""
        waiting = await self._step(self._interview.follow_up_asked)
        if waiting is not None:
            return waiting
        from rubrics.llm.followup import OPEN_QUESTION, follow_up_without_model

        writer = getattr(await self._workspace.grader.get(), "follow_up", None)
        if writer is not None:
            found = await writer(self.question, self.rubric, answer.text, grade)
        else:
            found = follow_up_without_model(self.question, self.rubric, grade)
        return found.text if found else OPEN_QUESTION

    async def next(self) -> None:
        """On to the next open question."""
        await self._step(self._interview.next)

    async def retry(self, follow_up: str | None = None) -> None:
        """Back to the same question for another answer, or for the answer to a follow-up question."""
        await self._step(lambda: self._interview.retry(follow_up))

    @property
    def has_feedback_behind(self) -> bool:
        """Whether the question has an answer whose feedback can be gone back to."""
        return self.session.current.is_answered and self.session.plan.mode.shows_feedback_at_once

    async def back(self) -> None:
        """From another attempt back to the feedback on the last one."""
        await self._step(self._interview.back)

    async def skip(self) -> None:
        """On without an answer."""
        await self._step(self._interview.skip)

    async def finish(self) -> None:
        """End the interview."""
        await self._step(self._interview.finish)

    async def record(self) -> SessionRecord:
        """Everything kept of it."""
        return await self._step(lambda: self._interview.record)

    async def item(self) -> ItemRecord:
        """The current question with every answer to it."""
        return (await self.record()).items[self.session.position]

    def grading(self, answer: Answer, *, again: bool = False) -> asyncio.Task[Grade]:
        """The grading of an answer, under way or done, well or badly; a new one when there is none, or `again`."""
        task = self._gradings.get(answer.id)
        if task is None or (task.done() and again):
            task = asyncio.create_task(self._grade(answer, again=again))
            task.add_done_callback(_hear)
            self._gradings[answer.id] = task
        return task

    async def grade(self, answer: Answer, *, again: bool = False) -> Grade:
        """The grade of an answer; whoever stops waiting does not stop the grading."""
        return await asyncio.shield(self.grading(answer, again=again))

    async def _grade(self, answer: Answer, *, again: bool) -> Grade:
        grader = await self._workspace.grader.get()
        return await self._interview.grade(answer, grader, again=again)

    async def close(self) -> None:
        """Stop gradings and let others open the interview; what was kept stays, the rest is graded later."""
        if self._is_closed:
            return
        self._is_closed = True
        for task in self._gradings.values():
            task.cancel()
        await self._step(self._interview.close)


def _hear(task: asyncio.Task[Grade]) -> None:
    """Take note of a failed grading, so that asyncio does not log it: whoever asks for the grade gets the error."""
    if not task.cancelled():
        task.exception()
