"""Every rendering says the same, safely, and the same data give the same bytes."""

import csv
import io
import json
import re
from typing import get_args

import pytest
from pydantic import TypeAdapter

from interviewer.report import Format, render, wording
from interviewer.report.json_report import make_schema, report_schema
from interviewer.report.model import build_report
from interviewer.report.values import Report
from rubrics.verdict import Claim
from tests.interviewer.report.builders import NOW, START, answer, graded, question, record, simple

FORMATS: tuple[Format, ...] = get_args(Format)


def some_report() -> Report:
    said = graded(question(4), "mp-?", beyond=[Claim(point="Elastic net", quote="Elastic net mixes both penalties.")])
    interview = record(
        [
            (question(1), [answer(graded(question(1), "m--")), answer(graded(question(1), "mm-"), attempt=2)]),
            (question(4), [answer(said, position=1, predicted=70)]),
            (question(10), [answer(graded(question(10), "mmmcm"), position=2)]),
            (question(7), []),
        ],
        skips={3: 2},
    )
    return build_report([interview], earlier=[simple((1, "m--"), session_id="e", started_at=START)], now=NOW)


def plain(text: str) -> str:
    """Words as they read, whatever the blanks between them."""
    return " ".join(text.split())


def read_html(page: str) -> str:
    from html import unescape

    return plain(unescape(re.sub(r"<[^>]*>", "", page.split("</style>")[1])))


def read_markdown(text: str) -> str:
    return plain(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_same_data_give_the_same_bytes(format_name: Format) -> None:
    assert render(some_report(), format_name) == render(some_report(), format_name)


def test_people_read_the_same_numbers_in_every_rendering() -> None:
    report = some_report()
    pages = {
        "html": read_html(render(report, "html")),
        "md": read_markdown(render(report, "md")),
        "text": plain(render(report, "text")),
    }
    said = [wording.headline(report.overall), *wording.facts(report.overall)]
    said += [wording.score_text(topic) for topic in report.topics]
    said += [wording.score_text(attempt) for item in report.items for attempt in item.attempts]
    for name, page in pages.items():
        for words in said:
            assert plain(words) in page, (name, words)


def test_machines_read_the_same_numbers_as_the_model_holds() -> None:
    report = some_report()
    loaded = json.loads(render(report, "json"))
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert loaded["overall"]["score"] == report.overall.score
    counted = {int(row["number"]): row["score"] for row in rows if row["counts"] == "yes"}
    assert {n: float(score) for n, score in counted.items()} == {
        item.number: item.counted.score for item in report.items if item.counted
    }


def test_json_holds_the_whole_report() -> None:
    report = some_report()
    assert TypeAdapter(Report).validate_json(render(report, "json")) == report


def test_the_published_schema_is_that_of_the_report() -> None:
    assert report_schema() == make_schema()


def test_csv_has_a_row_for_every_verdict_and_for_a_question_without_any() -> None:
    report = some_report()
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    verdicts = sum(len(attempt.verdicts) for item in report.items for attempt in item.attempts)
    assert len(rows) == verdicts + 1
    assert rows[-1]["question_state"] == "skipped"
    assert rows[-1]["score"] == ""


@pytest.mark.parametrize(("format_name", "arrow"), [("text", "<- "), ("md", "← ")])
def test_a_point_contradicted_is_not_called_missed(format_name: Format, arrow: str) -> None:
    said = build_report([simple((1, "mc-"))], now=NOW)
    shown = plain(render(said, format_name))
    assert shown.count(f"{arrow}contradicted") == 1
    assert shown.count(f"{arrow}missed") == 1


def test_plain_text_fits_into_eighty_columns() -> None:
    assert max(map(len, render(some_report(), "text").splitlines())) <= 80


@pytest.mark.parametrize("format_name", ["html", "md", "text"])
def test_a_report_on_nothing_says_so(format_name: Format) -> None:
    assert "No score: nothing was answered." in render(build_report([], now=NOW), format_name)
