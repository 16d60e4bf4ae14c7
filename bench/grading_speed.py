"""The embedded grader: answers a second with two workers, CPU time an answer, seconds to load, peak memory.

Labelled answers of all domains, graded as the program does it, gate and evidence check included. The bank's side is
encoded before the clock starts. Wall time says what this machine does now, CPU time what an idle one would: answers a
second on two cores that do nothing else are 2,000 over the milliseconds of CPU.

    python -m bench.grading_speed [--answers 240] [--rounds 3]
"""

import argparse
import asyncio
import resource
import time
from dataclasses import dataclass

from bank.question import Question
from rubrics.grader import Task
from rubrics.labelled import load_shipped
from rubrics.local.grader import AT_ONCE, LocalGrader
from rubrics.rubric import Rubric

DOMAINS = ("ml", "llm", "swe", "dl", "ai2", "cs2", "web", "sci")
_WARM_UP = "A first sentence that has nothing to do with it, so that the question is read."


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of one round."""

    wall: float
    cpu: float


def tasks(count: int) -> list[Task]:
    """Answers spread evenly over all domains."""
    answers = [answer for domain in DOMAINS for answer in load_shipped(domain)]
    step = max(1, len(answers) // count)
    return [Task(a.question, a.rubric, a.text) for a in answers[::step]][:count]


async def grade_all(grader: LocalGrader, given: list[Task]) -> Spent:
    """Time of grading everything; the grader itself lets as many run side by side as it has workers."""
    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(grader.grade(task.question, task.rubric, task.answer) for task in given))
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


async def main(count: int, rounds: int) -> None:
    """Print the time to load, a line a round, and the peak of memory."""
    given = tasks(count)
    started, cpu = time.perf_counter(), time.process_time()
    grader = LocalGrader.load()
    print(f"loaded in {time.perf_counter() - started:.2f} s, {time.process_time() - cpu:.2f} s of CPU")
    banks: dict[str, tuple[Question, Rubric]] = {task.rubric.digest: (task.question, task.rubric) for task in given}
    read = await grade_all(grader, [Task(question, rubric, _WARM_UP) for question, rubric in banks.values()])
    print(f"{len(banks)} questions with criteria and anchors read in {read.wall:.1f} s")
    words = sum(len(task.answer.split()) for task in given) / len(given)
    print(f"{len(given)} answers of {words:.0f} words, {AT_ONCE} workers")
    for _ in range(rounds):
        spent = await grade_all(grader, given)
        each = 1000 * spent.cpu / len(given)
        rate, idle = len(given) / spent.wall, 2000 / each
        print(f"{rate:.1f} answers/s, {each:.1f} ms of CPU each ({idle:.1f}/s on two idle cores)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", type=int, default=240)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    asyncio.run(main(options.answers, options.rounds))
