"""Where banks come from, and what is said when they cannot be had."""

import os
from pathlib import Path

import pytest

from bank.errors import BankError, BankNotFoundError, BankReadError, QuestionNotFoundError, TopicNotFoundError
from bank.importers.decoding import MAX_BYTES
from bank.library import find_question, load_bank, questions_on
from bank.question import Bank


def _file(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "bank.txt"
    path.write_bytes(content)
    return str(path)


def test_a_file_of_the_users_own_is_a_bank(tmp_path: Path) -> None:
    bank = load_bank(_file(tmp_path, "\ufeff1. Why?\nAns: Because it is so.\n".encode()))
    assert (bank.id, [q.text for q in bank.questions]) == ("bank", ["Why?"])


def test_a_missing_bank_is_named_with_the_banks_there_are() -> None:
    with pytest.raises(BankNotFoundError, match=r"no bank “nowhere.txt”.*ai-ml"):
        load_bank("nowhere.txt")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no questions"),
        (b"just some prose\nwithout questions\n", "holds no questions"),
        (b"\x89PNG\r\n\0\0\0", "not a text file"),
        (b"1. Wh\0?\nAns: a\n" + bytes(range(256)), "not a text file"),
    ],
)
def test_a_file_without_questions_says_what_is_wrong(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(BankReadError, match=words):
        load_bank(_file(tmp_path, content))


def test_a_folder_is_no_bank(tmp_path: Path) -> None:
    with pytest.raises(BankReadError, match="is a folder"):
        load_bank(str(tmp_path))


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(BankReadError, match="a bank may have 20 MB"):
        load_bank(str(path))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can read everything")
def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    path = Path(_file(tmp_path, b"1. Why?\nAns: a\n"))
    path.chmod(0)
    with pytest.raises(BankReadError, match="Permission denied"):
        load_bank(str(path))


FIRST = "WHY do we  diagonalize the covariance matrix in PCA, and how does it relate to decorrelation of features?"


@pytest.mark.parametrize("key", ["1", "why-do-we-diag", FIRST])
def test_a_question_is_found_by_number_start_of_id_or_text(seed_bank: Bank, key: str) -> None:
    assert find_question(seed_bank, key).number == 1


@pytest.mark.parametrize("key", ["", "99", "what", "[/b] list[int]", "x" * 500])
def test_an_unknown_or_ambiguous_question_is_named(seed_bank: Bank, key: str) -> None:
    with pytest.raises(QuestionNotFoundError, match="interviewer bank list") as caught:
        find_question(seed_bank, key)
    assert len(str(caught.value)) < 300


def test_topics_are_matched_without_case_and_an_unknown_one_lists_those_there_are(seed_bank: Bank) -> None:
    assert {q.topic for q in questions_on(seed_bank, ["  mlops "])} == {"MLOps"}
    with pytest.raises(TopicNotFoundError, match="It has: classical ML"):
        questions_on(seed_bank, ["cooking"])


def test_every_bank_error_is_one_family() -> None:
    assert issubclass(BankNotFoundError, BankError)


def test_rewording_a_question_keeps_its_digest_and_changing_its_answer_does_not(seed_bank: Bank) -> None:
    question = seed_bank.questions[0]
    reworded = question.model_copy(update={"text": "Why diagonalise?"})
    other = question.model_copy(update={"reference": seed_bank.questions[1].reference})
    assert reworded.digest == question.digest
    assert other.digest != question.digest
