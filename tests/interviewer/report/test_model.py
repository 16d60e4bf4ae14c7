"""What a report counts, and what it does not."""

from datetime import timedelta

import pytest

from interviewer.report import figures, wording
from interviewer.report.model import Due, build_report, graders_of
from interviewer.report.standing import coverage_lost, judged_weight
from interviewer.report.trust import graders_text
from rubrics.passport import Figures, Passport
from rubrics.verdict import Claim, Usage
from tests.interviewer.report.builders import (
    LOCAL,
    NOW,
    REMOTE,
    START,
    Asked,
    answer,
    failed,
    gated,
    graded,
    question,
    record,
    simple,
)

PCA, RIDGE, FOREST, COLD = 1, 4, 7, 10  # questions of classical ML with 3, 4, 4 and 5 criteria


def test_the_last_answer_to_a_question_counts() -> None:
    pca = question(PCA)
    tries = [answer(graded(pca, "mmm")), answer(graded(pca, "m--"), attempt=2)]
    report = build_report([record([(pca, tries)])], now=NOW)
    assert report.overall.coverage == pytest.approx(1 / 3)
    assert [attempt.counts for attempt in report.items[0].attempts] == [False, True]


def test_a_retry_shows_what_changed() -> None:
    pca = question(PCA)
    tries = [answer(graded(pca, "m-p")), answer(graded(pca, "mm-"), attempt=2)]
    second = build_report([record([(pca, tries)])], now=NOW).items[0].attempts[1]
    assert [verdict.before and verdict.before.value for verdict in second.verdicts] == [None, "missed", "partial"]
    assert second.change == pytest.approx((2 - 1.5) / (0.8 * 3))


def test_skipped_and_unreached_questions_are_listed_not_scored() -> None:
    asked = [(question(PCA), [answer(graded(question(PCA), "mmm"))]), (question(RIDGE), []), (question(FOREST), [])]
    report = build_report([record(asked, skips={1: 2})], now=NOW)
    assert (report.overall.score, report.overall.skipped, report.overall.not_reached) == (1.0, 1, 1)
    assert [item.state for item in report.items] == ["graded", "skipped", "not_reached"]


def test_a_question_that_was_on_the_screen_at_the_end_was_reached() -> None:
    asked: list[Asked] = [(question(PCA), []), (question(RIDGE), [])]
    report = build_report([record(asked)], now=NOW)
    assert [item.state for item in report.items] == ["not_answered", "not_reached"]
    assert (report.overall.not_answered, report.overall.not_reached) == (1, 1)
    assert wording.facts(report.overall) == ["1 question not answered", "1 question not reached"]
    assert report.next_steps[0].text == "Answer what is still open: questions 1 and 2."


def test_an_answer_without_a_score_is_explained_and_not_counted_as_zero() -> None:
    asked = [
        (question(PCA), [answer(graded(question(PCA), "mmm"))]),
        (question(RIDGE), [answer(failed(question(RIDGE), "Some words.", "The model timed out."), position=1)]),
        (question(FOREST), [answer(("Waiting words.", None), position=2)]),
    ]
    report = build_report([record(asked)], now=NOW)
    assert (report.overall.score, report.overall.graded, report.overall.ungraded) == (1.0, 1, 2)
    assert [(note.text, note.questions) for note in report.honesty.ungraded] == [
        ("The model timed out.", (2,)),
        ("The answer is saved and waits for its grade.", (3,)),
    ]


def test_unsure_criteria_give_bounds_and_not_a_lower_score() -> None:
    report = build_report([simple((RIDGE, "mm-?"), (PCA, "m--"))], now=NOW)
    bounds, score = report.overall.bounds, report.overall.score
    assert bounds is not None
    assert score is not None
    assert bounds.low <= score <= bounds.high
    assert bounds.low < bounds.high
    assert "between" in wording.headline(report.overall)


def test_two_answers_are_too_few_to_tell() -> None:
    report = build_report([simple((PCA, "m--"), (RIDGE, "mmm-"))], now=NOW)
    assert report.overall.interval is None
    assert figures.TOO_FEW in wording.headline(report.overall)


