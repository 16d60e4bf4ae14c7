"""The command line as its user meets it."""

import io
import json
from pathlib import Path

import pytest

from interviewer.cli.main import run

ANSWER = (
    "Sigmoid and tanh saturate, so their slope goes to zero and the gradient vanishes in a deep network, while the "
    "rectifier keeps a slope of exactly one for positive inputs. It is also cheap: just a comparison with zero."
)


def _submissions(path: Path, *answers: str) -> Path:
    lines = [json.dumps({"id": str(n), "question": "12", "answer": text}) for n, text in enumerate(answers)]
    path.write_text("\n".join(lines), "utf-8")
    return path


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


def test_grade_writes_a_line_an_answer_and_reports_bad_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = _submissions(tmp_path / "in.jsonl", ANSWER, "I don't know"), tmp_path / "out.jsonl"
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
    source, output = _submissions(tmp_path / "in.jsonl", ANSWER, "I don't know", "pass"), tmp_path / "out.jsonl"
    assert run(["grade", str(source), "-o", str(output)]) == 0
    first, second, third = output.read_text().splitlines()
    output.write_text(f"{third}\n{first}\n{second[:40]}")
    capsys.readouterr()
    assert run(["grade", str(source), "-o", str(output)]) == 0
    again = output.read_text().splitlines()
    assert "2 of 3 are graded already" in capsys.readouterr().err
    assert [json.loads(line)["id"] for line in again] == ["0", "1", "2"]
    assert (again[0], again[2]) == (first, third)


def test_grade_reads_stdin_and_writes_stdout(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({"id": 7, "question": "12", "answer": "\ud800 [/b] I don't know"})
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    assert run(["grade", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == 7


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


def test_grade_never_writes_over_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, other = _submissions(tmp_path / "in.jsonl", "pass"), tmp_path / "notes.txt"
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
    file = str(_submissions(tmp_path / "in.jsonl", ANSWER))
    assert run([file if argument == "FILE" else argument for argument in arguments]) == 1
    assert words in capsys.readouterr().err


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
