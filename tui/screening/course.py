"""A reviewer's way through the answers of a cohort: what waits, in which order, and the steps on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from interviewer.report.stats import Interval
from interviewer.screening.agreement import ReviewAgreement, review_agreement
from interviewer.screening.outcomes import reviewed_criteria
from interviewer.screening.queue import QueueEntry, review_queue
from interviewer.screening.report.model import score_interval
from interviewer.screening.report.values import ScoredAnswer
from interviewer.screening.reporting import scored_answer
from interviewer.screening.store.results import read_results
from tui.screening.app import Turns

if TYPE_CHECKING:
    from interviewer.screening.cohort import Cohort
    from interviewer.screening.records import Result
    from interviewer.screening.reviewing import Judgement, ReviewDesk, ReviewTask
    from interviewer.screening.store.screen_store import Reading, ScreenStore
    from rubrics.verdict import Grade


@dataclass(frozen=True, slots=True)
class Agenda:
    """The answers that a reviewer has judged, and after them those that wait, the most worth a look first."""

    entries: tuple[QueueEntry, ...]
    done: frozenset[int]
    """Keys of the answers judged by this reviewer."""

    @property
    def left(self) -> int:
        """How many wait."""
        return len(self.entries) - len(self.done)

    def judged(self, answer: int) -> Agenda:
        """With that answer judged."""
        return replace(self, done=self.done | {answer})

    def without(self, answer: int) -> Agenda:
        """Without an answer that is not there any more."""
        return Agenda(tuple(e for e in self.entries if e.answer != answer), self.done - {answer})

    def next_waiting(self, index: int) -> int | None:
        """The first that waits after that place, round the end; None when none does."""
        order = [*range(index + 1, len(self.entries)), *range(min(index + 1, len(self.entries)))]
        return next((n for n in order if self.entries[n].answer not in self.done), None)


class ReviewCourse:
    """The disk steps of one reviewer, one at a time, each in a worker thread."""

    def __init__(self, store: ScreenStore, cohort: Cohort, desk: ReviewDesk) -> None:
        self._store = store
        self._cohort = cohort
        self._desk = desk
        self._turns = Turns()

    @property
    def cohort(self) -> str:
        """The cohort's name."""
        return self._cohort.name

    async def agenda(self) -> Agenda:
        """What there is to do now."""
        return await self._turns.take(self._agenda)

    def _agenda(self) -> Agenda:
        with self._store.reading(self._cohort.name) as reading:
            intervals = _intervals(reading, self._cohort)
            done: set[int] = set()
            entries = review_queue(self._as_before(reading, done), self._cohort, intervals, reviewer=self._reviewer)
        first = [entry for entry in entries if entry.answer in done]
        waiting = [entry for entry in entries if entry.answer not in done]
        return Agenda((*first, *waiting), frozenset(entry.answer for entry in first))

    @property
    def _reviewer(self) -> str:
        return self._desk.reviewer

    def _as_before(self, reading: Reading, done: set[int]) -> Iterator[Result]:
        """The results; those that this reviewer has judged are noted, and stand as they did before any review."""
        for result in read_results(reading):
            is_done = any(r.reviewer == self._reviewer and r.grade == result.grade_key for r in result.reviews)
            if is_done:
                done.add(result.answer.key)
            yield replace(result, reviews=()) if is_done else result

    async def task(self, answer: int) -> ReviewTask:
        """An answer to be judged. Raises ScreenError when it is not there any more."""
        return await self._turns.take(lambda: self._desk.task(answer))

    async def judge(self, answer: int, judgements: Sequence[Judgement]) -> Grade:
        """Keep the blind judgement; the grader's verdicts follow."""
        return await self._turns.take(lambda: self._desk.judge(answer, judgements))

    async def revise(self, answer: int, judgement: Judgement) -> Grade:
        """Keep what is seen otherwise after the reveal."""
        return await self._turns.take(lambda: self._desk.revise(answer, [judgement]))

    async def revealed(self, answer: int) -> Grade:
        """The grader's verdicts on an answer judged before."""
        return await self._turns.take(lambda: self._desk.revealed(answer))

    async def agreement(self) -> ReviewAgreement | None:
        """How far all reviewers of the cohort agree with the grader; None before the first judgement."""
        return await self._turns.take(self._agreement)

    def _agreement(self) -> ReviewAgreement | None:
        with self._store.reading(self._cohort.name) as reading:
            reviewed = [one for result in read_results(reading) for one in reviewed_criteria(result)]
        return review_agreement(reviewed, seed=self._cohort.seed)


def _intervals(reading: Reading, cohort: Cohort) -> dict[int, Interval]:
    """The interval of each candidate's mean, as the report has it, by the candidate's key."""
    scored: dict[int, list[ScoredAnswer]] = {}
    for result in read_results(reading):
        answer = scored_answer(result, cohort)
        if answer.score is not None:
            scored.setdefault(result.answer.candidate, []).append(answer)
    found = {key: score_interval(answers, cohort.seed) for key, answers in scored.items()}
    return {key: interval for key, interval in found.items() if interval is not None}