def test_topics_stand_weakest_first_and_unscored_last() -> None:
    asked = [
        (question(PCA), [answer(graded(question(PCA), "mmm"))]),
        (question(16), [answer(graded(question(16), "m----"), position=1)]),
        (question(40), []),
    ]
    report = build_report([record(asked)], now=NOW)
    scores = [topic.score for topic in report.topics]
    assert scores[-1] is None
    assert scores[0] is not None
    assert scores[1] is not None
    assert scores[0] < scores[1]


def test_change_is_measured_against_earlier_sessions_of_the_same_topic() -> None:
    before = simple((PCA, "m--"), (RIDGE, "m---"), (FOREST, "mp--"), session_id="old")
    later = START + timedelta(days=3)
    now = simple((PCA, "mmm"), (RIDGE, "mmmp"), (COLD, "mmm--"), session_id="new", started_at=later)
    change = build_report([now], earlier=[before], now=NOW).topics[0].change
    assert change is not None
    assert change.answers_before == 3
    assert change.interval is not None
    assert change.interval.low < change.value < change.interval.high


def test_a_session_is_never_compared_with_itself() -> None:
    same = simple((PCA, "mmm"))
    report = build_report([same], earlier=[same], now=NOW)
    assert report.overall.change is None
    assert len(report.sessions) == 1


def test_what_an_answer_lost_adds_up_to_what_it_does_not_cover() -> None:
    for letters in ("m--p?", "ccmpm", "-----"):
        attempt = build_report([simple((COLD, letters))], now=NOW).items[0].attempts[0]
        total = judged_weight(attempt.verdicts)
        assert attempt.coverage is not None
        assert sum(coverage_lost(v, total) for v in attempt.verdicts) == pytest.approx(1 - attempt.coverage)


def test_the_weakest_criteria_are_those_that_cost_most() -> None:
    report = build_report([simple((PCA, "-mm"), (PCA, "-mp"), (RIDGE, "mmm-"))], now=NOW)
    first = report.topics[0].weakest[0]
    assert (first.question_id, first.criterion_id, first.missed, first.asked) == (question(PCA).id, "c1", 2, 2)


def test_missed_points_are_marked_in_the_model_answer() -> None:
    item = build_report([simple((PCA, "m-p"))], now=NOW).items[0]
    marked = {line.number: wording.is_missed(line) for line in item.reference if line.number}
    assert marked == {1: False, 2: True, 3: False}
    assert item.reference[0].role == "prose"


def test_the_model_answer_of_every_seed_question_holds_its_criteria_in_order() -> None:
    from rubrics.extraction import extract_rubric
    from tests.interviewer.report.builders import seed_bank

    asked = [(one, ()) for one in seed_bank().questions]
    for item, (one, _) in zip(build_report([record(asked)], now=NOW).items, asked, strict=True):
        numbered = [line for line in item.reference if line.number]
        criteria = extract_rubric(one).criteria
        assert [line.number for line in numbered] == list(range(1, len(criteria) + 1))
        assert all(c.text.startswith(line.text) for c, line in zip(criteria, numbered, strict=True))


def test_at_most_seven_next_steps_the_ungraded_first() -> None:
    asked = [(question(n), [answer(graded(question(n), "c-c"), position=i)]) for i, n in enumerate((1, 4, 7, 10, 13))]
    asked += [
        (question(16), [answer(failed(question(16), "Words.", "No reply."), position=5)]),
        (question(19), []),
        (question(22), [answer(graded(question(22), "m?"), position=7, seconds=900)]),
    ]
    due = [Due(question(1).id, question(1).text, NOW + timedelta(days=2))]
    steps = build_report([record(asked)], due=due, now=NOW).next_steps
    assert len(steps) == 7
    assert [step.kind for step in steps][:2] == ["grade", "correct"]
    assert {"learn", "answer", "due"} <= {step.kind for step in steps}


def test_nothing_to_do_is_said_and_not_made_up() -> None:
    assert build_report([simple((PCA, "mmm"))], now=NOW).next_steps == ()


