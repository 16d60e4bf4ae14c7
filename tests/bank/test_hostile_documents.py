"""Documents that are out to do harm, or are merely broken: a sentence or a bank, never a crash or a hang."""

import io
import random
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bank.errors import BankReadError
from bank.importers.archives import MAX_MEMBER_BYTES
from bank.importers.decoding import MAX_BYTES
from bank.importers.reading import FORMATS, Options, read_bytes
from bank.importers.sniffing import sniff
from bank.importing import import_path

FOLDER = Path(__file__).parent.parent / "fixtures" / "bank"
SECONDS = 4.0
"""More than enough for any of the documents below on a slow, busy machine."""


def _zip(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name.replace("__", "/").replace("_xml", ".xml"))  # at a fixed time
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


BOMB = b"<w:document>" + b" " * (MAX_MEMBER_BYTES + 1)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<quiz><question><questiontext><text>&b;</text></questiontext></question></quiz>"
)
DEEP_XML = b"<quiz>" + b"<question>" * 5000 + b"</question>" * 5000 + b"</quiz>"
ALIASES = b"a: &a [x, x]\n" + b"".join(b"k%d: [*a, *a]\n" % n for n in range(300))


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("bomb.docx", _zip(word__document_xml=BOMB), "unpacks to more than 64 MB"),
        ("broken.docx", _zip(word__document_xml=b"<w:document>"), "not well-formed XML"),
        ("torn.docx", _zip(word__document_xml=b"<a/>")[:60], "damaged archive"),
        ("laughs.xml", LAUGHS, "declares a document type or entities"),
        ("laughs.docx", _zip(word__document_xml=LAUGHS), "declares a document type or entities"),
        ("deep.xml", DEEP_XML, "nested too deeply"),
        ("sheet.xlsx", _zip(xl__workbook_xml=b"<a/>"), "save it as .csv"),
        ("archive.zip", _zip(readme=b"x"), "unpack it and import the folder"),
        ("new.apkg", _zip(**{"collection.anki21b": b"x"}), "Support older Anki versions"),
        ("bad.apkg", _zip(**{"collection.anki2": b"not a database"}), "a damaged collection of Anki"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "save it as .docx"),
        ("note.rtf", b"{\\rtf1 What is it?}", "rich-text"),
        ("picture.md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not a text file"),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<<", "damaged PDF|no text layer"),
        ("tags.yaml", b'!!python/object/apply:os.system ["true"]', "not YAML that can be read"),
        ("aliases.yaml", ALIASES, "aliases"),
        ("deep.json", b"[" * 200_000, "not JSON|nested too deeply"),
        ("bad.json", b'{"question": ', "not JSON"),
        ("other.csv", b"a,b\n1,2\n3,4\n", "--map"),
        ("long.md", b"-\n" * 400_001, "more than 400,000 lines"),
        ("huge.md", b"x" * (MAX_BYTES + 1), "a bank may have 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "raw",
)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str, raw: bytes, words: str) -> None:
    started = time.process_time()
    with pytest.raises(BankReadError, match=words) as caught:
        read_bytes(raw, name)
    assert len(str(caught.value)) < 400
    assert time.process_time() - started < SECONDS


def test_noise_holds_no_questions() -> None:
    noise = random.Random(7).randbytes(5000).replace(b"\0", b"x")
    try:
        document = read_bytes(noise, "noise.txt").document
    except BankReadError:
        return
    assert not document.questions


LINES = [
    "[" * 5000, "*" * 5000, "`" * 5000, "- " * 3000, "> " * 3000, "<" * 8000, "&#" * 4000, "![" * 4000, "_a" * 4000,
    "?" * 20000, "#" * 5000, "(" * 5000, "\t" * 5000 + "x", "| " * 5000, "<!--" * 3000, "<details><summary>" * 800,
    "</details>" * 2000, "<table><tr><td>" * 800, "1. " * 3000, "Q: A: " * 3000, "Answer: " * 2000, "\u200b" * 5000,
    "a " * 9000, "**a " * 4000, "[a](" * 4000, "…" * 5000, "." * 9000 + " 3", "$" * 5000, "::" * 4000, "{" * 5000,
    "~" * 6000,
    "[[]" * 3000, "(a) " * 3000, "a? " * 5000, "🚀" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:6])
