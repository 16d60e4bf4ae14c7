"""Reading back what is kept: whole interviews, and lines of history."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from bank.question import Question
from interviewer.follow_ups import read_followed_up
from interviewer.opinions import read_flags, read_overrides, sessions_with_overrides
from interviewer.order import Result
from interviewer.records import Answer, Flag, GradedAnswer, ItemRecord, SessionRecord, SessionSummary
from interviewer.session import Item, Mode, Phase, Plan, Session
from interviewer.tables import answers, drafts, grades, items, questions, sessions
from rubrics.extraction import extract_rubric
from rubrics.scoring import mean
from rubrics.verdict import Grade


def grade_of(body: str) -> Grade:
    """A grade as it was kept."""
    return Grade.model_validate(json.loads(body))


def is_latest_grade() -> sa.ColumnElement[bool]:
    """Whether a grade is an answer's latest: looked up answer by answer, since SQLite makes a list anew for each."""
    later = grades.alias("later")
    latest = sa.select(sa.func.max(later.c.id)).where(later.c.answer_id == answers.c.id).correlate(answers)
    return (grades.c.answer_id == answers.c.id) & (grades.c.id == latest.scalar_subquery())


def read_records(connection: sa.Connection, wanted: Sequence[str] | None) -> list[SessionRecord]:
    """Whole interviews, oldest first: those wanted, or all for None."""
    chosen = sa.true() if wanted is None else sessions.c.id.in_(wanted)
    heads = connection.execute(sa.select(sessions).where(chosen).order_by(sessions.c.started_at, sessions.c.id)).all()
    ids = sa.select(sessions.c.id).where(chosen)
    item_rows = connection.execute(
        sa.select(items).where(items.c.session_id.in_(ids)).order_by(items.c.session_id, items.c.position)
    ).all()
    found = _item_records(connection, item_rows, _graded_answers(connection, answers.c.session_id.in_(ids)))
    by_session: dict[str, list[tuple[Any, ItemRecord]]] = {}
    for row, item in zip(item_rows, found, strict=True):
        by_session.setdefault(row.session_id, []).append((row, item))
    followed_up = read_followed_up(connection, ids)
    return [_record(head, by_session.get(head.id, []), followed_up.get(head.id, ())) for head in heads]


def read_answer(connection: sa.Connection, answer_id: int) -> GradedAnswer:
    """An answer with its latest grade and the overrides in force."""
    ((graded,),) = _graded_answers(connection, answers.c.id == answer_id).values()
    return graded


_Graded = dict[tuple[str, int], list[GradedAnswer]]
"""Answers by session and position, in order of attempt."""


def _item_records(connection: sa.Connection, rows: Sequence[Any], graded: _Graded) -> list[ItemRecord]:
    bodies = _question_bodies(connection, {row.question_digest for row in rows})
    flags: dict[str, Flag] = read_flags(connection)
    return [
        ItemRecord(
            row.position,
            bodies[row.question_digest],
            tuple(graded.get((row.session_id, row.position), ())),
            flags.get(row.question_id),
        )
        for row in rows
    ]


def _question_bodies(connection: sa.Connection, digests: set[str]) -> dict[str, Question]:
    rows = connection.execute(sa.select(questions).where(questions.c.digest.in_(digests))).all()
    return {row.digest: Question.model_validate(json.loads(row.body)) for row in rows}


