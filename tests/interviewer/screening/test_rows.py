"""Answers in files as people and programs write them."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.screening.errors import ScreenError
from interviewer.screening.rows import MAX_FIELD, File, read_rows

HEADER = "candidate,question,answer\n"


def _read(tmp_path: Path, content: str | bytes, name: str = "in.csv") -> File:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_rows(file)


def _lines(file: File) -> list[int]:
    return [row.line for row in file.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_in_its_encoding_and_with_its_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = "Question;Answer;CANDIDATE;extra\nq1;Größe, 語;c1;x\n".replace(";", delimiter)
    text = text.replace("Größe, 語", '"Größe, 語"')
    (row,) = _read(tmp_path, text.encode(encoding)).rows
    assert (row.candidate, row.question, row.answer, row.line) == ("c1", "q1", "Größe, 語", 2)


def test_what_is_not_utf8_is_guessed_and_told(tmp_path: Path) -> None:
    text = HEADER + "c1,q1,Die Größe des Gradienten hängt von der Schicht ab, nämlich überall\n".replace(", n", " n")
    file = _read(tmp_path, text.encode("cp1252"))
    assert file.rows[0].answer.startswith("Die Größe")
    assert "is not UTF-8" in file.notices[0]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=6))
def test_whatever_a_csv_writer_writes_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["candidate", "question", "answer"])
    writer.writerows(rows)
    file = _read(tmp_path_factory.mktemp("rows"), out.getvalue())
    wanted = [row for row in rows if any(field.strip() for field in row)]
    assert [(row.candidate, row.question, row.answer) for row in file.rows] == wanted
    assert file.bad == ()


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=6))
def test_whatever_json_holds_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    lines = [json.dumps(dict(zip(("candidate", "question", "answer"), row, strict=True))) for row in rows]
    file = _read(tmp_path_factory.mktemp("rows"), "\n".join(lines), "in.jsonl")
    assert [(row.candidate, row.question, row.answer) for row in file.rows] == rows


def test_a_row_is_known_by_the_line_it_begins_on(tmp_path: Path) -> None:
    file = _read(tmp_path, HEADER + 'c1,q1,"one\ntwo\nthree"\n\nc2,q1,short\nc3,q1\n')
    assert _lines(file) == [2, 6]
    assert [each.line for each in file.bad] == [7]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("c1,q1,an answer, cut by its comma", "the row has 4 columns and the first line 3"),
        ("c1,q1", "the row has 2 columns"),
        ('c1,q1,"said "so" again"', "no row of CSV"),
        ("c1,q1,nul \0 here", "“answer” holds a NUL character"),
        (f"c1,q1,{'x' * (MAX_FIELD + 1)}", "field larger than field limit"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_kept(tmp_path: Path, rows: str, words: str) -> None:
    file = _read(tmp_path, f"{HEADER}c0,q1,before\n{rows}\nc9,q1,after\n")
    assert [row.candidate for row in file.rows] == ["c0", "c9"]
    (bad,) = file.bad
    assert bad.line == 3
    assert words in bad.reason


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[1]", "must be an object"),
        ('{"candidate": "c", "question": "q"}', "“answer” is missing"),
        ('{"candidate": "c", "question": "q", "answer": null}', "“answer” is missing"),
        ('{"candidate": "c", "question": "q", "answer": 5}', "“answer” must be a text"),
        ('{"candidate": true, "question": "q", "answer": "a"}', "“candidate” must be a text"),
        ('{"candidate": "c", "question": "q", "answer": "a\\u0000b"}', "NUL"),
        ('{"answer": "' + "x" * 3_000_000 + '"}', "characters; at most"),
    ],
)
def test_a_bad_line_of_json_is_told_and_the_others_are_kept(tmp_path: Path, line: str, words: str) -> None:
    good = '{"candidate": 7, "question": 12, "answer": "a", "name": "N"}'
    file = _read(tmp_path, f"{good}\n{line}\n\n{good}\n", "in.jsonl")
    assert [(row.candidate, row.question, row.name) for row in file.rows] == [("7", "12", "N")] * 2
    (bad,) = file.bad
    assert bad.line == 2
    assert words in bad.reason


def test_lone_surrogates_are_replaced_so_that_every_database_can_carry_the_text(tmp_path: Path) -> None:
    file = _read(tmp_path, '{"candidate": "c", "question": "q", "answer": "a\\ud800b"}', "in.jsonl")
    assert file.rows[0].answer == "a\ufffdb"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("in.csv", b"who,what\n1,2\n", "must name the columns candidate, question and answer"),
        ("in.csv", b"", "must name the columns"),
        ("in.csv", "candidate,question,answer\nc,q,a\n".encode("utf-16-le"), "no UTF-8 text"),
        ("in.csv", bytes(range(256)) * 40, "must name the columns"),
        ("in.xlsx", b"PK", "in a .csv or a .jsonl file"),
    ],
)
def test_a_file_that_holds_no_answers_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    with pytest.raises(ScreenError, match=words):
        _read(tmp_path, content, name)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ScreenError, match="is a folder"):
        read_rows(tmp_path / "folder.csv")
    with pytest.raises(ScreenError, match="cannot be read"):
        read_rows(tmp_path / "nowhere.csv")
