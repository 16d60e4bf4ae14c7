"""Running a grader over labelled answers."""

import asyncio
from collections.abc import Callable, Sequence

from interviewer.engine import run_grader
from rubrics.grader import Grader, Task
from rubrics.labelled import LabelledAnswer
from rubrics.passport import Outcome


async def grade_labelled(
    grader: Grader, answers: Sequence[LabelledAnswer], concurrency: int, graded: Callable[[int], None]
) -> list[Outcome]:
    """The grader's grades of these answers, in their order; `graded` hears how many are done."""
    gate = asyncio.Semaphore(concurrency)
    done = 0

    async def one(labelled: LabelledAnswer) -> Outcome:
        nonlocal done
        async with gate:
            grade = await run_grader(grader, Task(labelled.question, labelled.rubric, labelled.text))
        done += 1
        graded(done)
        return Outcome(labelled, grade)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(labelled)) for labelled in answers]
    return [task.result() for task in tasks]
