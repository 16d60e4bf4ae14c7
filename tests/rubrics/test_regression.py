"""The embedded grader stays as good as its passport says."""

import asyncio
from datetime import date
from importlib import resources

import pytest

from rubrics.grader import Task, gate_grade
from rubrics.labelled import load_shipped
from rubrics.local.grader import LocalGrader
from rubrics.passport import Outcome, Passport, measure, read_passport
from tests.fakes import NOW

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shipped() -> Passport:
    file = resources.files("rubrics") / "data" / "passports" / "embedded.json"
    return read_passport(file.read_text("utf-8"), file.name)


async def _measured(grader: LocalGrader) -> Passport:
    outcomes = []
    for answer in load_shipped("gold"):
        task = Task(answer.question, answer.rubric, answer.text)
        grade = gate_grade(task, grader.info, NOW) or await grader.grade(task.question, task.rubric, task.answer)
        outcomes.append(Outcome(answer, grade))
    return measure(outcomes, grader.info, "gold", date(2026, 1, 1))


@pytest.fixture(scope="module")
def found() -> Passport:
    return asyncio.run(_measured(LocalGrader.load()))


def test_the_passport_that_ships_is_of_the_grader_that_ships(shipped: Passport, found: Passport) -> None:
    assert shipped.grader == found.grader
    assert shipped.data_digest == found.data_digest


def _number(value: float | None) -> float:
    assert value is not None
    return value


def test_agreement_is_within_the_interval_of_the_passport(shipped: Passport, found: Passport) -> None:
    assert _number(found.overall.kappa) >= _number(shipped.overall.kappa_low)
    assert _number(found.overall.judged) >= _number(shipped.overall.judged) - 0.05


@pytest.mark.parametrize(("kind", "most"), [("adversarial", 0.01), ("wrong-confident", 0.10)])
def test_nonsense_and_confident_errors_earn_next_to_nothing(found: Passport, kind: str, most: float) -> None:
    assert _number(found.by_kind[kind].false_met) <= most


def test_better_answers_score_higher(found: Passport) -> None:
    assert _number(found.overall.spearman) >= 0.75
