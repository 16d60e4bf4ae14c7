from datetime import UTC, datetime

import pytest

from bank.question import Point, Question, Reference, Section
from interviewer.report.stats import Interval
from interviewer.screening.agreement import ReviewedCriterion
from interviewer.screening.cohort import Cohort, LockedBank, LockedQuestion
from interviewer.screening.outcomes import outcome_of, reviewed_criteria
from interviewer.screening.queue import review_queue
from interviewer.screening.records import Result, Review, ScreenAnswer, Stage
from rubrics.extraction import extract_rubric
from rubrics.verdict import Digests, Grade, GraderInfo, GradeState, Status, Verdict

NOW = datetime(2026, 3, 4, tzinfo=UTC)
GRADER = GraderInfo(name="openai", model="m")
POINTS = tuple(Point(text=f"Point {n} says something that can be checked.") for n in range(4))
QUESTION = Question(id="q1", text="What is it?", reference=Reference(sections=(Section(points=POINTS),)))
RUBRIC = extract_rubric(QUESTION)
COHORT = Cohort(
    name="one",
    created_at=NOW,
    bank=LockedBank(id="b", title="B", digest="d"),
    questions=(LockedQuestion(question=QUESTION, rubric=RUBRIC),),
    seconds=60,
    grader=GRADER,
    notice="Hello.",
)


def grade(*statuses: Status, flags: tuple[str, ...] = (), probability: float | None = None) -> Grade:
    verdicts = tuple(
        Verdict(criterion_id=c.id, status=status, probability=probability)
        for c, status in zip(RUBRIC.criteria, statuses, strict=True)
    )
    return Grade(
        state=GradeState.GRADED,
        score=0.5,
        verdicts=verdicts,
        flags=flags,
        grader=GRADER,
        digests=Digests(question="q", rubric="r", answer="a"),
        graded_at=NOW,
    )


def review(number: int, status: Status, *, stage: Stage = "blind", by: str = "kl", of_grade: int = 1) -> Review:
    return Review(0, 1, of_grade, f"c{number}", stage, status, "because", by, NOW)


def result(graded: Grade | None, *reviews: Review, key: int = 1) -> Result:
    answer = ScreenAnswer(key, key, 0, "words", "import", None, NOW)
    return Result(answer, graded, 1 if graded else None, reviews)


MET, MISSED, UNSURE = Status.MET, Status.MISSED, Status.UNSURE


def test_a_reviewers_verdict_counts_in_place_of_the_graders() -> None:
    outcome = outcome_of(result(grade(MET, MISSED, MISSED, MISSED), review(2, MET)), RUBRIC)

    assert outcome is not None
    assert outcome.score.coverage == pytest.approx(0.5)
    assert outcome.overridden == 1
    assert outcome.verdicts[1].reason == "because"


def test_a_reviewer_who_agrees_overrides_nothing() -> None:
    outcome = outcome_of(result(grade(MET, MISSED, MISSED, MISSED), review(1, MET)), RUBRIC)

    assert outcome is not None
    assert outcome.overridden == 0


def test_the_last_verdict_counts() -> None:
    seen = (review(2, MET), review(2, MISSED, stage="revealed"))
    outcome = outcome_of(result(grade(MET, MISSED, MISSED, MISSED), *seen), RUBRIC)

    assert outcome is not None
    assert outcome.score.coverage == pytest.approx(0.25)


def test_an_unsure_reviewer_abstains() -> None:
    outcome = outcome_of(result(grade(MET, MET, MET, MET), review(1, UNSURE)), RUBRIC)

    assert outcome is not None
    assert outcome.score.coverage == 1.0


def test_an_answer_that_nobody_judged_has_no_outcome() -> None:
    assert outcome_of(result(None), RUBRIC) is None


def test_agreement_takes_each_reviewers_first_blind_verdict_and_their_own_last() -> None:
    seen = (
        review(1, MISSED),
        review(1, MET, stage="revealed"),
        review(1, MISSED, by="mn"),
        review(2, MISSED, of_grade=0),
    )

    found = reviewed_criteria(result(grade(MET, MET, MET, MET), *seen))

    assert found == [ReviewedCriterion("1", MET, MISSED, MET), ReviewedCriterion("1", MET, MISSED, MISSED)]


def queue_of(*results: Result, intervals: dict[int, Interval] | None = None) -> list[int]:
    return [entry.answer for entry in review_queue(results, COHORT, intervals or {}, reviewer="kl")]


def test_open_points_come_before_flags_and_flags_before_nothing() -> None:
    plain = result(grade(MET, MET, MISSED, MISSED), key=1)
    flagged = result(grade(MET, MET, MISSED, MISSED, flags=("copied-from-reference",)), key=2)
    open_points = result(grade(UNSURE, UNSURE, MISSED, MISSED), key=3)

    assert queue_of(plain, flagged, open_points) == [3, 2, 1]


def test_less_probable_verdicts_come_first() -> None:
    sure = result(grade(MET, MET, MET, MET, probability=0.99), key=1)
    doubtful = result(grade(MET, MET, MET, MET, probability=0.6), key=2)

    assert queue_of(sure, doubtful) == [2, 1]


def test_a_candidate_who_can_only_just_be_told_from_another_comes_first() -> None:
    results = [result(grade(MET, MET, MET, MET, probability=0.9), key=key) for key in (1, 2, 3)]
    intervals = {1: Interval(0.0, 0.2), 2: Interval(0.5, 0.6), 3: Interval(0.62, 0.9)}

    assert queue_of(*results, intervals=intervals) == [2, 3, 1]


def test_what_the_reviewer_judged_or_nobody_graded_is_not_in_the_queue() -> None:
    judged = result(grade(MET, MET, MET, MET), review(1, MET), key=1)
    by_another = result(grade(MET, MET, MET, MET), review(1, MET, by="mn"), key=2)

    assert queue_of(judged, by_another, result(None, key=3)) == [2]
