"""Plain-text question lists of all sorts."""

from hypothesis import given
from hypothesis import strategies as st

from bank.importers.text import read_text

SMALL = """My list

1. Why is the sky blue?
Ans: Because of scattering:
1. Rayleigh: short waves scatter more
2. Eyes: we see blue better than violet

2) What is rain?

Answer: Water.
"""


def test_a_question_is_a_numbered_line_with_an_answer_label() -> None:
    document = read_text(SMALL, "small.txt")
    assert document.title == "My list"
    assert [(q.number, q.text) for q in document.questions] == [(1, "Why is the sky blue?"), (2, "What is rain?")]
    assert [b.point.text for b in document.questions[0].reference.bullets()] == [
        "Rayleigh: short waves scatter more",
        "Eyes: we see blue better than violet",
    ]
    assert document.questions[1].reference.lead == "Water."


def test_windows_line_ends_and_separators_inside_lines_keep_the_line_numbers() -> None:
    document = read_text("1. A\u2028b?\r\nAns: x\r\n\r\n2. C?\r\nAns: y", "crlf.txt")
    assert [q.source.first_line for q in document.questions if q.source] == [1, 4]


def test_an_empty_answer_is_reported_with_its_line() -> None:
    document = read_text("\n1. Why?\nAns:\n", "empty.txt")
    assert [(d.line, d.code) for d in document.diagnostics] == [(2, "UNANSWERED")]


def test_equal_questions_with_different_answers_are_both_kept() -> None:
    document = read_text("1. Why?\nAns: a b\n2. Why?\nAns: c d\n", "twice.txt")
    assert [q.id for q in document.questions] == ["why", "why-2"]


def test_nesting_follows_indentation() -> None:
    text = "1. Q?\nAns: All:\n1. Head:\n    * one two\n        * deep\n    * three\n2. Plain point\n"
    points = read_text(text, "nested.txt").questions[0].reference.sections[0].points
    assert [p.text for p in points] == ["Head:", "Plain point"]
    assert [c.text for c in points[0].children] == ["one two", "three"]
    assert points[0].end_line == 6


@given(st.text(max_size=400))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    read_text(text, "any.txt")


_LINES = st.lists(
    st.sampled_from(
        [
            "1. Why?",
            "2. What:",
            "Ans:",
            "Ans: Because:",
            "* point",
            "    * nested",
            "- dash",
            "Heading:",
            "",
            "prose.",
        ]
    ),
    max_size=30,
)


@given(_LINES)
def test_no_bullet_is_lost_or_doubled(lines: list[str]) -> None:
    document = read_text("\n".join(lines), "made.txt")
    for question in document.questions:
        numbers = [b.point.line for b in question.reference.bullets()]
        assert len(numbers) == len(set(numbers))
        assert all(number is not None for number in numbers)
