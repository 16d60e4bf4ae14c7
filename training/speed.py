"""Measures the shipped judge: seconds to load, answers a second, CPU time an answer, memory.

Usage: python -m training.speed [--answers 200]
"""

from __future__ import annotations

import resource
import time
from concurrent.futures import ThreadPoolExecutor

from rubrics.local.judge import JudgedCriterion, LocalJudge
from training.corpus import load_labelled
from training.dataset import judged
from training.paths import parser

Task = tuple[str, list[JudgedCriterion], str]


def measure(tasks: list[Task], threads: int, workers: int) -> str:
    """Figures of one arrangement; the bank side is read before the clock starts."""
    started = time.perf_counter()
    judge = LocalJudge.load(threads=threads)
    loaded = time.perf_counter() - started
    for question, criteria, _ in tasks:
        judge.judge(question, criteria, "A warm-up sentence.")
    started, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda task: judge.judge(*task), tasks))
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    return f"loaded in {loaded:.2f} s, {len(tasks) / wall:.1f} answers/s, {1000 * cpu / len(tasks):.0f} ms CPU each"


def main() -> None:
    """Prints one line a figure."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--answers", type=int, default=200)
    options = arguments.parse_args()
    questions = load_labelled(options.labelled, options.anchors)[::4]
    tasks = [(q.text, judged(q, a, with_anchors=True), a.text) for q in questions for a in q.answers][
        : options.answers
    ]
    for threads, workers in ((2, 1), (1, 2)):
        print(f"{workers} worker(s), {threads} thread(s) each: {measure(tasks, threads, workers)}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
