"""Every kept answer in a line: what history is drawn from without reading whole interviews."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bank.question import Question
from interviewer.tables import answers, grades, items, questions
from rubrics.extraction import extract_rubric
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
    """One answer and what its latest grade says."""

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
    asked = _questions(connection)
    latest = sa.select(sa.func.max(grades.c.id)).group_by(grades.c.answer_id)
    last = sa.select(sa.func.max(answers.c.id)).group_by(answers.c.session_id, answers.c.position)
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
        .join(items, (items.c.session_id == answers.c.session_id) & (items.c.position == answers.c.position))
        .outerjoin(grades, (grades.c.answer_id == answers.c.id) & grades.c.id.in_(latest))
        .order_by(answers.c.submitted_at, answers.c.id)
    )
    return [_line(row, asked[row.question_digest]) for row in connection.execute(query)]


def _questions(connection: sa.Connection) -> dict[str, AskedQuestion]:
    """Every question ever asked, by the digest of its version."""
    found = {}
    for row in connection.execute(sa.select(questions.c.digest, questions.c.body)):
        question = Question.model_validate(json.loads(row.body))
        criteria = {criterion.id: criterion.text for criterion in extract_rubric(question).criteria}
        found[row.digest] = AskedQuestion(question.id, question.text, question.topic, criteria)
    return found


def _line(row: Any, question: AskedQuestion) -> AnswerLine:
    grade = json.loads(row.grade) if row.grade is not None else {}
    return AnswerLine(
        answer_id=row.id,
        session_id=row.session_id,
        position=row.position,
        attempt=row.attempt,
        submitted_at=row.submitted_at,
        question=question,
        is_counted=bool(row.is_counted),
        score=row.score,
        grader=grade.get("grader", {}).get("name", ""),
        statuses={each["criterion_id"]: Status(each["status"]) for each in grade.get("verdicts", ())},
    )


def read_grades(connection: sa.Connection, answer_id: int) -> Iterator[Grade]:
    """All grades of an answer, oldest first."""
    query = sa.select(grades.c.body).where(grades.c.answer_id == answer_id).order_by(grades.c.id)
    for row in connection.execute(query):
        yield Grade.model_validate(json.loads(row.body))
