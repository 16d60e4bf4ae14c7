"""Cards for what was missed, and for nothing else."""

import csv
import io

import pytest

from interviewer.report.anki import render_anki
from interviewer.report.model import build_report
from interviewer.report.values import Report
from tests.interviewer.report.builders import NOW, question, simple
from tests.interviewer.report.test_hostile_text import ALL, HOSTILE, hostile_report


def cards(report: Report) -> list[list[str]]:
    lines = render_anki(report).split("\n")
    rows = [line for line in lines if not line.startswith("#")]
    return list(csv.reader(io.StringIO("\n".join(rows)), delimiter="\t"))


def test_the_headers_tell_anki_which_column_is_what() -> None:
    text = render_anki(build_report([simple((1, "m--"))], now=NOW))
    assert text.startswith("#separator:tab\n#html:true\n")
    assert "#guid column:1\n#deck column:2\n#tags column:3\n" in text


def test_required_points_not_fully_made_become_cards() -> None:
    found = cards(build_report([simple((1, "mp-"))], now=NOW))
    assert len(found) == 2
    assert found[0][1:3] == ["Interview::classical ML", "classical_ML medium partial"]
    assert question(1).text in found[1][3]
    assert "Perform dimensionality reduction" in found[1][4]


def test_optional_points_met_points_and_unsure_ones_do_not() -> None:
    assert cards(build_report([simple((24, "m" * 15 + "?"))], now=NOW)) == []


def test_a_point_missed_twice_is_one_card_with_a_lasting_guid() -> None:
    once = cards(build_report([simple((1, "mm-"))], now=NOW))
    twice = cards(build_report([simple((1, "mm-"), (1, "mm-"))], now=NOW))
    assert once == twice


@pytest.mark.parametrize("text", [*HOSTILE, ALL])
def test_nothing_in_a_card_acts(text: str) -> None:
    for row in cards(hostile_report(text)):
        assert len(row) == 5
        for field in row[3:]:
            left = field.replace("<br>", "").replace("<small>", "").replace("</small>", "")
            assert not set(left) & set("<>[]{}\\\n\t")
