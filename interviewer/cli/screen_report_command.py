"""`interviewer screen report` and `interviewer screen impact`."""

from pathlib import Path
from typing import Any, Literal

from bank.counting import counted
from interviewer.cli.options import Workplace
from interviewer.cli.report_command import form_told, write_file
from interviewer.cli.terminal import print_json, say, tell
from interviewer.engine import utc_now
from interviewer.screening.chain import Kind
from interviewer.screening.groups import Grouping, read_groups
from interviewer.screening.impact import Impact, Person, impact_of
from interviewer.screening.report.csv_report import render_csv
from interviewer.screening.report.html import render_html
from interviewer.screening.report.json_report import render_json
from interviewer.screening.report.text import render_impact, render_text
from interviewer.screening.report.values import ScreenReport
from interviewer.screening.reporting import screen_report
from interviewer.screening.store.screen_store import ScreenStore

ScreenFormat = Literal["html", "json", "csv", "text"]
_RENDERERS = {"html": render_html, "json": render_json, "csv": render_csv, "text": render_text}
_BY_SUFFIX: dict[str, ScreenFormat] = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".csv": "csv",
    ".txt": "text",
    ".text": "text",
    "": "text",
}


def write_screen_report(
    place: Workplace, name: str, form: ScreenFormat | None, output: Path | None, *, with_names: bool
) -> None:
    """Report on a cohort, to a file or to stdout, and log it; without a form the file's name tells it.

    Raises InterviewError, before anything is logged, when it tells none or the file cannot be written.
    """
    chosen = form or (form_told(output, _BY_SUFFIX) if output else "text")
    with ScreenStore.open(place.paths, place.settings.database_url) as store:
        report = screen_report(store, store.cohort(name), place.paths, utc_now(), with_names=with_names)
        text = _RENDERERS[chosen](report)
        if output is None:
            say(text.rstrip("\n"))
        else:
            write_file(output, text)
        store.note(name, Kind.EXPORT, utc_now(), what=f"report ({chosen})", rows=len(report.candidates))
    if output is not None:
        tell(f"Report written to {output}")


def tell_impact(place: Workplace, name: str, groups: Path, *, as_json: bool) -> None:
    """Print rates by group for every column of a file of groups, which is read, used and forgotten."""
    grouping = read_groups(groups)
    with ScreenStore.open(place.paths, place.settings.database_url) as store:
        report = screen_report(store, store.cohort(name), place.paths, utc_now())
        found = [(column, impact_of(_people(report, grouping, column))) for column in grouping.columns]
        store.note(name, Kind.EXPORT, utc_now(), what="impact", rows=len(grouping.members))
    _tell_of_strangers(report, grouping)
    if as_json:
        print_json([{"column": column, **_plain(impact)} for column, impact in found])
    else:
        say(render_impact(found).rstrip("\n"))


def _people(report: ScreenReport, grouping: Grouping, column: str) -> list[Person]:
    scores = {one.candidate: one.score for one in report.candidates}
    return [
        Person(member.groups[column], scores[member.candidate], member.selected)
        for member in grouping.members
        if column in member.groups and member.candidate in scores
    ]


def _tell_of_strangers(report: ScreenReport, grouping: Grouping) -> None:
    known = {one.candidate for one in report.candidates}
    strangers = [member.candidate for member in grouping.members if member.candidate not in known]
    if strangers:
        shown = ", ".join(strangers[:3]) + (" …" if len(strangers) > 3 else "")
        tell(f"Left out, as not in this cohort: {counted(len(strangers), 'candidate')} of the file, {shown}")
    grouped = {member.candidate for member in grouping.members}
    missing = len(known - grouped)
    if missing:
        tell(f"Left out, as not in the file: {counted(missing, 'candidate')} of the cohort.")


def _plain(impact: Impact) -> dict[str, Any]:
    from pydantic import TypeAdapter

    plain: dict[str, Any] = TypeAdapter(Impact).dump_python(impact, mode="json")
    for group, found in zip(plain["groups"], impact.groups, strict=True):
        group.update(too_few=found.is_too_few, below_four_fifths=found.is_below_line)
    return {**plain, "can_tell": impact.can_tell}
