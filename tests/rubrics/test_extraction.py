"""Rubrics from reference answers, checked against criteria that people read from the same document."""

import json
from importlib import resources

import pytest

from bank.library import find_question
from bank.question import Bank, Point, Question, Reference, Section
from rubrics.extraction import MAX_SENTENCE_CRITERIA, extract_rubric
from tests.rubrics.builders import question

GOLD = sorted((resources.files("rubrics") / "data" / "gold").iterdir(), key=lambda file: file.name)


@pytest.mark.parametrize("file", GOLD, ids=lambda file: file.name)
def test_criteria_are_those_an_experienced_interviewer_reads(seed_bank: Bank, file) -> None:  # type: ignore[no-untyped-def]
    gold = json.loads(file.read_text("utf-8"))
    rubric = extract_rubric(find_question(seed_bank, str(gold["number"])))
    read = [(c.id, c.group, c.title, c.text, c.line, c.optional) for c in rubric.criteria]
    assert read == [
        (c["id"].split(".")[1], c["group"], c["title"], c["text"], c["line_start"], c.get("optional", False))
        for c in gold["criteria"]
    ]


def test_an_authors_word_on_optional_and_weight_holds() -> None:
    points = (Point(text="must"), Point(text="may", optional=True), Point(text="never say this", weight=-1))
    asked = Question(id="q", text="What?", reference=Reference(sections=(Section(points=points),)))
    rubric = extract_rubric(asked)
    assert [c.id for c in rubric.required] == ["c1"]
    assert rubric.criteria[2].is_misconception


def test_prose_is_judged_by_its_claims() -> None:
    claim = "Dropout removes units at random."
    prose = f"{claim} Why? It prevents co-adaptation of units. Ok. {claim}"
    asked = question().model_copy(update={"reference": Reference(lead=prose)})
    rubric = extract_rubric(asked)
    assert rubric.origin == "sentences"
    assert [c.text for c in rubric.criteria] == [
        "Dropout removes units at random.",
        "It prevents co-adaptation of units.",
    ]


def test_long_prose_gives_a_bounded_rubric() -> None:
    prose = " ".join(f"Claim number {n} says something of its own." for n in range(50))
    rubric = extract_rubric(question().model_copy(update={"reference": Reference(lead=prose)}))
    assert len(rubric.criteria) == MAX_SENTENCE_CRITERIA


def test_no_answer_is_no_rubric() -> None:
    assert extract_rubric(question()).criteria == ()


def test_the_digest_changes_with_what_is_judged_and_not_with_where_it_stands() -> None:
    first = extract_rubric(question(points=["a point", "another point"]))
    assert first.digest == extract_rubric(question(points=["a point", "another point"])).digest
    assert first.digest != extract_rubric(question(points=["a point", "another"])).digest


def test_an_answer_of_a_word_or_two_is_one_criterion() -> None:
    rubric = extract_rubric(question().model_copy(update={"reference": Reference(lead="Quorum reads.")}))
    assert [c.text for c in rubric.criteria] == ["Quorum reads."]
