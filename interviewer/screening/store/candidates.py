"""Candidates, their names and their answers in the database."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bank.question import digest_of
from interviewer.screening.canonical import SALT_BYTES, commitment
from interviewer.screening.chain import Kind
from interviewer.screening.errors import CandidateNotFoundError
from interviewer.screening.records import Candidate, ScreenAnswer, Source
from interviewer.screening.store.screen_store import Reading, Writing
from interviewer.screening.store.tables import answers, candidates, names


@dataclass(frozen=True, slots=True)
class Holder:
    """A candidate whose salt is at hand, so that entries about them can be written."""

    key: int
    ref: str
    salt: bytes


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer on its way into the store."""

    candidate: str
    question_id: str
    position: int
    text: str
    source: Source
    seconds: float | None = None
    submitted_at: datetime | None = None
    """None for now."""


def read_candidates(reading: Reading) -> list[Candidate]:
    """The candidates of a cohort, in the order they joined."""
    query = sa.select(candidates).where(candidates.c.cohort_id == reading.cohort_key).order_by(candidates.c.id)
    rows = reading.connection.execute(query)
    return [Candidate(row.id, row.ref, row.candidate, row.added_at, row.erased_at) for row in rows]


def find_candidate(place: Reading | Writing, candidate: str) -> Holder:
    """The candidate of that id. Raises CandidateNotFoundError; someone erased is not there any more."""
    found = holders(place, [candidate]).get(candidate)
    if found is None:
        raise CandidateNotFoundError(f"The cohort has no candidate “{candidate[:80]}”.")
    return found


def holders(place: Reading | Writing, ids: Sequence[str] | None = None) -> dict[str, Holder]:
    """Candidates by id: those wanted, or all."""
    where = (candidates.c.cohort_id == place.cohort_key) & candidates.c.salt.is_not(None)
    if ids is not None:
        where &= candidates.c.candidate.in_(ids)
    return {row.candidate: Holder(row.id, row.ref, bytes(row.salt)) for row in _all(place, candidates, where)}


def _all(place: Reading | Writing, table: sa.Table, where: sa.ColumnElement[bool]) -> Sequence[Any]:
    return place.connection.execute(sa.select(table).where(where)).all()


def add_candidates(writing: Writing, ids: Iterable[str]) -> dict[str, Holder]:
    """New candidates by id, each with a salt and a reference of its own."""
    rows = [_candidate_row(writing, candidate) for candidate in ids]
    if not rows:
        return {}
    added = sa.insert(candidates).returning(candidates.c.id, sort_by_parameter_order=True)
    keys = writing.connection.execute(added, rows).scalars().all()
    made = {row["candidate"]: Holder(key, row["ref"], row["salt"]) for key, row in zip(keys, rows, strict=True)}
    for candidate, holder in made.items():
        writing.log(Kind.CANDIDATE, candidate=holder.ref, commitment=commitment(holder.salt, "candidate", candidate))
    return made


def _candidate_row(writing: Writing, candidate: str) -> dict[str, Any]:
    return {
        "cohort_id": writing.cohort_key,
        "ref": secrets.token_hex(8),
        "candidate": candidate,
        "salt": secrets.token_bytes(SALT_BYTES),
        "added_at": writing.now,
    }


def read_names(place: Reading | Writing) -> dict[int, str]:
    """Names by the candidate's key, for those who gave one."""
    query = (
        sa.select(names)
        .join(candidates, candidates.c.id == names.c.candidate_id)
        .where(candidates.c.cohort_id == place.cohort_key)
    )
    return {row.candidate_id: row.name for row in place.connection.execute(query)}


def keep_names(writing: Writing, given: dict[str, str], people: dict[str, Holder]) -> None:
    """Keep the names of candidates, by id, in place of what was kept."""
    for candidate, name in given.items():
        holder = people[candidate]
        writing.connection.execute(sa.delete(names).where(names.c.candidate_id == holder.key))
        writing.connection.execute(sa.insert(names), {"candidate_id": holder.key, "name": name})
        writing.log(Kind.NAME, candidate=holder.ref, commitment=commitment(holder.salt, "name", name))


def current_answers(
    place: Reading | Writing, candidate_key: int | None = None
) -> dict[tuple[int, int], tuple[int, str | None]]:
    """The answers that count, of one candidate or all: key and digest of the text, by candidate and position."""
    columns = (answers.c.id, answers.c.candidate_id, answers.c.position, answers.c.text_digest)
    where = (answers.c.cohort_id == place.cohort_key) & answers.c.is_current
    if candidate_key is not None:
        where &= answers.c.candidate_id == candidate_key
    rows = place.connection.execute(sa.select(*columns).where(where))
    return {(row.candidate_id, row.position): (row.id, row.text_digest) for row in rows}


def read_answer(place: Reading | Writing, answer_key: int) -> ScreenAnswer | None:
    """The answer of that key."""
    row = place.connection.execute(sa.select(answers).where(answers.c.id == answer_key)).first()
    return answer_of(row) if row else None


def answer_of(row: Any) -> ScreenAnswer:
    """An answer from its row."""
    return ScreenAnswer(row.id, row.candidate_id, row.position, row.text, row.source, row.seconds, row.submitted_at)


def add_answers(writing: Writing, given: Sequence[NewAnswer], people: dict[str, Holder]) -> list[int]:
    """Keep answers; returns their keys, in order. One already current for the same question counts no more."""
    _put_aside(writing, [(people[new.candidate].key, new.position) for new in given])
    rows = [
        {
            "cohort_id": writing.cohort_key,
            "candidate_id": people[new.candidate].key,
            "position": new.position,
            "text": new.text,
            "text_digest": digest_of(new.text),
            "source": new.source,
            "seconds": new.seconds,
            "submitted_at": new.submitted_at or writing.now,
            "is_current": True,
        }
        for new in given
    ]
    if not rows:
        return []
    added = sa.insert(answers).returning(answers.c.id, sort_by_parameter_order=True)
    keys = [int(key) for key in writing.connection.execute(added, rows).scalars()]
    for key, new in zip(keys, given, strict=True):
        holder = people[new.candidate]
        writing.log(
            Kind.ANSWER,
            answer=key,
            candidate=holder.ref,
            commitment=commitment(holder.salt, "answer", new.question_id, new.text),
            question=new.question_id,
            source=new.source,
        )
    return keys


def _put_aside(writing: Writing, places: Iterable[tuple[int, int]]) -> None:
    wanted = set(places)
    who = {candidate for candidate, _ in wanted}
    known = current_answers(writing, who.pop() if len(who) == 1 else None)
    replaced = [known[place][0] for place in sorted(wanted) if place in known]
    for start in range(0, len(replaced), 500):
        chosen = answers.c.id.in_(replaced[start : start + 500])
        writing.connection.execute(sa.update(answers).where(chosen).values(is_current=False))
