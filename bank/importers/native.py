"""The native format of a bank: Markdown that reads well, holds everything, and comes back the same.

    ---
    interviewer: 1
    id: networks
    title: Network questions
    ---

    ## Transport                               a topic

    ### What is TCP?                           a question
    <!-- {"id": "what-is-tcp", "difficulty": "easy", "tags": ["tcp"]} -->
    > code, options, sub-questions             what belongs to the question

    Opening words of the answer.

    #### Why it is reliable                    a section of points
    - Ordering: segments are numbered          a point
      + says: Every byte has a number.         a way to say it
      + misconception: Packets never overtake. what contradicts it
      + hint: What does the receiver sort by?
      + anchors drafted by: gpt-5-mini         whose draft these three are, until it is approved
      + quote: Segments carry numbers          words of the answer that a model drew the point from
      + drafted by: gpt-5-mini                 which model, until the point is approved
      + weight: 2
      + optional: true
      - a nested point

    Closing words.

A line of prose that begins like one of these marks has a backslash in front. Fenced blocks are exhibits; one whose
language is `exhibit` holds text of any sort.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from bank.errors import BankReadError
from bank.importers.document import Diagnostic, Document, FreeIds, slug_of
from bank.importers.native_reader import Reader, first_problem
from bank.question import Question

FORMAT = 1
"""Version of the format."""
_FRONT = re.compile(r"^---[ \t]*\n(?P<body>.{0,20000}?)\n---[ \t]*(?:\n|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says about itself before its text."""

    values: dict[str, Any]
    length: int
    """Lines it takes, its marks included."""


def front_matter(text: str) -> FrontMatter | None:
    """The YAML mapping at the start of a document; None when there is none that can be read."""
    match = _FRONT.match(text)
    if match is None:
        return None
    try:
        values = yaml.load(match["body"], Loader=safe_loader())  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError):
        values = {}
    return FrontMatter(values if isinstance(values, dict) else {}, match.group().count("\n"))


def safe_loader() -> type[yaml.SafeLoader]:
    """The safe loader of libyaml where it is compiled in: ten times faster than the one in Python."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def is_native(text: str) -> bool:
    """Whether a document is a bank in the native format."""
    front = front_matter(text[:30_000]) if text.startswith("---") else None
    return front is not None and "interviewer" in front.values


def read_native(text: str, file: str, *, in_place: bool = False) -> tuple[Document, str | None]:
    """The questions of a native bank, and the bank's id when it states one.

    `in_place` gives them the lines they stand on here as their source, whatever source they state.
    Raises BankReadError for a version of the format that is not known.
    """
    front = front_matter(text) or FrontMatter({}, 0)
    version = front.values.get("interviewer")
    if version is None:
        raise BankReadError(f"{file} is not in the native format: its front matter lacks “interviewer: {FORMAT}”.")
    if version != FORMAT:
        raise BankReadError(f"{file} is in version {version} of the format; this program reads version {FORMAT}.")
    reader = Reader(file, _words(front.values.get("licence")), in_place=in_place)
    lines = text.split("\n")
    for number, line in enumerate(lines[front.length :], front.length + 1):
        reader.take(line, number)
    questions, diagnostics = reader.finish(len(lines))
    bank_id = front.values.get("id")
    return Document(_words(front.values.get("title")) or "", tuple(questions), tuple(diagnostics)), (
        slug_of(bank_id) if isinstance(bank_id, str) else None
    )


def _words(value: object) -> str | None:
    return " ".join(str(value).split())[:300] if isinstance(value, str | int | float) else None


def read_json_bank(text: str, file: str) -> tuple[Document, str] | None:
    """The questions of a bank in our JSON, with the bank's id; None when the JSON is something else."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(loaded, dict) or loaded.get("format") != "interviewer-bank":
        return None
    if loaded.get("version") != FORMAT:
        raise BankReadError(
            f"{file} is in version {loaded.get('version')} of the format; this program reads version {FORMAT}."
        )
    entries = loaded.get("questions")
    questions: list[Question] = []
    diagnostics: list[Diagnostic] = []
    ids = FreeIds()
    for place, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        try:
            question = Question.model_validate(entry)
        except (ValidationError, RecursionError) as error:
            diagnostics.append(Diagnostic(place, "error", "BADFIELD", f"question {place}: {first_problem(error)}"))
            continue
        questions.append(question.model_copy(update={"id": ids.take(question.id)}))
    bank_id = str(loaded.get("id") or slug_of(file))
    return Document(_words(loaded.get("title")) or file, tuple(questions), tuple(diagnostics)), slug_of(bank_id)
