"""Answers that people have labelled criterion by criterion: the yardstick for graders.

Two shapes of file are read. A *set* file is complete: question, lead, criteria, answers. A *gold* file refers to a
question of the bank that ships by `number` and labels its criteria. Labels are keyed by criterion id. The labels that
ship are one labeller's, in two passes; about one in eight is arguable, most of them partial against missed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bank.library import find_question, load_bank
from bank.question import Anchors, Bank, Point, Question, Reference, Section
from rubrics.errors import RubricError
from rubrics.extraction import extract_rubric
from rubrics.rubric import Rubric
from rubrics.verdict import Status

GOLD = "gold"


class LabelsError(RubricError):
    """A file of labelled answers cannot be used."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Criterion(_Entry):
    id: str
    text: str
    title: str | None = None
    group: str | None = None
    optional: bool = False


class _Answer(_Entry):
    id: str
    text: str
    labels: dict[str, Status]
    kind: str = "unknown"
    overall: float | None = Field(None, ge=0, le=100)
    alt_labels: dict[str, Status | list[Status]] | None = None


class _File(_Entry):
    question: str
    answers: list[_Answer]
    id: str | None = None
    number: int | None = None
    lead: str | None = None
    topic: str = "general"
    criteria: list[_Criterion] = []
    asked: Question | None = None
    """The whole question, anchors included, where the labeller had it; it then stands for what is listed above."""


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """One answer with a label per criterion of its rubric."""

    id: str
    question: Question
    rubric: Rubric
    text: str
    kind: str
    """What sort of answer it is: strong, weak, wrong-confident, adversarial, …"""
    labels: Mapping[str, Status]
    alternatives: Mapping[str, frozenset[Status]]
    """Other labels that are defensible too."""
    overall: float | None
    """A person's mark for the whole answer, 0-100."""
    domain: str


def shipped_sets() -> list[str]:
    """Names of the labelled sets that ship: `gold` and one per domain."""
    folder = resources.files("rubrics") / "data" / "labelled"
    return [GOLD, *sorted(entry.name for entry in folder.iterdir() if entry.is_dir())]


def load_shipped(name: str) -> list[LabelledAnswer]:
    """The answers of one shipped set. Raises LabelsError for an unknown name."""
    if name not in shipped_sets():
        raise LabelsError(f"There is no labelled set “{name}”; there are: {', '.join(shipped_sets())}.")
    data = resources.files("rubrics") / "data"
    return _load(data / GOLD if name == GOLD else data / "labelled" / name, name, data / "anchors" / name)


def load_folder(folder: Path) -> list[LabelledAnswer]:
    """The answers in all JSON files of a folder. Raises LabelsError, naming the file at fault."""
    if not folder.is_dir():
        raise LabelsError(f"{folder} is not a folder of labelled answers (JSON files).")
    answers = _load(folder, folder.name, None)
    if not answers:
        raise LabelsError(f"{folder} holds no labelled answers.")
    return answers


def _load(folder: Traversable, domain: str, anchors: Traversable | None) -> list[LabelledAnswer]:
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    bank: Bank | None = None
    found: list[LabelledAnswer] = []
    for file in files:
        entry = _read(file)
        if entry.asked is not None:
            question = entry.asked
        elif entry.criteria and entry.number is None:
            question = _with_anchors(_question(entry, file.name), anchors)
        else:
            bank = bank or load_bank()
            question = find_question(bank, str(entry.number) if entry.number is not None else entry.question)
        found.extend(_answers(entry, question, domain, file.name))
    return found


def _read(file: Traversable) -> _File:
    try:
        return _File.model_validate(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise LabelsError(f"{file.name} holds no labelled answers: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        problem = error.errors()[0]
        return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
    return str(error).splitlines()[0]


def _question(entry: _File, file: str) -> Question:
    """The question of a set file; each group of criteria is a section, as its author would have written it."""
    sections: list[tuple[str | None, list[Point]]] = []
    for number, criterion in enumerate(entry.criteria, 1):
        point = Point(text=_text(criterion), line=number, optional=criterion.optional or None)
        if not sections or sections[-1][0] != criterion.group:
            sections.append((criterion.group, []))
        sections[-1][1].append(point)
    built = tuple(Section(heading=heading, points=tuple(points)) for heading, points in sections)
    question_id = (entry.id or file.removesuffix(".json")).lower()
    reference = Reference(lead=entry.lead or "", sections=built)
    return Question(id=question_id, text=entry.question, topic=entry.topic, reference=reference)


def _text(criterion: _Criterion) -> str:
    title = criterion.title
    return f"{title}: {criterion.text}" if title and not criterion.text.startswith(title) else criterion.text


def _with_anchors(question: Question, folder: Traversable | None) -> Question:
    file = folder / f"{question.id}.yaml" if folder is not None else None
    if file is None or not file.is_file():
        return question
    from bank.library import with_anchors

    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    anchors = {key: Anchors.model_validate(value) for key, value in loaded["criteria"].items()}
    return question.model_copy(update={"reference": with_anchors(question.reference, anchors)})


def _answers(entry: _File, question: Question, domain: str, file: str) -> Iterator[LabelledAnswer]:
    rubric = extract_rubric(question)
    known = {criterion.id for criterion in rubric.criteria}
    for answer in entry.answers:
        labels = {_bare(key): status for key, status in answer.labels.items()}
        unknown = sorted(labels.keys() - known)
        if unknown:
            raise LabelsError(f"{file}: answer {answer.id} labels {', '.join(unknown)}, which its question lacks.")
        yield LabelledAnswer(
            id=answer.id if "." in answer.id else f"{question.id}.{answer.id}",
            question=question,
            rubric=rubric,
            text=answer.text,
            kind=answer.kind.replace("_", "-"),
            labels=labels,
            alternatives={_bare(key): _statuses(value) for key, value in (answer.alt_labels or {}).items()},
            overall=answer.overall,
            domain=domain,
        )


def _statuses(value: Status | list[Status]) -> frozenset[Status]:
    return frozenset([value] if isinstance(value, Status) else value)


def _bare(criterion_id: str) -> str:
    """`q01.c1` is `c1`."""
    return criterion_id.rpartition(".")[2]


def sample(answers: Sequence[LabelledAnswer], size: int | None, seed: int = 0) -> list[LabelledAnswer]:
    """So many answers drawn with the seed, in their order; all of them when there are no more, or for None."""
    import random

    if size is None or size >= len(answers):
        return list(answers)
    chosen = sorted(random.Random(seed).sample(range(len(answers)), size))  # noqa: S311 - a draw, not a secret
    return [answers[index] for index in chosen]
