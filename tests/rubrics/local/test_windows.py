from hypothesis import given
from hypothesis import strategies as st

from rubrics.local.windows import sentences, windows


def words_of(answer: str) -> list[str]:
    return [answer[start:end] for start, end in windows(sentences(answer))]


def test_windows_are_sentences_then_neighbouring_pairs_then_clauses() -> None:
    answer = "Ridge keeps both columns, while lasso drops one of them. Refit it."
    assert words_of(answer) == [
        "Ridge keeps both columns, while lasso drops one of them.",
        "Refit it.",
        answer,
        "Ridge keeps both columns",
        "while lasso drops one of them.",
    ]


def test_lines_of_a_list_are_sentences() -> None:
    assert words_of("* flat memory\n* lazy values") == [
        "* flat memory",
        "* lazy values",
        "* flat memory\n* lazy values",
    ]


def test_a_run_of_words_without_punctuation_is_cut() -> None:
    assert [len(text.split()) for text in words_of("word " * 100)[:3]] == [40, 40, 20]


def test_text_without_letters_has_no_windows() -> None:
    assert words_of(" \n .. !? -") == []


@given(st.text(max_size=300))
def test_every_window_is_a_stripped_span_of_the_answer(answer: str) -> None:
    for start, end in windows(sentences(answer)):
        assert 0 <= start < end <= len(answer)
        assert answer[start:end] == answer[start:end].strip()
