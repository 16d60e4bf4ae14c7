"""Reading back what is kept: whole interviews, and lines of history."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bank.question import Question
from interviewer.records import Answer, GradedAnswer, ItemRecord, SessionRecord, SessionSummary
from interviewer.session import Item, Mode, Phase, Plan, Session
from interviewer.tables import answers, grades, items, questions, sessions
from rubrics.verdict import Grade


def grade_of(body: str) -> Grade:
    """A grade as it was kept."""
    return Grade.model_validate(json.loads(body))


def read_records(connection: sa.Connection, wanted: Sequence[str] | None) -> list[SessionRecord]:
    """Whole interviews, oldest first: those wanted, or all for None."""
    chosen = sa.true() if wanted is None else sessions.c.id.in_(wanted)
    heads = connection.execute(sa.select(sessions).where(chosen).order_by(sessions.c.started_at, sessions.c.id)).all()
    ids = sa.select(sessions.c.id).where(chosen)
    item_rows = connection.execute(
        sa.select(items).where(items.c.session_id.in_(ids)).order_by(items.c.session_id, items.c.position)
    ).all()
    bodies = _question_bodies(connection, {row.question_digest for row in item_rows})
    graded = _graded_answers(connection, ids)
    by_session: dict[str, list[Any]] = {}
    for row in item_rows:
        by_session.setdefault(row.session_id, []).append(row)
    return [_record(head, by_session.get(head.id, []), bodies, graded) for head in heads]


def _question_bodies(connection: sa.Connection, digests: set[str]) -> dict[str, Question]:
    rows = connection.execute(sa.select(questions).where(questions.c.digest.in_(digests))).all()
    return {row.digest: Question.model_validate(json.loads(row.body)) for row in rows}


def _graded_answers(connection: sa.Connection, ids: sa.Select[Any]) -> dict[tuple[str, int], list[GradedAnswer]]:
    """Answers with their latest grades, by session and position, in order of attempt."""
    latest = sa.select(sa.func.max(grades.c.id)).group_by(grades.c.answer_id)
    query = (
        sa.select(answers, grades.c.body.label("grade"))
        .outerjoin(grades, (grades.c.answer_id == answers.c.id) & grades.c.id.in_(latest))
        .where(answers.c.session_id.in_(ids))
        .order_by(answers.c.session_id, answers.c.position, answers.c.id)
    )
    found: dict[tuple[str, int], list[GradedAnswer]] = {}
    for row in connection.execute(query):
        columns = {name: value for name, value in row._asdict().items() if name != "grade"}
        graded = GradedAnswer(Answer(**columns), grade_of(row.grade) if row.grade is not None else None)
        found.setdefault((row.session_id, row.position), []).append(graded)
    return found


def _record(
    head: Any,
    rows: Sequence[Any],
    bodies: dict[str, Question],
    graded: dict[tuple[str, int], list[GradedAnswer]],
) -> SessionRecord:
    session = Session(
        id=head.id,
        plan=_plan(json.loads(head.plan)),
        items=tuple(Item(row.question_id, row.attempts, row.skips) for row in rows),
        started_at=head.started_at,
        position=head.position,
        phase=Phase(head.phase),
        ended_at=head.ended_at,
    )
    found = tuple(
        ItemRecord(row.position, bodies[row.question_digest], tuple(graded.get((head.id, row.position), ())))
        for row in rows
    )
    return SessionRecord(session, head.bank_id, head.bank_title, found)


def _plan(values: dict[str, Any]) -> Plan:
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    return Plan(**{**values, **lists, "mode": Mode(values["mode"])})


def count_items(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Per session: items, answered items, items with a score on their last answer, and the mean of those."""
    last = (
        sa.select(sa.func.max(answers.c.id).label("id"))
        .where(answers.c.session_id.in_(ids))
        .group_by(answers.c.session_id, answers.c.position)
        .subquery()
    )
    latest_grade = sa.select(sa.func.max(grades.c.id)).group_by(grades.c.answer_id)
    answered = (
        sa.select(answers.c.session_id, answers.c.position, grades.c.score)
        .join(last, last.c.id == answers.c.id)
        .outerjoin(grades, (grades.c.answer_id == answers.c.id) & grades.c.id.in_(latest_grade))
        .subquery()
    )
    query = (
        sa.select(
            items.c.session_id,
            sa.func.count().label("asked"),
            sa.func.count(answered.c.position).label("answered"),
            sa.func.count(answered.c.score).label("graded"),
            sa.func.avg(answered.c.score).label("score"),
        )
        .outerjoin(
            answered, (answered.c.session_id == items.c.session_id) & (answered.c.position == items.c.position)
        )
        .where(items.c.session_id.in_(ids))
        .group_by(items.c.session_id)
    )
    return {row.session_id: row for row in connection.execute(query)}


def summary_of(row: Any, counts: Any) -> SessionSummary:
    """A line of history from a session's row and its counts."""
    plan = _plan(json.loads(row.plan))
    return SessionSummary(
        id=row.id,
        mode=plan.mode,
        bank_title=row.bank_title,
        topics=plan.topics,
        started_at=row.started_at,
        ended_at=row.ended_at,
        asked=counts.asked if counts else 0,
        answered=counts.answered if counts else 0,
        graded=counts.graded if counts else 0,
        score=counts.score if counts else None,
    )
