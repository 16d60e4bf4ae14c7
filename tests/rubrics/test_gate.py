"""What needs no grader: answers that say nothing, and answers too long to grade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.gate import MAX_CHARACTERS, Refusal, check_answer
from tests.rubrics.builders import question

ASKED = question("Why does dropout help a deep network to generalise?")


@pytest.mark.parametrize("answer", ["", "   \n\t", "...", "?!", "\u200b\u200d\ufeff", "\x1b\x07", "—", "👍"])
def test_an_answer_without_a_word_is_empty(answer: str) -> None:
    assert check_answer(ASKED, answer).refusal is Refusal.EMPTY


@pytest.mark.parametrize(
    "answer",
    [
        "I don't know", "i don’t know.", "I really don't know, sorry!", "idk", "No idea...", "Sorry, I have no clue",
        "pass",
        "Not sure", "I DO NOT KNOW", "hmm, I can't remember", "Honestly, never heard of it.", "skip", "n/a",
        "I don't know the answer to this",
    ],
)  # fmt: skip
def test_an_honest_pass_is_recognised(answer: str) -> None:
    assert check_answer(ASKED, answer).refusal is Refusal.DONT_KNOW


@pytest.mark.parametrize(
    "answer",
    [
        "I don't know the exact rate, but it drops units at random so they cannot co-adapt.",
        "skip connections",
        "It trains an implicit ensemble.",
        "Not sure, but it adds noise",
        "Passing a random mask prevents co-adaptation",
    ],
)
def test_an_attempt_passes_the_gate(answer: str) -> None:
    assert check_answer(ASKED, answer).refusal is None


@pytest.mark.parametrize(
    "answer",
    [
        "Why does dropout help a deep network to generalise?",
        "Dropout helps a deep network generalise, because dropout helps deep networks generalise.",
        "DROPOUT\nHELPS",
    ],
)
def test_repeating_the_question_is_an_echo(answer: str) -> None:
    assert check_answer(ASKED, answer).refusal is Refusal.ECHO


def test_an_answer_over_the_limit_says_the_limit() -> None:
    gate = check_answer(ASKED, "noise " * MAX_CHARACTERS)
    assert gate.too_long
    assert f"{MAX_CHARACTERS:,}" in gate.too_long


@given(st.text(max_size=300))
def test_any_text_gets_an_outcome(answer: str) -> None:
    check_answer(ASKED, answer)
