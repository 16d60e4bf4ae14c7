"""What a good editor says of a bank."""

import pytest

from bank.checks import check
from bank.importers.reading import read_bytes
from bank.question import Bank


def _codes(text: str) -> set[str]:
    document = read_bytes(text.encode(), "b.md").document
    bank = Bank(id="b", title="b", questions=document.questions)
    return {diagnostic.code for diagnostic in check(bank)}


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
    assert all(diagnostic.level != "error" for diagnostic in check(seed_bank))
