"""Reviewers' judgements in the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from interviewer.screening.canonical import commitment
from interviewer.screening.chain import Kind
from interviewer.screening.records import Review, Stage
from interviewer.screening.store.grades import owners_of
from interviewer.screening.store.screen_store import Reading, Writing
from interviewer.screening.store.tables import reviews
from rubrics.verdict import Status


@dataclass(frozen=True, slots=True)
class NewReview:
    """A reviewer's judgement on its way into the store."""

    answer: int
    grade: int
    criterion_id: str
    stage: Stage
    status: Status
    reason: str
    reviewer: str


def add_reviews(writing: Writing, given: Sequence[NewReview]) -> None:
    """Keep judgements. Earlier ones stay."""
    owners = owners_of(writing, [new.answer for new in given])
    for new in given:
        if new.answer not in owners:
            continue
        row = review_row(new, writing.now)
        key = int(writing.connection.execute(sa.insert(reviews).returning(reviews.c.id), row).scalar_one())
        ref, salt = owners[new.answer]
        writing.log(
            Kind.OVERRIDE,
            answer=new.answer,
            candidate=ref,
            commitment=commitment(salt, "review", *review_parts(row)),
            grade=new.grade,
            review=key,
            stage=new.stage,
        )


def review_row(new: NewReview, now: datetime) -> dict[str, Any]:
    """The row of a judgement."""
    return {
        "answer_id": new.answer,
        "grade_id": new.grade,
        "criterion_id": new.criterion_id,
        "stage": new.stage,
        "status": new.status.value,
        "reason": new.reason,
        "reviewer": new.reviewer,
        "made_at": now,
    }


def review_parts(row: Any) -> list[str]:
    """What a commitment to a judgement covers, in order."""
    fields = ("answer_id", "grade_id", "criterion_id", "stage", "status", "reason", "reviewer")
    return [str(row[name]) for name in fields]


def read_reviews(place: Reading | Writing, answer_keys: Iterable[int]) -> dict[int, list[Review]]:
    """Judgements by the answer's key, in the order they were made; those on erased answers are left out."""
    found: dict[int, list[Review]] = defaultdict(list)
    where = reviews.c.answer_id.in_(list(answer_keys)) & reviews.c.status.is_not(None)
    for row in place.connection.execute(sa.select(reviews).where(where).order_by(reviews.c.id)):
        found[row.answer_id].append(_review(row))
    return found


def _review(row: Any) -> Review:
    return Review(
        key=row.id,
        answer=row.answer_id,
        grade=row.grade_id,
        criterion_id=row.criterion_id,
        stage=row.stage,
        status=Status(row.status),
        reason=row.reason,
        reviewer=row.reviewer,
        made_at=row.made_at,
    )
