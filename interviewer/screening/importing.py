"""From the rows of a file to answers of a cohort: all that can be used at once, or nothing.

The same answer again adds nothing. Another answer to the same question is a conflict, refused unless it was asked to
replace; the one replaced is put aside, not deleted. All is one transaction, so a crash leaves nothing half done.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from bank.question import digest_of
from interviewer.screening.chain import Kind
from interviewer.screening.cohort import Cohort
from interviewer.screening.errors import ScreenError
from interviewer.screening.people import check_candidate, check_person_name
from interviewer.screening.question_names import QuestionNames, numbers_in
from interviewer.screening.rows import BadRow, Row
from interviewer.screening.store.candidates import (
    Holder,
    NewAnswer,
    add_answers,
    add_candidates,
    current_answers,
    holders,
    keep_names,
    read_names,
)
from interviewer.screening.store.screen_store import ScreenStore, Writing
from rubrics.gate import MAX_CHARACTERS


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    added: int
    replaced: int
    """Answers that took the place of others; not among those added."""
    skipped: int
    """Answers that were there already."""
    candidates: int
    """Candidates who joined."""
    bad: tuple[BadRow, ...]
    """Rows that were not taken, in order of their lines."""


def import_rows(
    store: ScreenStore,
    cohort: Cohort,
    rows: Sequence[Row],
    now: datetime,
    *,
    bad: Iterable[BadRow] = (),
    replace: bool = False,
    numbers: Mapping[str, int] | None = None,
) -> Imported:
    """Keep the answers in these rows; `bad` are rows refused before, counted and told with the rest.

    `numbers` are those of the questions in the cohort's bank by id; without them a row cannot name one by a number.
    """
    names = QuestionNames(cohort, numbers, numbers_in(row.question for row in rows))
    usable, refused = _resolved(names, rows)
    with store.writing(cohort.name, now) as writing:
        sorting = _Sorting(writing, replace=replace)
        for row in usable:
            sorting.take(row)
        return sorting.keep([*bad, *refused])


@dataclass(frozen=True, slots=True)
class _Usable:
    """A row whose parts were all understood."""

    line: int
    answer: NewAnswer
    name: str | None


def _resolved(questions: QuestionNames, rows: Iterable[Row]) -> tuple[list[_Usable], list[BadRow]]:
    usable: list[_Usable] = []
    refused: list[BadRow] = []
    positions: dict[str, int] = {}
    for row in rows:
        try:
            if row.question not in positions:
                positions[row.question] = questions.position(row.question)
            usable.append(_usable(questions.cohort, row, positions[row.question]))
        except ScreenError as error:
            refused.append(BadRow(row.line, str(error)))
    return usable, refused


def _usable(cohort: Cohort, row: Row, position: int) -> _Usable:
    if len(row.answer) > MAX_CHARACTERS:
        raise ScreenError(f"the answer has {len(row.answer):,} characters; at most {MAX_CHARACTERS:,} are graded")
    question = cohort.questions[position].question
    name = check_person_name(row.name) if row.name and row.name.strip() else None
    answer = NewAnswer(check_candidate(row.candidate), question.id, position, row.answer, "import")
    return _Usable(row.line, answer, name)


@dataclass
class _Sorting:
    """What a file brings, beside what is there: new, there already, or in conflict."""

    writing: Writing
    replace: bool
    added: dict[tuple[str, int], _Usable] = field(default_factory=dict)
    replaced: dict[tuple[str, int], _Usable] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    conflicts: list[BadRow] = field(default_factory=list)
    skipped: int = 0

    @cached_property
    def _people(self) -> dict[str, Holder]:
        return holders(self.writing)

    @cached_property
    def _there(self) -> dict[tuple[int, int], tuple[int, str | None]]:
        return current_answers(self.writing)

    @cached_property
    def _named(self) -> dict[int, str]:
        return read_names(self.writing)

    def take(self, row: _Usable) -> None:
        """Decide about one row."""
        self._take_answer(row)
        if row.name is not None:
            self._take_name(row, row.name)

    def _take_answer(self, row: _Usable) -> None:
        place = (row.answer.candidate, row.answer.position)
        earlier = self.added.get(place) or self.replaced.get(place)
        if earlier is not None:
            if earlier.answer.text == row.answer.text:
                self.skipped += 1
            else:
                self._refuse(row, f"another answer of this candidate to this question stands on line {earlier.line}")
            return
        holder = self._people.get(row.answer.candidate)
        there = self._there.get((holder.key, row.answer.position)) if holder else None
        if there is None:
            self.added[place] = row
        elif there[1] == digest_of(row.answer.text):
            self.skipped += 1
        elif self.replace:
            self.replaced[place] = row
        else:
            self._refuse(row, "the candidate has another answer to this question already; --replace takes this one")

    def _take_name(self, row: _Usable, name: str) -> None:
        holder = self._people.get(row.answer.candidate)
        known = self.names.get(row.answer.candidate) or (self._named.get(holder.key) if holder else None)
        if known is None or (self.replace and row.answer.candidate not in self.names):
            if known != name:
                self.names[row.answer.candidate] = name
        elif known != name:
            self._refuse(row, "the candidate has another name already; the answer is taken, the name is not")

    def _refuse(self, row: _Usable, why: str) -> None:
        self.conflicts.append(BadRow(row.line, why))

    def keep(self, refused: Iterable[BadRow]) -> Imported:
        """Write what was decided, with its entries of the log."""
        wanted = [row.answer for row in (*self.added.values(), *self.replaced.values())]
        fresh = [c for c in dict.fromkeys(new.candidate for new in wanted) if c not in self._people]
        people = {**self._people, **add_candidates(self.writing, fresh)}
        keep_names(self.writing, self.names, people)
        add_answers(self.writing, wanted, people)
        bad = sorted([*refused, *self.conflicts], key=lambda each: each.line)
        outcome = Imported(len(self.added), len(self.replaced), self.skipped, len(fresh), tuple(bad))
        self.writing.log(
            Kind.IMPORT,
            added=outcome.added,
            candidates=outcome.candidates,
            refused=len(bad),
            replaced=outcome.replaced,
            skipped=outcome.skipped,
        )
        return outcome
