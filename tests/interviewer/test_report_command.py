"""`interviewer report`: which interviews, in which form, to which file."""

import io
import json
from pathlib import Path

import pytest

from interviewer.cli.main import run
from tests.interviewer.written import ANSWER


@pytest.mark.parametrize("form", ["text", "md", "json", "csv", "html"])
def test_a_report_can_be_had_in_every_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{ANSWER}\n.\n"))
    assert run(["practice", "--plain", "--count", "1", "--seed", "3"]) == 0
    capsys.readouterr()
    target = tmp_path / "report"
    assert run(["report", "--format", form, "-o", str(target)]) == 0
    words = "question_id" if form == "csv" else "Sigmoid and tanh saturate"
    assert words in target.read_text("utf-8")


def test_a_report_can_be_over_all_interviews_or_since_a_day(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.StringIO("I don't know\n.\n"))
        assert run(["practice", "--plain", "--count", "1", "--seed", "3"]) == 0
    capsys.readouterr()

    def reported(*options: str) -> int:
        assert run(["report", *options, "--format", "json"]) == 0
        return len(json.loads(capsys.readouterr().out)["items"])

    assert (reported(), reported("--last"), reported("--all"), reported("--since", "2020-01-01")) == (1, 1, 2, 2)
    assert run(["report", "--since", "2999-01-01"]) == 1
    assert "since 2999-01-01" in capsys.readouterr().err
    assert run(["report", "--all", "--last"]) == 2


def test_missed_points_can_be_taken_to_anki(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("I don't know\n.\n"))
    assert run(["practice", "--plain", "--count", "1", "--seed", "3"]) == 0
    capsys.readouterr()
    assert run(["report", "--format", "anki"]) == 0
    assert capsys.readouterr().out.startswith("#separator:")


def test_the_name_of_a_report_tells_its_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("I don't know\n.\n"))
    assert run(["practice", "--plain", "--count", "1", "--seed", "3"]) == 0
    for name, start in (("r.html", "<!doctype html>"), ("r.json", "{"), ("r.csv", '"session_id"')):
        assert run(["report", "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_text("utf-8").startswith(start)


def test_a_report_is_not_written_under_a_name_of_another_kind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("I don't know\n.\n"))
    assert run(["practice", "--plain", "--count", "1", "--seed", "3"]) == 0
    assert run(["report", "-o", str(tmp_path / "r.pdf")]) == 1
    assert "end it in .html, .md, .json, .csv or .txt" in capsys.readouterr().err
    assert not (tmp_path / "r.pdf").exists()
    assert run(["report", "-o", str(tmp_path / "r.pdf"), "--format", "text"]) == 0
