"""The app with gradings that never pause behind it, for the bench of keystrokes."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import tui
from bank.question import Question
from interviewer.config import Settings
from interviewer.paths import Paths
from interviewer.records import Answer
from rubrics.grader import Task, ungraded
from rubrics.rubric import Rubric
from rubrics.verdict import Grade, GraderInfo
from tui.app import InterviewerApp, StartRequest

SLOW_SECONDS = 2.0
SLOW_AT_ONCE = 8


class SlowModel:
    """A grader that waits as for a distant model, and then has nothing to say."""

    info = GraderInfo(name="openai", model="slow", version="1")

    async def grade(self, question: Question, rubric: Rubric, answer: str) -> Grade:
        """Wait, and leave ungraded."""
        from interviewer.engine import utc_now

        await asyncio.sleep(SLOW_SECONDS)
        return ungraded(Task(question, rubric, answer), self.info, utc_now(), "The bench does not judge.")

    async def aclose(self) -> None:
        """Nothing to close."""


class LoadedApp(InterviewerApp):
    """Opens a question, and grades kept answers without a pause while somebody types."""

    CSS_PATH = str(Path(tui.__file__).parent / "app.tcss")

    def __init__(self, settings: Settings, paths: Paths, *, load: str) -> None:
        open_grader = (lambda _settings: SlowModel()) if load == "slow" else None
        super().__init__(settings, paths, start=StartRequest(), open_grader=open_grader)
        self._load = load

    def on_ready(self) -> None:
        """Begin to grade."""
        self.run_worker(self._grade_on_and_on(), group="load")

    async def _grade_on_and_on(self) -> None:
        if self._load != "none":
            await self.workspace.grader.get()
        self._say_that_it_runs()
        at_once = {"none": 0, "local": 1, "slow": SLOW_AT_ONCE}[self._load]
        await asyncio.gather(*(self._grade_all() for _ in range(at_once)))

    async def _grade_all(self) -> None:
        async for question, answer in self._kept():
            await self.workspace.grade(question, answer, again=True)

    async def _kept(self) -> AsyncIterator[tuple[Question, Answer]]:
        """Kept answers, session by session, round and round."""
        while True:
            for summary in await self.workspace.history(100):
                record = await self.workspace.record(summary.id)
                for item in record.items:
                    for graded in item.answers:
                        yield item.question, graded.answer

    def _say_that_it_runs(self) -> None:
        """A sign for the bench: a window title, which the screen does not show."""
        os.write(1, b"\x1b]0;load:on\x07")
