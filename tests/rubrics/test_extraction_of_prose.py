"""Rubrics of answers that are prose: which of their sentences an answer is judged by."""

from bank.question import Reference
from rubrics.extraction import MAX_SENTENCE_CRITERIA, extract_rubric
from rubrics.rubric import Criterion
from tests.rubrics.builders import question


def criteria(prose: str) -> list[Criterion]:
    """The criteria of an answer that is this prose."""
    return list(extract_rubric(question().model_copy(update={"reference": Reference(lead=prose)})).criteria)


def test_a_heading_is_the_group_of_the_claims_under_it() -> None:
    made = criteria("A reef makes a sail smaller.\nWhen to reef:\nReef before the gust arrives. Reef early at night.")
    assert [(c.group, c.text) for c in made] == [
        (None, "A reef makes a sail smaller."),
        ("When to reef", "Reef before the gust arrives."),
        ("When to reef", "Reef early at night."),
    ]


def test_asides_examples_and_questions_claim_nothing() -> None:
    prose = (
        "A keel keeps a boat upright. For example, a yacht has one. Let's look at it. In other words, it is heavy. "
        "The following diagram shows it well. Is it heavy? See the chapter on hulls."
    )
    assert [c.text for c in criteria(prose)] == ["A keel keeps a boat upright."]


def test_a_claim_that_is_said_again_counts_once() -> None:
    prose = "The tide turns twice a day. Twice a day the tide turns. The moon pulls the water up."
    assert [c.text for c in criteria(prose)] == ["The tide turns twice a day.", "The moon pulls the water up."]


def test_definitions_and_what_opens_a_heading_stay_when_there_are_too_many_claims() -> None:
    filler = [f"Boats of kind {name} sail there in the {name} month." for name in "bcdefghij"]
    prose = "\n".join(
        [
            "Sailors speak of lee often.",
            *filler,
            "A lee is the side away from the wind.",
            "At night:",
            "Lamps are lit.",
        ]
    )
    made = [c.text for c in criteria(prose)]
    assert len(made) == MAX_SENTENCE_CRITERIA
    assert made[0] == "Sailors speak of lee often."
    assert made[-2:] == ["A lee is the side away from the wind.", "Lamps are lit."]


def test_an_abbreviation_ends_no_sentence() -> None:
    assert len(criteria("Use a stout rope, e.g. Manila hemp, for the anchor.")) == 1


def test_scripts_without_blanks_are_split_into_sentences_too() -> None:
    made = [c.text for c in criteria("红茶是一种全发酵的茶。例如祁门红茶。绿茶没有经过发酵。")]
    assert made == ["红茶是一种全发酵的茶。", "绿茶没有经过发酵。"]
