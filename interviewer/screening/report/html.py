"""A cohort's report as one HTML file, in the frame of `interviewer.report.page`."""

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from bank.counting import counted
from interviewer.report import figures
from interviewer.report.page import page_environment, policy, stylesheet
from interviewer.report.stats import Interval
from interviewer.report.visible import shortened
from interviewer.screening.report import wording
from interviewer.screening.report.values import ScreenReport

_WIDTH = 160
"""Of a bar, in the units of its own view box."""


def render_html(report: ScreenReport) -> str:
    """The report as a complete HTML document."""
    style = stylesheet(("interviewer.screening.report", "screen.css"))
    return (
        _environment()
        .get_template("screen.html.j2")
        .render(
            report=report,
            questions={question.id: question for question in report.cohort.questions},
            places={one.candidate: n for n, one in enumerate(report.candidates, 1)},
            numbers={question.id: n for n, question in enumerate(report.cohort.questions, 1)},
            style=Markup(style),  # noqa: S704 - our own style sheet
            policy=policy(style),
        )
    )


@cache
def _environment() -> Environment:
    environment = page_environment("interviewer.screening.report")
    environment.globals.update(
        figures=figures, counted=counted, screen=wording, bar=interval_bar, shortened=shortened
    )
    return environment


def interval_bar(score: float | None, interval: Interval | None) -> Markup:
    """A picture of a mean on the scale from 0 to 100; the numbers stand beside it as text."""
    if score is None:
        return Markup("")
    parts = [f'<rect class="track" x="0" y="5" width="{_WIDTH}" height="4" rx="2"/>']
    if interval:
        low, high = _at(interval.low), _at(interval.high)
        parts.append(
            f'<rect class="bar" x="{low}" y="3" width="{max(1.0, round(high - low, 1))}" height="8" rx="2"/>'
        )
    parts.append(f'<circle class="dot" cx="{_at(score)}" cy="7" r="3"/>')
    view = f'viewBox="-4 0 {_WIDTH + 8} 14" width="{_WIDTH + 8}" height="14"'
    return Markup(f'<svg class="range" {view} aria-hidden="true">{"".join(parts)}</svg>')  # noqa: S704 - numbers only


def _at(share: float) -> float:
    return round(share * _WIDTH, 1)
