"""Answers that arrive as lines of JSON, and the lines that go back.

In:  {"id", "question", "answer", "candidate"?}, where `question` is an id or the question's exact text.
Out: one line per answer with its state, score, coverage, verdicts and receipt; see `result_of`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bank.errors import QuestionNotFoundError
from bank.library import find_question
from bank.question import Bank
from interviewer.engine import presentable
from rubrics.extraction import extract_rubric
from rubrics.grader import Task
from rubrics.rubric import Rubric
from rubrics.verdict import Claim, Grade, GradeState, Verdict

MAX_LINE = 4 * 1024 * 1024
"""Longest line read, in characters."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    id: str | int
    question: str
    answer: str
    candidate: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """One answer to grade, with the question it belongs to."""

    line: int
    id: str | int
    candidate: str | None
    task: Task


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be graded, and why; `line` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a file of submissions holds."""

    submissions: tuple[Submission, ...]
    bad_lines: tuple[BadLine, ...]


def read_submissions(lines: Iterable[str], bank: Bank) -> Batch:
    """The answers in lines of JSON; empty lines are passed over, unusable ones reported."""
    submissions: list[Submission] = []
    bad: list[BadLine] = []
    first_line: dict[str | int, int] = {}
    rubrics: dict[str, Rubric] = {}
    for number, line in enumerate(lines, 1):
        raw = line.removeprefix("\ufeff")
        if not raw.strip():
            continue
        try:
            entry = _parse(raw)
            question = find_question(bank, entry.question)
        except (ValueError, QuestionNotFoundError) as error:
            bad.append(BadLine(number, str(error)))
            continue
        if entry.id in first_line:
            bad.append(BadLine(number, f"the id {entry.id!r} stands on line {first_line[entry.id]} already"))
            continue
        first_line[entry.id] = number
        rubric = rubrics.setdefault(question.id, extract_rubric(question))
        task = Task(question, rubric, presentable(entry.answer))
        submissions.append(Submission(number, entry.id, entry.candidate, task))
    return Batch(tuple(submissions), tuple(bad))


def _parse(raw: str) -> _Line:
    if len(raw) > MAX_LINE:
        raise ValueError(f"the line has {len(raw):,} characters; at most {MAX_LINE:,} are read")
    try:
        loaded = json.loads(raw)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"this is no JSON: {error}") from error
    if not isinstance(loaded, dict):
        raise ValueError(  # noqa: TRY004 - a wrong value in a file, not a wrong call
            'a line must be an object like {"id": "1", "question": "…", "answer": "…"}'
        )
    try:
        return _Line.model_validate({key: _text(value) for key, value in loaded.items()})
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"“{first['loc'][0]}” is wrong: {first['msg'].lower()}") from error


def _text(value: Any) -> Any:
    return presentable(value) if isinstance(value, str) else value


def result_of(submission: Submission, grade: Grade, bank: Bank) -> dict[str, Any]:
    """The line that goes back for a graded submission, as a JSON object."""
    return {
        "id": submission.id,
        "question_id": submission.task.question.id,
        "candidate": submission.candidate,
        "state": grade.state.value,
        "score": _rounded(grade.score),
        "coverage": _rounded(grade.coverage),
        "bounds": None if grade.low is None else [_rounded(grade.low), _rounded(grade.high)],
        "verdicts": [_verdict(submission.task.rubric, verdict) for verdict in grade.verdicts],
        "beyond": [_claim(claim) for claim in grade.beyond],
        "wrong": [_claim(claim) for claim in grade.wrong],
        "flags": list(grade.flags),
        "grader": {
            **grade.grader.model_dump(mode="json"),
            "question_digest": grade.digests.question,
            "rubric_digest": grade.digests.rubric,
            "answer_digest": grade.digests.answer,
            "bank_digest": bank.digest,
        },
        "usage": {**grade.usage.model_dump(mode="json"), "seconds": grade.seconds},
        "error": grade.error,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _verdict(rubric: Rubric, verdict: Verdict) -> dict[str, Any]:
    criterion = rubric.criterion(verdict.criterion_id)
    return {
        "criterion_id": criterion.id,
        "criterion": criterion.text,
        "group": criterion.group,
        "optional": criterion.optional,
        "status": verdict.status.value,
        "quote": verdict.quote,
        "span": list(verdict.span) if verdict.span else None,
        "reason": verdict.reason,
        "probability": _rounded(verdict.probability),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {"point": claim.point, "quote": claim.quote, "span": list(claim.span) if claim.span else None}


def is_done(submission: Submission, result: Mapping[str, Any]) -> bool:
    """Whether an earlier result line already answers this submission: same question, same answer, judged."""
    grader = result.get("grader")
    if not isinstance(grader, dict) or result.get("state") == GradeState.UNGRADED.value:
        return False
    digests = submission.task.digests
    return (grader.get("question_digest"), grader.get("rubric_digest"), grader.get("answer_digest")) == (
        digests.question,
        digests.rubric,
        digests.answer,
    )
