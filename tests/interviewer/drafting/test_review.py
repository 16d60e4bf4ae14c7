"""Drafts before their author: approved, changed, dropped, skipped; on disk at once, in the user's own file too."""

from collections.abc import Callable
from pathlib import Path

import pytest
import respx

from bank.errors import BankReadError
from bank.library import load_bank
from bank.question import Anchors, Bank, Point
from interviewer.approval import Waiting, editable, edited, waiting_in
from interviewer.authoring import change, open_desk
from interviewer.cli.drafting_run import Choice
from interviewer.cli.main import run
from interviewer.cli.options import Workplace
from interviewer.cli.review import review
from interviewer.config import Settings
from interviewer.paths import Paths
from tests.interviewer.drafting.service import ANCHORS, Service

pytestmark = pytest.mark.usefixtures("_model")
Captured = pytest.CaptureFixture[str]
NATIVE = """---
interviewer: 1
id: net
title: Networks
licence: CC0
---
A remark of the author's own.

## Transport

### What makes TCP reliable?
<!-- {"id": "tcp"} -->

- Segments carry   sequence numbers
  so that bytes can be ordered
  + weight: 2
- Lost segments are sent again
  + hint: What if one never arrives?

### What does a checksum do?

It guards data:

* not a point
- The receiver discards damaged segments
  - a detail of it
"""


@pytest.fixture
def native(tmp_path: Path, httpx2_mock: respx.Router, capsys: Captured) -> Path:
    """A file of the author's, with drafts for the two points that had nothing."""
    file = tmp_path / "net.md"
    file.write_text(NATIVE, "utf-8")
    file.chmod(0o640)
    Service(httpx2_mock)
    assert run(["bank", "anchors", str(file)]) == 0
    capsys.readouterr()
    return file


def _review(paths: Paths, file: Path, keys: str, edit: Callable[[str], str] | None = None) -> None:
    answers = iter(keys)
    place = Workplace(paths, Settings())
    review(place, str(file), Choice(), lambda: next(answers), edit or (lambda text: text))


def _anchors(bank: Bank) -> list[Anchors | None]:
    return [bullet.point.anchors for question in bank.questions for bullet in question.reference.bullets()]


def test_drafts_are_put_under_their_points_and_nothing_else_changes(native: Path) -> None:
    lines = native.read_text("utf-8").split("\n")
    marks = ("+ says:", "+ misconception:", "+ hint: What could", "+ anchors drafted by: m")
    kept = [line for line in lines if not line.strip().startswith(marks)]
    assert kept == NATIVE.split("\n")
    assert len(lines) == len(kept) + 2 * 7
    assert native.stat().st_mode & 0o777 == 0o640
    anchors = _anchors(load_bank(str(native)))
    assert anchors[1] == Anchors(hint="What if one never arrives?")
    assert anchors[0] is not None
    assert anchors[0].drafted_by == "m"


def test_each_decision_is_kept_at_once(native: Path, place: Paths, capsys: Captured) -> None:
    _review(place, native, "aq")
    first, _, last = _anchors(load_bank(str(native)))
    assert first is not None
    assert last is not None
    assert (first.drafted_by, last.drafted_by) == (None, "m")
    assert "Still waiting: 1 draft." in capsys.readouterr().err
    _review(place, native, "d")
    assert _anchors(load_bank(str(native)))[2] is None
    assert native.read_text("utf-8").count("+ says") == 3
    assert run(["bank", "anchors", str(native)]) == 0
    _review(place, native, "a")
    assert "Nothing waits any more" in capsys.readouterr().err
    _review(place, native, "")
    assert "No draft waits." in capsys.readouterr().err


def test_decisions_in_a_row_find_their_points_though_lines_have_moved(native: Path, place: Paths) -> None:
    _review(place, native, "aa")
    first, _, last = _anchors(load_bank(str(native)))
    assert first is not None
    assert last is not None
    assert (first.drafted_by, last.drafted_by, first.says) == (None, None, tuple(ANCHORS["says"]))


def test_an_unknown_key_asks_again_and_a_skipped_draft_waits_on(native: Path, place: Paths) -> None:
    _review(place, native, "x s?s".replace(" ", ""))
    assert len(waiting_in(load_bank(str(native)).questions)) == 2


