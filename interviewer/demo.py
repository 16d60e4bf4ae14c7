"""The demonstration: a scripted interview on real questions with sample answers, good and bad."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import yaml

from bank.library import find_question, load_bank
from interviewer.engine import begin
from interviewer.paths import Paths
from interviewer.records import SessionRecord
from interviewer.session import Mode, Plan
from interviewer.store import Store
from rubrics.grader import Grader
from rubrics.rubric import Rubric
from rubrics.verdict import Grade


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample answer to a question of the bank that ships."""

    question: str
    note: str
    answer: str
    seconds: float


def samples() -> list[Sample]:
    """The sample answers, in the order they are given."""
    text = (resources.files("interviewer") / "data" / "demo.yaml").read_text("utf-8")
    return [
        Sample(str(row["question"]), row["note"], row["answer"].strip(), float(row["seconds"]))
        for row in yaml.safe_load(text)
    ]


Shown = Callable[[Sample, str, Grade, Rubric], None]
"""Called for every graded answer with its sample, the question's text, the grade and the rubric."""


async def run_demo(grader: Grader, shown: Shown) -> SessionRecord:
    """Hold the interview in a temporary data folder and return all that was kept of it."""
    script = samples()
    bank = load_bank()
    plan = Plan(Mode.STUDY, tuple(find_question(bank, sample.question).id for sample in script))
    with _temporary_store() as (store, paths):
        interview = begin(store, paths, bank, plan)
        try:
            for sample in script:
                question, rubric = interview.question, interview.rubric
                answer = interview.submit(sample.answer, sample.seconds)
                shown(sample, question.text, await interview.grade(answer, grader), rubric)
                interview.next()
            return interview.record
        finally:
            interview.close()


@contextmanager
def _temporary_store() -> Iterator[tuple[Store, Paths]]:
    with tempfile.TemporaryDirectory(prefix="interviewer-demo-") as folder:
        paths = Paths(Path(folder))
        with Store.open(paths) as store:
            yield store, paths
