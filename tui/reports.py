"""What a report screen gets its values from, with the report code imported late and run in worker threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.screens.report import ReportSource

if TYPE_CHECKING:
    from interviewer.records import Answer, SessionRecord
    from interviewer.report.values import Report
    from interviewer.store import Store
    from rubrics.verdict import Grade
    from tui.workspace import Workspace


ReadRecord = Callable[[], Awaitable["SessionRecord"]]


def report_source(
    workspace: Workspace,
    record: ReadRecord,
    live_grade: Callable[[Answer, bool], Awaitable[Grade]] | None,
) -> ReportSource:
    """Reads with `record`; grades with `live_grade`, or by itself when the interview is not open."""
    latest: list[SessionRecord] = []

    async def read() -> SessionRecord:
        latest[:] = [await record()]
        return latest[0]

    async def grade(answer: Answer, again: bool) -> Grade:  # noqa: FBT001 - the signature of GradeAnswer
        if live_grade is not None:
            return await live_grade(answer, again)
        return await workspace.grade(latest[0].items[answer.position].question, answer, again=again)

    async def build(of: SessionRecord) -> Report:
        everything = await workspace.records()
        store = await workspace.store.get()
        return await asyncio.to_thread(_build, of, everything, store, workspace)

    async def export(report: Report) -> Path:
        return await asyncio.to_thread(_export, report, workspace)

    return ReportSource(read, grade, build, export, workspace.now)


def _build(of: SessionRecord, everything: list[SessionRecord], store: Store, workspace: Workspace) -> Report:
    from interviewer.reports import report_on

    return report_on([of], workspace.paths, workspace.now(), kept=everything, cards=store.load_cards())


def _export(report: Report, workspace: Workspace) -> Path:
    from interviewer.paths import make_private_folder, open_private_file
    from interviewer.report import render

    folder = workspace.paths.reports
    make_private_folder(folder)
    name = report.sessions[-1].id if report.sessions else "report"
    path = folder / f"{name}.html"
    open_private_file(path)
    path.write_text(render(report, "html"), encoding="utf-8")
    return path
