"""A quote counts when it is the candidate's own words and asserts something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.evidence import AnswerEvidence, Problem
from rubrics.folding import fold
from rubrics.verdict import Status
from tests.rubrics.builders import question, verdict

POINT = "Dropout trains an implicit ensemble of thinned networks that share their weights with each other at once"
ASKED = question("Why does dropout help a deep network?", [POINT])
ANSWER = (
    "Well, dropout “switches off” random units\nin every step, so no unit can rely on a particular partner. "
    "At test time it’s roughly an average over 2^n thinned networks; it does not slow down inference."
)


def _located(quote: str, answer: str = ANSWER) -> str | None:
    span = AnswerEvidence(ASKED, answer).locate(quote)
    return answer[span[0] : span[1]] if span else None


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("no unit can rely on a particular partner", "no unit can rely on a particular partner"),
        ("NO UNIT can rely", "no unit can rely"),
        ("random units in every step", "random units\nin every step"),
        ('"switches off" random units', "switches off” random units"),
        ("it's roughly an average", "it’s roughly an average"),
        ("no unit can rely on …", "no unit can rely on"),
        ("no unit can rely ... particular partner", "no unit can rely on a particular partner"),
        ("no unit can rely on a particullar partner.", "no unit can rely on a particular partner."),
    ],
)
def test_a_quote_is_found_however_it_is_written(quote: str, found: str) -> None:
    assert _located(quote) == found


@pytest.mark.parametrize(
    "quote",
    [
        "", "…", '""',
        "it learns an ensemble of networks",
        "it does slow down inference.",
        "roughly an average over 3^n thinned networks",
        "every unit can rely on a particular partner",
        "andom units",
        "partner … switches",
    ],
)  # fmt: skip
def test_what_was_not_said_is_not_found(quote: str) -> None:
    assert _located(quote) is None


@pytest.mark.parametrize(
    ("quote", "answer"),
    [
        ("the rate falls from 10 to 20 percent when the network has many layers and little data",
         "the rate falls from 20 to 10 percent when the network has many layers and little data"),
        ("the network is not trained with dropout and the network is evaluated with all of the units that it has",
         "the network is trained with dropout and the network is not evaluated with all of the units that it has"),
    ],
)  # fmt: skip
def test_a_quote_with_a_number_or_a_negation_in_another_place_is_not_found(quote: str, answer: str) -> None:
    assert _located(quote, answer) is None
    assert _located(answer.replace("network", "netwrok", 1), answer) is not None


def test_a_quote_in_compatibility_forms_and_with_zero_width_marks_is_found() -> None:
    answer = "The e\u0301ffect: ﬁne\u200b-tuning on ＧＰＵ"
    assert _located("fine-tuning on GPU", answer) == "ﬁne\u200b-tuning on ＧＰＵ"
    assert _located("éffect", answer) == "e\u0301ffect"


@pytest.mark.parametrize("status", [Status.MET, Status.PARTIAL])
def test_credit_without_proof_becomes_unsure(status: Status) -> None:
    checked = AnswerEvidence(ASKED, ANSWER).check(verdict(status, "never said"))
    assert (checked.verdict.status, checked.problem) == (Status.UNSURE, Problem.NOT_IN_ANSWER)
    assert checked.verdict.quote == ""
    assert AnswerEvidence(ASKED, ANSWER).check(verdict(status)).problem is Problem.NO_QUOTE


def test_a_contradiction_without_proof_is_a_miss() -> None:
    assert AnswerEvidence(ASKED, ANSWER).check(verdict(Status.CONTRADICTED, "zzz")).verdict.status is Status.MISSED


def test_a_quote_that_repeats_the_question_proves_nothing() -> None:
    answer = "Dropout helps the deep network. It adds noise."
    checked = AnswerEvidence(ASKED, answer).check(verdict(Status.MET, "Dropout helps the deep network"))
    assert checked.problem is Problem.ECHO


def test_a_quote_without_content_proves_nothing() -> None:
    assert AnswerEvidence(ASKED, ANSWER).check(verdict(Status.MET, "it does not")).problem is Problem.SAYS_NOTHING


def test_a_long_run_of_the_model_answer_is_no_evidence() -> None:
    checked = AnswerEvidence(ASKED, f"Sure. {POINT}.").check(verdict(Status.MET, POINT))
    assert (checked.problem, checked.verdict.status) == (Problem.COPIED, Status.UNSURE)


def test_the_quote_of_a_proven_verdict_is_the_answers_own_text() -> None:
    checked = AnswerEvidence(ASKED, ANSWER).check(verdict(Status.MET, "RANDOM units in every step"))
    assert checked.problem is None
    assert checked.verdict.quote == "random units\nin every step"
    assert checked.verdict.span == (29, 55)


@given(st.text(max_size=120), st.text(max_size=60))
def test_no_credit_survives_without_words_of_the_answer(answer: str, quote: str) -> None:
    checked = AnswerEvidence(ASKED, answer).check(verdict(Status.MET, quote))
    if checked.verdict.status is Status.MET:
        span = checked.verdict.span
        assert span is not None
        assert checked.verdict.quote == answer[span[0] : span[1]] != ""
        assert any(char.isalnum() for char in checked.verdict.quote)


@given(st.text(max_size=200))
def test_folding_maps_back_into_the_raw_text(raw: str) -> None:
    folded = fold(raw)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start < end <= len(raw)
    assert fold(folded.text).text == folded.text


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=80), st.data())
def test_every_stretch_of_whole_words_is_found(answer: str, data: st.DataObject) -> None:
    words = answer.split()
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    quote = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    if fold(quote).text.strip(" \"'") and "..." not in quote and "…" not in quote:
        assert AnswerEvidence(ASKED, answer).locate(quote) is not None


def test_a_long_row_of_words_that_nothing_joins_proves_nothing_even_without_commas() -> None:
    row = "dying neurons negative slope alpha gradient flow backpropagation sparsity regularization hyperparameter "
    row += "tuning overhead vanishing activation saturation initialization deep networks stability convergence"
    evidence = AnswerEvidence(ASKED, f"{row}. Every unit learns on its own, and so the network averages many.")
    assert evidence.problem_with((0, len(row))) is Problem.LIST
    assert evidence.problem_with((len(row) + 2, len(row) + 31)) is None
