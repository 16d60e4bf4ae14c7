"""What people say about grades and questions, read from the tables: overrides of verdicts, and flagged questions."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from interviewer.errors import StoreError
from interviewer.records import Flag
from interviewer.tables import answers, events, grades, overrides
from rubrics.overrides import Override, last_standing
from rubrics.verdict import Grade, Status

_FLAG = "flag"
"""Kind of the event that a question was called bad, or that this was taken back."""


def insert_override(connection: sa.Connection, answer_id: int, override: Override) -> None:
    """Keep a person's verdict against the latest grade of an answer. StoreError when there is no grade."""
    latest = sa.select(sa.func.max(grades.c.id)).where(grades.c.answer_id == answer_id)
    grade_id = connection.execute(latest).scalar_one()
    if grade_id is None:
        raise StoreError("This answer has no grade yet, so there is no verdict to disagree with.")
    row = {
        "grade_id": grade_id,
        "criterion_id": override.criterion_id,
        "status": override.status.value,
        "reason": override.reason,
        "made_at": override.made_at,
    }
    connection.execute(sa.insert(overrides), row)


def read_overrides(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> dict[int, tuple[Override, ...]]:
    """The overrides in force by answer, for the answers wanted; answers without one are left out."""
    query = (
        sa.select(overrides, grades.c.answer_id, grades.c.body)
        .join(grades, grades.c.id == overrides.c.grade_id)
        .join(answers, answers.c.id == grades.c.answer_id)
        .where(wanted)
        .order_by(overrides.c.id)
    )
    spoken_of: dict[int, Grade] = {}
    made: dict[int, list[tuple[Override, Grade]]] = {}
    for row in connection.execute(query):
        if row.grade_id not in spoken_of:
            spoken_of[row.grade_id] = Grade.model_validate(json.loads(row.body))
        override = Override(row.criterion_id, Status(row.status), row.reason, row.made_at)
        made.setdefault(row.answer_id, []).append((override, spoken_of[row.grade_id]))
    standing = {answer_id: last_standing(said) for answer_id, said in made.items()}
    return {answer_id: said for answer_id, said in standing.items() if said}


def sessions_with_overrides(connection: sa.Connection, ids: Sequence[str]) -> list[str]:
    """Those of the interviews in which a verdict was ever overridden."""
    query = (
        sa.select(answers.c.session_id)
        .distinct()
        .join(grades, grades.c.answer_id == answers.c.id)
        .join(overrides, overrides.c.grade_id == grades.c.id)
        .where(answers.c.session_id.in_(ids))
    )
    return [str(row.session_id) for row in connection.execute(query)]


def flag_row(session_id: str, question_id: str, reason: str | None, at: datetime) -> dict[str, Any]:
    """The event that a question is called bad for this reason; None takes it back."""
    body = json.dumps({"question_id": question_id, "reason": reason})
    return {"session_id": session_id, "kind": _FLAG, "at": at, "body": body}


def read_flags(connection: sa.Connection) -> dict[str, Flag]:
    """The questions called bad, by id, as last said."""
    rows = connection.execute(sa.select(events).where(events.c.kind == _FLAG).order_by(events.c.id))
    flags: dict[str, Flag] = {}
    for row in rows:
        said = json.loads(row.body)
        flags.pop(said["question_id"], None)
        if said["reason"] is not None:
            flags[said["question_id"]] = Flag(said["question_id"], said["reason"], row.session_id, row.at)
    return flags
