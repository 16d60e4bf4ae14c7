"""`bank import --points model`: points drawn from prose, each with the document's own words and their line."""

import json
from pathlib import Path

import pytest
import respx

from bank.question import Bank
from interviewer.banks import open_bank
from interviewer.cli.main import run
from interviewer.paths import Paths
from rubrics.extraction import extract_rubric
from tests.interviewer.drafting.service import CHAT, DOCUMENT, POINTS, Service

pytestmark = pytest.mark.usefixtures("_model")
Captured = pytest.CaptureFixture[str]
DRAW = ["--points", "model"]


def _points(bank: Bank) -> list[tuple[str, str | None, int | None, str | None]]:
    drawn = [bullet.point for bullet in bank.questions[2].reference.bullets()]
    return [(point.text, point.quote, point.line, point.drafted_by) for point in drawn]


def test_drawn_points_are_criteria_with_quote_line_and_mark(
    document: Path, place: Paths, httpx2_mock: respx.Router, capsys: Captured
) -> None:
    service = Service(httpx2_mock)
    assert run(["bank", "import", str(document), *DRAW]) == 0
    told = capsys.readouterr().err
    assert "A model draws points from 1 answer in prose." in told
    assert "net.md:14: notice DRAFT “What happens when a browser opens a page?”: 3 points drawn by m" in told
    assert len(service.asked) == 1
    bank = open_bank(place, "net")
    assert _points(bank) == [
        (POINTS[0]["text"], POINTS[0]["quote"], 16, "m"),
        (POINTS[1]["text"], POINTS[1]["quote"], 17, "m"),
        (POINTS[2]["text"], POINTS[2]["quote"], 18, "m"),
    ]
    assert all(quote in bank.questions[2].reference.lead for _, quote, _, _ in _points(bank) if quote)
    rubric = extract_rubric(bank.questions[2])
    assert (rubric.origin, rubric.approved, len(rubric.criteria)) == ("model", False, 3)
    assert run(["bank", "show", "--bank", "net", "what-happens", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [criterion["drafted_by"] for criterion in shown["criteria"]] == ["m"] * 3
    assert (shown["origin"], shown["approved"]) == ("model", False)


def test_importing_again_keeps_drawn_points_and_their_approval_without_asking(
    document: Path, place: Paths, httpx2_mock: respx.Router, capsys: Captured
) -> None:
    service = Service(httpx2_mock)
    run(["bank", "import", str(document), *DRAW])
    run(["bank", "anchors", "net", "--approve-all"])
    before = open_bank(place, "net")
    assert extract_rubric(before.questions[2]).approved
    capsys.readouterr()
    document.write_text(DOCUMENT.replace("TCP reliable", "TCP dependable"), "utf-8")
    assert run(["bank", "import", str(document), *DRAW]) == 0
    assert "1 reworded, 2 as they were" in capsys.readouterr().err
    assert len(service.asked) == 1
    assert _points(open_bank(place, "net")) == _points(before)


def test_a_question_that_is_reworded_keeps_its_drawn_points(
    document: Path, place: Paths, httpx2_mock: respx.Router
) -> None:
    Service(httpx2_mock)
    run(["bank", "import", str(document), *DRAW])
    document.write_text(DOCUMENT.replace("when a browser opens a page", "behind a click on a link"), "utf-8")
    assert run(["bank", "import", str(document)]) == 0
    bank = open_bank(place, "net")
    assert bank.questions[2].id == "what-happens-when-a-browser-opens-a-page"
    assert len(_points(bank)) == 3


def test_points_whose_quotes_are_made_up_leave_the_sentences_and_say_so(
    document: Path, place: Paths, httpx2_mock: respx.Router, capsys: Captured
) -> None:
    lies = [{"quote": f"never said {n}", "text": f"This was never said {n}."} for n in range(5)]
    Service(httpx2_mock, {"browser": {"points": lies}})
    assert run(["bank", "import", str(document), *DRAW, "--json", "--strict"]) == 1
    told = capsys.readouterr()
    assert "warning NOPOINTS “What happens" in told.err
    assert "not in the reference" in told.err
    assert extract_rubric(open_bank(place, "net").questions[2]).origin == "sentences"
    codes = [each["code"] for each in json.loads(told.out)["diagnostics"]]
    assert codes == ["SPLITTER", "NOPOINTS"]


def test_a_preview_forecasts_and_asks_nothing(document: Path, httpx2_mock: respx.Router, capsys: Captured) -> None:
    assert run(["bank", "import", str(document), *DRAW, "--preview"]) == 0
    told = capsys.readouterr().err
    assert "A model would draw points from 1 answer in prose." in told
    assert "About 1 request: " in told
    assert not httpx2_mock.calls


def test_a_service_that_takes_no_request_imports_nothing(
    document: Path, place: Paths, httpx2_mock: respx.Router, capsys: Captured
) -> None:
    httpx2_mock.post(CHAT).respond(401, json={"error": {"message": "no"}})
    assert run(["bank", "import", str(document), *DRAW]) == 1
    assert "nothing was imported" in capsys.readouterr().err
    assert not (place.root / "banks").exists()


@pytest.mark.parametrize("name", ["out.md", "out.json"])
def test_drawn_points_are_written_to_a_file_and_come_back(
    document: Path, tmp_path: Path, httpx2_mock: respx.Router, name: str
) -> None:
    Service(httpx2_mock)
    target = tmp_path / name
    assert run(["bank", "import", str(document), *DRAW, "-o", str(target)]) == 0
    back = open_bank(Paths(tmp_path), str(target))
    assert [(text, quote, by) for text, quote, _, by in _points(back)] == [
        (point["text"], point["quote"], "m") for point in POINTS
    ]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("It keeps the order.", "No answer in prose has 25 words, so no points are drawn: its sentences are the"),
        ("- It keeps the order\n- It resends", "No answer is in prose, so there is nothing to draw points from."),
    ],
)
def test_why_there_is_nothing_to_draw_from_is_said(
    tmp_path: Path, httpx2_mock: respx.Router, capsys: Captured, answer: str, words: str
) -> None:
    short = tmp_path / "short.md"
    short.write_text(f"## What does TCP do?\n\n{answer}\n", "utf-8")
    assert run(["bank", "import", str(short), *DRAW]) == 0
    assert words in capsys.readouterr().err
    assert not httpx2_mock.calls
