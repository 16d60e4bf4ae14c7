"""How long a report over 10,000 graded answers takes, and how much memory it adds.

    python -m bench.report_speed [ANSWERS]

Time is CPU time of `build_report` and of each rendering (wall time beside it: the two differ on a busy machine),
memory the peak of what Python allocates for both (tracemalloc, in a second run, because tracing slows everything
down). The records themselves are not counted; what they hold is printed beside it.
"""

import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from interviewer.records import SessionRecord
from interviewer.report import Format, render
from interviewer.report.model import build_report
from interviewer.report.values import Report
from rubrics.extraction import extract_rubric
from rubrics.verdict import Claim
from tests.interviewer.report.builders import NOW, START, answer, graded, record, seed_bank

SECONDS = 2.0
MEGABYTES = 200
FORMATS: tuple[Format, ...] = ("html", "md", "json", "csv", "text")


def make_records(answers: int, per_session: int = 20) -> list[SessionRecord]:
    """Interviews with `answers` answers in all; every answer and its grade are objects of their own."""
    questions = seed_bank().questions
    letters = "mp-?cm-mpm-"
    made = []
    for start in range(0, answers, per_session):
        asked = []
        for n in range(start, min(start + per_session, answers)):
            question = questions[n % len(questions)]
            extra = f"A remark of its own, number {n}, goes beyond the reference here."
            criteria = len(extract_rubric(question).criteria)
            said = graded(
                question,
                (letters * 4)[n % len(letters) :][:criteria],
                beyond=[Claim(point="An extra", quote=extra)] if n % 3 == 0 else (),
            )
            asked.append((question, [answer(said, position=n - start, seconds=60 + n % 240)]))
        made.append(record(asked, session_id=f"s{start:06}", started_at=START + timedelta(hours=start)))
    return made


def timed(name: str, work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of three runs, printed."""
    cpu, wall = [], []
    for _ in range(3):
        begun, started = time.perf_counter(), time.process_time()
        work()
        cpu.append(time.process_time() - started)
        wall.append(time.perf_counter() - begun)
    print(f"{name:<6} {min(cpu):5.2f} s of CPU, {min(wall):5.2f} s of wall time (quickest of three)")
    return min(cpu)


def peak_of_process() -> float:
    """Largest resident size so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    before = peak_of_process()
    records = make_records(answers)
    held = peak_of_process() - before
    print(f"{answers:,} graded answers; the records themselves hold {held:.0f} MB")

    def build() -> Report:
        return build_report(records[1:], earlier=records[:1], now=NOW)

    report = build()
    building = timed("build", build)
    slowest = max(timed(name, partial(render, report, name)) for name in FORMATS)
    del report
    worst = 0.0
    tracemalloc.start()
    for name in FORMATS:
        tracemalloc.reset_peak()
        text = render(build(), name)
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        print(f"{name:<6} {peak:5.0f} MB at the peak of build and render, {len(text) / 2**20:.1f} MB long")
        worst = max(worst, peak)
        del text
    tracemalloc.stop()
    print(f"build and slowest rendering: {building + slowest:.2f} s (budget {SECONDS}), {worst:.0f} MB ({MEGABYTES})")
    print(f"whole process at its peak, with tracing: {peak_of_process():.0f} MB")
    return 0 if building + slowest <= SECONDS and worst <= MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
