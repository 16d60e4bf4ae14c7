"""Answers with their grades and reviews, read from the database."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from interviewer.screening.records import Result, Review
from interviewer.screening.store.candidates import answer_of
from interviewer.screening.store.conditions import is_current, latest_keys
from interviewer.screening.store.reviews import read_reviews
from interviewer.screening.store.screen_store import PAGE, Reading, Writing
from interviewer.screening.store.tables import answers, grades
from rubrics.verdict import Grade, GradeState


def read_results(reading: Reading) -> Iterator[Result]:
    """The answers that count, with grade and reviews, by candidate and position; those erased are left out."""
    after: tuple[int, int] = (0, -1)
    while page := _page(reading, after):
        keys = [row.id for row in page]
        graded, noted = _latest_grades(reading, keys), read_reviews(reading, keys)
        for row in page:
            yield _result(row, graded.get(row.id), noted.get(row.id, ()))
        after = (page[-1].candidate_id, page[-1].position)


def _result(row: Any, graded: Any, noted: Sequence[Review]) -> Result:
    if graded is None or graded.body is None:
        return Result(answer_of(row), None, reviews=tuple(noted))
    return Result(answer_of(row), Grade.model_validate_json(graded.body), graded.id, tuple(noted))


def _page(reading: Reading, after: tuple[int, int]) -> Sequence[Any]:
    place = sa.tuple_(answers.c.candidate_id, answers.c.position)
    query = (
        sa.select(answers)
        .where(is_current(reading) & (place > sa.tuple_(*after)))
        .order_by(answers.c.candidate_id, answers.c.position)
        .limit(PAGE)
    )
    return reading.connection.execute(query).all()


def _latest_grades(reading: Reading, keys: Sequence[int]) -> dict[int, Any]:
    """Key and body of the latest grade, by the answer's key."""
    latest = sa.select(sa.func.max(grades.c.id)).where(grades.c.answer_id.in_(keys)).group_by(grades.c.answer_id)
    query = sa.select(grades.c.id, grades.c.answer_id, grades.c.body).where(grades.c.id.in_(latest))
    return {row.answer_id: row for row in reading.connection.execute(query)}


def latest_grade(place: Reading | Writing, answer_key: int) -> tuple[int, Grade] | None:
    """Key and value of the latest grade of an answer."""
    query = sa.select(grades.c.id, grades.c.body).where(grades.c.answer_id == answer_key)
    row = place.connection.execute(query.order_by(grades.c.id.desc()).limit(1)).first()
    return (row.id, Grade.model_validate_json(row.body)) if row and row.body is not None else None


@dataclass(frozen=True, slots=True)
class Totals:
    """Current answers by the state of their latest grade (`waiting` for none), and what all grades cost together."""

    states: Counter[str]
    cost_usd: float


def count_results(reading: Reading) -> Totals:
    """The totals of a cohort."""
    states: Counter[str] = Counter()
    for _, state, number in count_states(reading):
        states[state] += number
    spent = (
        sa.select(sa.func.coalesce(sa.func.sum(grades.c.cost_usd), 0.0))
        .join(answers, answers.c.id == grades.c.answer_id)
        .where(answers.c.cohort_id == reading.cohort_key)
    )
    return Totals(states, float(reading.connection.execute(spent).scalar_one()))


def count_states(reading: Reading) -> list[tuple[int, str, int]]:
    """Candidate's key, state of the latest grade (`waiting` for none), and number of current answers."""
    query = (
        sa.select(answers.c.candidate_id, grades.c.state, sa.func.count())
        .select_from(answers)
        .outerjoin(grades, (grades.c.answer_id == answers.c.id) & grades.c.id.in_(latest_keys(reading)))
        .where(is_current(reading))
        .group_by(answers.c.candidate_id, grades.c.state)
    )
    return [(row[0], row[1] or "waiting", int(row[2])) for row in reading.connection.execute(query)]


def read_reasons(reading: Reading) -> list[str]:
    """Why answers are ungraded, once for each of them."""
    query = sa.select(grades.c.body).join(answers, answers.c.id == grades.c.answer_id)
    query = query.where(
        is_current(reading) & grades.c.id.in_(latest_keys(reading)) & (grades.c.state == GradeState.UNGRADED.value)
    )
    return [str(json.loads(row.body)["error"]) for row in reading.connection.execute(query)]
