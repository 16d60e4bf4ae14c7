"""`interviewer grade`: answers in, graded lines out, in input order, resumable."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bank.library import load_bank
from bank.question import Bank
from interviewer.cli.options import Workplace
from interviewer.cli.terminal import Progress, tell
from interviewer.engine import run_grader
from interviewer.errors import InterviewError
from interviewer.graders import open_grader, summarise
from interviewer.submissions import Batch, Submission, is_done, read_submissions, result_of
from rubrics.grader import Grader

Results = dict[str | int, dict[str, Any]]


def read_input(source: str, bank: Bank) -> Batch:
    """The submissions in a file, or on stdin for `-`. Raises InterviewError when it cannot be read."""
    try:
        if source == "-":
            return read_submissions(sys.stdin, bank)
        with Path(source).open(encoding="utf-8-sig", errors="surrogateescape", newline="\n") as lines:
            return read_submissions(lines, bank)
    except OSError as error:
        raise InterviewError(f"{source} cannot be read: {error.strerror}.") from error


class ResultFile:
    """The lines that go back: added as they come, put into input order at the end.

    What an earlier, interrupted run wrote is kept and not graded again.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lines: list[str] = []

    def earlier(self, batch: Batch) -> Results:
        """The results already there that still answer a submission of this batch."""
        if self._path is None or not self._path.exists():
            return {}
        by_id = {submission.id: submission for submission in batch.submissions}
        found: Results = {}
        for line in self._path.read_text("utf-8", "replace").splitlines():
            with suppress(json.JSONDecodeError):  # the torn last line of an interrupted run
                result = json.loads(line)
                if isinstance(result, dict) and result.get("id") in by_id and is_done(by_id[result["id"]], result):
                    found[result["id"]] = result
        return found

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


async def grade_all(grader: Grader, batch: Batch, bank: Bank, file: ResultFile, concurrency: int) -> Results:
    """Grade what is missing, a bounded number at a time; every result is written as soon as it is there."""
    results = file.earlier(batch)
    file.begin(results)
    missing = [submission for submission in batch.submissions if submission.id not in results]
    if results:
        tell(f"{len(results)} of {len(batch.submissions)} are graded already.")
    progress = Progress(len(missing), "graded")
    gate = asyncio.Semaphore(concurrency)
    done = 0

    async def one(submission: Submission) -> None:
        nonlocal done
        async with gate:
            grade = await run_grader(grader, submission.task)
        result = result_of(submission, grade, bank)
        file.add(result)
        results[submission.id] = result
        done += 1
        progress.show(done)

    try:
        async with asyncio.TaskGroup() as group:
            for submission in missing:
                group.create_task(one(submission))
    finally:
        progress.close()
        await grader.aclose()
        file.finish(batch, results)
    return results


def grade_file(place: Workplace, source: str, output: Path | None, concurrency: int) -> bool:
    """Grade a file of submissions; whether every line of it could be used."""
    bank = load_bank(place.settings.bank)
    batch = read_input(source, bank)
    for bad in batch.bad_lines:
        tell(f"{source}:{bad.line}: {bad.reason}")
    if batch.submissions:
        tell(f"Graded by: {summarise(place.settings).title}")
        grader = open_grader(place.settings, place.paths)
        results = asyncio.run(grade_all(grader, batch, bank, ResultFile(output), concurrency))
        tell(_summary(results))
    elif not batch.bad_lines:
        tell(f"{source} holds no answers.")
    return not batch.bad_lines


def _summary(results: Results) -> str:
    states = Counter(str(result["state"]) for result in results.values())
    return ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in sorted(states.items()))
