"""`interviewer bank import --points model`: points drawn from answers in prose, while they are imported."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bank.counting import counted
from bank.importers.document import Diagnostic
from bank.importing import Imported, Noticed
from bank.question import Bank, Question, digest_of
from interviewer.batch import End
from interviewer.cli.drafting_run import Limits, run_jobs, tell_forecast
from interviewer.cli.options import Workplace
from interviewer.cli.terminal import tell
from interviewer.drafting import Job, Outcome, PointsJob, drafted_points, points_jobs, with_drafted_points
from interviewer.errors import InterviewError
from interviewer.graders import drafting_model
from interviewer.journal import Journal
from interviewer.source_lines import SourceLines
from rubrics.drafts import MIN_PROSE
from rubrics.llm.drafting import Draft

if TYPE_CHECKING:
    from bank.merging import Update

_AT_ONCE = 4
"""Requests in flight."""


class Drawing:
    """The drawing of points for one import. Raises ConfigError at once where no model is configured."""

    def __init__(self, place: Workplace, source: Path, max_cost: float | None) -> None:
        drafting_model(place.settings)
        self._place = place
        self._source = source
        self._limits = Limits(_AT_ONCE, max_cost)
        self._journal = Journal(place.paths, f"points-{digest_of(str(source.resolve()))[:16]}")
        self._is_complete = True

    def forecast(self, found: Imported, change: "Update | None") -> None:
        """Say what drawing would take."""
        jobs = self._missing(found, change)
        if jobs:
            tell(f"A model would draw points from {counted(len(jobs), 'answer')} in prose.")
            tell_forecast(self._place, jobs)
        else:
            tell(_why_nothing(found.bank.questions))

    def draw(self, found: Imported, change: "Update | None") -> Imported:
        """The import with points for answers in prose, and with what was noticed. Raises GraderError, ConfigError."""
        jobs = self._missing(found, change)
        drawn = f"A model draws points from {counted(len(jobs), 'answer')} in prose."
        tell(drawn if jobs else _why_nothing(found.bank.questions))
        outcome = run_jobs(self._place, jobs, self._journal, self._limits) if jobs else Outcome(End.DONE, ())
        if outcome.end is End.FAILED:
            raise InterviewError(
                "No points could be drawn, so nothing was imported; --points keep does without them."
            )
        self._is_complete = outcome.end is End.DONE and not any(draft.failed for _, draft in outcome.drafts)
        bank = with_drafted_points(found.bank, self._journal.read(), SourceLines(self._source).line_of)
        noticed = (*_drawn(found.bank, bank), *_undrawn(outcome.drafts))
        for each in noticed:
            tell(str(each))
        return replace(found, bank=bank, noticed=(*found.noticed, *noticed))

    def settle(self, *, is_stored: bool) -> None:
        """Forget the journal once a bank of the user's holds its drafts, or a file holds them all."""
        if is_stored or self._is_complete:
            self._journal.discard()

    def _missing(self, found: Imported, change: "Update | None") -> list[PointsJob]:
        """The answers for which neither the bank as imported before nor the journal has points."""
        kept = self._journal.read()
        questions = (change.bank if change else found.bank).questions
        return [job for job in points_jobs(questions) if not drafted_points(job.question, kept)]


def _why_nothing(questions: Sequence[Question]) -> str:
    """Why there is no answer to draw points from."""
    if points_jobs(questions):
        return "Every answer in prose has its points from before; no model is asked."
    prose = [q for q in questions if q.kind == "open" and q.is_answered and not q.reference.sections]
    if not prose:
        return "No answer is in prose, so there is nothing to draw points from."
    return f"No answer in prose has {MIN_PROSE} words, so no points are drawn: its sentences are the criteria."


def _drawn(before: Bank, after: Bank) -> Iterator[Noticed]:
    for old, new in zip(before.questions, after.questions, strict=True):
        points = [bullet.point for bullet in new.reference.bullets()]
        if points and old.reference != new.reference:
            message = f"{_name(new)}: {counted(len(points), 'point')} drawn by {points[0].drafted_by}, to be approved"
            yield _noticed(new, "notice", "DRAFT", message)


def _undrawn(drafts: Sequence[tuple[Job, Draft]]) -> Iterator[Noticed]:
    for job, draft in drafts:
        if not draft.points:
            reasons = (
                str(draft.failed) if draft.failed else "; ".join(r for left in draft.left_out for r in left.reasons)
            )
            message = f"{_name(job.question)} keeps its sentences as criteria, too few points held: {reasons}"
            yield _noticed(job.question, "warning", "NOPOINTS", message)


def _name(question: Question) -> str:
    return f"“{question.text[:50]}”"


def _noticed(question: Question, level: str, code: str, message: str) -> Noticed:
    source = question.source
    return Noticed(
        source.file if source else "*", Diagnostic(source.first_line if source else 0, level, code, message)
    )
