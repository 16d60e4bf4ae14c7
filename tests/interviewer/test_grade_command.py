"""`interviewer grade`: lines in, lines out."""

import io
import json
from pathlib import Path

import pytest

from interviewer.cli.main import run
from tests.interviewer.written import ANSWER, submissions


def test_grade_writes_a_line_an_answer_and_reports_bad_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = submissions(tmp_path / "in.jsonl", ANSWER, "I don't know"), tmp_path / "out.jsonl"
    source.write_text(source.read_text() + "\nnot json\n")
    assert run(["grade", str(source), "-o", str(output), "--grader", "local"]) == 1
    results = [json.loads(line) for line in output.read_text().splitlines()]
    assert [result["id"] for result in results] == ["0", "1"]
    assert results[0]["score"] > 0
    assert (results[1]["score"], results[1]["flags"]) == (0.0, ["does-not-know"])
    assert f"{source}:3: this is no JSON" in capsys.readouterr().err


def test_grade_again_grades_only_what_is_missing_and_survives_a_torn_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = submissions(tmp_path / "in.jsonl", ANSWER, "I don't know", "pass"), tmp_path / "out.jsonl"
    assert run(["grade", str(source), "-o", str(output)]) == 0
    first, second, third = output.read_text().splitlines()
    output.write_text(f"{third}\n{first}\n{second[:40]}")
    capsys.readouterr()
    assert run(["grade", str(source), "-o", str(output)]) == 0
    again = output.read_text().splitlines()
    assert "2 of 3 are graded already" in capsys.readouterr().err
    assert [json.loads(line)["id"] for line in again] == ["0", "1", "2"]
    assert (again[0], again[2]) == (first, third)


def test_results_with_ends_of_lines_in_their_quotes_are_found_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ANSWER.replace(" ", "\u2028", 1).replace(". ", ".\u0085")
    source, output = submissions(tmp_path / "in.jsonl", answer), tmp_path / "out.jsonl"
    assert run(["grade", str(source), "-o", str(output)]) == 0
    written = output.read_text("utf-8")
    assert len(written.splitlines()) > written.count("\n")
    capsys.readouterr()
    assert run(["grade", str(source), "-o", str(output)]) == 0
    assert "1 of 1 are graded already" in capsys.readouterr().err
    assert output.read_text("utf-8") == written


def test_grade_reads_stdin_and_writes_stdout(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({"id": 7, "question": "12", "answer": "\ud800 [/b] I don't know"})
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    assert run(["grade", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == 7


def test_grade_never_writes_over_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, other = submissions(tmp_path / "in.jsonl", "pass"), tmp_path / "notes.txt"
    other.write_text("my notes\n" + "[" * 100_000)
    for target, words in ((source, "holds the answers"), (other, "something else than results")):
        before = target.read_text()
        assert run(["grade", str(source), "-o", str(target)]) == 1
        assert words in capsys.readouterr().err
        assert target.read_text() == before


def test_a_file_that_begins_with_a_byte_order_mark_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({"id": "1", "question": "12", "answer": "pass"})
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\ufeff{line}"))
    assert run(["grade", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "1"


def test_grade_complains_of_a_hopeless_file_briefly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(range(256)) * 20)
    assert run(["grade", str(tmp_path / "a.bin")]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"interviewer: {tmp_path}/a.bin is no text; give lines of JSON (.jsonl)."
    ]
    (tmp_path / "a.txt").write_text("no json\n" * 40, "utf-8")
    assert run(["grade", str(tmp_path / "a.txt")]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 11
    assert told[-1] == "... and 30 lines more that cannot be used."
