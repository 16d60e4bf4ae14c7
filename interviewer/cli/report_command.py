"""`interviewer report` and `interviewer history`."""

from pathlib import Path
from typing import Any, Literal

from interviewer.cli.options import Workplace
from interviewer.cli.terminal import print_json, say, tell
from interviewer.engine import utc_now
from interviewer.errors import InterviewError, SessionNotFoundError
from interviewer.records import SessionSummary
from interviewer.report import render
from interviewer.reports import report_on
from interviewer.store import Store


def write_report(
    place: Workplace, session_id: str | None, form: Literal["html", "md", "json", "csv", "text"], output: Path | None
) -> None:
    """Report on one interview, to a file or to stdout. Raises SessionNotFoundError when there is none."""
    with Store.open(place.paths, place.settings.database_url) as store:
        record = store.load(session_id or _latest(store))
        kept = store.load_many()
    text = render(report_on([record], place.paths, utc_now(), kept=kept), form)
    if output is None:
        say(text.rstrip("\n"))
        return
    write_file(output, text)
    tell(f"Report written to {output}")


def write_file(path: Path, text: str) -> None:
    """Write a report. Raises InterviewError when that cannot be done."""
    try:
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise InterviewError(f"{path} cannot be written: {error.strerror}.") from error


def _latest(store: Store) -> str:
    with_answers = [summary.id for summary in store.history() if summary.answered]
    if not with_answers:
        raise SessionNotFoundError("There is no interview to report on yet; start one with: interviewer")
    return with_answers[0]


def show_history(place: Workplace, *, as_json: bool) -> None:
    """Past interviews, newest first."""
    with Store.open(place.paths, place.settings.database_url) as store:
        summaries = store.history()
    if as_json:
        print_json([_described(summary) for summary in summaries])
        return
    if not summaries:
        tell("No interviews yet; start one with: interviewer")
    for summary in summaries:
        say(_line(summary))


def _line(summary: SessionSummary) -> str:
    score = f"{round(100 * summary.score):>3}" if summary.score is not None else "  -"
    state = "" if summary.ended_at else "  (open)"
    when = summary.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
    done = f"{summary.answered}/{summary.asked} answered"
    return f"{summary.id}  {when}  {summary.mode.value:<6} {done:>15}  score {score}  {summary.bank_title}{state}"


def _described(summary: SessionSummary) -> dict[str, Any]:
    return {
        "id": summary.id,
        "mode": summary.mode.value,
        "bank": summary.bank_title,
        "topics": list(summary.topics),
        "started_at": summary.started_at.isoformat(),
        "ended_at": summary.ended_at.isoformat() if summary.ended_at else None,
        "asked": summary.asked,
        "answered": summary.answered,
        "graded": summary.graded,
        "score": None if summary.score is None else round(summary.score, 4),
    }
