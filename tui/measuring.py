"""How far the grader in use agrees with people: its passports, one's own labels, and measuring it by them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interviewer.labelling import LabelTask
    from interviewer.records import SessionRecord
    from rubrics.passport import Passport
    from rubrics.verdict import GraderInfo
    from tui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Papers:
    """What is known of the grader in use."""

    title: str
    passports: Sequence[Passport]
    """One's own first, then the one that ships; empty when it was never measured."""
    labelled: int
    """Answers that the person has labelled."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a measurement has come."""

    done: int = 0
    of: int = 0


class Measuring:
    """Shared by the screens, so that a measurement goes on when its screen is left. Works in threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._turn = asyncio.Lock()
        self._run: asyncio.Task[Passport] | None = None
        self.progress = Progress()

    async def papers(self) -> Papers:
        """What is known of the grader in use. Raises GraderError, ConfigError, PassportError, LabelsError."""
        title = await self._workspace.grader_title()
        grader = await self._workspace.grader.get()
        return await asyncio.to_thread(self._papers, title, grader.info)

    def _papers(self, title: str, grader: GraderInfo) -> Papers:
        from interviewer.labelling import read_labels
        from rubrics.passport import passports_of

        paths = self._workspace.paths
        labelled = sum(bool(labels.by_criterion) for labels in read_labels(paths).values())
        found = passports_of(grader, paths.passports)
        return Papers(title, found, labelled)

    async def tasks(self) -> list[LabelTask]:
        """The answers to label, the next one first. Raises LabelsError, StoreError."""
        records = await self._workspace.records()
        return await asyncio.to_thread(self._tasks, records)

    def _tasks(self, records: Sequence[SessionRecord]) -> list[LabelTask]:
        from interviewer.labelling import read_labels, tasks_of

        return tasks_of(records, read_labels(self._workspace.paths))

    def keep(self, task: LabelTask) -> asyncio.Task[None]:
        """The keeping of an answer's labels, in the order of the calls; it fails with LabelsError."""
        keeping = asyncio.create_task(self._keep(task))
        keeping.add_done_callback(_hear)
        return keeping

    async def _keep(self, task: LabelTask) -> None:
        from interviewer.labelling import keep_labels

        async with self._turn:
            await asyncio.to_thread(keep_labels, self._workspace.paths, task)

    @property
    def is_running(self) -> bool:
        """Whether the grader is being measured."""
        return self._run is not None and not self._run.done()

    async def measure(self) -> Passport:
        """The grader's passport on one's own labels; joins a measurement that is under way.

        Raises LabelsError when nothing is labelled, GraderError, ConfigError, PassportError, InterviewError.
        """
        if self._run is None or self._run.done():
            self._run = asyncio.create_task(self._measure())
            self._run.add_done_callback(_hear)
        return await asyncio.shield(self._run)

    async def _measure(self) -> Passport:
        from interviewer.calibration import calibrate_on_own

        def heard(done: int, of: int) -> None:
            self.progress = Progress(done, of)

        self.progress = Progress()
        async with self._turn:
            pass  # labels just given are kept first
        grader = await self._workspace.grader.get()
        return await calibrate_on_own(self._workspace.paths, grader, self._workspace.now().date(), heard)

    def stop(self) -> None:
        """Give up a measurement under way."""
        if self._run is not None:
            self._run.cancel()


def _hear(task: asyncio.Task[Any]) -> None:
    """Take note of a failure, so that asyncio does not log it: whoever waits gets the error."""
    if not task.cancelled():
        task.exception()
