"""What is kept of a cohort in the database, as a verification looks at it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from interviewer.screening.chain import Entry, Head
from interviewer.screening.cohort import Cohort
from interviewer.screening.proof import AnswerRow, GradeRow, Keys, PersonRow, ReviewRow
from interviewer.screening.store.reviews import review_parts
from interviewer.screening.store.screen_store import Reading, cohort_of, entries_after
from interviewer.screening.store.tables import answers, candidates, cohorts, drafts, grades, names, reviews


@dataclass
class StoredProof:
    """A `Proof` read from the database, all in one transaction: nothing changes while it is looked at."""

    reading: Reading
    cohort: Cohort = field(init=False)
    head: Head = field(init=False)

    def __post_init__(self) -> None:
        query = sa.select(cohorts).where(cohorts.c.id == self.reading.cohort_key)
        row = self.reading.connection.execute(query).one()
        self.cohort = cohort_of(row.body)
        self.head = Head(row.entries, row.head)

    def entries(self) -> Iterator[Entry]:
        """The log, a page at a time."""
        number = 0
        while page := entries_after(self.reading, number):
            yield from page
            number = page[-1].number

    def people(self) -> dict[str, PersonRow]:
        """Candidates by reference."""
        query = (
            sa.select(candidates, names.c.name)
            .outerjoin(names, names.c.candidate_id == candidates.c.id)
            .where(candidates.c.cohort_id == self.reading.cohort_key)
        )
        rows = self.reading.connection.execute(query)
        return {row.ref: PersonRow(row.ref, row.candidate, _bytes(row.salt), row.name) for row in rows}

    def answers(self, keys: Sequence[int]) -> dict[int, AnswerRow]:
        """These answers, by key."""
        query = sa.select(answers, candidates.c.ref).join(candidates, candidates.c.id == answers.c.candidate_id)
        return {
            row.id: AnswerRow(row.id, row.ref, row.position, row.text, row.source, row.is_current)
            for row in self._rows(query, answers, keys)
        }

    def grades(self, keys: Sequence[int]) -> dict[int, GradeRow]:
        """These grades, by key."""
        return {
            row.id: GradeRow(row.id, row.answer_id, row.state, row.score, row.coverage, row.body)
            for row in self._rows(sa.select(grades), grades, keys)
        }

    def reviews(self, keys: Sequence[int]) -> dict[int, ReviewRow]:
        """These judgements, by key."""
        return {
            row.id: ReviewRow(row.id, tuple(review_parts(row._asdict())) if row.status is not None else None)
            for row in self._rows(sa.select(reviews), reviews, keys)
        }

    def _rows(self, query: sa.Select[Any], table: sa.Table, keys: Sequence[int]) -> Sequence[Any]:
        return self.reading.connection.execute(query.where(table.c.id.in_(keys))).all() if keys else []

    def all_keys(self) -> Keys:
        """Keys of all rows of the cohort."""
        here = answers.c.cohort_id == self.reading.cohort_key
        mine = sa.select(answers.c.id).where(here)
        return Keys(
            answers=self._keys(sa.select(answers.c.id).where(here)),
            current=self._keys(sa.select(answers.c.id).where(here & answers.c.is_current)),
            grades=self._keys(sa.select(grades.c.id).where(grades.c.answer_id.in_(mine))),
            reviews=self._keys(sa.select(reviews.c.id).where(reviews.c.answer_id.in_(mine))),
            texts=self._texts(),
        )

    def _keys(self, query: sa.Select[Any]) -> frozenset[int]:
        return frozenset(int(key) for key in self.reading.connection.execute(query).scalars())

    def _texts(self) -> dict[str, int]:
        """By reference, how many rows of erased candidates still hold words."""
        found: Counter[str] = Counter()
        erased = (candidates.c.cohort_id == self.reading.cohort_key) & candidates.c.salt.is_(None)
        base = sa.select(candidates.c.ref, sa.func.count()).where(erased).group_by(candidates.c.ref)
        of_answers = base.join(answers, answers.c.candidate_id == candidates.c.id)
        queries = (
            of_answers.where(answers.c.text.is_not(None)),
            of_answers.join(grades, grades.c.answer_id == answers.c.id).where(grades.c.body.is_not(None)),
            of_answers.join(reviews, reviews.c.answer_id == answers.c.id).where(reviews.c.reason.is_not(None)),
            base.join(drafts, drafts.c.candidate_id == candidates.c.id),
        )
        for query in queries:
            for ref, number in self.reading.connection.execute(query):
                found[ref] += number
        return dict(found)


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
