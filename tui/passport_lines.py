"""A passport as lines of at most 75 characters: what it means first, the figures after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from tui.outside import content, one_line
from tui.wording import MARKS, percent, plural

if TYPE_CHECKING:
    from rubrics.passport import Figures, Passport

_NAME = 20
_COLUMNS = (("answers", 8), ("judged", 8), ("kappa", 7), ("exact", 7), ("bias", 7), ("false met", 11), ("error", 7))
_LEGEND = (
    "judged: share of verdicts that were not unsure. kappa: agreement on met or not beyond chance (0 chance, 1 "
    "perfect). exact: share of equal verdicts. bias: share called met too much (+) or too little (−). false met: "
    "share of points not made that were called met. error: points of 100 between its score and a person's mark."
)
_KAPPA_WORDS = ((0.81, "almost perfect"), (0.61, "substantial"), (0.41, "moderate"), (0.21, "fair"), (0.0, "slight"))
"""Names of strengths of agreement (Landis & Koch 1977)."""


def passport_lines(passport: Passport) -> Iterator[Content]:
    """The whole passport."""
    when = f"{passport.measured_on.day} {passport.measured_on:%b %Y}"
    yield content(one_line(f"Measured on {when}, on {passport.data}."), "bold")
    yield from _in_words(passport)
    yield Content("")
    yield _header()
    yield _row("all answers", passport.overall, "bold")
    for title, rows in (("by kind of answer", passport.by_kind), ("by domain", passport.by_domain)):
        if len(rows) > 1:
            yield Content.styled(title, "dim")
            for name, figures in rows.items():
                yield _row(name, figures)
    yield Content("")
    yield from _confusion(passport.confusion)
    yield Content("")
    yield Content.styled(_LEGEND, "dim")
    yield content(f"Grader {_digest_line(passport)} · data {passport.data_digest[:12]}", "dim")


def _in_words(passport: Passport) -> Iterator[Content]:
    found = passport.overall
    if found.kappa is None:
        yield Content("Its verdicts could not be compared with people's.")
        return
    interval = ""
    if found.kappa_low is not None and found.kappa_high is not None:
        interval = f", 95 % interval {found.kappa_low:.2f} to {found.kappa_high:.2f}"
    strength = next((word for least, word in _KAPPA_WORDS if found.kappa >= least), "none")
    yield Content(
        f"Agreement with people on whether a point was made: {strength} (kappa {found.kappa:.2f}{interval})."
    )
    from rubrics.passport import FEW_VERDICTS

    if found.verdicts < FEW_VERDICTS:
        yield content(f"That is only {plural(found.verdicts, 'verdict')}: label more to know.", "$text-warning")
    if found.false_met is not None:
        yield Content(f"Of the points that were not made, it calls {percent(found.false_met)} made.")
    if found.score_error is not None:
        yield Content(f"Its scores are {found.score_error:.0f} of 100 points off a person's mark, on average.")
    if passport.ungraded:
        are = "is" if passport.ungraded == 1 else "are"
        yield Content(f"{plural(passport.ungraded, 'answer')} could not be graded and {are} not in these figures.")
    if passport.usage.requests:
        cost = passport.usage.cost_usd
        price = "unknown cost" if cost is None else f"${cost:.4f}"
        yield Content(f"It took {plural(passport.usage.requests, 'request')}, {price}.")


def _header() -> Content:
    return Content.styled(" " * _NAME + "".join(f"{name:>{width}}" for name, width in _COLUMNS), "bold")


def _row(name: str, figures: Figures, style: str = "") -> Content:
    cells = (
        f"{figures.answers:,}",
        percent(figures.judged),
        _number(figures.kappa),
        percent(figures.exact),
        _signed(figures.bias),
        percent(figures.false_met),
        "–" if figures.score_error is None else f"{figures.score_error:.0f}",
    )
    padded = "".join(f"{cell:>{width}}" for cell, (_, width) in zip(cells, _COLUMNS, strict=True))
    return content(f"{one_line(name, _NAME - 1):<{_NAME}}{padded}", style)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-", "−")


def _signed(share: float | None) -> str:
    """A difference of two shares in percentage points, with its sign unless it is none."""
    if share is None:
        return "–"
    points = round(share * 100)
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{abs(points)} %"


def _confusion(table: Mapping[str, Mapping[str, int]]) -> Iterator[Content]:
    """Counts by label (rows) and verdict (columns); agreement stands in bold."""
    names = ("met", "partial", "missed", "contradicted", "unsure")
    yield Content.styled(f"{'people say / it says':<{_NAME}}", "bold").append(
        Content.styled("".join(f"{name[:10]:>11}" for name in names), "bold")
    )
    for label in names[:-1]:
        counts = table.get(label, {})
        mark = MARKS[label]
        cells = [Content.styled(f"{counts.get(name, 0):>11,}", "bold" if name == label else "") for name in names]
        yield Content("").join([Content(f"{mark.glyph} {mark.word:<{_NAME - 2}}"), *cells])


def _digest_line(passport: Passport) -> str:
    grader = passport.grader
    parts = [grader.name, grader.model, grader.version[:12], grader.endpoint or ""]
    return one_line(" ".join(part for part in parts if part), 120)
