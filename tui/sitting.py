"""One interview being held on the screens: disk steps in order, one at a time, and gradings in the background."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from interviewer.probing import Probing
from tui.timing import Timing

if TYPE_CHECKING:
    from bank.question import Question
    from interviewer.engine import Interview
    from interviewer.records import Answer, Draft, FollowUpAsked, ItemRecord, SessionRecord
    from interviewer.session import Plan, Session
    from rubrics.rubric import Rubric
    from rubrics.verdict import Grade
    from tui.workspace import Workspace

T = TypeVar("T")


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
    flag: str | None = None
    """Why the question was called bad; None when it was not."""

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
        self._probing = Probing()
        self._drafts: set[asyncio.Task[None]] = set()
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

    @property
    def follow_up_title(self) -> str:
        """How the follow-up question is announced."""
        is_later = self.session.is_following_up
        return f"One more on question {self.session.position + 1}:" if is_later else "Follow-up:"

    @property
    def skips_for_good(self) -> bool:
        """Whether what is skipped now does not come back."""
        return self.session.current.skips > 0 or self.session.is_following_up

    async def _step(self, step: Callable[[], T]) -> T:
        async def in_turn() -> T:
            async with self._turn:
                return await asyncio.to_thread(step)

        return await asyncio.shield(asyncio.create_task(in_turn()))

    async def opening(self) -> Opening:
        """Where to go on with the current question."""
        return await self._step(self._opening)

    def _opening(self) -> Opening:
        draft, left, flag = self._interview.draft(), self._interview.seconds_left(0.0), self._interview.flagged
        if not self.session.current.is_answered:
            return Opening(draft, seconds_left=left, flag=flag)
        latest = self._interview.record.items[self.session.position].latest
        text = latest.answer.text if latest else ""
        follow_up = self._interview.follow_up_asked()
        if follow_up is None:
            return Opening(draft, None, text, left, flag)
        return Opening(draft, follow_up, None, left, flag)

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
        """Keep an answer; its grading begins in the background. The answer to a follow-up is kept with the first.

        In a mock interview the interviewer comes back to an earlier answer if a question on it is ready.
        """

        def keep() -> Answer:
            back = self._probing.come_back(self.session)
            return self._interview.submit(
                text, seconds, hints=hints, predicted=predicted, follow_up=follow_up, come_back=back
            )

        question = self.question
        answer = await self._step(keep)
        self.grading(answer)
        if self.session.follow_ups_left:
            task = asyncio.create_task(self._draft_follow_up(question, answer))
            task.add_done_callback(_hear)
            self._drafts.add(task)
        return answer

    async def _draft_follow_up(self, question: Question, answer: Answer) -> None:
        grade = await self.grade(answer)
        grader = await self._workspace.grader.get()
        await self._probing.draft(grader, self.session, question, answer, grade)

    async def follow_up(self, answer: Answer, grade: Grade) -> str:
        """A question on what the answer missed most: one that waits, else the model's, else the rubric's hint."""
        waiting = await self._step(self._interview.follow_up_asked)
        if waiting is not None:
            return waiting.prompt
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

    async def flag(self, reason: str | None) -> None:
        """Call the current question bad for a reason, which may be empty; None takes that back."""
        await self._step(self._interview.unflag if reason is None else lambda: self._interview.flag(reason))

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
        for task in (*self._gradings.values(), *self._drafts):
            task.cancel()
        await self._step(self._interview.close)


def _hear(task: asyncio.Task[Any]) -> None:
    """Take note of a failed grading, so that asyncio does not log it: whoever asks for the grade gets the error."""
    if not task.cancelled():
        task.exception()
