"""Pictures of a report as inline SVG: no script, no style of their own, and the same said in words beside them.

Colours come from the page's style sheet through classes, so that a chart follows the theme.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from interviewer.report import figures, wording
from interviewer.report.standing_values import Standing
from interviewer.report.stats import Interval
from interviewer.report.trust import confidence_text, marks_text
from interviewer.report.trust_values import Agreement, ReliabilityBin
from interviewer.report.values import Report, SessionLine
from interviewer.report.visible import one_line

_WIDTH = 720
_LABELS = 240
_RIGHT = 64
_ROW = 34
_TOP = 26
_MAX_TOPICS = 30
_MAX_SESSIONS = 24
_MAX_ESTIMATES = 400
_LABEL_CELLS = 32
_MIN_ESTIMATES = 3


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with what stands under it."""

    name: str
    svg: Markup
    caption: str


def charts(report: Report) -> dict[str, Chart]:
    """The charts that there is something to draw for, by name.

    `topics`, `trend`, `estimates`, and of the grader `confidence` and `marks`.
    """
    found = (
        topics_chart(report.topics),
        trend_chart(report.sessions),
        estimates_chart(report),
        *reliability_charts(report.honesty.measured),
    )
    return {chart.name: chart for chart in found if chart is not None}


def topics_chart(topics: Sequence[Standing]) -> Chart | None:
    """Bars of the mean score by topic, with interval and coverage."""
    rows = [topic for topic in topics if topic.score is not None][:_MAX_TOPICS]
    if not rows:
        return None
    height = _TOP + _ROW * len(rows) + 8
    shapes = [*_percent_grid(height), *(shape for n, topic in enumerate(rows) for shape in _bar(topic, n))]
    said = "; ".join(
        f"{one_line(t.name)} {figures.percent(t.score)}, interval {wording.interval_text(t)}, "
        f"coverage {figures.percent(t.coverage)}"
        for t in rows
    )
    svg = _svg("topics", height, "Mean score by topic", f"{said}.", shapes)
    return Chart("topics", svg, "Bar: mean score. Line across it: 90 % interval. Upright tick: coverage.")


def _percent_grid(height: int) -> Iterator[str]:
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = _across(share)
        yield f'<line class="grid" x1="{x:g}" x2="{x:g}" y1="{_TOP - 6}" y2="{height - 6}"/>'
        yield _text(x, _TOP - 12, figures.percent(share), "axis", "middle")


def _across(share: float) -> float:
    return round(_LABELS + share * (_WIDTH - _LABELS - _RIGHT), 1)


def _bar(topic: Standing, row: int) -> Iterator[str]:
    top = _TOP + row * _ROW + 6
    middle = top + 9
    score = topic.score or 0
    yield _text(_LABELS - 12, middle + 4, _fitted(topic.name), "label", "end")
    yield f'<rect class="track" x="{_LABELS}" y="{top}" width="{_across(1) - _LABELS:g}" height="18" rx="3"/>'
    yield f'<rect class="bar" x="{_LABELS}" y="{top}" width="{_across(score) - _LABELS:g}" height="18" rx="3"/>'
    if topic.interval:
        yield from _whisker(topic.interval, _across, middle, upright=False)
    if topic.coverage is not None:
        x = _across(topic.coverage)
        yield f'<line class="tick" x1="{x:g}" x2="{x:g}" y1="{top - 3}" y2="{top + 21}"/>'
    yield _text(_WIDTH - _RIGHT + 10, middle + 4, figures.percent(score), "value", "start")


def _whisker(interval: Interval, scale: Callable[[float], float], at: float, *, upright: bool) -> Iterator[str]:
    """A line with ends, across or upright."""
    low, high = scale(interval.low), scale(interval.high)
    lines = [(low, high, at, at), (low, low, at - 4, at + 4), (high, high, at - 4, at + 4)]
    for a1, a2, b1, b2 in lines:
        x1, x2, y1, y2 = (b1, b2, a1, a2) if upright else (a1, a2, b1, b2)
        yield f'<line class="whisker" x1="{x1:g}" x2="{x2:g}" y1="{y1:g}" y2="{y2:g}"/>'


def _fitted(text: str) -> str:
    """A label cut to the room there is, wide characters counted as two."""
    cells, kept = 0, ""
    line = one_line(text)
    for char in line:
        cells += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if cells > _LABEL_CELLS:
            return kept.rstrip() + "…"
        kept += char
    return kept


_PLOT_HEIGHT = 240
_LEFT = 56


def trend_chart(sessions: Sequence[SessionLine]) -> Chart | None:
    """Mean scores of the interviews in order, with intervals; None for fewer than two."""
    scored = [session for session in sessions if session.score is not None][-_MAX_SESSIONS:]
    if len(scored) < 2:
        return None
    step = (_WIDTH - _LEFT - 60) / max(1, len(scored) - 1)
    xs = [round(_LEFT + 20 + step * n, 1) for n in range(len(scored))]
    path = " ".join(f"{x:g},{_up(session.score or 0):g}" for x, session in zip(xs, scored, strict=True))
    shapes = [*_upright_grid(), f'<polyline class="trend" points="{path}"/>']
    for x, session in zip(xs, scored, strict=True):
        if session.interval:
            shapes += _whisker(session.interval, _up, x, upright=True)
        kind = "dot earlier" if session.is_earlier else "dot"
        shapes.append(f'<circle class="{kind}" cx="{x:g}" cy="{_up(session.score or 0):g}" r="5"/>')
    shapes += _date_labels(xs, scored)
    said = "; ".join(
        f"{figures.day(s.started_at)} {figures.percent(s.score)}, interval {wording.interval_text(s)}" for s in scored
    )
    svg = _svg("trend", _PLOT_HEIGHT + 34, "Mean score by interview", f"{said}.", shapes)
    caption = "Dot: mean score of an interview; hollow: earlier ones. Line through it: 90 % interval."
    return Chart("trend", svg, caption)