def test_what_was_edited_is_what_is_approved(native: Path, place: Paths) -> None:
    seen: list[str] = []

    def edit(text: str) -> str:
        seen.append(text)
        lines = [line for line in text.splitlines() if "misconception" not in line]
        return "\n".join(lines).replace(ANCHORS["says"][0], "My   own words: [bold]so[/bold] \x1b[31mred.")

    _review(place, native, "eaq", edit)
    anchors = _anchors(load_bank(str(native)))[0]
    assert anchors is not None
    assert anchors.says[0].startswith("My own words: [bold]so[/bold]")
    assert anchors.misconceptions == ()
    assert anchors.drafted_by is None
    assert "# Segments carry sequence numbers so that bytes can be ordered" in seen[0]


def test_a_drawn_point_can_be_reworded_and_dropped(
    document: Path, place: Paths, tmp_path: Path, httpx2_mock: respx.Router
) -> None:
    Service(httpx2_mock)
    target = tmp_path / "drawn.md"
    assert run(["bank", "import", str(document), "--points", "model", "-o", str(target)]) == 0
    _review(place, target, "eada", lambda text: text.replace("- The host", "- + First the host"))
    points = [bullet.point for bullet in load_bank(str(target)).questions[2].reference.bullets()]
    assert [point.text for point in points] == [
        "+ First the host name is resolved by DNS.",
        "The browser sends an HTTP request.",
    ]
    assert all(point.drafted_by is None for point in points)
    assert points[0].quote == "host name is resolved by DNS"


def test_an_editor_that_leaves_nothing_leaves_a_point_its_words() -> None:
    bank = Bank(id="b", title="b", questions=())
    point = Point(text="Ordering", quote="is ordered", drafted_by="m")
    question = load_bank().questions[0]
    assert edited(Waiting(question, point), "") == point
    assert "- Ordering" in editable(Waiting(question, point))
    assert waiting_in(bank.questions) == []


def test_changes_made_meanwhile_are_not_lost(native: Path, place: Paths) -> None:
    desk = open_desk(place, str(native))
    native.write_text(native.read_text("utf-8").replace("A remark", "Another remark"), "utf-8")
    change(desk, place, lambda bank: bank)
    _review(place, native, "aq")
    assert "Another remark" in native.read_text("utf-8")


def test_lines_of_other_systems_keep_their_ends(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    file = tmp_path / "net.md"
    file.write_bytes(NATIVE.replace("\n", "\r\n").encode())
    Service(httpx2_mock)
    assert run(["bank", "anchors", str(file)]) == 0
    text = file.read_bytes().decode()
    assert text.count("\r\n") == text.count("\n") == NATIVE.count("\n") + 14


def test_a_json_bank_of_the_users_keeps_what_else_it_holds(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    source, file = tmp_path / "net.md", tmp_path / "net.json"
    source.write_text(NATIVE, "utf-8")
    assert run(["bank", "import", str(source), "-o", str(file)]) == 0
    file.write_text(
        file.read_text("utf-8").replace('{\n "format"', '{\n "$schema": "bank.schema.json",\n "format"'), "utf-8"
    )
    Service(httpx2_mock)
    assert run(["bank", "anchors", str(file)]) == 0
    assert '"$schema": "bank.schema.json"' in file.read_text("utf-8")
    assert len(waiting_in(load_bank(str(file)).questions)) == 2


@pytest.mark.parametrize("name", ["prose.txt", "prose.md"])
def test_a_document_that_cannot_hold_drafts_is_refused_with_the_way_out(
    tmp_path: Path, place: Paths, name: str
) -> None:
    file = tmp_path / name
    file.write_text("1. What is TCP?\nAns:\n- A protocol\n- Reliable\n", "utf-8")
    with pytest.raises(BankReadError, match="import it first"):
        open_desk(place, str(file))


def test_without_a_terminal_the_review_names_the_other_ways(native: Path, capsys: Captured) -> None:
    assert run(["bank", "anchors", str(native), "--review"]) == 1
    assert "--approve-all" in capsys.readouterr().err
