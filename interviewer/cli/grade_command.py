"""`interviewer grade`: answers in, graded lines out, in input order, resumable."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bank.counting import counted
from bank.question import Bank
from interviewer.banks import open_bank
from interviewer.batch import Batch as GradingBatch
from interviewer.batch import Budget, End, Pace, stopping_on_interrupt
from interviewer.batch import Progress as BatchProgress
from interviewer.cli.options import Workplace
from interviewer.cli.terminal import Progress, tell
from interviewer.engine import run_grader
from interviewer.errors import ConfigError, InterviewError
from interviewer.graders import open_grader, summarise
from interviewer.outcomes import is_hopeless, spent_on
from interviewer.submissions import BadLine, Batch, Submission, is_done, read_submissions, result_of
from rubrics.grader import Grader
from rubrics.verdict import Grade

_BEGINNING = 8192
MAX_TOLD = 10
"""Unusable lines that are told one by one; of more, the number."""
Results = dict[str | int, dict[str, Any]]


def read_input(source: str, bank: Bank) -> Batch:
    """The submissions in a file, or on stdin for `-`. Raises InterviewError when it cannot be read."""
    try:
        if source == "-":
            return read_submissions(sys.stdin, bank)
        path = Path(source)
        if _is_binary(path):
            raise InterviewError(f"{source} is no text; give lines of JSON (.jsonl).")
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n") as lines:
            return read_submissions(lines, bank)
    except OSError as error:
        raise InterviewError(f"{source} cannot be read: {error.strerror}.") from error


def _is_binary(path: Path) -> bool:
    """Whether a file begins as no text does. A pipe is left unread: what is taken out of it is gone."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return b"\0" in file.read(_BEGINNING)


class ResultFile:
    """The lines that go back: added as they come, put into input order at the end.

    What an earlier, interrupted run wrote is kept and not graded again.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lines: list[str] = []

    def earlier(self, batch: Batch) -> Results:
        """The results already there that still answer a submission of this batch.

        Raises InterviewError when the file holds anything but results: it is somebody's, and stays as it is.
        """
        if self._path is None or not self._path.exists():
            return {}
        by_id = {submission.id: submission for submission in batch.submissions}
        # By "\n" alone: JSON leaves other ends of lines, such as U+2028, in its strings as they are.
        lines = self._path.read_text("utf-8", "replace").removesuffix("\n").split("\n")
        results = [_result_in(line) for line in lines]
        strange = [line for line, result in zip(lines, results, strict=True) if result is None and line.strip()]
        is_torn = len(strange) == 1 and strange[0] == lines[-1] and strange[0].startswith(_TORN)
        if strange and not is_torn:
            message = f"{self._path} is there already and holds something else than results; name another file."
            raise InterviewError(message)
        return {r["id"]: r for r in results if r and r["id"] in by_id and is_done(by_id[r["id"]], r)}

    def add(self, result: dict[str, Any]) -> None:
        """Write one result now, so that nothing graded is lost."""
        if self._path is None:
            return
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(result, ensure_ascii=False) + "\n")

    def begin(self, earlier: Results) -> None:
        """Start from what an earlier run left. Raises InterviewError when the file cannot be written."""
        if self._path is None:
            return
        try:
            self._replace([json.dumps(result, ensure_ascii=False) for result in earlier.values()])
        except OSError as error:
            raise InterviewError(f"{self._path} cannot be written: {error.strerror}.") from error

    def finish(self, batch: Batch, results: Results) -> None:
        """Put the results into input order; on stdout when there is no file."""
        ordered = [results[s.id] for s in batch.submissions if s.id in results]
        lines = [json.dumps(result, ensure_ascii=False) for result in ordered]
        if self._path is not None:
            self._replace(lines)
            return
        for line in lines:
            sys.stdout.write(line + "\n")

    def _replace(self, lines: Sequence[str]) -> None:
        if self._path is None:
            return
        beside = self._path.with_name(self._path.name + ".new")
        beside.write_text("".join(line + "\n" for line in lines), "utf-8")
        beside.replace(self._path)


_TORN = '{"id"'
"""How the last line of an interrupted run begins."""


def _result_in(line: str) -> dict[str, Any] | None:
    """The result on a line; None for anything else, such as the torn last line of an interrupted run."""
    try:
        result = json.loads(line)
    except (ValueError, RecursionError):
        return None
    is_result = isinstance(result, dict) and isinstance(result.get("id"), str | int) and "verdicts" in result
    return result if is_result else None


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a batch is to be graded."""

    concurrency: int
    max_cost: float | None = None
    """US dollars after which nothing more is started; None for no bound."""


