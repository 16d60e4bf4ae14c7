"""10,000 answers of a cohort at 64 in flight against a local fake service: wall time, memory, resuming, the store.

    python bench/screening.py [--candidates 500] [--questions 20] [--in-flight 64] [--latency 0.3]

The fake service runs in a process of its own and answers after the latency. Everything is what `screen grade` runs,
from a database of its own. `ideal` is answers / in flight × latency. A bare loop over the same client, without checks
and without a store, is run over a part of the answers in the same run, for scale. CPU time is this process's alone.
"""

import argparse
import asyncio
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bank.library import load_bank
from bench.batch_throughput import WORDS, bare, serve
from interviewer.batch import Pace, Summary
from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort, choose_questions, lock_cohort
from interviewer.screening.grading import CohortGrading, Finished
from interviewer.screening.importing import import_rows
from interviewer.screening.keeper import Keeper
from interviewer.screening.rows import Row
from interviewer.screening.store.grades import Ungraded
from interviewer.screening.store.results import read_results
from interviewer.screening.store.screen_store import ScreenStore
from interviewer.screening.store.stored_proof import StoredProof
from interviewer.screening.verifying import verify
from rubrics.grader import Task
from rubrics.llm.openai_grader import OpenAIGrader

ALONE = 800
"""Grades that the store is timed on by itself."""
BARE = 1280
"""Answers that the bare loop goes through."""


def answer(rng: random.Random, candidate: int, position: int) -> str:
    """About 130 words that nobody else wrote."""
    return f"Answer {candidate} to {position}: {' '.join(rng.choices(WORDS, k=128))}."


def filled(store: ScreenStore, url: str, candidates: int, questions: int) -> Cohort:
    """A cohort with one answer of every candidate to every question."""
    bank = load_bank()
    info = OpenAIGrader("m", base_url=url).info
    chosen = choose_questions(bank, count=questions, seed=1)
    cohort = lock_cohort("bench", bank, chosen, info, now=datetime.now(UTC), seconds=240)
    store.create(cohort)
    rng = random.Random(1)
    rows = [
        Row(n * questions + k, f"c{n}", locked.question.id, answer(rng, n, k))
        for n in range(candidates)
        for k, locked in enumerate(cohort.questions)
    ]
    started = time.perf_counter()
    import_rows(store, cohort, rows, datetime.now(UTC))
    print(f"import: {len(rows):,} answers in {time.perf_counter() - started:.1f} s")
    return cohort