def test_a_topic_is_called_weak_only_when_it_is_by_more_than_chance() -> None:
    weak = [(16, "-----"), (31, "p----"), (17, "-p---")]
    strong = [(PCA, "mmm"), (RIDGE, "mmmm"), (FOREST, "mmmm"), (COLD, "mmmmm")]
    clear = build_report([simple(*weak, *strong)], now=NOW)
    unclear = build_report([simple(*weak[:2], *strong)], now=NOW)
    assert "practise" in {step.kind for step in clear.next_steps}
    assert "practise" not in {step.kind for step in unclear.next_steps}


def passport() -> Passport:
    figures = Figures(
        answers=294, verdicts=1520, judged=0.9, kappa=0.56, kappa_low=0.52, kappa_high=0.6, score_error=11.6
    )
    return Passport(
        grader=LOCAL,
        data="held-out questions",
        data_digest="d",
        measured_on=NOW.date(),
        overall=figures,
        by_kind={},
        by_domain={},
        confusion={},
    )


def test_the_passport_of_the_grader_in_use_is_told() -> None:
    interview = simple((PCA, "mmm"))
    assert graders_of([interview]) == [LOCAL]
    agreement = build_report([interview], passports=[passport()], now=NOW).honesty.agreement
    assert "kappa 0.56 (95\N{NO-BREAK SPACE}% interval 0.52 to 0.60)" in agreement
    assert "not been measured" not in agreement


def test_the_labelled_answers_of_a_passport_are_counted_once() -> None:
    measured = passport().model_copy(update={"data": "114 labelled answers (gold)"})
    told = build_report([simple((PCA, "m--"))], passports=[measured], now=NOW).honesty.agreement or ""
    assert told.count("labelled answer") == 1
    assert "(gold, " in told


def test_a_grader_without_a_passport_is_said_to_have_none() -> None:
    remote = record([(question(PCA), [answer(graded(question(PCA), "mmm", grader=REMOTE))])])
    honesty = build_report([remote], passports=[passport()], now=NOW).honesty
    assert honesty.measured == ()
    assert "gpt-5-mini at api.openai.com" in honesty.agreement
    assert "not been measured" in honesty.agreement


def test_an_estimate_is_labelled_and_answers_judged_by_rule_are_told_apart() -> None:
    asked = [
        (question(PCA), [answer(graded(question(PCA), "mmm"))]),
        (question(RIDGE), [answer(gated(question(RIDGE), "I don't know"), position=1)]),
    ]
    honesty = build_report([record(asked)], now=NOW).honesty
    assert (honesty.graders[0].is_estimate, honesty.graders[0].answers, honesty.by_rule) == (True, 1, 1)
    assert "estimate" in graders_text(honesty)


def test_cost_is_summed_over_all_attempts() -> None:
    pca = question(PCA)
    usage = Usage(prompt_tokens=900, completion_tokens=100, requests=1, cost_usd=0.002)
    tries = [answer(graded(pca, "m", usage=usage, grader=REMOTE), attempt=n) for n in (1, 2)]
    honesty = build_report([record([(pca, tries)])], now=NOW).honesty
    assert (honesty.requests, honesty.tokens, honesty.cost_usd) == (2, 2000, 0.004)


def test_own_estimates_are_compared_with_scores() -> None:
    asked = [
        (question(n), [answer(graded(question(n), "-" * 3), position=i, predicted=60)]) for i, n in enumerate((1, 4))
    ]
    estimate = build_report([record(asked)], now=NOW).overall.self_estimate
    assert estimate is not None
    assert estimate.bias == pytest.approx(0.6)
    assert "60 percentage points too high" in wording.self_estimate_text(estimate)


def test_points_beyond_and_wrong_statements_are_counted() -> None:
    said = graded(
        question(PCA),
        "m--",
        beyond=[Claim(point="SVD", quote="An SVD of centred data gives the same axes.")],
        wrong=[Claim(point="They need not be", quote="Uncorrelated features are always independent.")],
    )
    overall = build_report([record([(question(PCA), [answer(said)])])], now=NOW).overall
    assert (overall.beyond, overall.wrong) == (1, 1)


def test_a_report_does_not_depend_on_the_order_of_its_records() -> None:
    one = simple((PCA, "m--"), session_id="one")
    two = simple((RIDGE, "mm--"), session_id="two", started_at=START + timedelta(days=1))
    assert build_report([one, two], now=NOW) == build_report([two, one], now=NOW)
