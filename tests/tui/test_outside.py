"""Text from people, files and models shows as harmless text, on every screen and in every widget."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.content import Content
from textual.style import Style
from textual.visual import Visual, visualize
from textual.widgets import Static

from bank.question import Bank, Point, Question, Reference, Section
from interviewer.engine import presentable
from interviewer.paths import Paths
from rubrics.extraction import extract_rubric
from rubrics.verdict import Claim
from tests.fakes import ScriptedGrader
from tests.tui.stage import MIXED, stage
from tui.outside import content, one_line, shown
from tui.widgets.answer_view import Quote, marked
from tui.widgets.checklist import Checklist
from tui.widgets.editor import AnswerEditor, fit_to_edit
from tui.widgets.findings import Finding, FindingList
from tui.widgets.model_answer import ModelAnswer
from tui.widgets.notice import Notice
from tui.workspace import StartRequest

HOSTILE = {
    "type": "list[int] and dict[str, [a]]",
    "closing": "[/b] [/] [bold",
    "link": "[@click=app.quit]press me[/]",
    "ansi": "\x1b[31mred\x1b[0m \x1b[2J\x1b[H",
    "osc": "\x1b]0;title\x07\x1b]8;;http://x.example\x1b\\link",
    "c1": "\x9b31m \x85 \x90",
    "bidi": "\u202eright to left\u202c \u2066x\u2069",
    "arabic": "مرحبا بالعالم שלום",
    "zero-width": "a\u200bb\ufeffc\u2060d",
    "surrogate": "lone \ud800 and \udfff",
    "emoji": "👩‍👩‍👧‍👦 🇫🇷 ❤️ ✋🏽",
    "zalgo": "Z̸̡̛a̵l̷g̶o" + "\u0301" * 50,
    "controls": "".join(map(chr, range(0x20))) + "\x7f",
    "backspaces": "abc\b\b\bxyz\r\rover",
}
ANY_TEXT = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=st.characters(categories=("Cc", "Cf", "Cs", "Co", "Cn", "Mn")), max_size=60),
    st.sampled_from(sorted(HOSTILE.values())),
    st.lists(
        st.sampled_from(["[", "]", "[/", "@click=", "\x1b[", "\n", "a", " ", "\\", "$", "👩‍👧", "שלום"]), max_size=40
    ).map("".join),
    st.text(alphabet="wide ", min_size=500, max_size=3000),
)


def _unfit(text: str) -> list[str]:
    """Characters that must never reach a terminal."""
    allowed = "\u200c\u200d\u00ad"
    return [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in allowed]


@given(ANY_TEXT)
def test_shown_text_keeps_its_length_and_loses_what_is_unfit(text: str) -> None:
    safe = shown(text)
    assert len(safe) == len(text)
    assert _unfit(safe.replace("\n", "")) == []
    assert shown(safe) == safe
    assert "\n" not in one_line(text)
    assert content(text).plain == safe


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_text_shows_as_it_is(text: str) -> None:
    assert shown(text) == text


@given(ANY_TEXT, st.lists(st.tuples(st.integers(-5, 250), st.integers(-5, 250)), max_size=6))
def test_marking_quotes_changes_no_character_of_the_answer(text: str, spans: list[tuple[int, int]]) -> None:
    safe = shown(text)
    quotes = [Quote(n, a, b, "$text-success") for n, (a, b) in enumerate(spans, 1) if 0 <= a < b <= len(safe)]
    plain = marked(safe, quotes, 1).plain
    for quote in quotes:
        plain = plain.replace(f"[{quote.number}]", "")
    expected = safe
    for quote in quotes:
        expected = expected.replace(f"[{quote.number}]", "")
    assert plain == expected


@given(ANY_TEXT)
def test_text_for_the_editor_keeps_its_words(text: str) -> None:
    assert fit_to_edit(text).split() == shown(text.replace("\r\n", "\n").replace("\r", "\n")).split()


class _Everything(App[None]):
    """Every widget that shows outside text."""

    def compose(self) -> ComposeResult:
        yield Notice(id="notice")
        yield FindingList(id="findings")
        yield Checklist(id="checklist")
        yield ModelAnswer(id="model")
        yield AnswerEditor(id="editor")
        yield Static("", id="static")


def _rendered(widget: Static, width: int = 37) -> str:
    visual = visualize(widget, widget.render(), markup=False)
    strips = Visual.to_strips(widget, visual, width, None, Style())
    assert all(strip.cell_length <= width for strip in strips)
    return "\n".join(strip.text for strip in strips)


async def test_every_widget_shows_any_text_harmlessly() -> None:
    app = _Everything()
    async with app.run_test(size=(80, 24)) as pilot:

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(ANY_TEXT, ANY_TEXT)
        def pushed(text: str, other: str) -> None:
            app.query_one(Notice).say(text)
            finding = Finding(1, "met", text, other, reason=text, quote=other, before="missed")
            app.query_one(FindingList).show_findings([finding])
            app.query_one(Checklist).show_names([(text, other)], [text])
            section = Section(
                heading=text, points=(Point(text=other), Point(text=text, children=(Point(text=other),)))
            )
            question = Question(id="q", text=text, reference=Reference(lead=text, sections=(section,), closing=other))
            app.query_one(ModelAnswer).show_reference(question.reference, extract_rubric(question), {"c1": "missed"})
            app.query_one(AnswerEditor).open_text(text)
            for widget in (app.query_one(Notice), app.query_one(ModelAnswer)):
                assert _unfit(_rendered(widget).replace("\n", "")) == []
            for option_list in (app.query_one(FindingList), app.query_one(Checklist)):
                prompt = option_list.get_option_at_index(0).prompt
                assert isinstance(prompt, Content)
                assert _unfit(prompt.plain) == []
            lines = app.query_one(AnswerEditor).render_lines(app.query_one(AnswerEditor).region.reset_offset)
            assert _unfit("".join(strip.text for strip in lines)) == []

        pushed()
        await pilot.pause()


def _bank(hostile: str) -> Bank:
    """A bank with the text in every place. Lone surrogates cannot come from a file, so they are replaced."""
    text = presentable(hostile)
    points = tuple(Point(text=f"Point {n} {text}: it is one of all the points", line=n) for n in (1, 2))
    reference = Reference(lead=text, sections=(Section(heading=text, points=points),), closing=text)
    first = Question(id="first", text=f"Why does {text} matter?", topic=text, reference=reference, tags=(text,))
    return Bank(id="b", title=text, questions=(first, first.model_copy(update={"id": "second"})), notices=(text,))


TOGETHER = {
    "markup": ("type", "closing", "link"),
    "escapes": ("ansi", "osc", "c1", "controls", "backspaces"),
    "direction": ("bidi", "arabic", "zero-width"),
    "characters": ("surrogate", "emoji", "zalgo"),
}


@pytest.mark.parametrize("kind", TOGETHER)
async def test_hostile_text_goes_through_every_screen_as_text(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    hostile = " ".join(HOSTILE[each] for each in TOGETHER[kind])
    monkeypatch.setattr("interviewer.banks.open_bank", lambda _paths, _name=None: _bank(hostile))
    beyond = [Claim(point=f"beyond {hostile}", quote=hostile, span=(0, 4))]
    grader = ScriptedGrader([MIXED, f"The model said {hostile}", f"again {hostile}"], beyond=beyond)
    async with stage(paths, grader=grader) as on:

        def check() -> None:
            assert _unfit("".join(on.rows())) == []

        await on.until_shown("[ ] ")
        check()
        await on.press("n")
        await on.at_question()
        check()
        await on.type(f"An answer with {hostile} in it. And more words follow here.")
        await on.pilot.pause()
        check()
        await on.press("ctrl+s")
        await on.at_feedback()
        check()
        await on.press("down", "m", "end")
        await on.pilot.pause()
        check()
        await on.press("f1")
        await on.pilot.pause()
        check()
        await on.press("escape", "n")
        await on.answer(hostile + " and words enough to be an answer")
        await on.until_shown("The model said")
        check()
        await on.press("n")
        await on.until(lambda: on.screen_name == "ReportScreen")
        await on.until_shown("Questions")
        check()
        for room in ("b", "h", "s"):
            await on.press("escape")
            await on.at_home()
            check()
            await on.press(room)
            await on.until(lambda: on.screen_name != "HomeScreen")
            await on.pilot.pause(0.1)
            check()
            await on.press("escape")
            await on.at_home()
            await on.press("b")
            await on.until(lambda: on.screen_name != "HomeScreen")
        assert on.app.is_running


async def test_a_link_in_an_answer_is_not_one(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer("[@click=app.quit]press me[/] and these are words of an answer. " * 3)
        await on.at_feedback()
        await on.until_shown("[@click=app.quit]")
        for y, row in enumerate(on.rows()):
            if "press me" in row:
                await on.pilot.click(offset=(row.index("press me") + 2, y))
        await on.pilot.pause()
        assert on.screen_name == "FeedbackScreen"
        assert on.app.is_running
