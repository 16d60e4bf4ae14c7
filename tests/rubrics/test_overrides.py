"""A person's verdicts beside a grader's: both are kept, and the arithmetic is the same."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from rubrics.overrides import Override, last_standing, overridden
from rubrics.rubric import Rubric
from rubrics.scoring import score_recorded
from rubrics.verdict import Claim, Digests, Grade, GradeState, Status, Verdict
from tests.fakes import NOW, SCRIPTED
from tests.rubrics.builders import rubric

DIGESTS = Digests(question="q", rubric="r", answer="a")
RUBRICS = st.builds(rubric, st.integers(1, 6), st.integers(0, 3), st.integers(0, 2))


def _grade(judged: Rubric, statuses: dict[str, Status], beyond: int = 0) -> Grade:
    verdicts = tuple(Verdict(criterion_id=c.id, status=statuses[c.id], quote="so") for c in judged.criteria)
    score = score_recorded(judged, verdicts, beyond)
    is_open = Status.UNSURE in statuses.values()
    state = GradeState.NEEDS_REVIEW if is_open else GradeState.GRADED
    return Grade(
        state=GradeState.UNGRADED if score.score is None else state,
        score=score.score,
        coverage=score.coverage,
        low=score.low,
        high=score.high,
        verdicts=verdicts,
        beyond=(Claim(point="more", quote="more"),) * beyond,
        grader=SCRIPTED,
        digests=DIGESTS,
        graded_at=NOW,
    )


def _said(status: Status, criterion_id: str = "c1", minutes: int = 0) -> Override:
    return Override(criterion_id, status, "It is there.", NOW + timedelta(minutes=minutes))


@st.composite
def graded(draw: st.DrawFn) -> tuple[Rubric, dict[str, Status], int]:
    """A rubric, a status for each criterion, and points beyond."""
    judged = draw(RUBRICS)
    return judged, {c.id: draw(st.sampled_from(Status)) for c in judged.criteria}, draw(st.integers(0, 3))


@given(graded(), st.data())
def test_an_overridden_grade_is_what_a_grader_with_those_verdicts_would_have_given(
    case: tuple[Rubric, dict[str, Status], int], data: st.DataObject
) -> None:
    judged, statuses, beyond = case
    said = data.draw(st.dictionaries(st.sampled_from(sorted(statuses)), st.sampled_from(Status)))
    after = overridden(_grade(judged, statuses, beyond), [_said(s, key) for key, s in said.items()], judged)
    wanted = _grade(judged, {**statuses, **said}, beyond)
    assert (after.state, after.score, after.coverage) == (wanted.state, wanted.score, wanted.coverage)
    assert (after.low, after.high) == (wanted.low, wanted.high)
    assert [v.status for v in after.verdicts] == [v.status for v in wanted.verdicts]


@given(graded(), st.data())
def test_overriding_back_restores_the_graders_grade(
    case: tuple[Rubric, dict[str, Status], int], data: st.DataObject
) -> None:
    judged, statuses, beyond = case
    grade = _grade(judged, statuses, beyond)
    key = data.draw(st.sampled_from(sorted(statuses)))
    made = [(_said(data.draw(st.sampled_from(Status)), key), grade), (_said(statuses[key], key, 1), grade)]
    assert last_standing(made) == ()
    assert overridden(grade, [override for override, _ in made[1:]], judged) is grade


def test_the_last_word_on_a_criterion_counts() -> None:
    grade = _grade(rubric(2), {"c1": Status.MISSED, "c2": Status.MISSED})
    first, other, last = _said(Status.PARTIAL), _said(Status.MET, "c2", 1), _said(Status.MET, minutes=2)
    assert last_standing([(first, grade), (other, grade), (last, grade)]) == (other, last)


def test_a_person_judges_the_answer_and_not_the_grader_so_their_word_outlives_a_regrading() -> None:
    judged = rubric(2)
    before = _grade(judged, {"c1": Status.MISSED, "c2": Status.MISSED})
    after = _grade(judged, {"c1": Status.PARTIAL, "c2": Status.MISSED})
    standing = last_standing([(_said(Status.MET), before)])
    assert overridden(after, standing, judged).verdict_on("c1") == Verdict(
        criterion_id="c1", status=Status.MET, quote="so"
    )
    assert last_standing([(_said(Status.MET), before), (_said(Status.PARTIAL, minutes=1), after)]) == ()


def test_the_graders_grade_stays_as_it_was() -> None:
    judged = rubric(2)
    grade = _grade(judged, {"c1": Status.MISSED, "c2": Status.MET})
    copy = grade.model_dump_json()
    assert overridden(grade, [_said(Status.MET)], judged).score == 1.0
    assert grade.model_dump_json() == copy


def test_an_ungraded_answer_gets_a_score_with_bounds_from_what_a_person_judged() -> None:
    judged = rubric(2)
    failed = Grade(
        state=GradeState.UNGRADED, grader=SCRIPTED, digests=DIGESTS, graded_at=NOW, error="The model timed out."
    )
    after = overridden(failed, [_said(Status.MET)], judged)
    assert (after.state, after.score, after.low, after.error) == (GradeState.NEEDS_REVIEW, 1.0, 0.625, None)
    back = overridden(failed, [_said(Status.UNSURE)], judged)
    assert (back.state, back.score, back.error) == (GradeState.UNGRADED, None, "The model timed out.")


def test_an_override_of_a_criterion_that_the_rubric_lacks_changes_nothing() -> None:
    grade = _grade(rubric(1), {"c1": Status.MET})
    assert overridden(grade, [_said(Status.MET, "c9")], rubric(1)) is grade
