"""Grades in the database: what is left to grade, and the grades given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from interviewer.screening.canonical import commitment
from interviewer.screening.chain import Kind
from interviewer.screening.store.conditions import is_current, latest_keys
from interviewer.screening.store.screen_store import PAGE, Reading, Writing
from interviewer.screening.store.tables import answers, candidates, grades
from rubrics.verdict import Grade, GradeState, Usage


@dataclass(frozen=True, slots=True)
class Ungraded:
    """Words to grade: one question, one text, and all answers that consist of it."""

    position: int
    text_digest: str
    answers: tuple[int, ...]
    """Keys of the answers, oldest first."""


@dataclass(frozen=True, slots=True)
class NewGrade:
    """A grade on its way into the store, for one answer."""

    answer: int
    grade: Grade
    is_copy: bool = False
    """Whether the same words were graded in another answer, so that this one cost nothing."""


def read_ungraded(reading: Reading, *, failed_too: bool) -> list[Ungraded]:
    """What no grader has seen, and with `failed_too` what none could judge; each text once, in order of arrival."""
    done = sa.select(grades.c.answer_id).where(grades.c.id.in_(latest_keys(reading)))
    if failed_too:
        done = done.where(grades.c.state != GradeState.UNGRADED.value)
    query = (
        sa.select(answers.c.id, answers.c.position, answers.c.text_digest)
        .where(is_current(reading) & answers.c.id.not_in(done))
        .order_by(answers.c.id)
    )
    groups: dict[tuple[int, str], list[int]] = {}
    for row in reading.connection.execute(query):
        groups.setdefault((row.position, row.text_digest), []).append(row.id)
    return [Ungraded(position, digest, tuple(keys)) for (position, digest), keys in groups.items()]


def read_texts(reading: Reading, keys: Sequence[int]) -> dict[int, str]:
    """Texts by the answer's key; those erased since are left out."""
    query = sa.select(answers.c.id, answers.c.text).where(answers.c.id.in_(keys) & answers.c.text.is_not(None))
    return {row.id: row.text for row in reading.connection.execute(query)}


def longest_texts(reading: Reading, keys: Sequence[int]) -> list[int]:
    """Of these answers, the key of the one with the most bytes, for each question they answer."""
    longest: dict[int, tuple[int, int]] = {}
    for start in range(0, len(keys), PAGE):
        size = sa.func.length(answers.c.text)
        query = sa.select(answers.c.id, answers.c.position, size.label("size"))
        for row in reading.connection.execute(query.where(answers.c.id.in_(keys[start : start + PAGE]))):
            longest[row.position] = max(longest.get(row.position, (-1, 0)), (row.size or 0, row.id))
    return [key for _, key in longest.values()]


def find_same(reading: Reading, wanted: Ungraded) -> Grade | None:
    """A grade with a score that the same words already have in another answer to the same question."""
    query = (
        sa.select(grades.c.body)
        .join(answers, answers.c.id == grades.c.answer_id)
        .where(
            (answers.c.cohort_id == reading.cohort_key)
            & (answers.c.position == wanted.position)
            & (answers.c.text_digest == wanted.text_digest)
            & grades.c.body.is_not(None)
            & (grades.c.state != GradeState.UNGRADED.value)
        )
        .order_by(grades.c.id.desc())
        .limit(1)
    )
    row = reading.connection.execute(query).first()
    return Grade.model_validate_json(row.body) if row else None


def graded_digests(reading: Reading) -> set[tuple[int, str]]:
    """Position and digest of every text that has a grade with a score."""
    query = (
        sa.select(answers.c.position, answers.c.text_digest)
        .join(grades, answers.c.id == grades.c.answer_id)
        .where((answers.c.cohort_id == reading.cohort_key) & (grades.c.state != GradeState.UNGRADED.value))
        .distinct()
    )
    return {(row.position, row.text_digest) for row in reading.connection.execute(query)}


def add_grades(writing: Writing, given: Sequence[NewGrade]) -> list[int]:
    """Keep grades; returns their keys, in order. Answers erased in the meantime get none."""
    owners = owners_of(writing, [new.answer for new in given])
    kept = [new for new in given if new.answer in owners]
    if not kept:
        return []
    rows = [_grade_row(new) for new in kept]
    added = sa.insert(grades).returning(grades.c.id, sort_by_parameter_order=True)
    keys = [int(key) for key in writing.connection.execute(added, rows).scalars()]
    for key, row in zip(keys, rows, strict=True):
        ref, salt = owners[row["answer_id"]]
        writing.log(
            Kind.GRADE,
            answer=row["answer_id"],
            candidate=ref,
            commitment=commitment(salt, "grade", row["body"]),
            grade=key,
            state=row["state"],
        )
    return keys


def _grade_row(new: NewGrade) -> dict[str, Any]:
    grade = new.grade.model_copy(update={"usage": Usage()}) if new.is_copy else new.grade
    return {
        "answer_id": new.answer,
        "state": grade.state.value,
        "score": grade.score,
        "coverage": grade.coverage,
        "cost_usd": grade.usage.cost_usd,
        "is_copy": new.is_copy,
        "graded_at": grade.graded_at,
        "body": grade.model_dump_json(),
    }


def owners_of(writing: Writing, keys: Sequence[int]) -> dict[int, tuple[str, bytes]]:
    """Reference and salt of who gave each answer; those erased are left out."""
    found: dict[int, tuple[str, bytes]] = {}
    for start in range(0, len(keys), PAGE):
        query = (
            sa.select(answers.c.id, candidates.c.ref, candidates.c.salt)
            .join(candidates, candidates.c.id == answers.c.candidate_id)
            .where(answers.c.id.in_(keys[start : start + PAGE]) & candidates.c.salt.is_not(None))
        )
        found |= {row.id: (row.ref, bytes(row.salt)) for row in writing.connection.execute(query)}
    return found