def _graded_answers(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> _Graded:
    """The answers wanted, with their latest grades and the overrides in force."""
    query = (
        sa.select(answers, grades.c.body.label("grade"))
        .select_from(answers.outerjoin(grades, is_latest_grade()))
        .where(wanted)
        .order_by(answers.c.session_id, answers.c.position, answers.c.id)
    )
    said = read_overrides(connection, wanted)
    found: _Graded = {}
    for row in connection.execute(query):
        columns = {name: value for name, value in row._asdict().items() if name != "grade"}
        grade = grade_of(row.grade) if row.grade is not None else None
        graded = GradedAnswer(Answer(**columns), grade, said.get(row.id, ()))
        found.setdefault((row.session_id, row.position), []).append(graded)
    return found


def _record(head: Any, found: Sequence[tuple[Any, ItemRecord]], followed_up: tuple[int, ...]) -> SessionRecord:
    plan = _plan(json.loads(head.plan))
    session = Session(
        id=head.id,
        plan=plan,
        items=tuple(Item(row.question_id, row.attempts, row.skips) for row, _ in found),
        started_at=head.started_at,
        position=head.position,
        phase=Phase(head.phase),
        ended_at=head.ended_at,
        came_back_to=() if plan.mode.shows_feedback_at_once else followed_up,
    )
    return SessionRecord(session, head.bank_id, head.bank_title, tuple(item for _, item in found))


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
    answered = (
        sa.select(answers.c.session_id, answers.c.position, grades.c.score)
        .select_from(answers.join(last, last.c.id == answers.c.id).outerjoin(grades, is_latest_grade()))
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


def read_history(connection: sa.Connection, limit: int) -> list[SessionSummary]:
    """Lines of history, newest first; scores are those that count, with the person's overrides."""
    query = sa.select(sessions).order_by(sessions.c.started_at.desc(), sessions.c.id).limit(limit)
    rows = connection.execute(query).all()
    ids = [row.id for row in rows]
    counts = count_items(connection, ids)
    corrected = {r.session.id: r for r in read_records(connection, sessions_with_overrides(connection, ids))}
    found = [summary_of(row, counts.get(row.id)) for row in rows]
    return [_corrected(line, corrected[line.id]) if line.id in corrected else line for line in found]


def _corrected(line: SessionSummary, record: SessionRecord) -> SessionSummary:
    """The line with the scores that count in place of the graders'."""
    last = [(item.latest, extract_rubric(item.question)) for item in record.items if item.latest]
    grades_now = [graded.standing(rubric) for graded, rubric in last]
    scores = [grade.score for grade in grades_now if grade and grade.score is not None]
    return replace(line, graded=len(scores), score=mean(scores))


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


def read_results(connection: sa.Connection, question_id: str | None = None) -> list[Result]:
    """The first answers of all interviews, or those to one question, with the scores that count, oldest first."""
    wanted = sa.true() if question_id is None else items.c.question_id == question_id
    here = (items.c.session_id == answers.c.session_id) & (items.c.position == answers.c.position)
    query = (
        sa.select(answers.c.id, answers.c.session_id, answers.c.submitted_at, answers.c.hints, items.c.question_id)
        .add_columns(items.c.question_digest, grades.c.score)
        .select_from(answers.join(items, here).join(grades, is_latest_grade()))
        .where(wanted, answers.c.attempt == 1)
        .order_by(answers.c.submitted_at, answers.c.id)
    )
    rows = connection.execute(query).all()
    corrected = _corrected_scores(connection, rows)
    scores = [corrected.get(row.id, row.score) for row in rows]
    return [
        Result(row.question_id, score, row.submitted_at, row.session_id, row.hints)
        for row, score in zip(rows, scores, strict=True)
        if score is not None
    ]


def _corrected_scores(connection: sa.Connection, rows: Sequence[Any]) -> dict[int, float | None]:
    """The scores that count of first answers in which a verdict is overridden, by answer."""
    said = read_overrides(connection, answers.c.attempt == 1)
    bodies = _question_bodies(connection, {row.question_digest for row in rows if row.id in said})
    found: dict[int, float | None] = {}
    for row in rows:
        if row.id in said:
            grade = read_answer(connection, row.id).standing(extract_rubric(bodies[row.question_digest]))
            found[row.id] = grade.score if grade else None
    return found


def read_seconds(connection: sa.Connection, session_id: str, position: int) -> float:
    """Time spent on the questions of an interview other than that at the position: on answers, and on drafts."""
    on_answers = sa.select(sa.func.sum(answers.c.seconds)).where(answers.c.session_id == session_id)
    elsewhere = (drafts.c.session_id == session_id) & (drafts.c.position != position)
    on_drafts = sa.select(sa.func.sum(drafts.c.seconds)).where(elsewhere)
    return sum(float(connection.execute(query).scalar_one() or 0) for query in (on_answers, on_drafts))
