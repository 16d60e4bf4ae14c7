"""The rubric's own words, repeated or turned round."""

import pytest

from bank.question import Bank
from rubrics.extraction import extract_rubric
from rubrics.folding import fold
from rubrics.local.copies import repetition_of
from rubrics.local.denials import agrees_in_words
from rubrics.local.grader import _judged
from rubrics.local.judge import LocalJudge

POINT = "Ridge produces more stable coefficients for correlated features than Lasso does"


@pytest.mark.parametrize(
    "answer",
    [
        f"Well: {POINT}.",
        POINT.upper(),
        "Ridge produces far more stable coefficients for correlated features than Lasso does.",
    ],
)
def test_a_repetition_is_found_where_it_stands(answer: str) -> None:
    span = repetition_of([POINT], fold(answer))
    assert span is not None
    assert "stable coefficients" in answer[slice(*span)].lower()


@pytest.mark.parametrize(
    "answer",
    [
        "Ridge does not produce more stable coefficients for correlated features than Lasso does.",
        f"It is not true that {POINT}.",
        "It is about the weather.",
        "",
    ],
)
def test_a_denial_or_another_subject_is_no_repetition(answer: str) -> None:
    assert repetition_of([POINT], fold(answer)) is None


def test_most_of_a_statements_words_agree_with_it_unless_turned_or_nearer_to_a_misconception() -> None:
    close = "Correlated features get more stable coefficients from Ridge."
    assert agrees_in_words([POINT], [], close)
    assert not agrees_in_words([POINT], ["correlated features get more stable coefficients from Ridge"], close)
    assert not agrees_in_words([POINT], [], "Correlated features never get more stable coefficients from Ridge.")


@pytest.mark.slow
def test_the_reference_itself_is_never_called_its_contradiction(seed_bank: Bank) -> None:
    judge = LocalJudge.load()
    for question in seed_bank.questions[::7]:
        criteria = [_judged(criterion) for criterion in extract_rubric(question).criteria]
        answer = " ".join(f"{criterion.text.rstrip('.')}." for criterion in criteria)
        assert {j.status for j in judge.judge(question.text, criteria, answer)} == {"met"}, question.id
