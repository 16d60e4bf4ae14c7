"""Every kept answer in a line: what history is drawn from without reading whole interviews.

Grades are taken apart as the JSON they are kept in; only where a person disagreed is a grade made whole.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bank.question import Question
from interviewer.opinions import read_overrides
from interviewer.queries import is_latest_grade
from interviewer.tables import answers, grades, items, questions
from rubrics.extraction import extract_rubric
from rubrics.overrides import Override, overridden
from rubrics.rubric import Rubric
from rubrics.verdict import Grade, Status


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was asked, with what its answers are judged by."""

    id: str
    text: str
    topic: str
    criteria: Mapping[str, str]
    """Texts by criterion id, in the order of the rubric."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer and what the grade that counts says of it: the latest, with the person's overrides."""

    answer_id: int
    session_id: str
    position: int
    attempt: int
    submitted_at: datetime
    question: AskedQuestion
    is_counted: bool
    """Whether it is the last answer to its question in that interview: the one that reports count."""
    score: float | None = None
    grader: str = ""
    """Name of the grader; empty while there is no grade."""
    statuses: Mapping[str, Status] = field(default_factory=dict)
    """By criterion id."""


def read_answer_lines(connection: sa.Connection) -> list[AnswerLine]:
    """All answers, oldest first."""
    asked = {question.digest: question for question in _questions(connection)}
    said = read_overrides(connection, sa.true())
    last = sa.select(sa.func.max(answers.c.id)).group_by(answers.c.session_id, answers.c.position)
    here = (items.c.session_id == answers.c.session_id) & (items.c.position == answers.c.position)
    query = (
        sa.select(
            answers.c.id,
            answers.c.session_id,
            answers.c.position,
            answers.c.attempt,
            answers.c.submitted_at,
            answers.c.id.in_(last).label("is_counted"),
            items.c.question_digest,
            grades.c.score,
            grades.c.body.label("grade"),
        )
        .select_from(answers.join(items, here).outerjoin(grades, is_latest_grade()))
        .order_by(answers.c.submitted_at, answers.c.id)
    )
    return [_line(row, asked[row.question_digest], said.get(row.id, ())) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of a question, as it is kept."""

    digest: str
    asked: AskedQuestion
    rubric: Rubric


def _questions(connection: sa.Connection) -> Iterator[_Version]:
    for row in connection.execute(sa.select(questions.c.digest, questions.c.body)):
        question = Question.model_validate(json.loads(row.body))
        rubric = extract_rubric(question)
        criteria = {criterion.id: criterion.text for criterion in rubric.criteria}
        yield _Version(row.digest, AskedQuestion(question.id, question.text, question.topic, criteria), rubric)


def _line(row: Any, version: _Version, said: Sequence[Override]) -> AnswerLine:
    kept = json.loads(row.grade) if row.grade is not None else {}
    score = row.score
    if said and kept:
        grade = overridden(Grade.model_validate(kept), said, version.rubric)
        score, kept = grade.score, grade.model_dump(mode="json")
    return AnswerLine(
        answer_id=row.id,
        session_id=row.session_id,
        position=row.position,
        attempt=row.attempt,
        submitted_at=row.submitted_at,
        question=version.asked,
        is_counted=bool(row.is_counted),
        score=score,
        grader=kept.get("grader", {}).get("name", ""),
        statuses={each["criterion_id"]: Status(each["status"]) for each in kept.get("verdicts", ())},
    )


def read_grades(connection: sa.Connection, answer_id: int) -> Iterator[Grade]:
    """All grades of an answer, oldest first."""
    query = sa.select(grades.c.body).where(grades.c.answer_id == answer_id).order_by(grades.c.id)
    for row in connection.execute(query):
        yield Grade.model_validate(json.loads(row.body))
