"""What must hold of quotes whatever a model returns."""

import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.evidence import AnswerEvidence
from rubrics.extraction import extract_rubric
from rubrics.folding import folded
from rubrics.joint_evidence import check_all
from rubrics.verdict import Status, Verdict
from tests.rubrics.builders import question

QUESTION = question("Why does dropout help?", ["Units cannot co-adapt", "It acts as an ensemble of thinned networks"])
RUBRIC = extract_rubric(QUESTION)
ANSWER = (
    "It’s like training many smaller\nnetworks — each unit has to be   useful on its own, “robust” features. "
    "The ﬁnal rate of 0.5 isn't sacred; Café-style notes."
)
TEXT = st.text(alphabet=string.ascii_letters + string.digits + " .,;'\n“”’—ﬁé\u200b", max_size=120)
CHANGES: list[Callable[[str], str]] = [
    str.upper, str.lower, folded, lambda text: text.replace("’", "'").replace("“", '"'),
]  # fmt: skip
CREDIT = st.sampled_from([Status.MET, Status.PARTIAL, Status.CONTRADICTED])


@given(answer=TEXT, quote=TEXT, status=CREDIT)
def test_no_credit_survives_whose_quote_is_not_in_the_answer(answer: str, quote: str, status: Status) -> None:
    evidence = AnswerEvidence(QUESTION, answer)
    checked = evidence.check(Verdict(criterion_id="c1", status=status, quote=quote))
    if checked.problem is not None:
        assert checked.verdict.status in (Status.UNSURE, Status.MISSED)
        assert checked.verdict.span is None
        return
    assert checked.verdict.span is not None
    start, end = checked.verdict.span
    assert 0 <= start < end <= len(answer)
    assert checked.verdict.quote == answer[start:end]


@given(quotes=st.lists(TEXT, min_size=2, max_size=2), answer=TEXT)
def test_checking_together_never_adds_credit(quotes: list[str], answer: str) -> None:
    verdicts = [Verdict(criterion_id=f"c{n}", status=Status.MET, quote=q) for n, q in enumerate(quotes, 1)]
    evidence = AnswerEvidence(QUESTION, answer)
    for alone, together in zip(map(evidence.check, verdicts), check_all(evidence, RUBRIC, verdicts), strict=True):
        assert alone.problem is None or together.problem is not None


@settings(max_examples=200)
@given(data=st.data())
def test_a_passage_is_found_however_it_was_copied(data: st.DataObject) -> None:
    """Other case, other quotes and dashes, other white space, decomposed letters: still the candidate's words."""
    words = ANSWER.split()
    start = data.draw(st.integers(0, len(words) - 3))
    end = data.draw(st.integers(start + 2, len(words)))
    quote = data.draw(st.sampled_from([" ", "\n", "  "])).join(words[start:end])
    change = data.draw(st.sampled_from(CHANGES))
    span = AnswerEvidence(QUESTION, ANSWER).locate(change(quote))
    assert span is not None
    assert folded(quote).strip(" \"'") in folded(ANSWER[span[0] : span[1]]) or folded(
        ANSWER[span[0] : span[1]]
    ) in folded(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "many smaller networks",
        "It's like training",
        '"robust" features',
        "the final rate of 0.5",
        "Cafe\u0301-style notes",
        "training many smaller … useful on its own",
        "training many smaller ... useful on its own",
        "…each unit has to be useful on its own…",
        "EACH UNIT HAS TO BE USEFUL",
        "networks - each unit has to be useful on its own",
    ],
)
def test_these_copies_are_found(quote: str) -> None:
    assert AnswerEvidence(QUESTION, ANSWER).locate(quote) is not None


@pytest.mark.parametrize(
    "quote",
    [
        "the final rate of 0.4",
        "The rate isn't final",
        "isn't sacred … training many smaller",
        "each unit has to be useless",
        "",
        "…",
        "units cannot co-adapt",
    ],
)
def test_these_are_not_the_candidates_words(quote: str) -> None:
    assert AnswerEvidence(QUESTION, ANSWER).locate(quote) is None


def test_quotes_of_question_and_reference_are_refused() -> None:
    answer = "Why does dropout help? It acts as an ensemble of thinned networks. I add that units must work alone."
    evidence = AnswerEvidence(QUESTION, answer)
    problems = [
        evidence.check(Verdict(criterion_id="c1", status=Status.MET, quote=quote)).problem
        for quote in ("Why does dropout help", "It acts as an ensemble of thinned networks", "units must work alone")
    ]
    assert problems[0] is not None
    assert problems[1] is not None
    assert problems[2] is None


def test_one_passage_does_not_serve_any_number_of_criteria() -> None:
    asked = question("Why?", [f"point number {n} about things" for n in range(8)])
    rubric = extract_rubric(asked)
    answer = "The network generalises since units learn robust features."
    verdicts = [Verdict(criterion_id=c.id, status=Status.MET, quote=answer) for c in rubric.criteria]
    checked = check_all(AnswerEvidence(asked, answer), rubric, verdicts)
    assert sum(item.problem is None for item in checked) == 2
