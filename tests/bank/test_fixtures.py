"""Documents of every shape that is understood, each counted by hand: questions, answered, points, choices, topics."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bank.importers.document import Document
from bank.importers.reading import Reading, read_bytes
from bank.question import Difficulty, Question

FOLDER = Path(__file__).parent.parent / "fixtures" / "bank"


@dataclass(frozen=True, slots=True)
class Count:
    """What a person counts in a document."""

    questions: int
    answered: int
    points: int
    topics: tuple[str, ...] = ("general",)
    choices: int = 0


COUNTED = {
    "bare_lists_then_lines.txt": Count(13, 0, 0, ("general", "Sails", "Ropes")),
    "bold_lines.md": Count(4, 3, 2, ("Light", "Sound")),
    "bold_number_then_task.md": Count(4, 2, 2, ("Eggs", "Dough")),
    "bold_numbered.md": Count(3, 3, 0),
    "bold_run_in.md": Count(3, 3, 2),
    "bom_crlf.md": Count(2, 2, 2),
    "bullets.md": Count(6, 0, 0, ("general", "Practical questions")),
    "bullets_answers_nested.md": Count(3, 2, 4),
    "cards.txt": Count(2, 2, 2, ("Birds",)),
    "chinese_labels.md": Count(3, 2, 2),
    "chinese.md": Count(3, 2, 2, ("网络", "系统")),
    "choice.md": Count(4, 4, 2, choices=3),
    "counted_by_hand.txt": Count(3, 2, 5),
    "choices_set_in.md": Count(3, 3, 0, choices=2),
    "columns.tsv": Count(2, 2, 0),
    "dashed_sections.txt": Count(7, 0, 0, ("Clocks", "Sundials")),
    "details.md": Count(5, 4, 4, ("Leaves", "Roots")),
    "details_hide_answers.md": Count(2, 2, 2),
    "duplicates.md": Count(4, 2, 0),
    "essays.gift": Count(4, 3, 0, ("Wind",), choices=1),
    "essays.xml": Count(3, 2, 3, ("Soil",), choices=1),
    "exercises.txt": Count(2, 2, 0),
    "fences.md": Count(3, 3, 2),
    "heading_closed_atx.md": Count(3, 2, 2),
    "heading_in_list.md": Count(3, 2, 2, ("Soil", "Roses")),
    "heading_levels_mixed.md": Count(4, 4, 0, ("Rigging", "Navigation")),
    "heading_numbered_toc.md": Count(3, 3, 2),
    "heading_plain.md": Count(4, 3, 2, ("Knives", "Heat")),
    "heading_q_label.md": Count(4, 4, 2, ("Weather questions",)),
    "heading_subquestions.md": Count(4, 4, 2, ("Fibres", "Looms")),
    "heading_without_blank.md": Count(6, 0, 0, ("Harmony questions", "Rhythm questions")),
    "hidden_parts.md": Count(4, 4, 2, choices=2),
    "italic_lines.md": Count(5, 2, 2, ("Beds", "Trees")),
    "latin1.txt": Count(2, 2, 0),
    "levels.md": Count(4, 4, 0, ("Beginner", "Advanced")),
    "link_list.md": Count(0, 0, 0, ()),
    "links_behind_dashes.md": Count(4, 1, 2, ("Knots", "Winds")),
    "links_only.md": Count(4, 2, 2),
    "list.yaml": Count(2, 2, 2, ("Poems",), choices=1),
    "mixed_shapes.md": Count(9, 5, 2, ("Warm-up", "Knowledge", "Prices")),
    "native.md": Count(2, 1, 2, ("Hinges",)),
    "numbered_bare.md": Count(5, 0, 0, ("Physics",)),
    "numbered_labelled.txt": Count(3, 3, 2),
    "numbered_levels_with_refrain.md": Count(4, 4, 0),
    "numbered_lies.txt": Count(4, 3, 2),
    "objects.json": Count(3, 2, 3, ("Contracts", "Torts")),
    "own_answers.md": Count(4, 2, 0),
    "one_a_line.gift": Count(5, 4, 0, ("Ropes", "Sails"), choices=2),
    "page_style.txt": Count(5, 5, 2, ("Clock Questions for Beginners", "Clock Questions for Experienced")),
    "page.html": Count(3, 3, 2, ("Red", "White")),
    "plain_questions.txt": Count(3, 2, 2),
    "qa_headings.md": Count(3, 2, 2, ("Hard", "Soft")),
    "qa_lines.md": Count(4, 4, 2),
    "rows.csv": Count(3, 2, 5, ("Loans", "Savings")),
    "set_in_bullets.md": Count(7, 0, 0, ("Workshop questions", "At the bench")),
    "table.md": Count(4, 3, 0, ("Easy questions", "Deep sky")),
    "title_and_body.md": Count(3, 3, 2),
    "told_as_a_talk.txt": Count(3, 3, 2),
    "titles_with_bodies.md": Count(5, 5, 2, ("Ropes", "Care")),
    "titles_only.md": Count(4, 4, 2, ("Creational", "Structural")),
    "utf16.csv": Count(2, 2, 0, ("Getränke",)),
}


def read(name: str) -> Reading:
    """A fixture, read as it is."""
    return read_bytes((FOLDER / name).read_bytes(), name)


def _question(document: Document, start: str) -> Question:
    return next(question for question in document.questions if question.text.startswith(start))


def _codes(document: Document) -> Counter[str]:
    return Counter(diagnostic.code for diagnostic in document.diagnostics)


def test_every_fixture_is_counted() -> None:
    assert {path.name for path in FOLDER.iterdir()} == COUNTED.keys()


@pytest.mark.parametrize(("name", "count"), COUNTED.items())
def test_what_a_person_counts_is_found(name: str, count: Count) -> None:
    questions = read(name).document.questions
    assert len(questions) == count.questions
    assert sum(question.is_answered for question in questions) == count.answered
    assert sum(1 for question in questions for _ in question.reference.bullets()) == count.points
    assert sum(question.kind == "choice" for question in questions) == count.choices
    assert tuple(dict.fromkeys(question.topic for question in questions)) == count.topics


@pytest.mark.parametrize("name", COUNTED)
def test_every_question_has_its_place(name: str) -> None:
    for question in read(name).document.questions:
        assert question.source
        assert question.source.file == name
        assert 1 <= question.source.first_line <= question.source.last_line


@pytest.mark.parametrize("name", COUNTED)
def test_ids_are_distinct_and_the_same_every_time(name: str) -> None:
    ids = [question.id for question in read(name).document.questions]
    assert len(set(ids)) == len(ids)
    assert ids == [question.id for question in read(name).document.questions]


def test_numbers_labels_links_and_marks_are_taken_off_the_question() -> None:
    texts = [question.text for question in read("heading_q_label.md").document.questions]
    assert texts == ["What is dew?", "Why is fog white?", "How do clouds form", "Name two winds"]
    assert _question(read("links_only.md").document, "What is entropy").text == "What is entropy?"
    assert _question(read("details.md").document, "What is a stoma").text == "What is a stoma?"


def test_difficulty_comes_from_emoji_brackets_words_and_sections() -> None:
    light = {q.text: q.difficulty for q in read("bold_lines.md").document.questions}
    assert light["What is refraction?"] is Difficulty.EASY
    assert light["Why is the sky red at dusk?"] is Difficulty.MEDIUM
    assert light["Explain the Doppler effect"] is Difficulty.HARD
    assert light["What is an echo?"] is None
    levels = [q.difficulty for q in read("levels.md").document.questions]
    assert levels == [Difficulty.EASY, Difficulty.EASY, Difficulty.HARD, Difficulty.MEDIUM]
    assert _question(read("levels.md").document, "What is reduction").tags == ("firing", "kiln")


def test_a_table_of_contents_is_left_out_and_said() -> None:
    for name in ("heading_numbered_toc.md", "heading_in_list.md", "heading_closed_atx.md"):
        assert _codes(read(name).document)["CONTENTS"] == 1, name


def test_a_comment_in_code_is_no_heading_and_code_is_no_point() -> None:
    first = _question(read("fences.md").document, "What does this print?")
    assert first.details.startswith("````")
    assert "What is not a question?" in first.details
    second = _question(read("fences.md").document, "How do you quote?")
    assert len(list(second.reference.bullets())) == 2
    assert "Why would this count?" in second.reference.exhibits[0]


def test_the_same_words_with_other_code_are_another_question() -> None:
    document = read("duplicates.md").document
    assert [q.text for q in document.questions].count("What does this print?") == 2
    assert _codes(document)["DUPLICATE"] == 1


def test_options_are_kept_with_the_question_and_never_become_points() -> None:
    output = _question(read("choice.md").document, "What's the output?")
    assert "- B: 2" in output.details
    assert "Answer: B" not in output.details
    assert output.reference.exhibits
    assert not list(output.reference.bullets())


def test_what_only_links_elsewhere_or_says_tbd_is_unanswered() -> None:
    unanswered = [q.text for q in read("links_only.md").document.questions if not q.is_answered]
    assert unanswered == ["What is entropy?", "Implement a heat pump on paper."]
    assert not _question(read("bold_lines.md").document, "Explain the Doppler").is_answered
    assert not _question(read("chinese.md").document, "进程和线程").is_answered


def test_links_to_read_are_no_points() -> None:
    green = _question(read("details.md").document, "Why are leaves green?")
    assert green.reference.lead == "Chlorophyll reflects green."
    assert not green.reference.sections


def test_the_own_bullets_of_a_question_are_not_its_answer() -> None:
    leaf = _question(read("details.md").document, "Name parts of a leaf")
    assert [bullet.point.text for bullet in leaf.reference.bullets()] == ["Blade - the flat part", "Stalk - holds it"]
    vectors = _question(read("numbered_bare.md").document, "Which of the following")
    assert vectors.details == "- force\n- mass"


def test_a_title_gives_way_to_the_question_in_its_body() -> None:
    texts = [question.text for question in read("title_and_body.md").document.questions]
    assert texts == ["How many sheep jump in an hour?", "Explain how two wolves hunt.", "Why does the dog bark?"]


def test_points_keep_their_nesting() -> None:
    sharpen = _question(read("heading_plain.md").document, "When do you sharpen")
    points = sharpen.reference.sections[0].points
    assert [point.text for point in points] == ["When it slides off a tomato", "Before it gets dangerous"]
    assert [child.text for child in points[1].children] == ["a dull blade slips"]


def test_encodings_are_found_out_and_said_where_they_were_guessed() -> None:
    cheese = read("latin1.txt").document
    assert cheese.questions[0].text == "Was ist Käse?"
    assert _codes(cheese)["ENCODING"] == 1
    assert _codes(read("utf16.csv").document)["ENCODING"] == 0
    assert _question(read("bom_crlf.md").document, "What is").text == "What is a latte?"


def test_the_winner_says_why_and_names_the_runner_up() -> None:
    said = next(d for d in read("choice.md").document.diagnostics if d.code == "SPLITTER")
    assert said.message.startswith("questions were told apart by a heading of level 4 per question: ")
    assert " of these read like questions, and they hold " in said.message
    assert "next best was" in said.message


def test_numbers_that_lie_are_kept_and_reported() -> None:
    document = read("numbered_lies.txt").document
    assert [question.number for question in document.questions] == [1, 1, 4, 9]
    assert _codes(document)["NUMBERS"] == 2


def test_a_bad_row_does_not_stop_the_others() -> None:
    document = read("rows.csv").document
    assert [str(d) for d in document.diagnostics if d.code == "BADROW"] == [
        "4: warning BADROW the row has no question; it was left out"
    ]
    assert document.questions[0].difficulty is Difficulty.EASY


def test_native_banks_hold_anchors_weights_and_licences() -> None:
    reading = read("native.md")
    door = reading.document.questions[0]
    pins, screws = door.reference.sections[0].points
    assert reading.bank_id == "doors"
    assert pins.anchors
    assert pins.anchors.says == ("The weight hangs on the pins.",)
    assert pins.anchors.misconceptions == ("The handle carries it.",)
    assert pins.anchors.hint == "What turns?"
    assert (screws.weight, screws.optional) == (2.0, True)
    assert door.reference.closing == "- this line is prose"
    assert door.details == "look at the picture"
    assert door.source
    assert door.source.licence == "CC-BY-4.0"


def test_a_short_text_that_fits_several_code_pages_is_read_as_the_most_common_of_them() -> None:
    asked = "Question: What is the naïve approach’s cost?\nAnswer: €10 – too much for a “façade”.\n"
    assert read_bytes(asked.encode("cp1252"), "a.txt").document.questions[0].text == (
        "What is the naïve approach’s cost?"
    )


def test_central_european_text_keeps_its_code_page() -> None:
    asked = (
        "Question: Co je to řetězec znaků a jak se liší od čísla?\nAnswer: Posloupnost znaků, ještě žádné číslo.\n"
    )
    assert read_bytes(asked.encode("cp1250"), "a.txt").document.questions[0].text.startswith("Co je to řetězec")