def rss() -> float:
    """Resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass
class Memory:
    """Resident memory, looked at twice a second while grading runs."""

    samples: list[float] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Look until told to stop."""
        while not self._over.wait(0.5):
            self.samples.append(rss())

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()

    def quarters(self) -> list[float]:
        """The highest of each quarter of the run."""
        size = max(1, len(self.samples) // 4)
        return [max(self.samples[n * size : (n + 1) * size] or [0.0]) for n in range(4)]


@dataclass
class Timed:
    """A keeper's writes with the time they take, in the thread that writes."""

    seconds: float = 0.0
    cpu: float = 0.0
    grades: int = 0
    writes: int = 0

    def keeper(self, grading: CohortGrading) -> Keeper[Finished]:
        """A keeper that is timed."""
        return Keeper(lambda group: self._save(grading, group))

    def _save(self, grading: CohortGrading, group: Sequence[Finished]) -> None:
        started, cpu = time.perf_counter(), time.thread_time()
        grading.save(group)
        self.seconds += time.perf_counter() - started
        self.cpu += time.thread_time() - cpu
        self.grades += len(group)
        self.writes += 1


@dataclass
class Measured:
    """One run."""

    left: int
    finding: float
    seconds: float
    cpu: float
    summary: Summary
    timed: Timed


async def grade(store: ScreenStore, cohort: Cohort, url: str, in_flight: int, stop_after: int | None) -> Measured:
    """Grade what is left; with `stop_after`, only until so many came back."""
    grading = CohortGrading(store, cohort)
    started = time.perf_counter()
    await asyncio.to_thread(grading.find_left, failed_too=False)
    finding = time.perf_counter() - started
    pace = Pace(in_flight)
    pace.beside = in_flight // 2
    grader = OpenAIGrader("m", base_url=url, on_throttled=pace.throttled, at_once=in_flight)
    timed = Timed()
    keeper = timed.keeper(grading)
    work = grading.batch(grader, pace, keeper)
    if stop_after is not None:
        work.on_progress = lambda state: work.stop() if state.done >= stop_after else None
    started, cpu = time.perf_counter(), time.process_time()
    summary = await work.run()
    await keeper.close()
    seconds = time.perf_counter() - started
    await grader.aclose()
    return Measured(len(grading.left), finding, seconds, time.process_time() - cpu, summary, timed)


def told(name: str, run: Measured, latency: float, in_flight: int) -> None:
    """Print one run."""
    done = run.summary.progress.done
    ideal = done / in_flight * latency
    print(
        f"{name}: {done:,} answers in {run.seconds:.1f} s, {run.seconds / ideal:.2f} of the ideal {ideal:.1f} s; "
        f"{1000 * run.cpu / done:.2f} ms of CPU an answer, {run.timed.writes:,} writes"
    )
    print(
        f"  store: {1000 * run.timed.seconds / run.timed.grades:.2f} ms a grade on the clock, "
        f"{1000 * run.timed.cpu / run.timed.grades:.2f} ms of CPU; left ones found in {1000 * run.finding:.0f} ms"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=500)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--latency", type=float, default=0.3)
    options = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    service = multiprocessing.Process(target=serve, args=(options.latency, theirs), daemon=True)
    service.start()
    url = f"http://127.0.0.1:{ours.recv()}/v1"
    with tempfile.TemporaryDirectory() as folder, ScreenStore.open(Paths(Path(folder))) as store:
        cohort = filled(store, url, options.candidates, options.questions)
        measure(store, cohort, url, options)
    service.terminate()


def told_store_alone(store: ScreenStore, cohort: Cohort) -> None:
    """Write grades in groups as they came, one group after the other with nothing else going on, and print it."""
    with store.reading(cohort.name) as reading:
        results = list(islice(read_results(reading), ALONE))
    finished = [
        Finished(Ungraded(each.answer.position, "", (each.answer.key,)), each.grade) for each in results if each.grade
    ]
    grading = CohortGrading(store, cohort)
    for size in (1, 16):
        started = time.perf_counter()
        for start in range(0, len(finished), size):
            grading.save(finished[start : start + size])
        each = 1000 * (time.perf_counter() - started) / len(finished)
        print(f"store alone, {size} at a time: {each:.2f} ms a grade on the clock")


def some_tasks(store: ScreenStore, cohort: Cohort, number: int) -> list[Task]:
    """The first gradings of a cohort."""
    grading = CohortGrading(store, cohort)
    grading.find_left(failed_too=False)
    return list(grading.tasks(grading.left[:number]))


def told_bare(url: str, work: list[Task], options: argparse.Namespace) -> None:
    """Run the bare loop and print it."""
    cpu = time.process_time()
    seconds = asyncio.run(bare(url, work, options.in_flight))
    cpu = time.process_time() - cpu
    ideal = len(work) / options.in_flight * options.latency
    print(
        f"bare loop: {len(work):,} answers in {seconds:.1f} s, {seconds / ideal:.2f} of the ideal {ideal:.1f} s; "
        f"{1000 * cpu / len(work):.2f} ms of CPU an answer"
    )


def measure(store: ScreenStore, cohort: Cohort, url: str, options: argparse.Namespace) -> None:
    """Grade in two goes, with a stop in between, and verify."""
    total = options.candidates * options.questions
    work = some_tasks(store, cohort, min(BARE, total))
    told_bare(url, work, options)
    memory = Memory()
    watcher = threading.Thread(target=memory.watch)
    watcher.start()
    first = asyncio.run(grade(store, cohort, url, options.in_flight, total // 2))
    told("first half, stopped", first, options.latency, options.in_flight)
    second = asyncio.run(grade(store, cohort, url, options.in_flight, None))
    told("resumed", second, options.latency, options.in_flight)
    told_bare(url, work, options)
    memory.stop()
    watcher.join()
    told_store_alone(store, cohort)
    quarters = ", ".join(f"{each:.0f}" for each in memory.quarters())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory: at most {quarters} MB in the four quarters of the run, {peak:.0f} MB ever")
    started = time.perf_counter()
    with store.reading(cohort.name) as reading:
        found = verify(StoredProof(reading))
    seconds = time.perf_counter() - started
    print(
        f"verify: {found.head.entries:,} entries, {found.scores:,} scores in {seconds:.1f} s, sound: {found.is_sound}"
    )


if __name__ == "__main__":
    main()
