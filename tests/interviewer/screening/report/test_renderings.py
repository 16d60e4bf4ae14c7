import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser

from interviewer.screening.agreement import ReviewedCriterion, review_agreement
from interviewer.screening.impact import Person, impact_of
from interviewer.screening.report.csv_report import HEADERS, render_csv
from interviewer.screening.report.html import interval_bar, render_html
from interviewer.screening.report.json_report import render_json
from interviewer.screening.report.model import build_screen_report
from interviewer.screening.report.text import render_impact
from interviewer.screening.report.values import CandidateAnswers, ScoredAnswer, ScreenReport
from interviewer.screening.report.wording import review_lines
from rubrics.verdict import Status
from tests.interviewer.screening.report.cohorts import NOW, facts, people

HOSTILE = "<script>alert(1)</script></style>\x1b[31m=cmd|'/c calc'!A1"


def small_report() -> ScreenReport:
    cohort = facts()
    return build_screen_report(cohort, people(12, cohort), erased=1, now=NOW)


def hostile_report() -> ScreenReport:
    cohort = facts(name=HOSTILE)
    answers = [ScoredAnswer(q.id, "ungraded", flags=(HOSTILE,), reason=HOSTILE) for q in cohort.questions]
    return build_screen_report(cohort, [CandidateAnswers(HOSTILE, tuple(answers), name=HOSTILE)], now=NOW)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.add(tag)


def test_all_renderings_name_every_candidate_with_the_same_mean() -> None:
    report = small_report()
    html, data = render_html(report), json.loads(render_json(report))
    rows = list(csv.DictReader(io.StringIO(render_csv(report))))

    for one in report.candidates:
        assert f">{one.candidate}</a>" in html
        assert {row["mean_score"] for row in rows if row["candidate"] == one.candidate} == {str(one.score)}
    assert [c["candidate"] for c in data["candidates"]] == [c.candidate for c in report.candidates]
    assert [c["score"] for c in data["candidates"]] == [c.score for c in report.candidates]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert [f(small_report()) for f in (render_html, render_json, render_csv)] == [
        f(small_report()) for f in (render_html, render_json, render_csv)
    ]


def test_hostile_text_stays_text_on_the_page() -> None:
    html = render_html(hostile_report())

    assert "script" not in Tags(html).found
    assert "&lt;script&gt;" in html
    assert "\x1b" not in html
    assert html.count("</style>") == 1


def test_hostile_text_is_no_formula_in_a_spreadsheet() -> None:
    report = build_screen_report(facts(), [CandidateAnswers("=1+1", (), name="@SUM(A1)")], now=NOW)
    rows = list(csv.DictReader(io.StringIO(render_csv(report))))

    assert {row["candidate"] for row in rows} == {"\t=1+1"}
    assert {row["name"] for row in rows} == {"\t@SUM(A1)"}
    assert tuple(rows[0]) == HEADERS


def test_what_has_no_score_has_an_empty_cell_and_not_a_zero() -> None:
    report = build_screen_report(facts(), [CandidateAnswers("a", ())], now=NOW)
    row = next(csv.DictReader(io.StringIO(render_csv(report))))

    assert (row["state"], row["score"], row["mean_score"]) == ("missing", "", "")


def test_the_page_says_that_the_order_among_overlapping_candidates_means_nothing() -> None:
    html = render_html(small_report())

    assert "The order says nothing among candidates whose intervals overlap." in html
    assert "not distinguishable from" in html


def test_a_bar_is_drawn_within_its_scale() -> None:
    assert interval_bar(None, None) == ""
    assert 'cx="160.0"' in interval_bar(1.0, None)


def test_few_reviewed_verdicts_are_said_to_be_few_and_zero_has_no_sign() -> None:
    pairs = [ReviewedCriterion(f"a{n}", Status.MET, Status.MISSED, Status.MISSED) for n in range(3)]
    found = review_agreement(pairs, seed=0)
    assert found is not None
    told = list(review_lines(replace(found, kappa=-0.001, kappa_interval=None)))
    assert told[1:3] == [
        "Cohen's kappa 0.00 between grader and blind reviewer, met against not met.",
        "3 verdicts are too few to tell anything from.",
    ]


def test_rates_by_group_say_that_nothing_is_scored_yet() -> None:
    told = render_impact([("team", impact_of([Person("a"), Person("b")]))])
    assert told.splitlines()[0] == "By team: no score yet"
