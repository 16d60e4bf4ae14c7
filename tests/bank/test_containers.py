"""Word documents, PDF and packages of Anki."""

from pathlib import Path

from bank.importers.document import Document
from bank.importers.reading import read_bytes
from tests.bank.containers import apkg, docx, levels, paragraph, pdf

HEADINGS = (
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="U1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="U2"><w:name w:val="heading 2"/><w:basedOn w:val="U1"/></w:style>'
)


def _counts(document: Document) -> tuple[int, int, int]:
    questions = document.questions
    points = sum(1 for question in questions for _ in question.reference.bullets())
    return len(questions), sum(question.is_answered for question in questions), points


def test_numbers_may_live_only_in_the_list_definition() -> None:
    raw = docx(
        paragraph("Tides", style="Titel"),
        paragraph("Basics", style="U1"),
        paragraph("What is a spring tide?", number=(1, 0)),
        paragraph("It is high:"),
        paragraph("the moon pulls", number=(2, 0)),
        paragraph("the sun helps", number=(2, 1)),
        paragraph("Explain neap tides", number=(1, 0)),
        paragraph("They are low."),
        paragraph("What is slack water?", number=(1, 0)),
        numbering=levels(1, "decimal") + levels(2, "bullet", "bullet"),
        styles=HEADINGS,
    )
    document = read_bytes(raw, "tides.docx").document
    assert _counts(document) == (3, 2, 1)
    assert [question.number for question in document.questions] == [1, 2, 3]
    assert {question.topic for question in document.questions} == {"Basics"}
    assert document.title == "Tides"


def test_italics_may_be_all_that_marks_a_question() -> None:
    parts = [
        ("What is ebb?", "Water runs out."),
        ("Describe a bore", "A wave up a river."),
        ("What is flood?", "In."),
    ]
    raw = docx(*(p for q, a in parts for p in (paragraph(q, run="<w:i/>"), paragraph(a))))
    assert _counts(read_bytes(raw, "italic.docx").document) == (3, 3, 0)


def test_bold_lines_and_tables_of_questions_are_read_together() -> None:
    row = "<w:tr>{}</w:tr>"
    cell = "<w:tc>{}</w:tc>"
    rows = [
        ("Question", "Answer"),
        ("What is a quay?", "A wall."),
        ("What is a mole?", "A dam."),
        ("What is a dock?", ""),
    ]
    table = "".join(row.format("".join(cell.format(paragraph(text)) for text in texts)) for texts in rows)
    raw = docx(
        paragraph("What is a pier?", run="<w:b/>"),
        paragraph("It stands on piles."),
        paragraph("What is a jetty?", run='<w:b w:val="true"/>'),
        paragraph("It guards a harbour."),
        f"<w:tbl>{table}</w:tbl>",
    )
    assert _counts(read_bytes(raw, "bold.docx").document) == (5, 4, 0)


def test_lettered_items_are_options() -> None:
    raw = docx(
        paragraph("Which of the following floats?", number=(1, 0)),
        paragraph("stone", number=(2, 0)),
        paragraph("cork", number=(2, 0)),
        paragraph("Answer: b"),
        paragraph("Why does cork float?", number=(1, 0)),
        paragraph("It is light."),
        numbering=levels(1, "decimal") + levels(2, "lowerLetter"),
    )
    kinds = [question.kind for question in read_bytes(raw, "letters.docx").document.questions]
    assert kinds == ["choice", "open"]


def test_a_pdf_is_read_page_by_page_without_its_running_heads() -> None:
    pages = [
        ["Harbour School 2020", "1. What is a lee shore?", "A coast that the wind blows a ship towards.", "Page 1"],
        ["Harbour School 2020", "2. Why is it feared?", "- The ship drifts ashore", "- There is no room", "Page 2"],
        ["Harbour School 2020", "3. What is an offing?", "Page 3"],
    ]
    document = read_bytes(pdf(*pages), "shore.pdf").document
    assert _counts(document) == (3, 2, 2)
    assert [question.source.first_line for question in document.questions if question.source] == [1, 2, 3]
    assert "Harbour School" not in document.questions[0].reference.lead


def test_packages_of_anki_give_notes_decks_and_tags(tmp_path: Path) -> None:
    raw = apkg(
        tmp_path,
        ("What is a neap tide?\x1fA small tide.<ul><li>moon and sun pull apart</li></ul>", " tide easy "),
        ("{{c1::Slack}} water stands still\x1f", ""),
    )
    document = read_bytes(raw, "tides.apkg").document
    assert _counts(document) == (2, 2, 1)
    assert {question.topic for question in document.questions} == {"Tides"}
    assert document.questions[0].tags == ("tide",)
    assert document.questions[1].text == "… water stands still"


def test_escape_sequences_leave_nothing_behind_in_words_and_ids() -> None:
    raw = b"## \x1b[1;31mWhat is \x1b]8;;https://example.org\x07tide\x1b]8;;\x07?\x1b[0m\n\nWater \x1b(Bmoves.\n"
    found = read_bytes(raw, "a.md").document.questions
    assert [(q.id, q.text, q.reference.lead) for q in found] == [("what-is-tide", "What is tide?", "Water moves.")]
