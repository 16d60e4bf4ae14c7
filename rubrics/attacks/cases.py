"""Honest answers with labels to attack: those that ship with the seed questions."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from bank.question import Bank, Question
from rubrics.extraction import extract_rubric
from rubrics.rubric import Rubric
from rubrics.verdict import Status

HONEST_KINDS = ("medium", "weak")
"""Answers with room for a gain."""


@dataclass(frozen=True, slots=True)
class Case:
    """An honest answer; `labels` are what people say of it, by criterion id."""

    question: Question
    rubric: Rubric
    answer: str
    labels: Mapping[str, Status]


def gold_cases(bank: Bank, kinds: Iterable[str] = HONEST_KINDS) -> list[Case]:
    """The labelled answers of these kinds to questions of the seed bank."""
    wanted = set(kinds)
    by_number = {question.number: question for question in bank.questions}
    folder = resources.files("rubrics") / "data" / "gold"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return [case for file in files for case in _cases(json.loads(file.read_text("utf-8")), by_number, wanted)]


def _cases(raw: Mapping[str, object], by_number: Mapping[int | None, Question], kinds: set[str]) -> Iterator[Case]:
    number, answers = raw["number"], raw["answers"]
    if not isinstance(number, int) or not isinstance(answers, list) or number not in by_number:
        return
    question = by_number[number]
    rubric = extract_rubric(question)
    for answer in answers:
        if answer["kind"] in kinds:
            labels = {key.rpartition(".")[2]: Status(value) for key, value in answer["labels"].items()}
            known = {c.id: labels[c.id] for c in rubric.criteria if c.id in labels}
            yield Case(question, rubric, answer["text"], known)
