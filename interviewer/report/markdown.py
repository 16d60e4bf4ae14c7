"""The report as Markdown (CommonMark, tables as in GFM). Text from people and models stays text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from interviewer.report import wording
from interviewer.report.coming_back import COMING_BACK, due_lines
from interviewer.report.excerpt import excerpt
from interviewer.report.item_values import AttemptReport, ItemReport, ReferenceLine, VerdictReport
from interviewer.report.standing_values import Standing
from interviewer.report.text import marked_text
from interviewer.report.trust import curve_lines, graders_text, honesty_lines
from interviewer.report.values import Report
from interviewer.report.visible import one_line
from rubrics.verdict import Status

_ACTIVE = re.compile(r"[\\`*_{}\[\]<>&#|~$^@!]|:(?=//)|(?<=www)\.|(?<=WWW)\.", re.IGNORECASE)
_LIST_SIGN = re.compile(r"^(\s*)([-+=])", re.MULTILINE)
_LIST_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])", re.MULTILINE)
_SIGNS = {
    Status.MET: "☑",
    Status.PARTIAL: "◩",
    Status.MISSED: "☐",
    Status.CONTRADICTED: "☒",
    Status.UNSURE: "?",
}


def render_markdown(report: Report) -> str:
    """The report as one Markdown document."""
    shown = excerpt(report)
    blocks = [
        *_head(report),
        *_next(report),
        *_topics(report.topics),
        *_weakest(report.topics),
        *_coming_back(report),
        *_honesty(report),
        *(["## Question by question"] if shown.items else []),
        *([escaped(shown.omitted)] if shown.omitted else []),
    ]
    for item in shown.items:
        blocks += _item(item)
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """Text on one line that Markdown and HTML leave alone."""
    return _escape(one_line(text))


def _escape(text: str) -> str:
    safe = _ACTIVE.sub(lambda found: f"\\{found[0]}", text)
    safe = _LIST_NUMBER.sub(r"\1\\\2", safe)
    return _LIST_SIGN.sub(r"\1\\\2", safe)


def _quoted(text: str) -> str:
    """Lines as a block quote, each line break kept."""
    lines = [line.strip() for line in text.splitlines()]
    return "\n".join(f"> {line}\\" if line and after else f"> {line}" for line, after in _with_next(lines)) or ">"


def _with_next(lines: list[str]) -> Iterator[tuple[str, str]]:
    return zip(lines, [*lines[1:], ""], strict=True)


def _head(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield escaped(wording.sessions_text(report.sessions))
    yield f"**{escaped(wording.headline(report.overall))}**"
    facts = wording.facts(report.overall)
    if facts:
        yield _bullets(facts)
    yield escaped(f"Graded by {graders_text(report.honesty)}.")


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(line)}" for line in lines)


def _next(report: Report) -> Iterator[str]:
    yield "## What to do next"
    steps = [f"{number}. {escaped(step.text)}" for number, step in enumerate(report.next_steps, 1)]
    yield "\n".join(steps) or wording.NOTHING_TO_DO


def _topics(topics: Sequence[Standing]) -> Iterator[str]:
    if not topics:
        return
    yield "## By topic"
    rows = [_row(wording.TOPIC_HEADERS), _row(["---"] * len(wording.TOPIC_HEADERS), raw=True)]
    yield "\n".join([*rows, *(_row(wording.topic_cells(topic)) for topic in topics)])


def _row(cells: Iterable[str], *, raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else escaped(cell) for cell in cells)} |"


def _weakest(topics: Iterable[Standing]) -> Iterator[str]:
    rows = [
        _row([topic.name, wording.weakness_name(weakness), wording.weakness_text(weakness), weakness.question])
        for topic in topics
        for weakness in topic.weakest
    ]
    if rows:
        yield "### What cost most"
        yield "\n".join(["| Topic | Point | How often | Question |", "| --- | --- | --- | --- |", *rows])


def _coming_back(report: Report) -> Iterator[str]:
    if report.due:
        yield f"## {COMING_BACK}"
        yield _bullets(due_lines(report))


def _honesty(report: Report) -> Iterator[str]:
    yield "## How far to trust this"
    yield _bullets([*honesty_lines(report.honesty), *curve_lines(report.honesty)])


def _item(item: ItemReport) -> Iterator[str]:
    yield f"### {item.number}\\. {escaped(item.question)}"
    yield escaped("; ".join([*wording.item_facts(item), wording.item_result(item)]))
    if item.flag is not None:
        yield escaped(wording.flagged_text(item.flag))
    for attempt in item.attempts:
        yield from _attempt(item, attempt)
    yield "#### Model answer"
    yield "\n".join(_reference(item.reference)).strip("\n")


def _attempt(item: ItemReport, attempt: AttemptReport) -> Iterator[str]:
    yield f"#### {escaped(wording.attempt_title(attempt))}"
    yield escaped("; ".join(wording.attempt_facts(attempt, item.limit)))
    if attempt.prompt:
        yield f"Asked: {escaped(attempt.prompt)}"
    yield _quoted(_escape(marked_text(attempt)))
    if attempt.error:
        yield escaped(attempt.error)
    lines = [line for verdict in attempt.verdicts for line in _verdict(verdict)]
    lines += [
        f"- {sign}{number} {name}: {escaped(claim.point)} “{escaped(claim.quote)}”"
        for sign, name, claims in (("+", "beyond", attempt.beyond), ("\\!", "wrong", attempt.wrong))
        for number, claim in enumerate(claims, 1)
    ]
    lines += [f"- {escaped(wording.flag_text(flag))}" for flag in attempt.flags]
    if lines:
        yield "\n".join(lines)


def _verdict(verdict: VerdictReport) -> Iterator[str]:
    notes = "".join(f" ({note})" for note in wording.criterion_notes(verdict))
    group = f"{verdict.group}: " if verdict.group else ""
    word = wording.verdict_word(verdict)
    yield f"- {_SIGNS[verdict.status]} {verdict.number} **{word}**: {escaped(f'{group}{verdict.criterion}{notes}')}"
    if verdict.quote:
        yield f"  - “{escaped(verdict.quote)}”"
    if verdict.reason:
        yield f"  - {escaped(verdict.reason)}"
    if verdict.override:
        yield f"  - {escaped(wording.override_text(verdict.override))}"


def _reference(lines: Iterable[ReferenceLine]) -> Iterator[str]:
    for line in lines:
        if line.role == "heading":
            yield f"\n*{escaped(line.text)}*\n"
        elif line.role == "prose":
            yield f"\n{escaped(line.text)}\n"
        else:
            number = f"{_SIGNS[line.status] if line.status else '–'} {line.number} " if line.number else ""
            word = wording.missed_word(line)
            missed = f" **← {word}**" if word else ""
            yield f"{'  ' * line.depth}- {number}{escaped(line.text)}{missed}"
