"""Importing, exporting and checking banks from the command line."""

import json
from pathlib import Path

import pytest

from bank.errors import BankReadError
from bank.library import imported_ids, load_bank
from interviewer.banks import banks_folder, keep_bank, open_bank
from interviewer.cli.main import run
from interviewer.paths import Paths

DOCUMENT = """# Ropes

## Knots

### What is a knot?

- It holds a rope
- It can be undone

### What is a hitch?

It ties a rope to something else.

## Splices

### What is a splice?
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "ropes.md"
    path.write_text(DOCUMENT, "utf-8")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Paths:
    """The data folder that the command line uses in tests."""
    return Paths(tmp_path / "home")


def test_an_imported_bank_can_be_listed_shown_and_asked_from(
    document: Path, place: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bank", "import", str(document)]) == 0
    captured = capsys.readouterr()
    assert "3 questions, 2 with an answer, 1 for practice only" in captured.out
    assert "2 points, 1 criterion from sentences, 2 topics" in captured.out
    assert "ropes.md:16: warning UNANSWERED" in captured.err
    assert imported_ids(banks_folder(place)) == ["ropes"]
    assert run(["bank", "list", "--bank", "ropes"]) == 0
    listed = capsys.readouterr()
    assert listed.out.splitlines()[0] == "Ropes: 3 questions"
    second = listed.out.splitlines()[2]
    assert second.startswith("   2  ")
    assert second.endswith("[what-is-a-hitch]")
    assert listed.err == ""
    assert run(["bank", "show", "2", "--bank", "ropes"]) == 0
    assert capsys.readouterr().out.startswith("2. What is a hitch?\n   id what-is-a-hitch · ")


def test_one_of_a_kind_is_counted_in_the_singular(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.md").write_text("# One\n\n## What is a knot?\n\n- It holds a rope\n", "utf-8")
    assert run(["bank", "import", str(tmp_path / "one.md"), "--preview"]) == 0
    shown = capsys.readouterr().out
    assert "1 question, 1 with an answer" in shown
    assert "1 point, 1 topic" in shown


def test_a_preview_stores_nothing_and_shows_three_questions(
    document: Path, place: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bank", "import", str(document), "--preview"]) == 0
    shown = capsys.readouterr().out
    assert all(f"What is a {name}?" in shown for name in ("knot", "hitch", "splice"))
    assert imported_ids(banks_folder(place)) == []


@pytest.mark.parametrize("name", ["out.md", "out.json", "out.csv"])
def test_with_an_output_the_bank_is_written_there_and_not_stored(
    document: Path, place: Paths, tmp_path: Path, name: str
) -> None:
    assert run(["bank", "import", str(document), "-o", str(tmp_path / name)]) == 0
    back = load_bank(str(tmp_path / name))
    assert [q.text for q in back.questions] == ["What is a knot?", "What is a hitch?", "What is a splice?"]
    assert imported_ids(banks_folder(place)) == []


def test_importing_again_says_what_changed(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["bank", "import", str(document)])
    document.write_text(DOCUMENT.replace("ties a rope", "fastens a rope") + "\nWoven strands.\n", "utf-8")
    capsys.readouterr()
    assert run(["bank", "import", str(document)]) == 0
    captured = capsys.readouterr()
    assert "2 with another answer, 1 as they were" in captured.err


def test_counts_and_diagnostics_can_be_had_as_json(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bank", "import", str(document), "--preview", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["questions"], told["answered"], told["points"]) == (3, 2, 2)
    assert told["topics"] == {"Knots": 2, "Splices": 1}
    assert {each["code"] for each in told["diagnostics"]} == {"SPLITTER", "UNANSWERED"}


def test_only_strict_fails_on_a_warning(document: Path) -> None:
    assert run(["bank", "import", str(document), "--preview"]) == 0
    assert run(["bank", "import", str(document), "--preview", "--strict"]) == 1
    assert run(["bank", "import", str(document), "--preview", "--strict", "--unanswered", "skip"]) == 1


def test_unanswered_questions_points_and_topics_follow_the_options(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--preview", "--json", "--unanswered", "skip", "--points", "none", "--topic", "Rope work"]
    assert run(["bank", "import", str(document), *arguments]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["questions"], told["points"], told["topics"]) == (2, 0, {"Rope work": 2})


def test_columns_can_be_mapped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.csv"
    table.write_text("a,b,c\nx,Tides rise,Tell of tides\ny,Winds blow,Tell of winds\n", "utf-8")
    assert run(["bank", "import", str(table), "--map", "question=c,answer=2", "--preview", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 2


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["import", "nowhere.md"], 1, "does not exist"),
        (["import", "FILE", "--map", "nonsense"], 1, "is not understood"),
        (["import", "FILE", "-o", "out.exe"], 2, "a bank is written as one of"),
        (["import", "FILE", "--splitter", "magic"], 2, "--splitter"),
        (["import", "FILE", "--id", "ai-ml"], 1, "belongs to the bank that ships"),
        (["import", "FILE", "--id", "../../evil"], 1, "“../../evil” cannot be the id of a bank"),
        (["import", "FILE", "--format", "docx"], 1, "is no Word document and no Anki package"),
        (["import", "FILE", "-o", "FILE"], 1, "is there already; give another name, or --force"),
        (["export", "-o", "FILE"], 1, "is there already; give another name, or --force"),
        (["import", "FILE", "--splitter", "details"], 1, "holds no questions"),
        (["check", "nowhere"], 1, "no bank “nowhere”"),
        (["export", "--bank", "nowhere"], 1, "no bank “nowhere”"),
    ],
)
def test_what_goes_wrong_is_said_in_a_line(
    document: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, words: str
) -> None:
    given = [str(document) if argument == "FILE" else argument for argument in arguments]
    assert run(["bank", *given]) == status
    assert words in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_a_column_that_the_table_does_not_have_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.csv"
    table.write_text("a,b\nWhat is x?,Y\n", "utf-8")
    assert run(["bank", "import", str(table), "--map", "question=9", "--preview"]) == 1
    assert "--map: there is no column 9; the table has 2." in capsys.readouterr().err


def test_force_writes_over_a_file(document: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("mine", "utf-8")
    assert run(["bank", "import", str(document), "-o", str(out), "--preview"]) == 0
    assert out.read_text("utf-8") == "mine"
    assert run(["bank", "import", str(document), "-o", str(out), "--force"]) == 0
    assert len(load_bank(str(out)).questions) == 3


@pytest.mark.parametrize("form", ["markdown", "json", "csv", "anki", "moodle"])
def test_the_bank_that_ships_can_be_exported(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bank", "export", "--format", form]) == 0
    assert "diagonalize" in capsys.readouterr().out


def test_check_prints_remarks_with_their_places(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bank", "check", str(document)]) == 0
    assert "ropes.md:16: warning UNANSWERED" in capsys.readouterr().out
    assert run(["bank", "check", str(document), "--strict"]) == 1


def test_a_folder_becomes_one_bank(tmp_path: Path, place: Paths) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.md").write_text(DOCUMENT, "utf-8")
    (folder / "b.txt").write_text("1. What is a sail?\nAns: Cloth.\n", "utf-8")
    assert run(["bank", "import", str(folder)]) == 0
    assert len(open_bank(place, "many").questions) == 4


def test_kept_banks_are_private_and_the_bank_that_ships_cannot_be_replaced(place: Paths, document: Path) -> None:
    bank = load_bank(str(document))
    kept = keep_bank(place, bank)
    assert kept.file.stat().st_mode & 0o077 == 0
    assert open_bank(place, "ropes").questions == bank.questions
    with pytest.raises(BankReadError, match="belongs to the bank that ships"):
        keep_bank(place, bank.model_copy(update={"id": "ai-ml"}))


def test_points_that_are_bare_terms_are_warned_of_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "c.csv"
    table.write_text('question,answer\nWhat is CAP?,"- Consistency\n- Availability\n- Every node agrees"\n', "utf-8")
    assert run(["bank", "import", str(table), "--preview"]) == 0
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith("c.csv:2: warning BAREPOINT 2 of 3 points are one or two words, which the embedded grader")
    assert run(["bank", "import", str(table), "--preview", "--strict"]) == 1
