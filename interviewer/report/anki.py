"""Missed points as flash cards: a text file that Anki imports, with the headers that tell it how.

A card asks the question with a hint and answers with the point that was missed. Its guid comes from question and
point, so that importing again updates a card and keeps its history.

Format: https://docs.ankiweb.net/importing/text-files.html
"""

import csv
import io
import re
from collections.abc import Iterator
from html import escape

from bank.question import digest_of
from interviewer.report.item_values import AttemptReport, ItemReport, VerdictReport
from interviewer.report.values import Report
from interviewer.report.visible import one_line, shortened
from rubrics.verdict import Status

DECK = "Interview"
_HEADERS = """\
#separator:tab
#html:true
#notetype:Basic
#guid column:1
#deck column:2
#tags column:3
#columns:guid\tdeck\ttags\tFront\tBack
"""
_MAX_NAME = 60
_LOST = {Status.MISSED, Status.PARTIAL, Status.CONTRADICTED}
# What Anki itself reads in a field: sounds, LaTeX, MathJax, clozes and template fields.
_ACTIVE = re.compile(r"[\[\]{}\\]")


def render_anki(report: Report) -> str:
    """The required points that the counted answers did not fully make, one card each."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows({card[0]: card for card in _cards(report)}.values())
    return _HEADERS + out.getvalue()


def _cards(report: Report) -> Iterator[tuple[str, ...]]:
    for item in report.items:
        for verdict in _lost(item.counted):
            yield _card(item, verdict)


def _lost(attempt: AttemptReport | None) -> list[VerdictReport]:
    verdicts = attempt.verdicts if attempt else ()
    return [v for v in verdicts if v.status in _LOST and not v.optional and not v.is_misconception]


def _card(item: ItemReport, verdict: VerdictReport) -> tuple[str, ...]:
    place = f"point {verdict.number} of {sum(line.number is not None for line in item.reference)}"
    about = f"{verdict.group}, {place}" if verdict.group else place
    said = f"<br><br><small>You wrote: “{_field(verdict.quote)}”</small>" if verdict.quote else ""
    return (
        digest_of([item.question_id, verdict.criterion])[:20],
        f"{DECK}::{_name(item.topic, ' ')}",
        " ".join(filter(None, [_name(item.topic, "_"), item.difficulty, verdict.status.value])),
        f"{_field(item.question)}<br><small>{_field(about)}</small>",
        f"{_field(verdict.criterion)}{said}",
    )


def _field(text: str) -> str:
    """Text that neither a browser nor Anki reads as anything else."""
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", escape(one_line(text)))


def _name(text: str, blank: str) -> str:
    """A topic as part of the name of a deck or, with another blank, as a tag."""
    words = re.sub(r"[^\w&+-]+", " ", one_line(text)).strip()
    return shortened(words, _MAX_NAME).replace(" ", blank) or "general"
