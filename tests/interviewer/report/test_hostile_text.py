"""Whatever people and models write, it is shown and does nothing."""

import csv
import io
import json
import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bank.question import Point, Question, Reference, Section, Source
from interviewer.records import SessionRecord
from interviewer.report import Format, render
from interviewer.report.csv_report import safe
from interviewer.report.markdown import escaped
from interviewer.report.marking import Mark, pieces
from interviewer.report.model import build_report
from interviewer.report.values import Due, Report
from interviewer.report.visible import one_line, visible
from rubrics.verdict import Claim, GraderInfo, Status
from tests.interviewer.report.builders import NOW, answer, failed, flagged, graded, overriding, question, record

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "</title></textarea></blockquote></main><h1>owned</h1>",
    '"><svg onload=alert(1)><a href="javascript:alert(1)">x</a>',
    "<iframe src=https://evil.example/></iframe><link rel=stylesheet href=//evil.example>",
    "' onmouseover='alert(1)' x='",
    "<!-- --><![CDATA[<script>]]>&lt;b&gt;&#60;b&#62;",
    "{{ 7*7 }}{% raw %}{% include 'x' %}{# c #}${7*7}%s{0}",
    "[click](javascript:alert(1)) ![i](https://evil.example/i.png) <https://evil.example>",
    "https://evil.example www.evil.example someone@evil.example",
    "# heading\n---\n===\n> quote\n- item\n1. one\n2) two\n+ plus\n    code\n```\nfence\n~~~\n| a | b |\n| - | - |",
    "*bold* _em_ `code` ~~gone~~ [ref]: x [^1] \\ \\* &amp; <b>b</b> $x^2$ trailing\\",
    '=HYPERLINK("http://evil.example","x")\n+1\n-1\n@SUM(1)\t=2',
    "\t=cmd|' /C calc'!A0",
    "\x1b[31mred\x1b]8;;http://evil.example\x07link\x1b]8;;\x07\x9b2J\x90q\x00\x08\x7f",
    "abc\u202edcba\u202c\u2066x\u2069\u200f",
    "half \ud83d of a pair \udc00 and \ufffe and \U000e0041",
    "- !!python/object/apply:os.system ['x']\n---\n&a *a",
    "a" * 3000,
    "مرحبا שלום 你好 " * 20,
    "Z\u0351\u036b\u0343\u036a\u0302\u036b" * 50,
    "list[int] [/b] [@click=app.quit]x[/]",
]
ALL = " ".join(HOSTILE)


def hostile_record(text: str) -> SessionRecord:
    """An interview in which every text that comes from outside is this one."""
    point = Point(text=text, line=1)
    asked = Question(
        id="q-1",
        text=text,
        topic=text,
        reference=Reference(
            lead=text, sections=(Section(heading=text, points=(point, Point(text=f"{text}!", line=2))),), closing=text
        ),
        source=Source(file=text, first_line=1, last_line=2),
    )
    grader = GraderInfo(name="openai", model=text, endpoint=text)
    claim = Claim(point=text, quote=text)
    said = graded(asked, "mc", text=text, beyond=[claim], wrong=[claim], grader=grader, reason=text, flags=[text])
    tries = [answer(said, prompt=text), overriding(answer(said, attempt=2), text, c1=Status.MISSED)]
    other = asked.model_copy(update={"id": "q-2"})
    interview = record(
        [(asked, tries), (other, [answer(failed(other, text, text), position=1)])],
        bank_title=text,
        reasons=(text, text),
        session_id="s",
    )
    return flagged(interview, 0, text)


def hostile_report(text: str) -> Report:
    return build_report([hostile_record(text)], earlier=[], due=[Due("q-1", text, NOW)], now=NOW)


