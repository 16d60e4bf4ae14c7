"""From a proposal to a grade: the steps that no grader can skip."""

from datetime import UTC, datetime

from rubrics.extraction import extract_rubric
from rubrics.grader import Proposal, Task, conclude, gate_grade
from rubrics.verdict import Claim, Grade, GraderInfo, GradeState, Status
from tests.rubrics.builders import question, verdict

NOW = datetime(2026, 1, 1, tzinfo=UTC)
INFO = GraderInfo(name="local")
ASKED = question(
    "Why use dropout?", ["It prevents co-adaptation", "It is an ensemble", "It is cheap", "It adds noise"]
)
ANSWER = "Units cannot rely on each other. It averages many thinned nets. Also try it with batch norm off."


def _conclude(*proposed: object, beyond: tuple[Claim, ...] = (), answer: str = ANSWER) -> Grade:
    task = Task(ASKED, extract_rubric(ASKED), answer)
    return conclude(task, Proposal(proposed, beyond), INFO, NOW)  # type: ignore[arg-type]  # verdicts


def test_a_grade_has_exactly_one_verdict_for_each_criterion() -> None:
    grade = _conclude(
        verdict(Status.MET, "Units cannot rely on each other", "c1"),
        verdict(Status.MISSED, "", "c3"),
        verdict(Status.MISSED, "", "c3"),
        verdict(Status.MET, "averages many thinned nets", "c99"),
    )
    assert [(v.criterion_id, v.status) for v in grade.verdicts] == [
        ("c1", Status.MET), ("c2", Status.UNSURE), ("c3", Status.UNSURE), ("c4", Status.UNSURE),
    ]  # fmt: skip
    assert grade.state is GradeState.NEEDS_REVIEW


def test_all_judged_is_graded_with_equal_bounds() -> None:
    grade = _conclude(
        verdict(Status.MET, "Units cannot rely on each other", "c1"),
        verdict(Status.PARTIAL, "averages many thinned nets", "c2"),
        verdict(Status.MISSED, "", "c3"),
        verdict(Status.MISSED, "", "c4"),
    )
    assert grade.state is GradeState.GRADED
    assert grade.low == grade.score == grade.high == 1.5 / 3.2


def test_points_beyond_need_words_of_their_own() -> None:
    credited = Claim(point="same words", quote="Units cannot rely on each other")
    invented = Claim(point="invented", quote="it was in the paper")
    real = Claim(point="batch norm", quote="try it with batch norm off")
    again = Claim(point="batch norm again", quote="with batch norm off")
    grade = _conclude(
        verdict(Status.MET, "Units cannot rely on each other", "c1"), beyond=(credited, invented, real, again)
    )
    assert [claim.point for claim in grade.beyond] == ["batch norm"]


def test_when_no_quote_holds_the_answer_is_ungraded_not_zero() -> None:
    grade = _conclude(*(verdict(Status.MET, "never said", f"c{n}") for n in range(1, 5)))
    assert (grade.state, grade.score) == (GradeState.UNGRADED, None)
    assert grade.error
    assert "unproven-verdicts" in grade.flags


def test_the_gate_scores_zero_without_a_grader_and_keeps_the_reason() -> None:
    task = Task(ASKED, extract_rubric(ASKED), "I don't know")
    grade = gate_grade(task, INFO, NOW)
    assert grade is not None
    assert (grade.score, grade.coverage, grade.flags) == (0.0, 0.0, ("does-not-know",))
    assert grade.verdicts[0].reason == "The answer says that it does not know."


def test_a_question_without_a_reference_cannot_be_graded() -> None:
    bare = question("What now?")
    grade = gate_grade(Task(bare, extract_rubric(bare), "This and that"), INFO, NOW)
    assert grade is not None
    assert grade.state is GradeState.UNGRADED


def test_a_grade_survives_its_json() -> None:
    grade = _conclude(verdict(Status.MET, "Units cannot rely on each other", "c1"))
    assert Grade.model_validate_json(grade.model_dump_json()) == grade
