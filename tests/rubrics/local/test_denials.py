import pytest

from rubrics.local.denials import denies_a_copy

STATEMENT = "Ridge regression has a closed-form solution and is differentiable everywhere, unlike Lasso."


@pytest.mark.parametrize(
    "sentence",
    [
        "Ridge regression has no closed-form solution and is differentiable everywhere, unlike Lasso.",
        "It is a myth that ridge regression has a closed-form solution and is differentiable everywhere.",
        "Ridge regression doesn't have a closed-form solution and is differentiable everywhere, unlike Lasso.",
        "It is false that ridge regression has a closed-form solution and is differentiable, unlike lasso.",
    ],
)
def test_a_copy_with_a_negation_in_it_is_a_denial(sentence: str) -> None:
    assert denies_a_copy([STATEMENT], sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        STATEMENT,
        "You can write the ridge weights down in one formula; that is not possible for the lasso.",
        "Not much to say.",
        "",
    ],
)
def test_plain_copies_and_own_words_are_no_denials(sentence: str) -> None:
    assert not denies_a_copy([STATEMENT], sentence)


def test_a_copy_of_any_statement_as_it_stands_is_no_denial() -> None:
    assert not denies_a_copy(
        ["The penalty is not smooth at zero for lasso.", "The penalty is smooth at zero for lasso."],
        "The penalty is not smooth at zero for lasso.",
    )
