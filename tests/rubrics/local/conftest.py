"""The judge, loaded once, and one question to judge by."""

import pytest

from rubrics.local.judge import JudgedCriterion, LocalJudge

QUESTION = (
    "Ridge Regression and Lasso Regression both prevent overfitting, but why would Ridge be "
    "preferred in cases with many correlated features?"
)
CRITERIA = (
    JudgedCriterion(
        "c1",
        (
            "Group selection behavior: Ridge keeps all correlated features together with similar "
            "coefficients. In contrast, Lasso tends to arbitrarily select one feature from a "
            "correlated group and set others to zero."
        ),
        says=(
            (
                "Given two near-identical columns, Ridge shares the weight between them, whereas Lasso "
                "more or less flips a coin and drops one."
            ),
            (
                "The L2 penalty yields a grouping effect with near-equal weights on collinear predictors; "
                "L1 zeroes all but one of them."
            ),
            "Ridge spreads weight over the whole cluster; Lasso picks one winner.",
        ),
        misconceptions=(
            (
                "Ridge picks a single variable out of a correlated group and zeroes the others, while "
                "Lasso shares the weight evenly."
            ),
            "Both penalties treat a set of correlated predictors identically, setting all but one of them to zero.",
        ),
    ),
    JudgedCriterion(
        "c2",
        (
            "Stability in coefficients: Ridge produces more stable coefficients for correlated "
            "features, while Lasso's selection can be unstable and change dramatically with small data "
            "variations."
        ),
        says=(
            (
                "Refit on a slightly different sample and Ridge's weights barely move, but Lasso may "
                "suddenly swap which variable it uses."
            ),
            (
                "Under collinearity the L2 estimator has low variance across resamples, whereas the L1 "
                "support set can jump around."
            ),
            "Ridge weights stay put under resampling; Lasso's choice flips.",
        ),
        misconceptions=(
            (
                "Lasso's selected variables stay the same from sample to sample, while Ridge weights swing "
                "wildly when predictors are correlated."
            ),
            "With collinear inputs, tiny changes in the data affect Ridge far more than Lasso.",
        ),
    ),
    JudgedCriterion(
        "c3",
        (
            "Mathematical considerations: Ridge regression has a closed-form solution and is "
            "differentiable everywhere, unlike Lasso."
        ),
        says=(
            "You can write the Ridge solution down in one formula, and its loss has no kink.",
            "Ridge is solved in closed form by a linear system; the L1 norm is not differentiable at zero.",
            "One matrix inverse gives the Ridge weights.",
        ),
        misconceptions=(
            "Lasso has a closed-form solution whereas Ridge needs an iterative solver.",
            "Ridge's penalty is not differentiable at zero.",
        ),
    ),
)
GOOD_ANSWER = (
    "Suppose two columns are almost copies of each other. Ridge splits the weight between the "
    "two and keeps both, while the lasso picks one of them more or less at random and sets the "
    "other to zero. If I refit on a bootstrap sample, the ridge weights hardly move, but the "
    "variable that the lasso chose may change completely. Ridge can also be solved in closed "
    "form, because the squared penalty is smooth everywhere and the absolute value is not."
)


@pytest.fixture(scope="session")
def judge() -> LocalJudge:
    """The embedded judge as shipped."""
    return LocalJudge.load()
