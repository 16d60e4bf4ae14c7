"""`interviewer screen import` and `grade`: answers in, graded as the cohort is locked to."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bank.counting import counted
from bank.errors import BankError
from bank.library import numbers_of
from interviewer.banks import open_bank
from interviewer.batch import End, Pace, Summary, stopping_on_interrupt
from interviewer.batch import Progress as BatchProgress
from interviewer.cli.grade_command import rate_words
from interviewer.cli.options import INTERRUPTED, Workplace, with_options
from interviewer.cli.terminal import Progress, tell
from interviewer.config import Settings
from interviewer.engine import utc_now
from interviewer.graders import open_grader, summarise
from interviewer.screening.cohort import Cohort, require_same
from interviewer.screening.costs import Expected, expect
from interviewer.screening.grading import CohortGrading
from interviewer.screening.guard import holding
from interviewer.screening.importing import import_rows
from interviewer.screening.rows import BadRow, read_rows
from interviewer.screening.store.results import count_results, read_reasons
from interviewer.screening.store.screen_store import ScreenStore
from rubrics.grader import Grader
from rubrics.verdict import GraderInfo

MAX_TOLD = 50
"""Bad rows that are told one by one; of more, the number."""
_BAR = 20


def import_file(place: Workplace, name: str, source: Path, *, replace: bool) -> bool:
    """Take in the answers of a file; whether every row could be used."""
    with ScreenStore.open(place.paths, place.settings.database_url) as store:
        cohort = store.cohort(name)
        file = read_rows(source)
        for notice in file.notices:
            tell(notice)
        outcome = import_rows(
            store, cohort, file.rows, utc_now(), bad=file.bad, replace=replace, numbers=_numbers(place, cohort)
        )
    _tell_bad(source, outcome.bad)
    counts = [f"{counted(outcome.added, 'answer')} taken in", counted(outcome.candidates, "new candidate")]
    counts += [f"{outcome.replaced} replaced"] if outcome.replaced else []
    counts += [f"{outcome.skipped} there already"] if outcome.skipped else []
    counts += [f"{counted(len(outcome.bad), 'row')} refused"] if outcome.bad else []
    tell(", ".join(counts))
    return not outcome.bad


def _numbers(place: Workplace, cohort: Cohort) -> dict[str, int] | None:
    """The numbers in the bank, by question id; None when it cannot be read, or is not what was locked."""
    try:
        bank = open_bank(place.paths, cohort.bank.source)
    except BankError:
        return None
    return numbers_of(bank) if bank.digest == cohort.bank.digest else None


def _tell_bad(source: Path, bad: tuple[BadRow, ...]) -> None:
    for each in bad[:MAX_TOLD]:
        tell(f"{source}:{each.line}: {each.reason}")
    if len(bad) > MAX_TOLD:
        tell(f"... and {len(bad) - MAX_TOLD} more rows; the first lines are the ones to look at.")


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a run is to go."""

    concurrency: int
    max_cost: float | None = None
    """US dollars that the run may not exceed; None for no bound."""
    retry_failed: bool = False


def grade_cohort(place: Workplace, name: str, wishes: Wishes, given: Mapping[str, object]) -> int:
    """Grade what is left of a cohort; the exit status. `given` are options that must agree with the lock.

    Raises CohortLockedError when bank or grader are not those of the lock, CohortInUseError when it is being graded.
    """
    with ScreenStore.open(place.paths, place.settings.database_url) as store:
        cohort = store.cohort(name)
        settings = _settings_of(cohort, place.settings, given)
        with holding(place.paths, cohort):
            require_same(cohort, bank=open_bank(place.paths, settings.bank))
            run = _Run(Workplace(place.paths, settings), store, cohort, wishes)
            try:
                return asyncio.run(run.grade())
            except (asyncio.CancelledError, KeyboardInterrupt):
                return INTERRUPTED


def _settings_of(cohort: Cohort, settings: Settings, given: Mapping[str, object]) -> Settings:
    """The settings that lead to what the cohort is locked to, but for what was asked for on the command line."""
    locked: dict[str, object] = {"grader": cohort.grader.name, "votes": cohort.votes}
    if cohort.grader.name != "local":
        locked["model"] = cohort.grader.model
    asked = {key: value for key, value in given.items() if value is not None and value != "auto"}
    require_same(cohort, grader=_asked_for(cohort, asked))
    bare = settings.model_copy(update={"bank": cohort.bank.source})
    return with_options(bare, **{**locked, **asked})


