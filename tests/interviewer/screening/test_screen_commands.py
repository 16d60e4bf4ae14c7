"""`interviewer screen` as its user meets it."""

import json
import re
from pathlib import Path

import pytest

from interviewer.cli.main import run

ANSWER = "Sigmoid and tanh saturate, so their slope goes to zero and the gradient vanishes in a deep network."


@pytest.fixture
def cohort(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """A cohort of two questions graded by the embedded grader; its question ids by their place."""
    assert run(["screen", "new", "autumn", "--questions", "12,5", "--seed", "1", "--grader", "local"]) == 0
    capsys.readouterr()
    assert run(["screen", "show", "autumn", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    return {str(n): question["id"] for n, question in enumerate(shown["lock"]["questions"])}


def _file(tmp_path: Path, *rows: str) -> str:
    file = tmp_path / "in.csv"
    file.write_text("\n".join(("candidate,question,answer,name", *rows)))
    return str(file)


def test_a_cohort_goes_from_new_to_verified(
    tmp_path: Path, cohort: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    source = _file(
        tmp_path, f'c1,{cohort["0"]},"{ANSWER}",N', f'c2,{cohort["0"]},"{ANSWER}",', f"c2,{cohort['1']},idk,"
    )
    assert run(["screen", "import", "autumn", source]) == 0
    assert run(["screen", "grade", "autumn"]) == 0
    told = capsys.readouterr().err
    assert "3 answers taken in, 2 new candidates" in told
    assert "Graded by: embedded grader" in told
    assert sum(int(count) for count in re.findall(r"(\d+) (?:graded|needs? review)", told)) == 3
    assert run(["screen", "verify", "autumn"]) == 0
    assert "3 scores computed again from their verdicts, with no model" in capsys.readouterr().out
    assert run(["screen", "show", "autumn"]) == 0
    shown = capsys.readouterr().out
    assert "c2: 2 of 2 answered, 2 graded" in shown
    assert "Log: 11 entries, head " in shown
    assert "%" not in shown  # counts, never scores


def test_bad_rows_are_told_with_their_lines_and_the_rest_is_kept(
    tmp_path: Path, cohort: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    source = _file(tmp_path, f"c1,{cohort['0']},one,", "c1,nonsense,two,", f"c1,{cohort['0']},other,")
    assert run(["screen", "import", "autumn", source]) == 1
    told = capsys.readouterr().err
    assert f"{source}:3: “nonsense” is none of the 2 questions of this cohort" in told
    assert f"{source}:4: another answer of this candidate to this question stands on line 2" in told
    assert "1 answer taken in, 1 new candidate, 2 rows refused" in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--grader", "openai"], "the grader is another one (expected local embedded, found openai)"),
        (["--model", "x"], "the model is another one (expected embedded, found x)"),
        (["--votes", "3"], "the number of votes is another one (expected 1, found 3)"),
        (["--bank", "{other}"], "the bank “ai-ml” has changed (expected digest"),
    ],
)
def test_grading_with_anything_else_is_refused_in_a_sentence(
    tmp_path: Path, cohort: dict[str, str], capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("1. What is a gradient?\nAns:\n* A vector of slopes\n")
    assert run(["screen", "grade", "autumn", *(each.format(other=other) for each in options)]) == 1
    told = capsys.readouterr().err
    assert words in told
    assert "Nothing was graded" in told


def test_a_bank_file_that_was_edited_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = tmp_path / "own.txt"
    bank.write_text("1. What is a gradient?\nAns:\n* A vector of slopes\n2. What is a loss?\nAns:\n* A cost\n")
    assert run(["screen", "new", "own", "--bank", str(bank), "--grader", "local", "--count", "2"]) == 0
    assert run(["screen", "grade", "own"]) == 0
    bank.write_text("1. What is a gradient?\nAns:\n* A list of slopes\n2. What is a loss?\nAns:\n* A cost\n")
    assert run(["screen", "grade", "own"]) == 1
    assert "“what-is-a-gradient” has another reference answer" in capsys.readouterr().err
    bank.unlink()
    assert run(["screen", "grade", "own"]) == 1
    assert "no bank" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["new", "../autumn"], 1, "cannot be the name of a cohort"),
        (["new", "x", "--count", "2", "--questions", "12"], 2, "either the questions, or --count and --topic"),
        (["new", "x", "--questions", "12,12"], 1, "is named twice"),
        (["new", "x", "--topic", "cooking"], 1, "no topic “cooking”"),
        (["new", "x", "--notice", "nowhere.txt"], 1, "nowhere.txt cannot be read"),
        (["new", "x", "--grader", "openai"], 1, "needs OPENAI_API_KEY"),
        (["show", "x"], 1, "no cohort “x”"),
        (["grade", "x"], 1, "no cohort “x”"),
        (["verify", "x"], 1, "no cohort “x”"),
        (["import", "autumn", "nowhere.csv"], 1, "nowhere.csv cannot be read"),
        (["erase", "autumn", "--candidate", "nobody", "--yes"], 1, "no candidate “nobody”"),
        (["export", "autumn", "-o", "/proc/none/x"], 1, "/proc/none/x cannot be written"),
        (["report", "autumn", "-o", "s.pdf"], 1, "end it in .html, .json, .csv or .txt, or name a --format"),
    ],
)
def test_what_goes_wrong_is_said_in_a_line(
    cohort: dict[str, str], capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, words: str
) -> None:
    assert cohort
    assert run(["screen", *arguments]) == status
    captured = capsys.readouterr()
    assert words in captured.err
    assert "Traceback" not in captured.err
    assert run(["screen", "show", "autumn"]) == 0
    assert "Log: 1 entry, " in capsys.readouterr().out  # what failed is no export


def test_answers_name_their_questions_by_the_numbers_that_the_cohort_was_made_with(
    tmp_path: Path, cohort: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cohort
    assert run(["screen", "import", "autumn", _file(tmp_path, "c1,12,one,", "c1,5,two,")]) == 0
    assert run(["screen", "show", "autumn"]) == 0
    assert "c1: 2 of 2 answered" in capsys.readouterr().out


def test_an_export_holds_everything_and_is_private_and_logged(
    tmp_path: Path, cohort: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["screen", "import", "autumn", _file(tmp_path, f'c1,{cohort["0"]},"{ANSWER}",Some One')]) == 0
    assert run(["screen", "grade", "autumn"]) == 0
    out = tmp_path / "out.jsonl"
    assert run(["screen", "export", "autumn", "-o", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    kinds = [line["kind"] for line in lines]
    assert kinds == ["cohort", "candidate", "answer", "grade", *["entry"] * 7]
    assert "Some One" not in out.read_text()
    assert json.loads(lines[-1]["body"])["kind"] == "export"
    assert out.stat().st_mode & 0o777 == 0o600
    assert run(["screen", "export", "autumn", "-o", str(out)]) == 1
    assert "there already" in capsys.readouterr().err
    assert run(["screen", "export", "autumn", "-o", f"{out}2", "--with-names"]) == 0
    assert "Some One" in Path(f"{out}2").read_text()


def test_verify_names_what_is_broken_and_fails(
    tmp_path: Path, cohort: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    import os
    import sqlite3

    assert run(["screen", "import", "autumn", _file(tmp_path, f'c1,{cohort["0"]},"{ANSWER}",')]) == 0
    with sqlite3.connect(Path(os.environ["INTERVIEWER_HOME"]) / "interviews.db") as database:
        database.execute("UPDATE screen_answers SET text = CAST('better' AS BLOB)")
    database.close()
    capsys.readouterr()
    assert run(["screen", "verify", "autumn"]) == 1
    assert "BROKEN at entry 3: the text of answer 1 was changed" in capsys.readouterr().out
    assert run(["screen", "verify", "autumn", "--head", "0" * 64, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["sound"] is False
    assert [each["entry"] for each in found["broken"]] == [3, None]


def test_an_erasure_is_asked_about_first(
    tmp_path: Path, cohort: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    assert run(["screen", "import", "autumn", _file(tmp_path, f'c1,{cohort["0"]},"{ANSWER}",')]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(["screen", "erase", "autumn", "--candidate", "c1"]) == 1
    assert run(["screen", "erase", "autumn", "--candidate", "c1", "--yes"]) == 0
    assert "Nothing was erased.\nErased: 1 answer, 0 grades, id and name" in capsys.readouterr().err
    assert run(["screen", "list", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["candidates"], listed["erased"], listed["answers"]) == (0, 1, 0)
