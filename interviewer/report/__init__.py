"""Reports of interviews: one model, worked out once, and renderings that agree on every number."""

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from interviewer.report.values import Report

__all__ = ["Format", "render"]

Format = Literal["html", "md", "json", "csv", "text"]
"""What a report can be written as; `text` is for plain terminals."""


def render(report: "Report", format: Format) -> str:  # noqa: A002 - the word that people use for it
    """The report in that format."""
    match format:
        case "html":
            from interviewer.report.html import render_html

            return render_html(report)
        case "md":
            from interviewer.report.markdown import render_markdown

            return render_markdown(report)
        case "json":
            from interviewer.report.json_report import render_json

            return render_json(report)
        case "csv":
            from interviewer.report.csv_report import render_csv

            return render_csv(report)
        case "text":
            from interviewer.report.text import render_text

            return render_text(report)
