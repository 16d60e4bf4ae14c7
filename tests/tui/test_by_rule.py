"""What code alone decides is nobody's estimate, on the screens as in the terminal."""

from interviewer.cli.plain import score_line as line_in_the_terminal
from tests.interviewer.report.builders import gated, graded, question
from tui.reading import grader_line, score_line


def test_an_answer_decided_by_rule_is_not_shown_as_the_graders_estimate() -> None:
    _, by_rule = gated(question(1), "I don't know")
    assert by_rule is not None
    assert "estimate" not in score_line(by_rule)
    assert grader_line(by_rule) == "Scored by a rule, without a grader."
    assert "(by a rule, without a grader)" in line_in_the_terminal(by_rule)


def test_what_the_embedded_grader_judged_still_is_an_estimate() -> None:
    _, judged = graded(question(1), "m--")
    assert judged is not None
    assert "estimate" in score_line(judged)
    assert "estimate" in grader_line(judged)
    assert "(an estimate)" in line_in_the_terminal(judged)