def _date_labels(xs: Sequence[float], sessions: Sequence[SessionLine]) -> Iterator[str]:
    """Dates under the plot, as many as have room, the last one always."""
    every = max(1, -(-len(xs) // 6))
    for n in range(len(xs) - 1, -1, -every):
        started = sessions[n].started_at
        yield _text(xs[n], _PLOT_HEIGHT + 18, f"{started.day} {started:%b}", "axis", "middle")


def _up(share: float) -> float:
    return round(_PLOT_HEIGHT - 8 - share * (_PLOT_HEIGHT - 24), 1)


def _upright_grid(right: float = _WIDTH - 20) -> Iterator[str]:
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = _up(share)
        yield f'<line class="grid" x1="{_LEFT}" x2="{right:g}" y1="{y:g}" y2="{y:g}"/>'
        yield _text(_LEFT - 8, y + 4, figures.percent(share), "axis", "end")


def estimates_chart(report: Report) -> Chart | None:
    """The candidate's own estimates against the scores; None for fewer than three."""
    attempts = [item.counted for item in report.items if item.counted]
    pairs = [(a.predicted, a.score) for a in attempts if a.predicted is not None and a.score is not None]
    estimate = report.overall.self_estimate
    if len(pairs) < _MIN_ESTIMATES or estimate is None:
        return None
    sides = ("above the line: better than you thought", "below the line: worse than you thought")
    shapes = [
        *_square("own estimate", *sides),
        *(
            f'<circle class="dot pale" cx="{_along(guess):g}" cy="{_up(score):g}" r="5"/>'
            for guess, score in pairs[-_MAX_ESTIMATES:]
        ),
    ]
    said = wording.self_estimate_text(estimate)
    said = f"{said[:1].upper()}{said[1:]}."
    svg = _svg("estimates", _PLOT_HEIGHT + 36, "Own estimates against scores", said, shapes)
    return Chart("estimates", svg, said)


_DOT = "Dot: labelled cases of which it said about the same, larger for more."
_SQUARE = _LEFT + 20 + 300
"""Right end of a plot as wide as it is high."""


def _along(share: float) -> float:
    return round(_LEFT + 20 + share * 280, 1)


def _square(name: str, above: str, below: str) -> Iterator[str]:
    """The frame of a plot of shares against shares, with the line on which they are equal."""
    yield from _upright_grid(_SQUARE)
    yield f'<line class="even" x1="{_along(0):g}" y1="{_up(0):g}" x2="{_along(1):g}" y2="{_up(1):g}"/>'
    for share in (0, 0.5, 1):
        yield _text(_along(share), _PLOT_HEIGHT + 12, figures.percent(share), "axis", "middle")
    yield _text(_SQUARE + 24, _up(0.9), above, "axis", "start")
    yield _text(_SQUARE + 24, _up(0.1), below, "axis", "start")
    yield _text(_along(0.5), _PLOT_HEIGHT + 30, name, "axis", "middle")


def reliability_charts(measured: Sequence[Agreement]) -> Iterator[Chart]:
    """How far the first grader measured is to be believed about itself, as far as that was measured."""
    if not measured:
        return
    found = measured[0]
    if found.by_confidence:
        sides = ("above the line: right more often than it said", "below the line: right less often than it said")
        shapes = [*_square("how sure it said it was", *sides), *_curve(found.by_confidence)]
        title, told = "Right verdicts by stated confidence", "it is right as often as it says"
        yield _reliability_chart("confidence", title, confidence_text(found), shapes, told)
    if found.by_score:
        sides = ("above the line: people marked higher", "below the line: people marked lower")
        shapes = [*_square("its score", *sides), *_curve(found.by_score)]
        title, told = "People's marks by the grader's score", "people gave the same"
        yield _reliability_chart("marks", title, marks_text(found), shapes, told)


def _reliability_chart(name: str, title: str, said: str, shapes: Iterable[str], on_the_line: str) -> Chart:
    svg = _svg(name, _PLOT_HEIGHT + 36, title, said, shapes)
    return Chart(name, svg, f"{_DOT} On the dashed line {on_the_line}.")


def _curve(bins: Sequence[ReliabilityBin]) -> Iterator[str]:
    path = " ".join(f"{_along(one.said):g},{_up(one.held):g}" for one in bins)
    most = max(one.count for one in bins)
    yield f'<polyline class="trend" points="{path}"/>'
    for one in bins:
        radius = round(3 + 5 * (one.count / most) ** 0.5, 1)
        yield f'<circle class="dot" cx="{_along(one.said):g}" cy="{_up(one.held):g}" r="{radius:g}"/>'


def _text(x: float, y: float, text: str, kind: str, anchor: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'


def _svg(name: str, height: int, title: str, description: str, shapes: Iterable[str]) -> Markup:
    """An SVG image that names and describes itself."""
    head = (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="chart-{name}-title chart-{name}-text">'
        f'<title id="chart-{name}-title">{escape(title)}</title>'
        f'<desc id="chart-{name}-text">{escape(description)}</desc>'
    )
    return Markup(head + "".join(shapes) + "</svg>")  # noqa: S704 - every text in it went through escape
