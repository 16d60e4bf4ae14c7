"""A sheet as a reviewer reads it: a line for each criterion, and one criterion in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from rubrics.rubric import Criterion
from rubrics.verdict import Grade, Verdict
from tui.outside import content, one_line
from tui.reading import FLAGS
from tui.screening.sheet import Sheet
from tui.widgets.answer_view import Quote
from tui.wording import MARKS, percent, plural

_OWN = 15
"""Cells of the reviewer's verdict in a line."""
_GRADERS = 25


def criterion_line(sheet: Sheet, index: int) -> Content:
    """The reviewer's verdict, after the reveal the grader's beside it, and the criterion."""
    criterion = sheet.criteria[index]
    own = sheet.said.get(criterion.id)
    number = Content.styled(f"{index + 1:>2} ", "dim")
    verdict = _padded(own.status.value, _OWN, "bold") if own else Content("·".ljust(_OWN))
    reason = Content.styled("“ ", "$text-accent") if own and own.reason else Content("  ")
    return Content("").join([number, verdict, reason, _graders(sheet, criterion), content(_name(criterion))])


def _name(criterion: Criterion) -> str:
    optional = "(optional) " if criterion.optional else ""
    return one_line(optional + (criterion.title or criterion.text), 300)


def _padded(status: str, width: int, style: str = "") -> Content:
    mark = MARKS[status]
    return Content.styled(f"{mark.glyph} {mark.word}".ljust(width), f"{style} {mark.colour}".strip())


def _graders(sheet: Sheet, criterion: Criterion) -> Content:
    """Whether the grader agrees, with a sign and in words; nothing while the reviewer is blind."""
    verdict = sheet.verdict(criterion.id)
    if verdict is None:
        return Content("")
    if not sheet.differs(criterion.id):
        return Content.styled("= agrees".ljust(_GRADERS), "dim")
    mark = MARKS[verdict.status.value]
    return Content.styled(f"! grader: {mark.glyph} {mark.word}".ljust(_GRADERS), "bold $text-warning")


def criterion_detail(sheet: Sheet, index: int) -> Content:
    """One criterion in full; before it what both sides say of it, once both may be seen."""
    criterion = sheet.criteria[index]
    group = Content.styled(f"{one_line(criterion.group, 200)}: ", "dim") if criterion.group else Content("")
    notes = [note for note, holds in _notes(criterion) if holds]
    note = Content.styled(f" ({', '.join(notes)})", "dim") if notes else Content("")
    number = Content.styled(f"Point {index + 1}  ", "bold $text-accent")
    asked = Content("").join([number, group, content(criterion.text, "bold"), note])
    said = list(_said(sheet, criterion))
    return Content("\n").join([*said, asked] if sheet.is_revealed else [asked, *said])


def _notes(criterion: Criterion) -> list[tuple[str, bool]]:
    return [("optional", criterion.optional), ("a mistake: met when said", criterion.is_misconception)]


def _said(sheet: Sheet, criterion: Criterion) -> Iterator[Content]:
    own, verdict = sheet.said.get(criterion.id), sheet.verdict(criterion.id)
    if own is not None and (own.reason or verdict is not None):
        blind = sheet.blind.get(criterion.id)
        before = f", blind {MARKS[blind.value].word}" if blind is not None and blind is not own.status else ""
        yield _voice("You   ", own.status.value, before, own.reason)
    if verdict is not None:
        sure = f", {percent(verdict.probability)} sure" if verdict.probability is not None else ""
        yield _voice("Grader", verdict.status.value, sure, _because(verdict))


def _because(verdict: Verdict) -> str:
    known = f"states “{verdict.misconception}”" if verdict.misconception else ""
    claimed = f"said “{MARKS[verdict.claimed.value].word}” and could not prove it" if verdict.claimed else ""
    return "; ".join(part for part in (one_line(verdict.reason), known, claimed) if part)


def _voice(who: str, status: str, note: str, reason: str) -> Content:
    mark = MARKS[status]
    said = Content.styled(f"{mark.glyph} {mark.word}{note}", f"bold {mark.colour}")
    because = content(f": {one_line(reason)}", "italic") if reason else Content("")
    return Content("").join([Content(f"{who} "), said, because])


def quotes(sheet: Sheet) -> list[Quote]:
    """The stretches of the answer that the grader's verdicts point at; none while the reviewer is blind."""
    found = [(n, sheet.verdict(criterion.id)) for n, criterion in enumerate(sheet.criteria, 1)]
    return [Quote(n, v.span[0], v.span[1], MARKS[v.status.value].colour) for n, v in found if v and v.span]


def remarks(grade: Grade | None) -> Content:
    """What the grader says beyond the criteria, and its flags."""
    if grade is None:
        return Content("")
    claims = [("beyond", claim.point) for claim in grade.beyond] + [("wrong", claim.point) for claim in grade.wrong]
    lines = [
        Content.styled(f"{MARKS[kind].glyph} {MARKS[kind].word}: ", f"bold {MARKS[kind].colour}").append(
            content(one_line(point))
        )
        for kind, point in claims
    ]
    lines += [
        Content.styled("⚑ ", "$text-warning").append(content(FLAGS.get(flag, flag.replace("-", " "))))
        for flag in grade.flags
    ]
    return Content("\n").join([Content(""), *lines]) if lines else Content("")


def head_line(where: str, sheet: Sheet) -> Content:
    """The title: the place in the queue, and whether the reviewer is blind."""
    stage = "the grader's verdicts are revealed" if sheet.is_revealed else "blind"
    return Content.styled("Review", "bold").append(content(f"  ·  {where}  ·  {stage}"))


def state_line(sheet: Sheet, reasons: Sequence[str]) -> str:
    """How much is judged; after the reveal, why the answer stood where it did in the queue."""
    if sheet.is_revealed:
        because = f"In the queue because: {'; '.join(reasons)}."
        return because if reasons else "Nothing about it stood out in the queue."
    judged = f"{len(sheet.said)} of {plural(len(sheet.criteria), 'point')} judged"
    return judged if sheet.open else f"{judged}: F2 hands in, and shows the grader's"


def revealed_line(sheet: Sheet) -> str:
    """How far the two agree on this answer."""
    if not sheet.differing:
        return "Kept. You agree on every point; n goes on."
    return f"Kept. You differ on {plural(len(sheet.differing), 'point')}, marked !; n goes on."