@pytest.mark.parametrize("form", ["markdown", "text", "html"])
def test_no_line_is_slow(line: str, form: str) -> None:
    started = time.process_time()
    read_bytes(f"# What is it?\n\n{line}\n\n1. {line}\n\nQ: {line}\n".encode(), "slow", Options(form))
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" " * n + "- a" for n in range(500)), "\n".join(["- a"] * 5000), "<summary>\n" * 2000,
        "a\n===\n" * 2000,
        "\n".join("#" * (n % 6 + 1) + f" {n}?" for n in range(3000)), "Q: a\nA: b\n\n" * 2000, "```\n" * 3001,
        "---\n" * 3000,
        "\n".join(f"{n}. Why?" for n in range(3000)), "| a | b |\n" * 3000, "**Why?**\n" * 3000, "<details>\n" * 2000,
        "\n".join(f"{'  ' * (n % 50)}{n}) x" for n in range(3000)),
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
@pytest.mark.parametrize("form", ["markdown", "text", "html"])
def test_no_document_is_slow(text: str, form: str) -> None:
    started = time.process_time()
    read_bytes(text.encode(), "slow", Options(form))
    assert time.process_time() - started < SECONDS


_PIECES = st.sampled_from(
    "# Why?|## 2. How|### |- a|  - b|1. What?|2) x|**Bold?**|**b**|```|~~~|<details>|<summary>q?</summary>|</details>"
    "|Q: x"
    "|A: y|Ans:|Answer:| |text"
    "|> quote|| a | b ||---|---||[x](#y)|* [ ] z|- A: o|- B: p|<table>|<!--|-->"
    '|::t:: q {=a ~b}|---|title: x|\tcode|•\u00a0x|①|TBD|<p>|&amp;|\u202e|{|}|,"|;'.split("|")
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines=st.lists(_PIECES, max_size=40),
    form=st.sampled_from([name for name in FORMATS if name not in {"docx", "pdf", "apkg"}]),
)
def test_any_mixture_of_shapes_is_read_or_refused(lines: list[str], form: str) -> None:
    try:
        document = read_bytes("\n".join(lines).encode(), "made.txt", Options(form)).document
    except BankReadError:
        return
    ids = [question.id for question in document.questions]
    assert len(set(ids)) == len(ids)
    for question in document.questions:
        assert question.text.strip()
        places = [bullet.point.line for bullet in question.reference.bullets()]
        assert all(place is not None for place in places)


@settings(max_examples=100, deadline=None)
@given(
    raw=st.binary(max_size=600),
    name=st.sampled_from(["a.md", "a.txt", "a.docx", "a.pdf", "a.apkg", "a.csv", "a.json", "a.xml"]),
)
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", b"%PDF-1.4\n", b"SQLite format 3\0", b"\xff\xfe"):
        try:
            read_bytes(start + raw, name)
        except BankReadError:
            continue


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_document_is_read_or_refused(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(FOLDER.iterdir())))
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place] = data.draw(st.integers(0, 255))
    try:
        read_bytes(bytes(raw), path.name)
    except BankReadError:
        return


def test_a_folder_names_what_cannot_be_read_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## What is a?\n\nA letter.\n", "utf-8")
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 torn")
    (tmp_path / ".hidden.md").write_text("## What is hidden?\n\nx\n", "utf-8")
    found = import_path(tmp_path)
    assert [question.text for question in found.bank.questions] == ["What is a?"]
    assert [each.diagnostic.code for each in found.noticed if each.file == "b.docx"] == ["UNREADABLE"]


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.md").write_text("## What is secret?\n\nx\n", "utf-8")
    (tmp_path / "in" / "link.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "in" / "a.md").write_text("## What is open?\n\ny\n", "utf-8")
    assert [question.text for question in import_path(tmp_path / "in").bank.questions] == ["What is open?"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("pdf", "c.txt is no PDF; leave out --format"),
        ("docx", "c.txt is no Word document and no Anki package; leave out --format"),
        ("moodle", "c.txt is not well-formed XML at line 1, column 1; export or save it again."),
        ("yaml", "c.txt is not YAML that can be read at line 1, column 5; mend it and try again."),
    ],
)
def test_the_wrong_format_is_called_so_without_words_of_a_parser(form: str, words: str) -> None:
    with pytest.raises(BankReadError) as refused:
        read_bytes(b"a: b: [c\n", "c.txt", Options(format=form))
    assert str(refused.value).startswith(words)


def test_code_in_braces_makes_no_text_a_gift_file() -> None:
    script = "Use this:\n\n    /x/{=\n    }\n\n    /y/{=\n    d\n    }\n\nPut it after a::b.\n"
    assert sniff(script + "More of it in plain words.\n" * 100, "sedfaq.txt") == "text"
    assert sniff("::One::What is a?{=A letter}\n\n::Two::What is 1?{=A number}\n", "quiz.txt") == "gift"
