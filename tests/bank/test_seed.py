"""The document that ships, read by the ordinary text importer: every quirk of it."""

from collections import Counter

import pytest

from bank.library import find_question
from bank.question import Bank, Question
from rubrics.extraction import extract_rubric

# Decided by reading the document, question by question.
CRITERIA = {
    1: 3, 2: 5, 3: 6, 4: 4, 5: 5, 6: 6, 7: 4, 8: 5, 9: 5, 10: 5, 11: 6, 12: 6, 13: 6, 14: 6, 15: 8, 16: 5, 17: 6,
    18: 17, 19: 7, 20: 5, 21: 5, 22: 6, 23: 8, 24: 22, 25: 6, 26: 10, 27: 8, 28: 8, 30: 6, 31: 6, 32: 7, 33: 6,
    34: 6, 35: 8, 36: 3, 37: 8, 38: 3, 39: 7, 40: 10, 41: 9, 42: 8, 43: 8, 44: 8, 45: 8, 46: 8, 47: 7, 48: 7,
    49: 9, 50: 10,
}  # fmt: skip


def _question(bank: Bank, number: int) -> Question:
    return find_question(bank, str(number))


def _headings(question: Question) -> list[str | None]:
    return [section.heading for section in question.reference.sections]


def test_fifty_items_are_forty_nine_questions_and_the_repetition_is_reported(seed_bank: Bank) -> None:
    assert [q.number for q in seed_bank.questions] == [n for n in range(1, 51) if n != 29]
    file = "ai_ml_interview_questions.txt"
    words = "question 29 repeats question 28 word for word and was merged with it"
    assert seed_bank.notices == (f"{file}:363: notice DUPLICATE {words}",)


@pytest.mark.parametrize(("number", "count"), CRITERIA.items())
def test_each_question_has_as_many_criteria_as_its_author_wrote(seed_bank: Bank, number: int, count: int) -> None:
    assert len(extract_rubric(_question(seed_bank, number)).criteria) == count


def test_ids_are_distinct_and_every_question_has_a_topic_and_a_difficulty(seed_bank: Bank) -> None:
    assert len({question.id for question in seed_bank.questions}) == 49
    assert all(question.difficulty for question in seed_bank.questions)
    assert len(seed_bank.topics) == 8
    assert "general" not in seed_bank.topics


def test_every_criterion_has_its_anchors(seed_bank: Bank) -> None:
    for question in seed_bank.questions:
        for criterion in extract_rubric(question).criteria:
            assert criterion.anchors, (question.number, criterion.id)
            assert len(criterion.anchors.says) == 3
            assert criterion.anchors.hint


@pytest.mark.parametrize(
    ("number", "first_line", "last_line"), [(1, 3, 11), (10, 97, 106), (23, 261, 277), (45, 526, 536), (50, 581, 592)]
)
def test_source_lines_are_those_of_the_document(
    seed_bank: Bank, number: int, first_line: int, last_line: int
) -> None:
    source = _question(seed_bank, number).source
    assert source is not None
    assert (source.first_line, source.last_line) == (first_line, last_line)


def test_a_lead_in_that_ends_in_a_colon_is_no_heading(seed_bank: Bank) -> None:
    question = _question(seed_bank, 1)
    assert _headings(question) == [None]
    assert question.reference.lead.endswith("allowing us to:")


def test_headings_stand_between_lists(seed_bank: Bank) -> None:
    assert _headings(_question(seed_bank, 3)) == [
        "Z-score method (removing data points with z-score > 3 or < -3)",
        "IQR method (removing data points outside Q1-1.5×IQR and Q3+1.5×IQR)",
    ]


def test_a_condition_before_the_headings_completes_them(seed_bank: Bank) -> None:
    groups = {criterion.group for criterion in extract_rubric(_question(seed_bank, 11)).criteria}
    assert groups == {
        "When decision trees are already overfitting: why bagging helps",
        "When decision trees are already overfitting: why boosting might make it worse",
    }


def test_words_on_the_answer_line_can_head_the_first_of_two_lists(seed_bank: Bank) -> None:
    question = _question(seed_bank, 34)
    assert _headings(question) == ["BERT uses bidirectional attention because", "GPT uses causal attention because"]
    assert question.reference.lead == ""


@pytest.mark.parametrize("number", [36, 38])
def test_a_bare_answer_label_leaves_no_lead(seed_bank: Bank, number: int) -> None:
    assert _question(seed_bank, number).reference.lead == ""


def test_numbered_items_that_only_head_others_become_groups(seed_bank: Bank) -> None:
    rubric = extract_rubric(_question(seed_bank, 15))
    assert [c.group for c in rubric.criteria] == [None] * 3 + ["Computational efficiency"] * 4 + [None]
    assert Counter(c.group for c in extract_rubric(_question(seed_bank, 18)).criteria) == {
        "Architectural improvements": 4,
        "Loss function modifications": 4,
        "Training strategies": 4,
        "Dataset considerations": 3,
        "Evaluation feedback loop": 2,
    }


def test_an_item_that_claims_something_itself_keeps_its_details(seed_bank: Bank) -> None:
    first = extract_rubric(_question(seed_bank, 26)).criteria[0]
    assert first.title == "Inappropriate output activation"
    assert "sigmoid for [0,1], tanh for [-1,1]" in first.text
    assert first.line == 324


@pytest.mark.parametrize(("number", "optional"), [(24, range(17, 23)), (26, range(6, 11))])
def test_remedies_that_were_not_asked_for_are_optional(seed_bank: Bank, number: int, optional: range) -> None:
    rubric = extract_rubric(_question(seed_bank, number))
    assert [c.id for c in rubric.criteria if c.optional] == [f"c{n}" for n in optional]


def test_nothing_else_is_optional(seed_bank: Bank) -> None:
    optional = {q.number for q in seed_bank.questions if any(c.optional for c in extract_rubric(q).criteria)}
    assert optional == {24, 26}


def test_prose_after_the_last_bullet_closes_the_answer(seed_bank: Bank) -> None:
    assert _question(seed_bank, 18).reference.closing.startswith("Models like StyleGAN")
    closing = _question(seed_bank, 23).reference.closing
    assert closing.startswith("The generalization gap")
    assert "To mitigate this trade-off" in closing


def test_titles_end_at_the_first_colon_and_symbols_survive(seed_bank: Bank) -> None:
    focal = extract_rubric(_question(seed_bank, 25)).criteria[1]
    assert focal.title == "Focal Loss"
    assert "(1-p)^γ" in focal.text
    assert "O(n²)" in extract_rubric(_question(seed_bank, 32)).criteria[0].text
    assert "general → domain → task" in extract_rubric(_question(seed_bank, 46)).criteria[6].text