def grade_file(place: Workplace, source: str, output: Path | None, wishes: Wishes) -> bool:
    """Grade a file of submissions; whether every line of it could be used and everything was tried."""
    if output is not None and source != "-" and output.resolve() == Path(source).resolve():
        raise InterviewError(f"{output} holds the answers; name another file for the results.")
    bank = open_bank(place.paths, place.settings.bank)
    batch = read_input(source, bank)
    _tell_bad(source, batch.bad_lines)
    if not batch.submissions:
        if not batch.bad_lines:
            tell(f"{source} holds no answers.")
        return not batch.bad_lines
    run = asyncio.run(_Run(place, bank, batch, ResultFile(output), wishes).grade())
    if run is not End.DONE:
        tell(f"{_ENDS[run]} Run the same command again to grade the rest.")
    return run is End.DONE and not batch.bad_lines


def _tell_bad(source: str, bad_lines: Sequence[BadLine]) -> None:
    for bad in bad_lines[:MAX_TOLD]:
        tell(f"{source}:{bad.line}: {bad.reason}")
    if len(bad_lines) > MAX_TOLD:
        tell(f"... and {counted(len(bad_lines) - MAX_TOLD, 'line')} more that cannot be used.")


_ENDS = {
    End.STOPPED: "Stopped as you asked; what was in flight was finished and kept.",
    End.BUDGET: "Stopped: one more answer might have cost more than --max-cost allows.",
    End.FAILED: "Stopped: the rest would have failed in the same way.",
}


class _Run:
    """One run over a file: what an earlier one left is kept, the rest is graded and written as it comes."""

    def __init__(self, place: Workplace, bank: Bank, batch: Batch, file: ResultFile, wishes: Wishes) -> None:
        self._settings = place.settings
        self._cache = place.paths.cache
        self._bank = bank
        self._batch = batch
        self._file = file
        self._wishes = wishes
        self._results = file.earlier(batch)
        self._missing = [each for each in batch.submissions if each.id not in self._results]

    async def grade(self) -> End:
        """Grade what is missing; how it ended."""
        self._file.begin(self._results)
        if self._results:
            tell(f"{len(self._results)} of {len(self._batch.submissions)} are graded already.")
        tell(f"Graded by: {summarise(self._settings).title}")
        budget = self._budget()
        pace = Pace(self._wishes.concurrency)
        grader = await asyncio.to_thread(
            open_grader, self._settings, on_throttled=pace.throttled, at_once=self._wishes.concurrency
        )
        if not grader.info.is_estimate:
            pace.beside = self._wishes.concurrency // 2
        progress = Progress(len(self._missing), "graded")
        work = GradingBatch(
            self._missing,
            lambda submission: self._grade_one(grader, submission),
            on_result=lambda *_: None,
            pace=pace,
            on_progress=lambda state: progress.show(state.done, rate_words(state)),
            is_hopeless=is_hopeless,
            cost_of=spent_on,
            budget=budget,
        )
        try:
            async with stopping_on_interrupt(work.stop, told=lambda: tell("Finishing what is in flight ...")):
                summary = await work.run()
        finally:
            progress.close()
            await grader.aclose()
            self._file.finish(self._batch, self._results)
        tell(_counted(self._results))
        for reason in _reasons(self._results):
            tell(reason)
        return summary.end

    async def _grade_one(self, grader: Grader, submission: Submission) -> Grade:
        """Grade and write one; nothing that was paid for waits for its neighbours."""
        grade = await run_grader(grader, submission.task)
        result = result_of(submission, grade, self._bank)
        self._file.add(result)
        self._results[submission.id] = result
        return grade

    def _budget(self) -> Budget | None:
        """What the run may cost, after telling what is expected. Raises ConfigError for a bound without prices."""
        if summarise(self._settings).name == "local":
            return None
        from interviewer.graders import forecast_of

        expected = forecast_of(self._settings, [each.task for each in self._missing], self._cache)
        tell(expected.sentence)
        if self._wishes.max_cost is None:
            return None
        if expected.each_usd is None:
            raise ConfigError("--max-cost cannot be kept: the price of this model is not known.")
        return Budget(self._wishes.max_cost, expected.each_usd)


def rate_words(state: BatchProgress) -> str:
    """Rate, time left and money spent of a batch under way."""
    left = state.seconds_left
    rest = "" if left is None else f", about {round(left)} s left"
    spent = f", ${state.spent_usd:.2f}" if state.spent_usd else ""
    return f"({state.rate:.1f}/s{rest}{spent})"


def _reasons(results: Results) -> list[str]:
    """Why answers are ungraded, each reason once with its count, the commonest first."""
    reasons = Counter(str(result["error"]) for result in results.values() if result["error"])
    return [f"  {count} ungraded: {reason}" for reason, count in reasons.most_common(5)]


def _counted(results: Results) -> str:
    states = Counter(str(result["state"]) for result in results.values())
    return ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in sorted(states.items()))
