"""The command line as its user meets it."""

import io
import json
from pathlib import Path

import pytest

from interviewer.cli.main import run
from tests.interviewer.written import ANSWER, submissions


def test_help_is_printed_without_loading_anything_heavy(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "practice" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nonsense"], 2, "No such command"),
        (["practice", "--count", "0"], 2, "--count"),
        (["practice", "--plain", "--topic", "cooking"], 1, "no topic “cooking”"),
        (["bank", "list", "--bank", "nowhere.txt"], 1, "no bank “nowhere.txt”"),
        (["bank", "show", "[/b]"], 1, "there is no question “[/b]”"),
        (["report", "zzz"], 1, "no interview “zzz”"),
        (["report"], 1, "no interview to report on with an answer yet"),
        (["practice", "--plain", "--continue", "zzz"], 1, "no interview “zzz”"),
        (["grade", "missing.jsonl"], 1, "missing.jsonl cannot be read"),
        (["--data-dir", "/proc/none", "history"], 1, "--data-dir"),
        ([], 1, "needs a terminal"),
        (["practice"], 1, "needs a terminal"),
    ],
)
def test_what_goes_wrong_is_said_in_a_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, words: str
) -> None:
    assert run(arguments) == status
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""
    assert "Traceback" not in captured.err


def test_bank_list_names_every_question_and_check_the_duplicate(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bank", "list"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[0] == "AI/ML interview questions: 49 questions"
    assert len(captured.out.splitlines()) == 50
    assert captured.err == ""
    assert run(["bank", "check", "ai-ml"]) == 0
    assert "question 29 repeats question 28" in capsys.readouterr().err


def test_bank_show_json_is_what_others_build_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bank", "show", "24", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    for key in ("id", "number", "text", "topic", "difficulty", "source"):
        assert shown[key]
    keys = ("id", "group", "title", "text", "optional", "weight", "line")
    assert {key: shown["criteria"][16][key] for key in keys} == {
        "id": "c17",
        "group": "To diagnose, I would",
        "title": None,
        "text": "Monitor gradients and parameter updates",
        "optional": True,
        "weight": 1.0,
        "line": 304,
    }


def test_bank_list_json_keeps_to_a_topic(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bank", "list", "--json", "--topic", "MLOps"]) == 0
    assert [q["number"] for q in json.loads(capsys.readouterr().out)] == [41, 50]


def test_plain_practice_asks_grades_and_reports(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"/skip\n{ANSWER}\nsecond line\n.\nI don't know\n.\n"))
    assert run(["practice", "--plain", "--count", "2", "--topic", "MLOps", "--seed", "1"]) == 0
    out = capsys.readouterr().out
    assert out.count("[1 of 2] MLOps") >= 1
    assert "Score" in out
    assert run(["history", "--json"]) == 0
    (kept,) = json.loads(capsys.readouterr().out)
    assert (kept["asked"], kept["answered"]) == (2, 2)


def test_plain_practice_can_be_left_and_taken_up_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("half an answer\n/quit\n"))
    assert run(["practice", "--plain", "--count", "1", "--topic", "LLMs"]) == 0
    assert run(["history", "--json"]) == 0
    session_id = json.loads(capsys.readouterr().out.rpartition("[1 of 1]")[2].partition("[")[2].join(["[", ""]))[0][
        "id"
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("and the rest\n.\n"))
    assert run(["practice", "--plain", "--continue", session_id]) == 0
    assert "half an answer" in capsys.readouterr().out
    assert run(["report", session_id, "--format", "json"]) == 0
    assert "half an answer\\nand the rest" in capsys.readouterr().out


def test_the_demonstration_needs_nothing_and_writes_its_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "demo.html"
    assert run(["demo", "-o", str(page)]) == 0
    out = capsys.readouterr().out
    assert "(a strong answer)" in out
    assert page.read_text("utf-8").lower().startswith("<!doctype html>")
    assert run(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_doctor_finds_everything_well_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    out = capsys.readouterr().out
    for subject in ("data folder", "database", "bank", "embedded grader", "LLM grader", "token tables"):
        assert subject in out
    assert "FAIL" not in out


def test_doctor_says_what_does_not_work(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert run(["--data-dir", str(tmp_path / "file"), "doctor"]) == 1
    assert "FAIL  data folder" in capsys.readouterr().out


def test_a_wrong_settings_file_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("count = many")
    assert run(["--data-dir", str(tmp_path), "history"]) == 1
    assert "settings.toml cannot be read" in capsys.readouterr().err


def test_everything_kept_can_be_taken_along_and_erased(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{ANSWER}\n.\nhalf a draft\n/quit\n"))
    assert run(["practice", "--plain", "--count", "2", "--seed", "3"]) == 0
    capsys.readouterr()
    assert run(["data", "export"]) == 0
    kept = json.loads(capsys.readouterr().out)
    assert [row["text"] for row in kept["answers"]] == [ANSWER]
    assert [row["text"] for row in kept["drafts"]] == ["half a draft"]
    assert kept["grades"][0]["body"]["verdicts"]
    assert run(["data", "erase", "--yes"]) == 0
    assert run(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [content for content in files if ANSWER.encode() in content or b"half a draft" in content]


def test_doctor_names_a_wrong_setting_and_goes_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("cuont = 3")
    assert run(["--data-dir", str(tmp_path), "doctor"]) == 1
    out = capsys.readouterr().out
    assert "FAIL  settings" in out
    assert "no setting “cuont”" in out
    assert "bank" in out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("interviewer ")


def test_an_interview_without_its_grader_is_not_begun(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    assert run(["practice", "--plain", "--grader", "openai"]) == 1
    assert run(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "FILE", "--model", "x"], "--model x would not be used: no language model is configured here"),
        (["practice", "--plain", "--model", "x"], "set OPENAI_API_KEY, or OPENAI_BASE_URL"),
        (["grade", "FILE", "--grader", "local", "--model", "x"], "the embedded grader is chosen"),
        (["screen", "new", "a", "--model", "x"], "--model x would not be used"),
        (["report", "--since", "yesterday"], "--since: “yesterday” is no day; give one like 20"),
    ],
)
def test_what_would_be_passed_over_in_silence_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    file = str(submissions(tmp_path / "in.jsonl", ANSWER))
    assert run([file if argument == "FILE" else argument for argument in arguments]) == 1
    assert words in capsys.readouterr().err


def test_erasing_is_given_up_without_a_yes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("I don't know\n.\n"))
    assert run(["practice", "--plain", "--count", "1", "--seed", "3"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(["data", "erase"]) == 1
    told = capsys.readouterr()
    assert "Erase 1 interview with all answers and grades for good?" in told.out
    assert told.err.endswith("Nothing was erased.\n")
    assert run(["history", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
