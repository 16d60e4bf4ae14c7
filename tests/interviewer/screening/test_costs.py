"""What grading a cohort will cost, said before anything is sent."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from interviewer.config import Settings
from interviewer.errors import ConfigError
from interviewer.screening import costs
from interviewer.screening.cohort import Cohort
from interviewer.screening.costs import expect, most_usd
from interviewer.screening.grading import CohortGrading
from interviewer.screening.store.screen_store import ScreenStore
from tests.interviewer.screening.builders import WORDS, bring

PRICED = Settings(grader="openai", model="gpt-5-mini", api_key=SecretStr("x"))


@pytest.fixture
def grading(store: ScreenStore, cohort: Cohort) -> CohortGrading:
    bring(store, cohort, *((f"c{n}", n % 3, f"{WORDS} {n}") for n in range(30)))
    locked = cohort.model_copy(update={"grader": cohort.grader.model_copy(update={"model": "gpt-5-mini"})})
    made = CohortGrading(store, locked)
    made.find_left(failed_too=False)
    return made


def test_a_bound_counts_every_grading_at_the_most_it_can_come_to(grading: CohortGrading, tmp_path: Path) -> None:
    expected = expect(grading, PRICED, tmp_path, 1.0)
    assert expected.budget is not None
    assert expected.budget.max_usd == 1.0
    most = most_usd(grading, PRICED, tmp_path)
    assert most == expected.budget.each_usd
    one = expect(grading, PRICED, tmp_path, None)
    assert one.budget is None
    assert one.sentence is not None
    assert one.sentence.startswith("30 answers: ")
    assert f"At most ${most:.4f} for any one of them." in str(expected.sentence)


def test_the_longest_answer_decides_what_one_can_come_to(
    store: ScreenStore, grading: CohortGrading, tmp_path: Path
) -> None:
    before = most_usd(grading, PRICED, tmp_path)
    bring(store, grading.cohort, ("long", 0, WORDS * 100))
    grading.find_left(failed_too=False)
    after = most_usd(grading, PRICED, tmp_path)
    assert before is not None
    assert after is not None
    assert after > before


def test_a_bound_without_a_price_is_refused(grading: CohortGrading, tmp_path: Path) -> None:
    own = PRICED.model_copy(update={"base_url": "http://127.0.0.1:9/v1"})
    assert "at a price that is not known" in str(expect(grading, own, tmp_path, None).sentence)
    with pytest.raises(ConfigError, match="price of this model is not known"):
        expect(grading, own, tmp_path, 1.0)


def test_the_embedded_grader_costs_nothing(grading: CohortGrading, tmp_path: Path) -> None:
    expected = expect(grading, Settings(grader="local"), tmp_path, 0.0)
    assert (expected.sentence, expected.budget) == (None, None)


def test_many_answers_are_forecast_from_a_sample(
    grading: CohortGrading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = costs._forecast(grading, PRICED, tmp_path)
    monkeypatch.setattr(costs, "SAMPLE", 15)
    sampled = costs._forecast(grading, PRICED, tmp_path)
    assert "from a sample of 15" in sampled.sentence
    assert sampled.answers == whole.answers == 30
    assert sampled.completion_tokens == pytest.approx(whole.completion_tokens, rel=0.3)
