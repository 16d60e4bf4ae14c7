"""Running a grader over labelled answers."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from bank.counting import counted
from bank.question import digest_of
from interviewer.engine import run_grader
from interviewer.errors import InterviewError
from interviewer.labelling import OWN, own_answers
from interviewer.paths import Paths, make_private_folder
from rubrics.grader import Grader, Task
from rubrics.labelled import LabelledAnswer
from rubrics.passport import Outcome, Passport, measure, write_passport
from rubrics.verdict import GraderInfo

_IN_FLIGHT = 4


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


async def calibrate_on_own(paths: Paths, grader: Grader, today: date, graded: Callable[[int, int], None]) -> Passport:
    """The grader's passport on one's own labels, kept in place of the one made before.

    `graded` hears how many are done, of how many. Raises LabelsError when nothing is labelled, PassportError when
    nothing could be graded, InterviewError when the passport cannot be written.
    """
    answers = await asyncio.to_thread(own_answers, paths)
    outcomes = await grade_labelled(grader, answers, _IN_FLIGHT, lambda done: graded(done, len(answers)))
    data = f"{counted(len(answers), 'answer')} labelled by yourself"
    passport = await asyncio.to_thread(measure, outcomes, grader.info, data, today)
    await asyncio.to_thread(keep_passport, passport, own_passport_file(paths, grader.info))
    return passport


def own_passport_file(paths: Paths, grader: GraderInfo) -> Path:
    """Where the grader's passport on one's own labels is kept, one a grader."""
    who = digest_of([grader.name, grader.model, grader.version, grader.prompt_digest, grader.endpoint])
    return paths.passports / f"{OWN}-{grader.name}-{who[:8]}.json"


def keep_passport(passport: Passport, file: Path) -> None:
    """Write a passport. Raises InterviewError when that cannot be done."""
    try:
        make_private_folder(file.parent)
        write_passport(passport, file)
    except OSError as error:
        raise InterviewError(f"{file} cannot be written: {error.strerror}.") from error