def _asked_for(cohort: Cohort, asked: Mapping[str, object]) -> GraderInfo:
    """The grader of the lock with what was asked for in its place, to be told apart before any grader is opened."""
    locked = cohort.grader
    if asked.get("grader", locked.name) != locked.name:
        return GraderInfo.model_validate({"name": asked["grader"], "model": asked.get("model", "")})
    update: dict[str, object] = {"model": asked["model"]} if "model" in asked else {}
    if asked.get("votes", cohort.votes) != cohort.votes:
        update["parameters"] = {**locked.parameters, "votes": asked["votes"]}
    return locked.model_copy(update=update)


class _Run:
    """One run over what is left of a cohort."""

    def __init__(self, place: Workplace, store: ScreenStore, cohort: Cohort, wishes: Wishes) -> None:
        self._place = place
        self._store = store
        self._cohort = cohort
        self._wishes = wishes
        self._grading = CohortGrading(store, cohort)

    async def grade(self) -> int:
        """Grade, keep, and say what came of it; the exit status."""
        pace = Pace(self._wishes.concurrency)
        grader = await asyncio.to_thread(
            open_grader, self._place.settings, on_throttled=pace.throttled, at_once=self._wishes.concurrency
        )
        if not grader.info.is_estimate:
            pace.beside = self._wishes.concurrency // 2
        try:
            require_same(self._cohort, grader=grader.info)
            reused = self._grading.find_left(failed_too=self._wishes.retry_failed)
            if reused:
                tell(f"{counted(reused, 'answer')} taken as graded: the same words were graded before.")
            if not self._grading.left:
                self._tell_counts()
                return 0
            summary = await self._run(grader, pace, self._expected())
        finally:
            await grader.aclose()
        self._tell_counts()
        return self._ended(summary)

    def _expected(self) -> Expected:
        tell(f"Graded by: {summarise(self._place.settings).title}")
        expected = expect(self._grading, self._place.settings, self._place.paths.cache, self._wishes.max_cost)
        if expected.sentence:
            tell(expected.sentence)
        return expected

    async def _run(self, grader: Grader, pace: Pace, expected: Expected) -> Summary:
        progress = Progress(len(self._grading.left), "graded")
        keeper = self._grading.keeper()
        work = self._grading.batch(
            grader,
            pace,
            keeper,
            budget=expected.budget,
            on_progress=lambda state: progress.show(state.done, f"{_bar(state)} {rate_words(state)}"),
        )
        try:
            async with stopping_on_interrupt(work.stop, told=lambda: tell("Finishing what is in flight ...")):
                return await work.run()
        finally:
            await keeper.close()
            progress.close()

    def _ended(self, summary: Summary) -> int:
        if summary.end is End.DONE:
            return 0
        tell(_ENDS[summary.end].format(reason=self._grading.hopeless))
        return INTERRUPTED if summary.end is End.STOPPED else 1

    def _tell_counts(self) -> None:
        with self._store.reading(self._cohort.name) as reading:
            totals = count_results(reading)
            reasons = Counter(read_reasons(reading))
        if not totals.states:
            tell(f"There are no answers yet: interviewer screen import {self._cohort.name} FILE")
            return
        tell(", ".join(f"{count} {state.replace('_', ' ')}" for state, count in sorted(totals.states.items())))
        for reason, count in reasons.most_common(5):
            tell(f"  {count} ungraded: {reason}")
        if reasons:
            tell("  To try these again: --retry-failed")


_ENDS = {
    End.STOPPED: "Stopped as you asked; what was in flight was finished and kept. Run it again to go on.",
    End.BUDGET: "Stopped: one more answer might have cost more than --max-cost allows. Run it again to go on.",
    End.FAILED: "Stopped, as the rest would have failed in the same way: {reason}",
}


def _bar(state: BatchProgress) -> str:
    full = _BAR * state.done // max(1, state.total)
    return "█" * full + "░" * (_BAR - full)
