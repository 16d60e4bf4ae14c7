"""What is written comes back: native Markdown and JSON whole, the formats of others with questions and points."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bank.exporters.csv import to_csv
from bank.exporters.formats import Target, write_bank
from bank.exporters.json import schema, to_json
from bank.exporters.markdown import to_markdown
from bank.importers.reading import Options, read_bytes
from bank.question import Anchors, Bank, Difficulty, Point, Question, Reference, Section, Source


def _read(text: str, name: str) -> tuple[Question, ...]:
    return read_bytes(text.encode(), name).document.questions


def test_the_bank_that_ships_comes_back_whole_from_markdown(seed_bank: Bank) -> None:
    back = read_bytes(to_markdown(seed_bank).encode(), "seed.md")
    assert back.bank_id == seed_bank.id
    assert back.document.title == seed_bank.title
    assert not back.document.diagnostics
    for old, new in zip(seed_bank.questions, back.document.questions, strict=True):
        assert new.id == old.id
        assert new.digest == old.digest
        assert (new.text, new.topic, new.difficulty, new.source) == (old.text, old.topic, old.difficulty, old.source)


def test_the_bank_that_ships_comes_back_the_same_from_json(seed_bank: Bank) -> None:
    assert _read(to_json(seed_bank), "seed.json") == seed_bank.questions


@pytest.mark.parametrize(("target", "name"), [("csv", "s.csv"), ("anki", "s.txt"), ("moodle", "s.xml")])
def test_other_programs_formats_keep_questions_topics_and_points(seed_bank: Bank, target: Target, name: str) -> None:
    back = _read(write_bank(seed_bank, target), name)
    assert [q.text for q in back] == [" ".join(q.text.split()) for q in seed_bank.questions]
    assert [q.topic for q in back] == [q.topic for q in seed_bank.questions]
    assert [q.difficulty for q in back] == [q.difficulty for q in seed_bank.questions]
    old = [len(list(q.reference.bullets())) for q in seed_bank.questions]
    assert [len(list(q.reference.bullets())) for q in back] == old


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Cn"]),
    min_size=1,
    max_size=12,
)
_LINE = st.lists(_TEXT, min_size=1, max_size=4).map(" ".join)
_NASTY = st.sampled_from(
    [
        "# x",
        "- y",
        "+ says: z",
        "<!-- a -->",
        "> q",
        "\\- b",
        "```",
        "~~~~exhibit",
        "---",
        "1. c",
        "a: b",
        "--",
        "#### h",
        "<!-- closing -->",
    ]
)
_WORDS = st.one_of(_LINE, _NASTY)
_ANCHORS = st.builds(
    Anchors,
    says=st.lists(_WORDS, max_size=2).map(tuple),
    misconceptions=st.lists(_WORDS, max_size=2).map(tuple),
    hint=st.none() | _WORDS,
    drafted_by=st.none() | _LINE,
)


def _says_something(anchors: Anchors) -> bool:
    return anchors.model_copy(update={"drafted_by": None}) != Anchors()


_LEAF = st.builds(
    Point, text=_WORDS, anchors=st.none() | _ANCHORS.filter(_says_something),
    optional=st.none() | st.booleans(), weight=st.sampled_from([1.0, 2.0, -1.0, 0.5]),
    quote=st.none() | _WORDS, drafted_by=st.none() | _LINE,
)  # fmt: skip
_POINT = st.builds(
    lambda point, children: point.model_copy(update={"children": tuple(children)}), _LEAF, st.lists(_LEAF, max_size=2)
)
_REFERENCE = st.builds(
    Reference,
    lead=st.lists(_WORDS, max_size=3).map("\n".join),
    sections=st.lists(
        st.builds(Section, heading=st.none() | _WORDS, points=st.lists(_POINT, min_size=1, max_size=3).map(tuple)),
        max_size=2,
    ).map(tuple),
    closing=st.lists(_WORDS, max_size=2).map("\n".join),
    exhibits=st.lists(st.one_of(_WORDS, st.just("```py\n# code\n```"), st.just("| a |\n| --- |")), max_size=2).map(
        tuple
    ),
)
_QUESTION = st.builds(
    Question, id=st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True), text=_WORDS, details=st.just("") | _WORDS,
    number=st.none() | st.integers(0, 9999), topic=_LINE, difficulty=st.none() | st.sampled_from(list(Difficulty)),
    reference=_REFERENCE, tags=st.lists(_LINE, max_size=2).map(tuple),
    source=st.builds(Source, file=_LINE, first_line=st.integers(1, 99), last_line=st.integers(99, 999)),
)  # fmt: skip


def _bank(questions: list[Question]) -> Bank:
    return Bank(id="made", title="Made: “by” chance", questions=tuple(questions))


def _drafts(point: Point) -> tuple[object, ...]:
    return point.anchors, point.quote, point.drafted_by


@settings(max_examples=120, deadline=None)
@given(st.lists(_QUESTION, max_size=3, unique_by=lambda question: question.id))
def test_any_bank_comes_back_from_markdown(questions: list[Question]) -> None:
    back = _read(to_markdown(_bank(questions)), "made.md")
    assert [q.id for q in back] == [q.id for q in questions]
    for old, new in zip(questions, back, strict=True):
        assert new.text == " ".join(old.text.split())
        assert new.reference.lead == old.reference.lead
        assert new.digest == old.digest
        assert [_drafts(bullet.point) for bullet in new.reference.bullets()] == [
            _drafts(bullet.point) for bullet in old.reference.bullets()
        ]
        assert (new.number, new.difficulty, new.tags, new.source) == (
            old.number,
            old.difficulty,
            old.tags,
            old.source,
        )


@settings(max_examples=60, deadline=None)
@given(st.lists(_QUESTION, max_size=3, unique_by=lambda question: question.id))
def test_any_bank_comes_back_from_json(questions: list[Question]) -> None:
    assert list(_read(to_json(_bank(questions)), "made.json")) == questions


def test_the_schema_names_every_field_that_is_written(seed_bank: Bank) -> None:
    written = json.loads(to_json(seed_bank))
    described = schema()
    assert written.keys() == set(described["required"])
    assert written["questions"][0].keys() <= described["$defs"]["Question"]["properties"].keys()
    assert described["$defs"].keys() >= {"Question", "Reference", "Section", "Point", "Anchors", "Source"}


def test_no_cell_is_a_formula() -> None:
    evil = Question(id="a", text="=HYPERLINK(1)", topic="@sum", reference=Reference(lead="+1", closing="-2"))
    rows = to_csv(_bank([evil])).split("\r\n")
    assert "'=HYPERLINK(1)" in rows[1]
    assert "'@sum" in rows[1]
    assert "'+1" in rows[1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("### Why?\n<!-- {bad} -->\n", "BADFIELD"),
        ("### Why?\n<!-- {\"difficulty\": \"odd\"} -->\n", "BADFIELD"),
        ("### \n\ntext\n", None),
        ("### Why?\n- a\n  + weight: much\n", "BADFIELD"),
        ("### Why?\n```py\nopen\n", "OPENFENCE"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_native_bank_is_said_and_the_rest_is_read(text: str, code: str | None) -> None:
    head = "---\ninterviewer: 1\n---\n\n"
    document = read_bytes(f"{head}{text}\n### How?\n\nSo.\n".encode(), "n.md").document
    codes = [diagnostic.code for diagnostic in document.diagnostics]
    assert (code in codes) if code else True
    if code != "OPENFENCE":
        assert document.questions[-1].text == "How?"


def test_a_topic_can_be_given_for_all() -> None:
    back = read_bytes(b"## What is a?\n\nb\n", "a.md", Options(topic="Letters")).document
    assert [q.topic for q in back.questions] == ["Letters"]
