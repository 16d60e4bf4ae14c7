"""A cohort's report as JSON: all of it, the same bytes for the same report."""

from pydantic import TypeAdapter

from interviewer.screening.report.values import ScreenReport


def render_json(report: ScreenReport) -> str:
    """The report as a JSON object in ASCII, indented, fields in the order of `ScreenReport`."""
    data = TypeAdapter(ScreenReport).dump_json(report, indent=1, ensure_ascii=True)
    return data.replace(b"\x7f", b"\\u007f").decode("ascii") + "\n"
