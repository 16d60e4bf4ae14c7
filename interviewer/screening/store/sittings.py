"""How far candidates have come who answer here, and what they have typed and not handed in."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from interviewer.records import Draft
from interviewer.screening.records import SittingRecord
from interviewer.screening.store.screen_store import Reading, Writing
from interviewer.screening.store.tables import candidates, drafts, sittings
from interviewer.session import Item, Session


@dataclass(frozen=True, slots=True)
class Progress:
    """A sitting as it was left."""

    accepted_at: datetime
    position: int
    phase: str
    items: tuple[tuple[int, int], ...]
    """Attempts and skips of each question, in the order of the cohort."""
    ended_at: datetime | None


def read_sitting(place: Reading | Writing, candidate_key: int) -> Progress | None:
    """Where a candidate was left; None before they accepted the notice."""
    query = sa.select(sittings).where(sittings.c.candidate_id == candidate_key)
    row = place.connection.execute(query).first()
    if row is None:
        return None
    items = tuple((int(attempts), int(skips)) for attempts, skips in json.loads(row.items))
    return Progress(row.accepted_at, row.position, row.phase, items, row.ended_at)


def read_sittings(reading: Reading) -> dict[int, SittingRecord]:
    """All sittings of a cohort, by the candidate's key."""
    query = (
        sa.select(sittings)
        .join(candidates, candidates.c.id == sittings.c.candidate_id)
        .where(candidates.c.cohort_id == reading.cohort_key)
    )
    return {
        row.candidate_id: SittingRecord(row.candidate_id, row.accepted_at, row.opened, row.ended_at)
        for row in reading.connection.execute(query)
    }


def add_sitting(writing: Writing, candidate_key: int, notice_digest: str, session: Session) -> None:
    """A sitting that begins now."""
    row = {
        "candidate_id": candidate_key,
        "notice_digest": notice_digest,
        "accepted_at": writing.now,
        "opened": 0,
        **_course(session),
    }
    writing.connection.execute(sa.insert(sittings), row)


def count_opening(writing: Writing, candidate_key: int) -> None:
    """Note that the questions were opened once more."""
    chosen = sittings.c.candidate_id == candidate_key
    writing.connection.execute(sa.update(sittings).where(chosen).values(opened=sittings.c.opened + 1))


def save_course(writing: Writing, candidate_key: int, session: Session) -> None:
    """Keep how far a candidate has come."""
    chosen = sittings.c.candidate_id == candidate_key
    writing.connection.execute(sa.update(sittings).where(chosen).values(_course(session)))


def _course(session: Session) -> dict[str, Any]:
    return {
        "position": session.position,
        "phase": session.phase.value,
        "items": json.dumps([[item.attempts, item.skips] for item in session.items]),
        "ended_at": session.ended_at,
    }


def items_of(progress: Progress, question_ids: list[str]) -> tuple[Item, ...]:
    """The items of a session that was left there."""
    pairs = zip(question_ids, progress.items, strict=True)
    return tuple(Item(question_id, attempts, skips) for question_id, (attempts, skips) in pairs)


def save_draft(writing: Writing, candidate_key: int, position: int, draft: Draft) -> None:
    """Keep text not yet handed in, in place of what was kept before."""
    drop_draft(writing, candidate_key, position)
    row = {
        "candidate_id": candidate_key,
        "position": position,
        "text": draft.text,
        "seconds": draft.seconds,
        "saved_at": draft.saved_at,
    }
    writing.connection.execute(sa.insert(drafts), row)


def drop_draft(writing: Writing, candidate_key: int, position: int) -> None:
    """Forget what was typed for a question."""
    writing.connection.execute(sa.delete(drafts).where(_of(candidate_key, position)))


def load_draft(reading: Reading, candidate_key: int, position: int) -> Draft | None:
    """What was typed for a question and not handed in."""
    row = reading.connection.execute(sa.select(drafts).where(_of(candidate_key, position))).first()
    return Draft(row.text, row.seconds, row.saved_at) if row else None


def _of(candidate_key: int, position: int) -> sa.ColumnElement[bool]:
    return (drafts.c.candidate_id == candidate_key) & (drafts.c.position == position)
