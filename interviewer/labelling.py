"""Labelling one's own answers: which answer comes next, and the files that the labels are kept in.

The files are labelled sets as `rubrics.labelled` reads them, one for each version of a question, in `labels/own` of
the data folder. They hold the question whole, so that a grader is later measured by the rubric that was labelled.
A label is written as soon as it is given. A criterion that was passed over has no label and is not asked again.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bank.question import Question
from interviewer.banks import write_private
from interviewer.engine import presentable
from interviewer.paths import Paths, make_private_folder
from interviewer.records import Answer, SessionRecord
from rubrics.extraction import extract_rubric
from rubrics.labelled import LabelledAnswer, LabelsError, load_folder
from rubrics.rubric import Rubric
from rubrics.verdict import Grade, Status

OWN = "own"
"""Name of the set of one's own labels, and of its folder."""
_KIND = "own"


def own_folder(paths: Paths) -> Path:
    """Where one's own labels are kept."""
    return paths.root / "labels" / OWN


@dataclass(frozen=True, slots=True)
class Labels:
    """What a person said of one answer."""

    by_criterion: Mapping[str, Status] = field(default_factory=dict)
    passed_over: frozenset[str] = frozenset()
    """Criteria that the person looked at and could not label."""

    def with_label(self, criterion_id: str, status: Status) -> "Labels":
        """The same with one more label, or another one; `unsure` passes the criterion over."""
        others = {key: value for key, value in self.by_criterion.items() if key != criterion_id}
        if status is Status.UNSURE:
            return Labels(others, self.passed_over | {criterion_id})
        return Labels({**others, criterion_id: status}, self.passed_over - {criterion_id})

    def status_of(self, criterion_id: str) -> Status | None:
        """What was said of a criterion; None when it was not looked at yet."""
        return Status.UNSURE if criterion_id in self.passed_over else self.by_criterion.get(criterion_id)

    def is_complete(self, rubric: Rubric) -> bool:
        """Whether every criterion was looked at."""
        return all(self.status_of(criterion.id) is not None for criterion in rubric.criteria)


@dataclass(frozen=True, slots=True)
class LabelTask:
    """A kept answer to label."""

    answer: Answer
    question: Question
    rubric: Rubric
    grade: Grade | None
    """What a grader says of it, to be shown once the person has said it; None when none has graded it."""
    labels: Labels

    @property
    def key(self) -> str:
        """The answer's name in the files."""
        return key_of(self.answer)

    @property
    def next_criterion(self) -> str | None:
        """The first criterion without a label; None when there is none left."""
        left = (c.id for c in self.rubric.criteria if self.labels.status_of(c.id) is None)
        return next(left, None)

    def labelled(self, criterion_id: str, status: Status) -> "LabelTask":
        """The task with one more label."""
        return replace(self, labels=self.labels.with_label(criterion_id, status))


def key_of(answer: Answer) -> str:
    """A name for an answer that holds in every copy of the database."""
    tail = ".follow-up" if answer.kind == "follow-up" else ""
    return f"{answer.session_id}.{answer.position + 1}.{answer.attempt}{tail}"


def tasks_of(records: Iterable[SessionRecord], kept: Mapping[str, Labels]) -> list[LabelTask]:
    """All answers that can be labelled, in the order in which to label them.

    Those begun come first, then answers to questions that have the fewest labelled answers, the oldest first; those
    that are done come last. What a grader said of them plays no part: choosing by it would bias what is measured.
    """
    tasks = [task for record in records for task in _tasks_of_session(record, kept)]
    done_of = Counter(task.question.id for task in tasks if task.next_criterion is None)

    def urgency(task: LabelTask) -> tuple[bool, bool, int, float]:
        is_begun = bool(task.labels.by_criterion or task.labels.passed_over)
        return (
            task.next_criterion is None,
            not is_begun,
            done_of[task.question.id],
            task.answer.submitted_at.timestamp(),
        )

    return sorted(tasks, key=urgency)


def _tasks_of_session(record: SessionRecord, kept: Mapping[str, Labels]) -> Iterator[LabelTask]:
    for item in record.items:
        rubric = extract_rubric(item.question)
        for graded in item.answers if rubric.criteria else ():
            if graded.answer.text.strip():
                labels = kept.get(key_of(graded.answer), Labels())
                grade = graded.grade if graded.grade and graded.grade.grader.name != "self" else None
                yield LabelTask(graded.answer, item.question, rubric, grade, labels)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str
    labels: dict[str, Status] = {}
    passed_over: list[str] = []


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore")
    answers: list[_Answer]


def read_labels(paths: Paths) -> dict[str, Labels]:
    """All labels kept so far, by the answer's key. Raises LabelsError, naming the file that cannot be read."""
    found: dict[str, Labels] = {}
    for file in sorted(own_folder(paths).glob("*.json")):
        for answer in _read(file).answers:
            found[answer.id] = Labels(answer.labels, frozenset(answer.passed_over))
    return found


def _read(file: Path) -> _File:
    try:
        return _File.model_validate(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise LabelsError(f"{file} cannot be read ({reason}): mend it, or move it away.") from error


def keep_labels(paths: Paths, task: LabelTask) -> Path:
    """Keep the labels of an answer beside those of other answers to its question; the file they are in.

    Raises LabelsError when the file cannot be read or written; it is then as it was.
    """
    file = own_folder(paths) / f"{task.question.id}-{task.rubric.digest[:8]}.json"
    entries = _raw_answers(file)
    entries[task.key] = _entry(task)
    try:
        make_private_folder(file.parent)
        write_private(file, json.dumps(_set_of(task, list(entries.values())), ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise LabelsError(f"The label is not kept: {file} cannot be written ({error.strerror}).") from error
    return file


def _raw_answers(file: Path) -> dict[str, dict[str, Any]]:
    """The answers in a file, as they stand there; none when there is no file."""
    if not file.exists():
        return {}
    _read(file)
    return {entry["id"]: entry for entry in json.loads(file.read_text("utf-8"))["answers"]}


def _entry(task: LabelTask) -> dict[str, Any]:
    return {
        "id": task.key,
        "kind": _KIND,
        "text": presentable(task.answer.text),
        "labels": {key: status.value for key, status in task.labels.by_criterion.items()},
        "passed_over": sorted(task.labels.passed_over),
    }


def _set_of(task: LabelTask, answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A labelled set of one question."""
    criteria = [
        {"id": c.id, "title": c.title, "text": c.text, "group": c.group, "optional": c.optional}
        for c in task.rubric.criteria
    ]
    return {
        "id": task.question.id,
        "topic": task.question.topic,
        "question": task.question.text,
        "lead": task.rubric.lead,
        "criteria": criteria,
        "asked": task.question.model_dump(mode="json", exclude_defaults=True),
        "answers": list(answers),
    }


def own_answers(paths: Paths) -> list[LabelledAnswer]:
    """One's own labelled answers, those that have a label. Raises LabelsError when there is none."""
    folder = own_folder(paths)
    found = [answer for answer in load_folder(folder) if answer.labels] if folder.is_dir() else []
    if not found:
        raise LabelsError("You have not labelled an answer yet: press F9 in the app and label a few.")
    return found
