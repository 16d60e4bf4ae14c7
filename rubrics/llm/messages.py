"""The words sent to a model for one answer.

The system message holds the rules, the question and the criteria: all that is trusted, byte for byte the same for
every candidate, so that a provider's prompt cache serves it from the second answer on. The user message holds the
answer alone, between two lines marked with a fresh random number, so that nothing inside can pose as its end.
"""

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from string import Template

from bank.question import Question, digest_of
from rubrics.llm.chat import Message
from rubrics.rubric import Criterion, Rubric

_PROMPTS = ("system", "json_object", "repair", "reask")
_UNUSUAL = re.compile(r"[^\t\n\x20-\x7e]+")
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})


@cache
def prompt(name: str) -> str:
    """The text of `prompts/<name>.md`."""
    return (resources.files("rubrics.llm") / "prompts" / f"{name}.md").read_text("utf-8").strip()


@cache
def prompt_digest() -> str:
    """SHA-256 of every word of ours that takes part in a grading."""
    return digest_of([prompt(name) for name in _PROMPTS] + [_LABELS])


def system_message(question: Question, rubric: Rubric, order: Sequence[Criterion]) -> Message:
    """The rules and everything trusted about a question, its criteria in that order."""
    parts = [prompt("system"), *trusted_blocks(question, rubric, order)]
    return {"role": "system", "content": visible("\n\n".join(parts))}


_LABELS = {
    "question": "# Question",
    "lead": "# Context of the criteria, itself not judged",
    "criteria": "# Criteria",
    "optional": "(optional)",
    "misconception": "(a misconception: met when the answer states it)",
    "says": "said as",
    "wrong": "contradicted by",
}


def trusted_blocks(question: Question, rubric: Rubric, order: Sequence[Criterion]) -> list[str]:
    """Question, context and criteria, one block each."""
    context = "\n".join(part.strip() for part in (rubric.lead, rubric.closing) if part.strip())
    blocks = [f"{_LABELS['question']}\n{question.wording}"]
    blocks += [f"{_LABELS['lead']}\n{context}"] if context and rubric.origin != "sentences" else []
    return [*blocks, "\n".join([_LABELS["criteria"], *_criteria_lines(order)])]


def _criteria_lines(order: Sequence[Criterion]) -> Iterator[str]:
    group: str | None = None
    for criterion in order:
        if criterion.group != group:
            group = criterion.group
            yield f"[{group}]" if group else "[general]"
        yield _criterion_line(criterion)
        if criterion.anchors:
            yield from _anchor_lines(_LABELS["says"], criterion.anchors.says)
            yield from _anchor_lines(_LABELS["wrong"], criterion.anchors.misconceptions)


def _criterion_line(criterion: Criterion) -> str:
    mark = _LABELS["misconception"] if criterion.is_misconception else ""
    mark = mark or (_LABELS["optional"] if criterion.optional else "")
    return " ".join(part for part in (f"{criterion.id}:", mark, " ".join(criterion.text.split())) if part)


def _anchor_lines(label: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield f"  {label}: {' '.join(text.split())}"


def user_message(answer: str, rng: random.Random, note: str = "") -> Message:
    """The answer in its fence, and after it what this request in particular asks, if anything."""
    block = fenced("answer", visible(answer), rng)
    return {"role": "user", "content": f"{block}\n\n{note}" if note else block}


def fenced(label: str, text: str, rng: random.Random) -> str:
    """A text between two lines with a fresh random mark, so that nothing inside can pose as its end."""
    mark = _fresh_mark(text, rng)
    return f"<<<{label} {mark}\n{text}\n{mark} end>>>"


def _fresh_mark(text: str, rng: random.Random) -> str:
    while (mark := f"{rng.getrandbits(48):012x}") in text:
        continue
    return mark


def visible(text: str) -> str:
    """The text without characters that no reader sees: zero-width, bidirectional, control, tags, lone surrogates."""
    return _UNUSUAL.sub(_without_unseen, text)


def _without_unseen(found: re.Match[str]) -> str:
    return "".join(char for char in found[0] if unicodedata.category(char) not in _UNSEEN)


def repair_message(problem: str) -> Message:
    """The request to send the reply again; `problem` is a clause of ours, never the model's words."""
    return {"role": "user", "content": Template(prompt("repair")).substitute(problem=problem)}


def reask_note(criterion_ids: Iterable[str]) -> str:
    """What asks for a second look at some criteria alone."""
    return Template(prompt("reask")).substitute(ids=", ".join(criterion_ids))
