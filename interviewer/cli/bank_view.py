"""Questions of a bank for the terminal, and as the published JSON."""

import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from interviewer.cli.terminal import say

if TYPE_CHECKING:
    from bank.question import Question


def short(text: str) -> str:
    """A question in at most 90 characters."""
    return textwrap.shorten(text, 90, placeholder=" …")


def describe(question: "Question") -> dict[str, Any]:
    """A question with its criteria, as the published JSON of `bank show`."""
    from rubrics.extraction import extract_rubric

    rubric = extract_rubric(question)
    reference = question.reference
    points = [bullet.point for bullet in reference.bullets()]
    return {
        "id": question.id,
        "number": question.number,
        "text": question.text,
        "details": question.details,
        "kind": question.kind,
        "answered": question.is_answered,
        "topic": question.topic,
        "difficulty": question.difficulty.value if question.difficulty else None,
        "tags": list(question.tags),
        "source": question.source.model_dump(mode="json") if question.source else None,
        "lead": reference.lead,
        "closing": reference.closing,
        "origin": rubric.origin,
        "approved": rubric.approved,
        "criteria": [
            {
                "id": criterion.id,
                "group": criterion.group,
                "title": criterion.title,
                "text": criterion.text,
                "optional": criterion.optional,
                "weight": criterion.weight,
                "line": criterion.line,
                "quote": point.quote if point else None,
                "drafted_by": point.drafted_by if point else None,
                "anchors": point.anchors.model_dump(mode="json") if point and point.anchors else None,
            }
            for criterion, point in zip_longest(rubric.criteria, points)
        ],
    }


def print_question(question: dict[str, Any], number: int) -> None:
    """A described question on stdout, under the number that `bank show` knows it by."""
    source = question["source"]
    where = f"{source['file']}, lines {source['first_line']}-{source['last_line']}" if source else "no source"
    say(textwrap.fill(f"{number}. {question['text']}", 96))
    say(f"   id {question['id']} · {question['topic']} · {question['difficulty'] or 'unrated'} · {where}")
    if question["details"]:
        say(_indented(question["details"]))
    if question["lead"]:
        say(_indented(question["lead"]))
    group = None
    for criterion in question["criteria"]:
        if criterion["group"] != group:
            group = criterion["group"]
            say(f"   {group or ''}")
        mark = " (optional)" if criterion["optional"] else ""
        mark += f" (drafted by {criterion['drafted_by']})" if criterion["drafted_by"] else ""
        say(textwrap.fill(f"{criterion['id']:>4}{mark}  {criterion['text']}", 96, subsequent_indent="      "))
    if question["closing"]:
        say(_indented(question["closing"]))
    say()


def _indented(text: str) -> str:
    return "\n".join(
        textwrap.fill(line, 96, initial_indent="   ", subsequent_indent="   ") for line in text.split("\n")
    )
