"""Which rows of a cohort count."""

from typing import Any

import sqlalchemy as sa

from interviewer.screening.store.screen_store import Reading, Writing
from interviewer.screening.store.tables import answers, grades


def latest_keys(place: Reading | Writing) -> sa.Select[Any]:
    """Keys of the latest grade of every answer of the cohort."""
    of_cohort = sa.select(answers.c.id).where(answers.c.cohort_id == place.cohort_key)
    return sa.select(sa.func.max(grades.c.id)).where(grades.c.answer_id.in_(of_cohort)).group_by(grades.c.answer_id)


def is_current(place: Reading | Writing) -> sa.ColumnElement[bool]:
    """Whether an answer counts: of this cohort, neither replaced nor erased."""
    return (answers.c.cohort_id == place.cohort_key) & answers.c.is_current & answers.c.text_digest.is_not(None)
