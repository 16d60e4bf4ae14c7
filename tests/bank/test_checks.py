"""What a good editor says of a bank."""

import pytest

from bank.checks import check
from bank.exporters.markdown import to_markdown
from bank.importers.reading import Options, read_bytes
from bank.question import Bank


def _codes(text: str) -> set[str]:
    document = read_bytes(text.encode(), "b.md").document
    bank = Bank(id="b", title="b", questions=document.questions)
    return {each.diagnostic.code for each in check(bank)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("## What is it?\n", "UNANSWERED"),
        ("## What is it?\n\nA thing of some sort.\n", "NOPOINTS"),
        ("## What is it?\n\n" + "- a point of its own\n" * 14, "MANYPOINTS"),
        ("## What is it?\n\n- First it does this. Then it does that too.\n", "COMPOUND"),
        ("## What is it?\n\n- one\n- two\n", "BAREPOINT"),
        ("## What is it?\n\n- the cache keeps recent rows\n- recent rows stay inside the cache\n", "OVERLAP"),
        ("## What is it?\n\n- " + "word " * 70 + "\n", "LONGPOINT"),
        ("## What is it?\n\nOne answer of it.\n\n## What is it?\n\nAnother answer to it.\n", "REPEATED"),
        ("".join(f"## What is {n}?\n\nThing number {n} of all.\n\n" for n in range(12)), "NOTOPIC"),
    ],
)  # fmt: skip
def test_what_could_be_better_is_said(text: str, code: str) -> None:
    assert code in _codes(text)


def test_a_good_bank_has_nothing_to_be_said_of() -> None:
    text = "## Light\n\n### What bends light?\n\n- Glass slows it down\n- Gravity curves its path\n"
    assert not _codes(text)


def test_the_bank_that_ships_has_no_errors(seed_bank: Bank) -> None:
    assert all(each.diagnostic.level != "error" for each in check(seed_bank))


def test_lines_are_those_of_the_document_they_are_said_of() -> None:
    table = read_bytes(b"question,answer\nWhat is TCP?,A protocol of some sort.\n", "c.csv").document
    bank = Bank(id="c", title="c", questions=table.questions)
    assert [str(each)[:18] for each in check(bank)] == ["c.csv:2: notice NO"]
    exported = to_markdown(bank)
    again = read_bytes(exported.encode(), "c.md", Options(in_place=True)).document
    (said,) = check(Bank(id="c", title="c", questions=again.questions))
    assert said.file == "c.md"
    assert exported.splitlines()[said.diagnostic.line - 1] == "### What is TCP?"
