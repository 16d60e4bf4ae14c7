"""What is kept of interviews: every answer before anything else happens to it, every grade, and the course so far.

Methods are synchronous and safe to call from several threads; each is one transaction. StoreError says in plain
words when the database cannot be read or written.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bank.question import Bank, Question, digest_of
from interviewer.answer_lines import AnswerLine, read_answer_lines, read_grades
from interviewer.database import plain_errors
from interviewer.errors import SessionNotFoundError
from interviewer.follow_ups import follow_up_row, read_follow_up
from interviewer.memory import Memory
from interviewer.queries import grade_of, read_answer, read_history, read_records, read_seconds
from interviewer.records import Answer, Draft, GradedAnswer, SessionRecord, SessionSummary
from interviewer.session import Item, Session
from interviewer.tables import answers, drafts, events, grades, items, metadata, questions, sessions
from rubrics.verdict import Digests, Grade, GraderInfo


def grade_key(digests: Digests, grader: GraderInfo) -> str:
    """Key under which a grade is found again: equal for the same answer, rubric and way of grading."""
    how = grader.model_dump(mode="json")
    return digest_of([digests.model_dump(mode="json"), how])


class Store(Memory):
    """The database of one person's or one team's interviews. A context manager."""

    # The course of an interview

    def create_session(self, session: Session, bank: Bank, asked: Sequence[Question]) -> None:
        """Keep a new interview, with its questions as they are worded now, in the order of its items."""
        with self._transaction() as connection:
            snapshots = _keep_questions(connection, asked)
            connection.execute(sa.insert(sessions), _session_row(session, bank))
            rows = [
                {**_item_row(session.id, n, item), "question_id": item.question_id, "question_digest": s["digest"]}
                for n, (item, s) in enumerate(zip(session.items, snapshots, strict=True))
            ]
            connection.execute(sa.insert(items), rows)

    def save_progress(self, session: Session) -> None:
        """Keep how far an interview has come."""
        with self._transaction() as connection:
            _update_progress(connection, session)

    def exchange_questions(self, after: Session, asked: Sequence[Question]) -> None:
        """Keep an interview whose questions ahead are other ones now; `asked` are those of its places ahead."""
        with self._transaction() as connection:
            snapshots = _keep_questions(connection, asked)
            for place, snapshot, question in zip(after.ahead, snapshots, asked, strict=True):
                values = {"question_id": question.id, "question_digest": snapshot["digest"]}
                connection.execute(sa.update(items).where(_of_item(items, after.id, place)).values(values))
            plan = {"plan": json.dumps(asdict(after.plan))}
            connection.execute(sa.update(sessions).where(sessions.c.id == after.id).values(plan))

    def add_answer(self, after: Session, answer: Answer, prompt: str | None = None) -> Answer:
        """Keep an answer and the interview's state after it, and drop its draft; returns the answer with its id.

        The prompt is the follow-up question that the interview now waits at, if it does.
        """
        row = {key: value for key, value in asdict(answer).items() if key != "id"}
        with self._transaction() as connection:
            result = connection.execute(sa.insert(answers).returning(answers.c.id), row)
            answer_id = int(result.scalar_one())
            connection.execute(sa.delete(drafts).where(_of_item(drafts, answer.session_id, answer.position)))
            if prompt is not None:
                connection.execute(sa.insert(events), follow_up_row(after, prompt, answer.submitted_at))
            _update_progress(connection, after)
        return replace(answer, id=answer_id)

    def save_draft(self, session_id: str, position: int, draft: Draft) -> None:
        """Keep text not yet submitted, in place of what was kept before."""
        row = {"session_id": session_id, "position": position, **asdict(draft)}
        with self._transaction() as connection:
            connection.execute(sa.delete(drafts).where(_of_item(drafts, session_id, position)))
            connection.execute(sa.insert(drafts), row)

    def load_draft(self, session_id: str, position: int) -> Draft | None:
        """The text last kept for an item, if it was not submitted."""
        with self._transaction() as connection:
            row = connection.execute(sa.select(drafts).where(_of_item(drafts, session_id, position))).first()
        return Draft(row.text, row.seconds, row.saved_at) if row else None

    def keep_follow_up(self, session: Session, prompt: str | None, now: datetime) -> None:
        """Keep the follow-up question that the next answer to the item is to answer; None for an answer afresh."""
        with self._transaction() as connection:
            connection.execute(sa.insert(events), follow_up_row(session, prompt, now))

    def load_follow_up(self, session: Session) -> str | None:
        """The follow-up question that the next answer to the item is to answer."""
        with self._transaction() as connection:
            return read_follow_up(connection, session)

    def seconds_taken(self, session: Session) -> float:
        """Time spent on the questions of an interview other than the current one."""
        with self._transaction() as connection:
            return read_seconds(connection, session.id, session.position)

    # Grades

    def add_grade(self, answer_id: int, grade: Grade) -> None:
        """Keep a grade; earlier ones of the same answer stay."""
        row = {
            "answer_id": answer_id,
            "key": grade_key(grade.digests, grade.grader),
            "state": grade.state.value,
            "score": grade.score,
            "coverage": grade.coverage,
            "graded_at": grade.graded_at,
            "body": json.dumps(grade.model_dump(mode="json")),
        }
        with self._transaction() as connection:
            connection.execute(sa.insert(grades), row)

    def find_grade(self, digests: Digests, grader: GraderInfo) -> Grade | None:
        """A grade already given to the same answer by the same rubric in the same way, unless it is ungraded."""
        wanted = (grades.c.key == grade_key(digests, grader)) & (grades.c.state != "ungraded")
        with self._transaction() as connection:
            row = connection.execute(sa.select(grades.c.body).where(wanted).order_by(grades.c.id.desc())).first()
        return grade_of(row.body) if row else None

    # Looking back

    def answer_lines(self) -> list[AnswerLine]:
        """Every answer with what its latest grade says, oldest first."""
        with self._transaction() as connection:
            return read_answer_lines(connection)

    def grades_of(self, answer_id: int) -> list[Grade]:
        """Every grade of an answer, oldest first; the last one counts."""
        with self._transaction() as connection:
            return list(read_grades(connection, answer_id))

    # All that is kept of a person

    def export(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, as JSON values; texts are exact."""
        with self._transaction() as connection:
            return {
                table.name: [_plain(row) for row in connection.execute(sa.select(table))]
                for table in metadata.sorted_tables
            }

    def erase(self) -> None:
        """Delete every row of every table, and the traces of them in the file."""
        with self._transaction() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(sa.delete(table))
        with plain_errors(self._engine), self._engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                bare = connection.execution_options(isolation_level="AUTOCOMMIT")
                bare.execute(sa.text("VACUUM"))
                bare.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    # Reading back

    def load(self, session_id: str) -> SessionRecord:
        """A whole interview. Raises SessionNotFoundError."""
        found = self.load_many([session_id])
        if not found:
            raise SessionNotFoundError(f"There is no interview “{session_id[:40]}”; see: interviewer history")
        return found[0]

    def load_answer(self, answer: Answer) -> GradedAnswer:
        """An answer with its latest grade and the overrides in force."""
        with self._transaction() as connection:
            return read_answer(connection, answer.id)

    def load_many(self, session_ids: Iterable[str] | None = None) -> list[SessionRecord]:
        """Whole interviews, oldest first; all of them when no ids are given."""
        wanted = None if session_ids is None else list(session_ids)
        with self._transaction() as connection:
            return read_records(connection, wanted)

    def history(self, limit: int = 100) -> list[SessionSummary]:
        """The latest interviews, newest first."""
        with self._transaction() as connection:
            return read_history(connection, limit)

    def unfinished(self) -> list[SessionSummary]:
        """Interviews that can be continued, newest first."""
        return [summary for summary in self.history() if summary.ended_at is None]


