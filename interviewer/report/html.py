"""The report as one HTML file: no script, nothing loaded from anywhere, text always escaped.

The Content-Security-Policy allows the one style sheet inside, by its hash, and nothing else, so that even text that
slipped through escaping could neither run nor load.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from interviewer.report import charts, wording
from interviewer.report.marking import marks_of, pieces
from interviewer.report.values import ReferenceLine, Report
from interviewer.report.visible import one_line, shortened, visible


def render_html(report: Report) -> str:
    """The report as a complete HTML document."""
    style = _style()
    template = _environment().get_template("report.html.j2")
    return template.render(
        report=report,
        shown=wording.excerpt(report),
        style=Markup(style),  # noqa: S704 - our own style sheet
        policy=_policy(style),
        charts=charts.charts(report),
    )


def _style() -> str:
    return (resources.files("interviewer.report") / "templates" / "report.css").read_text("utf-8")


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("interviewer.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.globals.update(
        words=wording, pieces=pieces, marks_of=marks_of, groups=_groups, shortened=shortened, limit=wording.MAX_ANSWER
    )
    environment.filters["line"] = one_line
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


def _finalized(value: Any) -> Any:
    """Every text on its way into the page, visible; markup of our own passes."""
    return visible(value) if type(value) is str else value
