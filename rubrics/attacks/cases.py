"""Honest answers with labels to attack: those that ship with the seed questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bank.question import Question
from rubrics.labelled import GOLD, load_shipped
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


def gold_cases(kinds: Iterable[str] = HONEST_KINDS) -> list[Case]:
    """The labelled answers of these kinds to questions of the seed bank."""
    wanted = set(kinds)
    return [
        Case(found.question, found.rubric, found.text, found.labels)
        for found in load_shipped(GOLD)
        if found.kind in wanted
    ]
