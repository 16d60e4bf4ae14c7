"""What grading a cohort will cost: a forecast from a sample, and the most that one grading can come to."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interviewer.batch import Budget
from interviewer.config import Settings
from interviewer.errors import ConfigError
from interviewer.graders import forecast_of, summarise
from interviewer.screening.grading import CohortGrading
from interviewer.screening.store.grades import Ungraded
from rubrics.llm.cost import SECOND_REQUESTS, Forecast
from rubrics.verdict import Usage

SAMPLE = 1000
"""Answers whose tokens are counted; where there are more, as many are drawn: answers often come in a fixed order."""
_REQUESTS = 4
"""Requests of one vote at most: for all criteria, for those without proof, and a repair of each."""
_SAID = 1100
"""Tokens of a reply that is sent back for repair, and of the words around it, at most."""
_REPLIES = 6
"""Replies of one vote at most, in full lengths: one that was cut off is asked for again at twice the length."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is told before a run, and its bound where one is set."""

    sentence: str | None
    """None for a grader that costs nothing."""
    budget: Budget | None


def expect(grading: CohortGrading, settings: Settings, cache: Path, max_cost: float | None) -> Expected:
    """What the run over what is left will take. Raises ConfigError for a bound that cannot be kept."""
    if summarise(settings).name == "local":
        return Expected(None, None)
    forecast = _forecast(grading, settings, cache)
    if max_cost is None:
        return Expected(forecast.sentence, None)
    most = most_usd(grading, settings, cache)
    if most is None:
        raise ConfigError("--max-cost cannot be kept: the price of this model is not known.")
    return Expected(f"{forecast.sentence} At most ${most:.4f} for any one of them.", Budget(max_cost, most))


def _forecast(grading: CohortGrading, settings: Settings, cache: Path) -> Forecast:
    sample = _sample(grading.left)
    forecast = forecast_of(settings, list(grading.tasks(sample)), cache)
    return _scaled(forecast, len(grading.left) / len(sample)) if len(sample) < len(grading.left) else forecast


def _sample(left: Sequence[Ungraded]) -> list[Ungraded]:
    if len(left) <= SAMPLE:
        return list(left)
    chosen = random.Random(len(left)).sample(range(len(left)), SAMPLE)  # noqa: S311 - a sample, no secret
    return [left[n] for n in sorted(chosen)]


def _scaled(forecast: Forecast, by: float) -> Forecast:
    note = f"from a sample of {forecast.answers:,}"
    return replace(
        forecast,
        answers=round(forecast.answers * by),
        requests=round(forecast.requests * by),
        prompt_tokens=round(forecast.prompt_tokens * by),
        cacheable_tokens=round(forecast.cacheable_tokens * by),
        completion_tokens=round(forecast.completion_tokens * by),
        cost_usd=None if forecast.cost_usd is None else forecast.cost_usd * by,
        note=f"{forecast.note}; {note}" if forecast.note else note,
    )


def most_usd(grading: CohortGrading, settings: Settings, cache: Path) -> float | None:
    """US dollars that the dearest of what is left can come to, with every request and reply at its longest.

    None where the price is not known.
    """
    from rubrics.llm.cost import price
    from rubrics.llm.endpoint import OPENAI_URL
    from rubrics.llm.openai_grader import reply_limit

    dearest = 0.0
    for task in grading.longest():
        prompt = forecast_of(settings, [task], cache).prompt_tokens / (1 + SECOND_REQUESTS)
        reply = reply_limit(len(task.rubric.criteria))
        usage = Usage(
            prompt_tokens=round(_REQUESTS * (prompt + _SAID * settings.votes)),
            completion_tokens=_REPLIES * reply * settings.votes,
        )
        cost = price(grading.cohort.grader.model, settings.base_url or OPENAI_URL, usage)
        if cost is None:
            return None
        dearest = max(dearest, cost)
    return dearest
