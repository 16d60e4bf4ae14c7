import json
from pathlib import Path

import pytest

from rubrics.local.files import DATA
from rubrics.local.wordpiece import WordPiece

RECORDED = json.loads(Path(__file__).with_name("wordpiece.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def tokenizer() -> WordPiece:
    return WordPiece.from_file(DATA / "vocab.txt")


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: repr(case["text"][:20]))
def test_pieces_are_those_that_transformers_finds(tokenizer: WordPiece, case: dict[str, object]) -> None:
    assert tokenizer.encode(str(case["text"])) == case["ids"]


def test_names_of_special_tokens_in_an_answer_are_ordinary_text(tokenizer: WordPiece) -> None:
    assert not {100, 101, 102, 103} & set(tokenizer.encode("[CLS] [SEP] [MASK] [UNK]"))
