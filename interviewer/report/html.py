"""The report as one HTML file, in the frame of `interviewer.report.page`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from interviewer.report import charts, coming_back, excerpt, figures, trust, wording
from interviewer.report.item_values import ReferenceLine
from interviewer.report.marking import marks_of, pieces
from interviewer.report.page import page_environment, policy, stylesheet
from interviewer.report.values import Report
from interviewer.report.visible import shortened


def render_html(report: Report) -> str:
    """The report as a complete HTML document."""
    style = stylesheet()
    template = _environment().get_template("report.html.j2")
    return template.render(
        report=report,
        shown=excerpt.excerpt(report),
        style=Markup(style),  # noqa: S704 - our own style sheet
        policy=policy(style),
        charts=charts.charts(report),
    )


@cache
def _environment() -> Environment:
    environment = page_environment("interviewer.report")
    environment.globals.update(
        words=wording,
        figures=figures,
        trust=trust,
        coming_back=coming_back,
        pieces=pieces,
        marks_of=marks_of,
        groups=_groups,
        shortened=shortened,
        limit=excerpt.MAX_ANSWER,
        cut_note=excerpt.cut_note,
    )
    return environment


@dataclass(frozen=True, slots=True)
class _Group:
    """Consecutive lines of a model answer of one role; a heading stands alone."""

    role: str
    lines: list[ReferenceLine]


def _groups(lines: Iterable[ReferenceLine]) -> list[_Group]:
    found: list[_Group] = []
    for line in lines:
        if found and line.role == found[-1].role != "heading":
            found[-1].lines.append(line)
        else:
            found.append(_Group(line.role, [line]))
    return found