def _plain(row: sa.Row[Any]) -> dict[str, Any]:
    """A row as JSON values: moments as ISO 8601, documents unfolded."""
    values = {
        key: value.isoformat() if isinstance(value, datetime) else value for key, value in row._asdict().items()
    }
    return {key: json.loads(value) if key in ("body", "plan") and value else value for key, value in values.items()}


def _of_item(table: sa.Table, session_id: str, position: int) -> sa.ColumnElement[bool]:
    return (table.c.session_id == session_id) & (table.c.position == position)


def _keep_questions(connection: sa.Connection, asked: Sequence[Question]) -> list[dict[str, str]]:
    """Keep the questions as they are worded now; returns a snapshot of each."""
    snapshots = [_snapshot(question) for question in asked]
    known = _known_digests(connection, [s["digest"] for s in snapshots])
    fresh = {s["digest"]: s for s in snapshots if s["digest"] not in known}
    if fresh:
        # In one order everywhere, so that two that insert the same questions cannot wait for one another.
        connection.execute(_insert_unless_there(connection), [fresh[digest] for digest in sorted(fresh)])
    return snapshots


def _insert_unless_there(connection: sa.Connection) -> sa.Insert:
    """An insertion of questions that passes over what another process has inserted since it was looked for."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(questions).on_conflict_do_nothing()
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(questions).on_conflict_do_nothing()


def _snapshot(question: Question) -> dict[str, str]:
    body = question.model_dump(mode="json")
    return {"digest": digest_of(body), "body": json.dumps(body, ensure_ascii=False)}


def _known_digests(connection: sa.Connection, wanted: Sequence[str]) -> set[str]:
    query = sa.select(questions.c.digest).where(questions.c.digest.in_(wanted))
    return {str(row.digest) for row in connection.execute(query)}


def _session_row(session: Session, bank: Bank) -> dict[str, Any]:
    return {
        "id": session.id,
        "mode": session.plan.mode.value,
        "bank_id": bank.id,
        "bank_title": bank.title,
        "bank_digest": bank.digest,
        "plan": json.dumps(asdict(session.plan)),
        "position": session.position,
        "phase": session.phase.value,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
    }


def _item_row(session_id: str, position: int, item: Item) -> dict[str, Any]:
    return {"session_id": session_id, "position": position, "attempts": item.attempts, "skips": item.skips}


def _update_progress(connection: sa.Connection, session: Session) -> None:
    state = {"position": session.position, "phase": session.phase.value, "ended_at": session.ended_at}
    connection.execute(sa.update(sessions).where(sessions.c.id == session.id).values(state))
    where = (items.c.session_id == sa.bindparam("sid")) & (items.c.position == sa.bindparam("pos"))
    rows = [
        {"sid": session.id, "pos": n, "attempts": item.attempts, "skips": item.skips}
        for n, item in enumerate(session.items)
    ]
    values: dict[str, Any] = {"attempts": sa.bindparam("attempts"), "skips": sa.bindparam("skips")}
    connection.execute(sa.update(items).where(where).values(values), rows)
