"""`interviewer report` and `interviewer history`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal, TypeVar

from bank.counting import counted
from bank.errors import BankError
from interviewer.banks import open_bank
from interviewer.cli.options import Workplace
from interviewer.cli.terminal import print_json, say, tell
from interviewer.engine import utc_now
from interviewer.errors import InterviewError, SessionNotFoundError
from interviewer.records import SessionRecord, SessionSummary
from interviewer.repetition import add_missing_cards
from interviewer.report import figures, render
from interviewer.report.anki import render_anki
from interviewer.report.values import Report
from interviewer.reports import report_on
from interviewer.review import Card, due, next_due
from interviewer.store import Store

ReportFormat = Literal["html", "md", "json", "csv", "text", "anki"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which interviews a report is about: one, all of them, or those begun on a day or later."""

    session_id: str | None = None
    """None without `everything` and `since` means the latest that has an answer."""
    everything: bool = False
    since: date | None = None
    """A day of the local calendar."""


def day_named(text: str) -> date:
    """The day of `--since`. Raises InterviewError for anything but a date of the calendar."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        today = utc_now().astimezone().date()
        raise InterviewError(f"--since: “{text[:40]}” is no day; give one like {today}.") from error


def write_report(place: Workplace, choice: Choice, form: ReportFormat | None, output: Path | None) -> None:
    """Report on the interviews chosen, to a file or to stdout; without a form the file's name tells it.

    Raises SessionNotFoundError when there is none.
    """
    with Store.open(place.paths, place.settings.database_url) as store:
        kept = store.load_many()
        add_missing_cards(store)
        cards = store.load_cards()
    report = report_on(_chosen(kept, choice), place.paths, utc_now(), kept=kept, cards=cards)
    text = _rendered(report, form or _form_of(output))
    if output is None:
        say(text.rstrip("\n"))
        return
    write_file(output, text)
    tell(f"Report written to {output}")


_BY_SUFFIX: dict[str, ReportFormat] = {
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".json": "json",
    ".csv": "csv",
    ".txt": "text",
    ".text": "text",
    "": "text",
}
_LESS_USUAL = ("", ".htm", ".text")
F = TypeVar("F", bound=str)


def _form_of(output: Path | None) -> ReportFormat:
    return form_told(output, _BY_SUFFIX) if output else "text"


def form_told(output: Path, by_suffix: Mapping[str, F]) -> F:
    """The form that a file's name tells. Raises InterviewError when it tells none: “.pdf” would hold plain text."""
    form = by_suffix.get(output.suffix.lower())
    if form is None:
        endings = [suffix for suffix in by_suffix if suffix not in _LESS_USUAL]
        shown = f"{', '.join(endings[:-1])} or {endings[-1]}"
        raise InterviewError(f"{output} does not tell what to write: end it in {shown}, or name a --format.")
    return form


def _rendered(report: Report, form: ReportFormat) -> str:
    return render_anki(report) if form == "anki" else render(report, form)


def _chosen(kept: Sequence[SessionRecord], choice: Choice) -> list[SessionRecord]:
    if choice.session_id:
        found = [record for record in kept if record.session.id == choice.session_id]
        if not found:
            shown = choice.session_id[:40]
            raise SessionNotFoundError(f"There is no interview “{shown}”; see: interviewer history")
        return found
    answered = [record for record in kept if record.session.answered]
    if choice.since is not None:
        begin = datetime.combine(choice.since, time.min).astimezone(UTC)
        answered = [record for record in answered if record.session.started_at >= begin]
    if not answered:
        since = f" since {choice.since.isoformat()}" if choice.since else " with an answer yet"
        raise SessionNotFoundError(f"There is no interview to report on{since}; start one with: interviewer")
    return answered if choice.everything or choice.since else answered[-1:]


def write_file(path: Path, text: str) -> None:
    """Write a report. Raises InterviewError when that cannot be done."""
    try:
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise InterviewError(f"{path} cannot be written: {error.strerror}.") from error


def show_history(place: Workplace, *, as_json: bool) -> None:
    """Past interviews, newest first."""
    with Store.open(place.paths, place.settings.database_url) as store:
        summaries = store.history()
        add_missing_cards(store)
        cards = _cards_here(place, store)
    if as_json:
        print_json([_described(summary) for summary in summaries])
        return
    if not summaries:
        tell("No interviews yet; start one with: interviewer")
    for summary in summaries:
        say(_line(summary))
    if cards:
        say(_due_line(cards, utc_now()))


def _cards_here(place: Workplace, store: Store) -> list[Card]:
    """What review mode would ask: of the bank in use, without flagged questions; nothing where it cannot be read."""
    try:
        bank = open_bank(place.paths, place.settings.bank)
    except BankError:
        return []
    here = {question.id for question in bank.questions} - store.flagged_questions().keys()
    return [card for card in store.load_cards() if card.question_id in here]


def _line(summary: SessionSummary) -> str:
    score = f"{round(100 * summary.score):>3}" if summary.score is not None else "  -"
    state = "" if summary.ended_at else "  (open)"
    when = summary.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
    done = f"{summary.answered}/{summary.asked} answered"
    return f"{summary.id}  {when}  {summary.mode.value:<6} {done:>15}  score {score}  {summary.bank_title}{state}"


def _due_line(cards: Sequence[Card], now: datetime) -> str:
    """What is due for review, or when the next question will be."""
    today, following = due(cards, now), next_due(cards, now)
    if today:
        waiting = counted(len(today), "question")
        return f"Due for review in the bank in use: {waiting}; see: interviewer practice --mode review"
    return (
        f"Due for review in the bank in use: nothing today; the next question on {figures.day(following.due)}"
        if following
        else ""
    )


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
