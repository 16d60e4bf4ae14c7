"""The report as CSV: one row for every criterion of every answer, and one for every question without any.

A cell that a spreadsheet would take for a formula begins with a tab, which makes it text (OWASP, CSV Injection).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from interviewer.report.item_values import AttemptReport, ItemReport, OverrideReport, VerdictReport
from interviewer.report.values import Report
from interviewer.report.visible import visible

Cell = str | int | float | None
_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n]")

HEADERS = (
    "session_id",
    "session_started_at",
    "number",
    "question_id",
    "question",
    "topic",
    "difficulty",
    "question_state",
    "attempt",
    "kind",
    "counts",
    "submitted_at",
    "seconds",
    "limit",
    "answer_state",
    "score",
    "score_low",
    "score_high",
    "coverage",
    "beyond",
    "wrong",
    "criterion_id",
    "group",
    "criterion",
    "optional",
    "weight",
    "status",
    "status_before",
    "quote",
    "reason",
    "grader",
    "error",
    "status_by_grader",
    "override_reason",
    "overridden_at",
    "score_by_grader",
    "coverage_by_grader",
    "flag",
    "flag_reason",
)


def render_csv(report: Report) -> str:
    """The report as comma-separated values with a header; text is quoted, numbers are not."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(HEADERS)
    started = {session.id: session.started_at.isoformat() for session in report.sessions}
    for item in report.items:
        head = _safe(_item_cells(item, started[item.session_id]))
        writer.writerows((*head, *rest) for rest in _answer_rows(item))
    return out.getvalue()


def _safe(cells: Iterable[Cell]) -> list[Cell]:
    return [safe(cell) if isinstance(cell, str) else cell for cell in cells]


@lru_cache(maxsize=4096)  # criteria, topics and statuses come again in most rows
def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    shown = visible(text)
    return f"\t{shown}" if _FORMULA.match(shown) else shown


def _item_cells(item: ItemReport, started: str) -> tuple[Cell, ...]:
    return (
        item.session_id,
        started,
        item.number,
        item.question_id,
        item.question,
        item.topic,
        item.difficulty or "",
        item.state,
    )


def _answer_rows(item: ItemReport) -> Iterator[tuple[Cell, ...]]:
    """The cells after those of the question, always as many."""
    if not item.attempts:
        yield (*("",) * (len(HEADERS) - 10), *_flag_cells(item))
    for attempt in item.attempts:
        before = _safe(_attempt_cells(item, attempt))
        after = _safe((attempt.grader or "", attempt.error or ""))
        alone = (*_by_grader_cells(attempt), *_flag_cells(item))
        graders = (*after, *("",) * 3, *alone)
        for verdict in attempt.verdicts:
            own = verdict.override
            rest = (*after, *_override_cells(own), *alone) if own else graders
            yield (*before, *_verdict_cells(verdict), *rest)
        if not attempt.verdicts:
            yield (*before, *("",) * 9, *graders)


def _override_cells(override: OverrideReport) -> tuple[Cell, ...]:
    """What the grader had said where the person says another thing, why and when."""
    return (override.grader.value, safe(override.reason), override.made_at.isoformat())


def _by_grader_cells(attempt: AttemptReport) -> tuple[Cell, ...]:
    """Score and coverage by the grader alone; equal to those that count where nothing was overridden."""
    alone = attempt.by_grader or attempt
    return (alone.score, alone.coverage)


def _flag_cells(item: ItemReport) -> tuple[Cell, ...]:
    return ("no", "") if item.flag is None else ("yes", safe(item.flag))


def _attempt_cells(item: ItemReport, attempt: AttemptReport) -> tuple[Cell, ...]:
    low, high = (attempt.bounds.low, attempt.bounds.high) if attempt.bounds else (attempt.score, attempt.score)
    return (
        attempt.number,
        attempt.kind,
        "yes" if attempt.counts else "no",
        attempt.submitted_at.isoformat(),
        attempt.seconds,
        item.limit,
        attempt.state,
        attempt.score,
        low,
        high,
        attempt.coverage,
        len(attempt.beyond),
        len(attempt.wrong),
    )


def _verdict_cells(verdict: VerdictReport) -> tuple[Cell, ...]:
    """The cells of a verdict, safe already: most rows are made here."""
    return (
        safe(verdict.criterion_id),
        safe(verdict.group or ""),
        safe(verdict.criterion),
        "yes" if verdict.optional else "no",
        verdict.weight,
        verdict.status.value,
        verdict.before.value if verdict.before else "",
        safe(verdict.quote),
        safe(verdict.reason),
    )