class Elements(HTMLParser):
    """The tags, attributes and texts of a page, as a browser's tokeniser would see them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def elements(page: str) -> Elements:
    found = Elements()
    found.feed(page)
    return found


HARMLESS = elements(render(hostile_report("plain words, nothing else."), "html"))
SEEN = frozenset("script iframe img link object embed form input base audio video foreignobject animate set".split())


def assert_inert(page: str) -> None:
    found = elements(page)
    assert found.tags <= HARMLESS.tags
    assert not found.tags & SEEN
    for tag, name, value in found.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name != "style", (tag, name)
        if name in {"href", "src", "xlink:href", "action"}:
            assert re.fullmatch(r"#[\w-]+", value), (tag, name, value)
    assert page.count("<style>") == page.count("</style>") == 1


@pytest.mark.parametrize("text", [*HOSTILE, ALL])
def test_html_shows_text_and_nothing_of_it_acts(text: str) -> None:
    page = render(hostile_report(text), "html")
    assert_inert(page)
    shown = " ".join("".join(elements(page).texts).split())
    assert one_line(text) in shown
    page.encode("utf-8")


def test_the_policy_forbids_everything_but_the_style_sheet_inside() -> None:
    found = elements(render(hostile_report("x"), "html"))
    policy = next(v for tag, name, v in found.attributes if tag == "meta" and v.startswith("default-src"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_html_is_inert_whatever_is_written(text: str) -> None:
    assert_inert(render(hostile_report(text if text.strip() else "x"), "html"))


_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def walk(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *walk(token.children or []))]


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_escaped_markdown_reads_as_the_text_it_was(text: str) -> None:
    assert reads_as(text) == one_line(text)


def reads_as(text: str) -> str:
    tokens = walk(_MARKDOWN.parse(f"# {escaped(text)}"))
    kinds = {token.type for token in tokens}
    assert kinds <= {"heading_open", "inline", "text", "text_special", "heading_close"}, kinds
    return "".join(token.content for token in tokens if token.type in {"text", "text_special"})


ALLOWED = frozenset(
    "heading_open heading_close inline text text_special paragraph_open paragraph_close bullet_list_open "
    "bullet_list_close ordered_list_open ordered_list_close list_item_open list_item_close table_open table_close "
    "thead_open thead_close tbody_open tbody_close tr_open tr_close th_open th_close td_open td_close "
    "blockquote_open blockquote_close hardbreak softbreak strong_open strong_close em_open em_close".split()
)


@pytest.mark.parametrize("text", [*HOSTILE, ALL])
def test_markdown_has_no_markup_but_its_own(text: str) -> None:
    tokens = walk(_MARKDOWN.parse(render(hostile_report(text), "md")))
    assert {token.type for token in tokens} <= ALLOWED
    plain = walk(_MARKDOWN.parse(render(hostile_report("plain words, nothing else."), "md")))
    for kind in ("heading_open", "table_open", "td_open", "list_item_open", "strong_open", "em_open"):
        assert count(tokens, kind) == count(plain, kind), kind


def count(tokens: list[Token], kind: str) -> int:
    return sum(token.type == kind for token in tokens)


@pytest.mark.parametrize("text", [*HOSTILE, ALL])
def test_plain_text_has_no_character_that_acts_on_a_terminal(text: str) -> None:
    formats: tuple[Format, ...] = ("text", "md", "csv")
    for name in formats:
        page = render(hostile_report(text), name)
        controls = {char for char in page if unicodedata.category(char) in {"Cc", "Cs"}} - {"\n", "\t"}
        assert not controls
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)


@pytest.mark.parametrize("text", [*HOSTILE, ALL])
def test_json_is_ascii_and_holds_the_text_itself(text: str) -> None:
    page = render(hostile_report(text), "json")
    page.encode("ascii")
    assert not {char for char in page if ord(char) < 32 or ord(char) == 127} - {"\n"}
    loaded = json.loads(page)
    assert loaded["items"][0]["question"] == re.sub("[\ud800-\udfff]", "\ufffd", text)


@pytest.mark.parametrize("text", [*HOSTILE, ALL])
def test_no_csv_cell_begins_like_a_formula(text: str) -> None:
    page = render(hostile_report(text), "csv")
    rows = list(csv.reader(io.StringIO(page)))
    assert {len(row) for row in rows} == {len(rows[0])}
    for row in rows[1:]:
        for cell in row:
            assert not cell.lstrip(" \n\u200b\ufeff").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")), cell


@given(st.text(max_size=30))
def test_a_safe_cell_is_the_text_with_at_most_a_tab_before_it(text: str) -> None:
    assert safe(text).removeprefix("\t") in (visible(text), visible(text).removeprefix("\t"))
    assert not re.match(r"[ \n]*[=+\-@]", safe(text))


@given(st.text(max_size=100))
def test_visible_text_is_as_long_as_before(text: str) -> None:
    assert len(visible(text)) == len(text)
    assert visible(visible(text)) == visible(text)


SPANS = st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=8)


@given(st.text(max_size=40), SPANS)
def test_pieces_joined_are_the_answer_and_every_mark_ends_once(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(str(n), "met", start, end) for n, (start, end) in enumerate(spans)]
    found = pieces(text, marks)
    assert "".join(piece.text for piece in found) == text
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    assert sorted(m.label for piece in found for m in piece.ending) == sorted(m.label for m in inside)
    for mark in inside:
        covered = "".join(piece.text for piece in found if mark in piece.marks)
        assert covered == text[mark.start : mark.end]


@pytest.mark.parametrize("name", ["html", "md", "text"])
def test_an_answer_of_a_megabyte_is_cut_where_people_read_it(name: Format) -> None:
    page = render(megabyte_report(), name)
    assert len(page) < 60_000
    assert "980,000 more characters" in " ".join(page.split())


def test_an_answer_of_a_megabyte_is_whole_in_json() -> None:
    loaded = json.loads(render(megabyte_report(), "json"))
    assert loaded["items"][0]["attempts"][0]["text"] == "word " * 200_000


def megabyte_report() -> Report:
    said = failed(question(1), "word " * 200_000, "The answer is too long.")
    return build_report([record([(question(1), [answer(said)])])], now=NOW)
