"""Grading what is left of a cohort: each text once, each grade on disk before it counts as done.

What is left is found in the database alone, so a run that was killed is continued by running again. Identical
answers to one question are graded once; each gets the grade under its own name. Who gave an answer takes no part:
a grader is handed question, rubric and text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from interviewer.batch import Batch, Budget, Pace, Progress
from interviewer.engine import Clock, run_grader, utc_now
from interviewer.outcomes import is_hopeless, spent_on
from interviewer.screening.cohort import Cohort, require_same
from interviewer.screening.keeper import Keeper
from interviewer.screening.store.grades import (
    NewGrade,
    Ungraded,
    add_grades,
    find_same,
    graded_digests,
    longest_texts,
    read_texts,
    read_ungraded,
)
from interviewer.screening.store.screen_store import PAGE, ScreenStore
from rubrics.grader import Grader, Task
from rubrics.verdict import Grade


def _tell_nobody(_: Progress) -> None:
    return


@dataclass(frozen=True, slots=True)
class Finished:
    """A text with its grade, for all the answers that consist of it."""

    ungraded: Ungraded
    grade: Grade
    is_reused: bool = False
    """Whether the grade is one that was given before."""


@dataclass
class CohortGrading:
    """What is left to grade in a cohort, and the run over it."""

    store: ScreenStore
    cohort: Cohort
    now: Clock = utc_now
    left: list[Ungraded] = field(default_factory=list)
    hopeless: str | None = field(default=None, init=False)
    """Why the run ended before its time, where the reason lies in the settings; such failures are not kept."""
    _texts: dict[int, str | None] = field(default_factory=dict, init=False)
    _read: int = field(default=0, init=False)

    def find_left(self, *, failed_too: bool) -> int:
        """Look up what is left; grades that the same words have already are given to them now. Returns how many."""
        with self.store.reading(self.cohort.name) as reading:
            left = read_ungraded(reading, failed_too=failed_too)
            known = graded_digests(reading)
            again = [each for each in left if (each.position, each.text_digest) in known]
        for start in range(0, len(again), PAGE):
            self._give_known(again[start : start + PAGE])
        repeated = set(again)
        self.left = [each for each in left if each not in repeated]
        return sum(len(each.answers) for each in again)

    def _give_known(self, page: Sequence[Ungraded]) -> None:
        with self.store.reading(self.cohort.name) as reading:
            found = [(each, find_same(reading, each)) for each in page]
        self.save([Finished(each, grade, is_reused=True) for each, grade in found if grade is not None])

    def tasks(self, wanted: Sequence[Ungraded]) -> Iterator[Task]:
        """The gradings for these, read from the store a page at a time."""
        for start in range(0, len(wanted), PAGE):
            page = wanted[start : start + PAGE]
            with self.store.reading(self.cohort.name) as reading:
                texts = read_texts(reading, [each.answers[0] for each in page])
            for each in page:
                if each.answers[0] in texts:
                    yield self._task(each, texts[each.answers[0]])

    def longest(self) -> list[Task]:
        """For each question, the grading of the longest text that is left."""
        first = {each.answers[0]: each for each in self.left}
        with self.store.reading(self.cohort.name) as reading:
            keys = longest_texts(reading, list(first))
        return list(self.tasks([first[key] for key in keys]))

    def _task(self, ungraded: Ungraded, text: str) -> Task:
        locked = self.cohort.questions[ungraded.position]
        return Task(locked.question, locked.rubric, text)

    def batch(
        self,
        grader: Grader,
        pace: Pace,
        keeper: Keeper[Finished],
        *,
        budget: Budget | None = None,
        on_progress: Callable[[Progress], None] = _tell_nobody,
    ) -> Batch[Ungraded, Grade | None]:
        """The run over what is left, not begun. Raises CohortLockedError when the grader is not that of the lock."""
        require_same(self.cohort, grader=grader.info)
        self._texts.clear()
        self._read = 0

        async def grade(ungraded: Ungraded) -> Grade | None:
            return await self._grade(ungraded, grader, keeper)

        return Batch(
            self.left,
            grade,
            on_result=lambda *_: None,
            pace=pace,
            on_progress=on_progress,
            is_hopeless=lambda grade: grade is not None and is_hopeless(grade),
            cost_of=lambda grade: 0.0 if grade is None else spent_on(grade),
            budget=budget,
        )

    async def _grade(self, ungraded: Ungraded, grader: Grader, keeper: Keeper[Finished]) -> Grade | None:
        """Grade one text and keep the grade; None when it was erased meanwhile."""
        text = self._text(ungraded)
        if text is None:
            return None
        grade = await run_grader(grader, self._task(ungraded, text))
        if is_hopeless(grade):
            self.hopeless = self.hopeless or grade.error
        else:
            await keeper.keep(Finished(ungraded, grade))
        return grade

    def keeper(self) -> Keeper[Finished]:
        """What keeps the grades of a run."""
        return Keeper(self.save)

    def save(self, finished: Sequence[Finished]) -> None:
        """Keep these grades, each under all the answers that it was given to."""
        given = [
            NewGrade(key, each.grade, is_copy=each.is_reused or n > 0)
            for each in finished
            for n, key in enumerate(each.ungraded.answers)
        ]
        with self.store.writing(self.cohort.name, self.now()) as writing:
            add_grades(writing, given)

    def _text(self, ungraded: Ungraded) -> str | None:
        """The words to grade, a page read ahead, as gradings start in order; None when they were erased meanwhile."""
        key = ungraded.answers[0]
        while key not in self._texts and self._read < len(self.left):
            page = [each.answers[0] for each in self.left[self._read : self._read + PAGE]]
            self._read += len(page)
            with self.store.reading(self.cohort.name) as reading:
                # None for what is gone: it would be looked for on every page to come, and all of them kept.
                self._texts |= {**dict.fromkeys(page), **read_texts(reading, page)}
        return self._texts.pop(key, None)
