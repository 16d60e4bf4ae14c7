"""What a grading came to, for whoever runs many of them."""

from rubrics.llm.failures import Failure
from rubrics.verdict import Grade

_SETUP_FAILURES = {failure.value for failure in Failure if failure.is_setup}


def spent_on(grade: Grade) -> float | None:
    """US dollars that a grading took; None when they cannot be known."""
    return grade.usage.cost_usd if grade.usage.prompt_tokens else 0.0


def is_hopeless(grade: Grade) -> bool:
    """Whether every other answer would fail like this one: a wrong key, an unknown model."""
    return any(flag in _SETUP_FAILURES for flag in grade.flags)
