"""What a person says against verdicts and questions is shown beside what the grader said, and counts."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from interviewer.report import Format, figures, render, wording
from interviewer.report.coming_back import COMING_BACK, due_lines
from interviewer.report.model import build_report
from interviewer.report.values import Due, Report
from rubrics.passport import Figures, Passport
from rubrics.reliability import Bin
from rubrics.verdict import Status
from tests.interviewer.report.builders import (
    LOCAL,
    NOW,
    START,
    answer,
    failed,
    flagged,
    graded,
    overriding,
    question,
    record,
    simple,
)
from tests.interviewer.report.test_renderings import plain, read_html, read_markdown

REASON = "I named it in my second sentence."
ASKED = question(1)


def overridden_report() -> Report:
    """Three points, one of them met; the person calls the second met too."""
    given = overriding(answer(graded(ASKED, "m--")), REASON, c2=Status.MET)
    interview = record([(ASKED, [given]), (question(4), [answer(graded(question(4), "m---"), position=1)])])
    due = [Due(f"q{n}", f"Question {n}?", NOW + timedelta(days=n - 1)) for n in range(14)]
    return build_report([flagged(interview, 1, "Ambiguous.")], due=due, now=NOW)


def pages(report: Report) -> dict[str, str]:
    return {
        "html": read_html(render(report, "html")),
        "md": read_markdown(render(report, "md")),
        "text": plain(render(report, "text")),
    }


def test_the_persons_verdict_counts_and_the_graders_is_kept_beside_it() -> None:
    attempt = overridden_report().items[0].counted
    assert attempt is not None
    alone = build_report([simple((1, "m--"))], now=NOW).items[0].counted
    both = build_report([simple((1, "mm-"))], now=NOW).items[0].counted
    assert alone is not None
    assert both is not None
    assert (attempt.score, attempt.coverage) == (both.score, both.coverage)
    assert attempt.by_grader is not None
    assert (attempt.by_grader.score, attempt.by_grader.coverage) == (alone.score, alone.coverage)
    said = attempt.verdicts[1]
    assert said.override is not None
    assert (said.status, said.override.grader, said.override.reason) == (Status.MET, Status.MISSED, REASON)
    assert all(verdict.override is None for verdict in (*alone.verdicts, attempt.verdicts[0], attempt.verdicts[2]))


def test_means_are_given_with_the_persons_verdicts_and_without() -> None:
    report = overridden_report()
    graders = build_report([simple((1, "m--"), (4, "m---"))], now=NOW).overall
    assert report.overall.overridden is not None
    assert (report.overall.overridden.verdicts, report.overall.overridden.score) == (1, graders.score)
    assert (report.overall.score or 0) > (graders.score or 0)
    assert report.sessions[0].score == report.overall.score
    assert graders.overridden is None


def test_every_rendering_shows_both_values_the_reason_and_both_scores() -> None:
    report = overridden_report()
    attempt = report.items[0].counted
    assert attempt is not None
    assert attempt.by_grader is not None
    assert report.overall.overridden is not None
    said = [
        "met (you; the grader: missed)",
        f"Your verdict, {figures.day(NOW)}: {REASON}",
        wording.score_text(attempt),
        f"with your own verdicts; by the grader alone {figures.percent(attempt.by_grader.score)}",
        wording.overridden_text(report.overall.overridden),
        "You called this question bad: Ambiguous.",
        "To look at, question 2: You called this question bad; that changed no score.",
    ]
    for name, page in pages(report).items():
        for words in said:
            assert plain(words) in page, (name, words)


def test_machines_read_both_values() -> None:
    report = overridden_report()
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    (own,) = [row for row in rows if row["override_reason"]]
    assert (own["criterion_id"], own["status"], own["status_by_grader"]) == ("c2", "met", "missed")
    assert (own["override_reason"], own["overridden_at"]) == (REASON, NOW.isoformat())
    assert float(own["score_by_grader"]) < float(own["score"])
    assert [row["flag_reason"] for row in rows if row["flag"] == "yes"] == ["Ambiguous."] * 4
    loaded = json.loads(render(report, "json"))
    verdict = loaded["items"][0]["attempts"][0]["verdicts"][1]
    assert verdict["override"]["grader"] == "missed"
    assert loaded["items"][1]["flag"] == "Ambiguous."
    assert len(loaded["due"]) == 14


def test_a_question_never_reached_can_be_flagged_in_csv_too() -> None:
    report = build_report([flagged(record([(ASKED, [])]), 0, "")], now=NOW)
    (row,) = csv.DictReader(io.StringIO(render(report, "csv")))
    assert (row["flag"], row["flag_reason"], row["score_by_grader"]) == ("yes", "", "")
    assert "You called this question bad: no reason given." in plain(render(report, "text"))


def test_an_answer_that_no_grader_could_grade_counts_by_the_persons_verdicts() -> None:
    given = answer(failed(ASKED, "It is so.", "The model timed out."))
    report = build_report([record([(ASKED, [overriding(given, c1=Status.MET)])])], now=NOW)
    attempt = report.items[0].counted
    assert attempt is not None
    assert attempt.by_grader is not None
    assert (attempt.state, attempt.by_grader.state, attempt.by_grader.score) == ("needs_review", "ungraded", None)
    assert "by the grader alone not graded" in plain(render(report, "text"))
    assert report.honesty.ungraded == ()


def test_earlier_sessions_are_compared_with_the_values_that_count() -> None:
    earlier = record([(ASKED, [overriding(answer(graded(ASKED, "---")), c1=Status.MET)])], session_id="e")
    report = build_report([simple((1, "m--"), started_at=START + timedelta(days=1))], earlier=[earlier], now=NOW)
    assert report.overall.change is not None
    assert report.overall.change.value == 0


def test_a_retry_is_compared_with_the_verdicts_that_count() -> None:
    first = overriding(answer(graded(ASKED, "---")), c1=Status.MET)
    report = build_report([record([(ASKED, [first, answer(graded(ASKED, "m--"), attempt=2)])])], now=NOW)
    attempt = report.items[0].attempts[1]
    assert attempt.change == 0
    assert all(verdict.before is None for verdict in attempt.verdicts)


def test_due_questions_are_listed_with_their_days_the_first_first() -> None:
    report = overridden_report()
    assert [one.due_at for one in report.due] == sorted(one.due_at for one in report.due)
    lines = due_lines(report)
    yesterday, tomorrow = figures.day(NOW - timedelta(days=1)), figures.day(NOW + timedelta(days=1))
    assert lines[:3] == [f"Since {yesterday}: Question 0?", "Today: Question 1?", f"{tomorrow}: Question 2?"]
    assert lines[-1] == "Later: 4 more questions"
    for name, page in pages(report).items():
        for words in [*lines, COMING_BACK if name != "text" else COMING_BACK.upper()]:
            assert plain(words) in page, (name, words)
    assert any(step.kind == "due" for step in report.next_steps)


CURVE = (Bin(count=40, said=0.55, held=0.5), Bin(count=160, said=0.95, held=0.8))


def _passport() -> Passport:
    figures = Figures(answers=20, verdicts=200, judged=1.0, kappa=0.6, exact=0.7)
    return Passport(
        grader=LOCAL,
        data="labelled answers",
        data_digest="d",
        measured_on=date(2026, 1, 1),
        overall=figures,
        by_kind={},
        by_domain={},
        confusion={},
        by_confidence=CURVE,
        by_score=CURVE[:1],
    )


def test_how_sure_the_grader_may_be_is_drawn_and_said() -> None:
    report = build_report([simple((1, "m--"))], passports=[_passport()], now=NOW)
    (measured,) = report.honesty.measured
    assert [(one.said, one.held) for one in measured.by_confidence] == [(0.55, 0.5), (0.95, 0.8)]
    said = "95 % sure, 80 % right (160 verdicts)"
    for name, page in pages(report).items():
        assert plain(said) in page, name
        assert plain("55 %, people 50 % (40 answers)") in page, name
    page = render(report, "html")
    for chart in ("confidence", "marks"):
        assert f'aria-labelledby="chart-{chart}-title chart-{chart}-text"' in page
    drawn = page.partition('id="chart-confidence-text">')[2].partition("</svg>")[0]
    assert plain(said) in plain(drawn.partition("</desc>")[0])
    assert drawn.count("<circle") == 2


def test_a_passport_without_curves_draws_none() -> None:
    bare = _passport().model_copy(update={"by_confidence": (), "by_score": ()})
    page = render(build_report([simple((1, "m--"))], passports=[bare], now=NOW), "html")
    assert "chart-confidence" not in page
    assert "said it was of verdicts" not in read_html(page)


@pytest.mark.parametrize("format_name", ["html", "md", "json", "csv", "text"])
def test_the_same_opinions_give_the_same_bytes(format_name: Format) -> None:
    assert render(overridden_report(), format_name) == render(overridden_report(), format_name)


def test_without_opinions_nothing_is_said_of_them() -> None:
    report = build_report([simple((1, "m--"))], now=NOW)
    for page in pages(replace(report)).values():
        assert "your own" not in page
        assert "by the grader alone" not in page
