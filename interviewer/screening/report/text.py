"""A cohort's report in plain lines, for a terminal."""

from collections.abc import Iterator, Sequence

from interviewer.report.figures import percent
from interviewer.report.visible import one_line, shortened
from interviewer.screening.impact import FOUR_FIFTHS, GroupImpact, Impact
from interviewer.screening.report import wording
from interviewer.screening.report.values import CandidateResult, ScreenReport

_BAR = 20
"""Characters of a bar from 0 to 100."""


def render_text(report: ScreenReport) -> str:
    """Candidates with their intervals, questions to look at, and what to know before using any of it."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: ScreenReport) -> Iterator[str]:
    grader = one_line(report.cohort.grader)
    yield f"{one_line(report.cohort.name)}: {wording.summary_line(report)} Graded by {grader}."
    yield ""
    yield from (f"- {one_line(sentence)}" for sentence in report.statements)
    yield from (f"- {one_line(wording.passport_text(passport))}" for passport in report.passports)
    if report.candidates:
        yield ""
        yield "Candidates by mean score; the order says nothing among those whose intervals overlap."
        width = min(24, max(len(one_line(one.candidate)) for one in report.candidates))
        yield from (_candidate(one, width, len(report.comparable)) for one in report.candidates)
    looked = [(n, item) for n, item in enumerate(report.items, 1) if item.flags]
    if looked:
        yield ""
        yield "Questions to look at:"
        texts = [question.text for question in report.cohort.questions]
        yield from (f"{n:>4}. {shortened(texts[n - 1], 60)}: {wording.item_advice(item)}" for n, item in looked)
    if report.review:
        yield ""
        yield from wording.review_lines(report.review)


def _candidate(one: CandidateResult, width: int, comparable: int) -> str:
    name = shortened(one.candidate, width)
    numbers = f"{percent(one.score):>5}  {wording.interval_text(one.interval):>15}"
    looks = wording.looks_text(one)
    told = wording.level_text(one, comparable)
    return f"  {name:<{width}}  {_bar(one)}  {numbers}  {told}" + (f"; {one_line(looks)}" if looks else "")


def _bar(one: CandidateResult) -> str:
    """The mean as ● on a line from 0 to 100, its interval as ━; characters only, no colour."""
    cells = ["·"] * _BAR
    if one.interval:
        for index in range(_cell(one.interval.low), _cell(one.interval.high) + 1):
            cells[index] = "━"
    if one.score is not None:
        cells[_cell(one.score)] = "●"
    return "".join(cells)


def _cell(share: float) -> int:
    return min(_BAR - 1, int(share * _BAR))


def render_impact(found: Sequence[tuple[str, Impact]]) -> str:
    """Rates by group, one table for every way of grouping people."""
    return "\n\n".join("\n".join(_impact(column, impact)) for column, impact in found) + "\n"


def _impact(column: str, impact: Impact) -> Iterator[str]:
    yield f"By {one_line(column)}: {_what_is_compared(impact)}"
    width = min(30, max((len(one_line(group.group)) for group in impact.groups), default=5))
    yield from (f"  {shortened(group.group, width):<{width}}  {_group(group)}" for group in impact.groups)
    if impact.left_out:
        yield f"  {impact.left_out} without a {'decision' if impact.measure == 'selection' else 'score'} left out."
    if not impact.can_tell:
        yield "  Too few to tell: it takes two groups of ten, and one person selected or scored above the median."
    elif any(group.is_below_line for group in impact.groups):
        yield f"  Below four fifths ({FOUR_FIFTHS}) is a reason to look closer, no finding; see the interval and p."


def _what_is_compared(impact: Impact) -> str:
    if impact.measure == "selection":
        return "share selected"
    return "no score yet" if impact.line is None else f"share above the median score of {percent(impact.line)}"


def _group(group: GroupImpact) -> str:
    counts = f"{group.rate.hits:>4} of {group.rate.of:<4} {percent(group.rate.share):>5}"
    if group.is_reference:
        return f"{counts}  highest rate"
    if group.ratio is None or group.interval is None or group.p is None:
        return f"{counts}  {'too few to tell' if group.is_too_few else 'no ratio'}"
    line = "  below four fifths" if group.is_below_line else ""
    ends = f"{group.interval.low:.2f}–{group.interval.high:.2f}"
    return f"{counts}  ratio {group.ratio:.2f} (90 % interval {ends}), Fisher's p {group.p:.3f}{line}"
