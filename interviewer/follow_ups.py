"""Follow-up questions as they are kept: one event each, so that what was asked is asked again after a kill."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from interviewer.session import Session
from interviewer.tables import events

_FOLLOW_UP = "follow-up"
"""Kind of the event that a follow-up question was asked."""


def follow_up_row(session: Session, prompt: str | None, now: datetime) -> dict[str, Any]:
    """The event that the next answer to the current item is to answer a follow-up question; None for it afresh."""
    body = json.dumps({"position": session.position, "attempt": session.current.attempts + 1, "prompt": prompt})
    return {"session_id": session.id, "kind": _FOLLOW_UP, "at": now, "body": body}


def read_follow_up(connection: sa.Connection, session: Session) -> str | None:
    """The follow-up question that the next answer to the current item is to answer."""
    here = (session.position, session.current.attempts + 1)
    wanted = (events.c.session_id == session.id) & (events.c.kind == _FOLLOW_UP)
    rows = connection.execute(sa.select(events.c.body).where(wanted).order_by(events.c.id.desc())).all()
    kept = [json.loads(row.body) for row in rows]
    return next((e["prompt"] for e in kept if (e["position"], e["attempt"]) == here), None)


def read_followed_up(connection: sa.Connection, session_ids: sa.Select[tuple[str]]) -> Mapping[str, tuple[int, ...]]:
    """The positions at which a follow-up question was asked in each of these interviews, in order, each once."""
    wanted = events.c.session_id.in_(session_ids) & (events.c.kind == _FOLLOW_UP)
    found: dict[str, dict[int, None]] = {}
    rows = connection.execute(sa.select(events.c.session_id, events.c.body).where(wanted).order_by(events.c.id))
    for row in rows:
        body = json.loads(row.body)
        if body["prompt"] is not None:
            found.setdefault(row.session_id, {})[body["position"]] = None
    return {session_id: tuple(positions) for session_id, positions in found.items()}
