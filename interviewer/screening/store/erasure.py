"""Taking a candidate's words out of the database."""

import json
from dataclasses import dataclass

import sqlalchemy as sa

from interviewer.screening.chain import Kind
from interviewer.screening.store.candidates import find_candidate
from interviewer.screening.store.screen_store import Writing
from interviewer.screening.store.tables import answers, candidates, drafts, grades, log, names, reviews, sittings


@dataclass(frozen=True, slots=True)
class Counts:
    """What was there."""

    ref: str
    answers: int
    grades: int
    exports: int


def erase_rows(writing: Writing, candidate: str) -> Counts:
    """Empty everything of the candidate with that id. Raises CandidateNotFoundError."""
    connection = writing.connection
    holder = find_candidate(writing, candidate)
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("PRAGMA secure_delete = ON"))
    mine = sa.select(answers.c.id).where(answers.c.candidate_id == holder.key)
    graded = connection.execute(
        sa.update(grades)
        .where(grades.c.answer_id.in_(mine))
        .values(body=None, score=None, coverage=None, state="erased")
    ).rowcount
    connection.execute(sa.update(reviews).where(reviews.c.answer_id.in_(mine)).values(status=None, reason=None))
    answered = connection.execute(
        sa.update(answers).where(answers.c.candidate_id == holder.key).values(text=None, text_digest=None)
    ).rowcount
    for table in (drafts, names, sittings):
        connection.execute(sa.delete(table).where(table.c.candidate_id == holder.key))
    gone = {"candidate": None, "salt": None, "erased_at": writing.now}
    connection.execute(sa.update(candidates).where(candidates.c.id == holder.key).values(gone))
    return Counts(holder.ref, answered, graded, _exports(writing))


def _exports(writing: Writing) -> int:
    """How often something of the cohort left the database."""
    query = sa.select(log.c.body).where((log.c.cohort_id == writing.cohort_key) & log.c.body.contains('"export"'))
    return sum(json.loads(row.body).get("kind") == Kind.EXPORT for row in writing.connection.execute(query))
