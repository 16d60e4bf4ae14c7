"""The report for plain terminals: no colour, no cursor movement, nothing wider than it must be."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from interviewer.report import figures, wording
from interviewer.report.coming_back import COMING_BACK, due_lines
from interviewer.report.excerpt import MAX_ANSWER, cut_note, excerpt
from interviewer.report.item_values import AttemptReport, ItemReport, ReferenceLine, VerdictReport
from interviewer.report.marking import marks_of, pieces
from interviewer.report.standing_values import Standing
from interviewer.report.trust import curve_lines, graders_text, honesty_lines
from interviewer.report.values import Report
from interviewer.report.visible import one_line, visible
from rubrics.verdict import Status

WIDTH = 80
_BAR = 20
_SIGNS = {
    Status.MET: "[x]",
    Status.PARTIAL: "[~]",
    Status.MISSED: "[ ]",
    Status.CONTRADICTED: "[!]",
    Status.UNSURE: "[?]",
}


def render_text(report: Report) -> str:
    """The report as text of at most 80 columns, save for words that are longer."""
    shown = excerpt(report)
    lines = [*_summary(report), *(_title("Question by question") if shown.items else [])]
    lines += _wrapped(shown.omitted or "")
    for item in shown.items:
        lines += _item(item)
    return "\n".join(lines).rstrip() + "\n"


def render_summary(report: Report) -> str:
    """The same without the questions one by one."""
    return "\n".join(_summary(report)).rstrip() + "\n"


def _summary(report: Report) -> list[str]:
    return [
        *_head(report),
        *_next(report),
        *_topics(report.topics),
        *_weakest(report.topics),
        *_coming_back(report),
        *_honesty(report),
    ]


def _title(text: str) -> list[str]:
    return ["", text.upper(), ""]


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """The text on one line made into lines that fit; nothing for no text."""
    following = " " * len(first) if rest is None else rest
    return textwrap.wrap(
        one_line(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _head(report: Report) -> Iterator[str]:
    yield from _wrapped(report.title)
    yield from _wrapped(wording.sessions_text(report.sessions))
    yield ""
    yield from _wrapped(wording.headline(report.overall))
    yield from _wrapped("; ".join(wording.facts(report.overall)))
    yield from _wrapped(f"Graded by {graders_text(report.honesty)}.")


def _next(report: Report) -> Iterator[str]:
    yield from _title("What to do next")
    for number, step in enumerate(report.next_steps, 1):
        yield from _wrapped(step.text, f"{number}. ")
    if not report.next_steps:
        yield from _wrapped(wording.NOTHING_TO_DO)


def _topics(topics: Sequence[Standing]) -> Iterator[str]:
    if topics:
        yield from _title("By topic")
    for topic in topics:
        cells = dict(zip(wording.TOPIC_HEADERS, wording.topic_cells(topic), strict=True))
        yield from _wrapped(topic.name)
        yield from _wrapped(f"{_bar(topic)} {cells['Score']}", "  ")
        rest = [f"{name.lower()} {cells[name]}" for name in wording.TOPIC_HEADERS[2:] if cells[name] != figures.NONE]
        yield from _wrapped("; ".join(rest), "  ")


def _bar(topic: Standing) -> str:
    full = round((topic.score or 0) * _BAR)
    return f"[{'#' * full}{'.' * (_BAR - full)}]"


def _weakest(topics: Iterable[Standing]) -> Iterator[str]:
    weak = [(topic, weakness) for topic in topics for weakness in topic.weakest]
    if not weak:
        return
    yield from _title("What cost most, by topic")
    for topic in topics:
        if topic.weakest:
            yield from _wrapped(topic.name)
        for weakness in topic.weakest:
            yield from _wrapped(f"{wording.weakness_name(weakness)} ({wording.weakness_text(weakness)})", "  - ")


def _coming_back(report: Report) -> Iterator[str]:
    if report.due:
        yield from _title(COMING_BACK)
    for line in due_lines(report):
        yield from _wrapped(line, "- ")


def _honesty(report: Report) -> Iterator[str]:
    yield from _title("How far to trust this")
    for sentence in (*honesty_lines(report.honesty), *curve_lines(report.honesty)):
        yield from _wrapped(sentence, "- ")


def _item(item: ItemReport) -> Iterator[str]:
    yield "-" * WIDTH
    yield from _wrapped(f"{item.number}. {item.question}")
    yield from _wrapped("; ".join([*wording.item_facts(item), wording.item_result(item)]), "   ")
    if item.flag is not None:
        yield from _wrapped(wording.flagged_text(item.flag), "   ")
    for attempt in item.attempts:
        yield ""
        yield from _attempt(item, attempt)
    yield ""
    yield from _wrapped("Model answer", "   ")
    for line in item.reference:
        yield from _reference(line)
    yield ""


def _attempt(item: ItemReport, attempt: AttemptReport) -> Iterator[str]:
    facts = "; ".join(wording.attempt_facts(attempt, item.limit))
    yield from _wrapped(f"{wording.attempt_title(attempt)}: {facts}", "   ")
    if attempt.prompt:
        yield from _wrapped(f"Asked: {attempt.prompt}", "   ")
    for line in marked_text(attempt).splitlines():
        yield from _wrapped(line, "   | ", "   | ") or ["   |"]
    if attempt.error:
        yield from _wrapped(attempt.error, "   ")
    for verdict in attempt.verdicts:
        yield from _verdict(verdict)
    for sign, claims, name in (("+", attempt.beyond, "beyond"), ("!", attempt.wrong, "wrong")):
        for number, claim in enumerate(claims, 1):
            yield from _wrapped(f"{name}: {claim.point}", f"   [{sign}] {sign}{number} ")
            yield from _wrapped(f"“{claim.quote}”", "          ")
    for flag in attempt.flags:
        yield from _wrapped(wording.flag_text(flag), "   [i] ")


def _verdict(verdict: VerdictReport) -> Iterator[str]:
    notes = "".join(f" ({note})" for note in wording.criterion_notes(verdict))
    group = f"{verdict.group}: " if verdict.group else ""
    text = f"{group}{verdict.criterion}{notes}: {wording.verdict_word(verdict)}"
    yield from _wrapped(text, f"   {_SIGNS[verdict.status]} {verdict.number} ", "         ")
    if verdict.quote:
        yield from _wrapped(f"“{verdict.quote}”", "         ")
    if verdict.reason:
        yield from _wrapped(verdict.reason, "         ")
    if verdict.override:
        yield from _wrapped(wording.override_text(verdict.override), "         ")


def marked_text(attempt: AttemptReport) -> str:
    """The answer with its marks: ‹words›[1] for the words that criterion 1 is judged by."""
    text = attempt.text[:MAX_ANSWER]
    found = []
    for piece in pieces(text, marks_of(attempt)):
        opens = "‹" * sum(mark.start == piece.start for mark in piece.marks)
        closes = "".join(f"›[{mark.label}]" for mark in piece.ending)
        found.append(f"{opens}{visible(piece.text)}{closes}")
    return "".join(found) + cut_note(attempt)


def _reference(line: ReferenceLine) -> Sequence[str]:
    if line.role == "heading":
        return _wrapped(line.text, "   ")
    if line.role == "prose":
        return _wrapped(line.text, "   ")
    indent = "   " + "    " * line.depth
    if line.number is None:
        return _wrapped(line.text, f"{indent}- ")
    sign = _SIGNS[line.status] if line.status is not None else "[-]"
    word = wording.missed_word(line)
    missed = f" <- {word}" if word else ""
    return _wrapped(f"{line.text}{missed}", f"{indent}{sign} {line.number} ")
