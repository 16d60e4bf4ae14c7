"""The screens beside an interview in terminals of any size, and with text that is out to harm."""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from textual.app import App, ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from bank.question import Anchors, Bank, Point, Question, Reference, Section
from interviewer.paths import Paths
from rubrics.extraction import extract_rubric
from rubrics.grader import Task
from rubrics.verdict import Status
from tests.fakes import ScriptedGrader
from tests.tui.stage import MIXED, Stage, stage
from tests.tui.test_outside import ANY_TEXT, HOSTILE
from tests.tui.test_places import SIZES
from tui.compared import compared_lines, point_details
from tui.outside import one_line
from tui.search import Search, Wanted
from tui.widgets.long_list import LongList
from tui.widgets.question_list import QuestionLine, QuestionList
from tui.widgets.rubric_view import RubricView
from tui.workspace import StartRequest


def _unfit(text: str) -> list[str]:
    """Characters that must never reach a terminal."""
    return [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\u200c\u200d\u00ad\n"]


def _question(text: str, point: str) -> Question:
    anchors = Anchors(says=(point,), misconceptions=(text,), hint=point)
    section = Section(heading=text, points=(Point(text=point or "-", anchors=anchors),))
    return Question(id="q", text=text, details=point, topic=text, reference=Reference(lead=text, sections=(section,)))


class _Lists(App[None]):
    def compose(self) -> ComposeResult:
        yield LongList(id="lines")
        yield QuestionList(id="questions")
        yield RubricView(id="rubric")


async def test_lists_and_rubrics_show_any_text_harmlessly() -> None:
    app = _Lists()
    async with app.run_test(size=(60, 30)) as pilot:

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(ANY_TEXT, ANY_TEXT)
        def show(text: str, point: str) -> None:
            lines = app.query_one("#lines", LongList)
            lines.show(2, lambda index: Content(one_line((text, point)[index])))
            questions = app.query_one(QuestionList)
            asked = [_question(text, point)]
            questions.show_lines(asked, lambda question: QuestionLine("q", 1, question.text, "easy", is_flagged=True))
            view = app.query_one(RubricView)
            view.show_question(_question(text, point), is_flagged=True)
            for strip in (lines.render_line(0), lines.render_line(1), questions.render_line(0)):
                assert strip.cell_length == lines.scrollable_content_region.width
                assert _unfit(strip.text) == []
            shown = view.render()
            assert isinstance(shown, Content)
            assert _unfit(shown.plain) == []

        await pilot.pause()
        show()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY_TEXT, ANY_TEXT)
async def test_compared_grades_show_any_text_harmlessly(text: str, point: str) -> None:
    question = _question(text, point)
    rubric = extract_rubric(question)
    task = Task(question, rubric, "some words")
    grade = await ScriptedGrader([Status.MISSED]).grade(question, rubric, task.answer)
    verdicts = tuple(verdict.model_copy(update={"reason": text, "quote": point}) for verdict in grade.verdicts)
    other = grade.model_copy(update={"verdicts": verdicts})
    compared = compared_lines(rubric, grade, other, is_counted=True)
    shown = [*compared.head, *compared.points, *point_details(rubric.criteria[0], (grade, other))]
    assert _unfit("".join(line.plain for line in shown)) == []


async def test_a_hostile_document_is_previewed_imported_and_browsed(paths: Paths, tmp_path: Path) -> None:
    lines = [
        f"## {text!s} why?\n\n- {text}\n- more words here\n" for name, text in HOSTILE.items() if name != "controls"
    ]
    file = tmp_path / "hostile.md"
    file.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    async with stage(paths, size=(120, 40)) as on:
        await on.until(on.app.workspace.bank.peek)
        await on.press("b")
        await on.until(lambda: on.screen_name == "BankScreen")
        await on.press("f4")
        await on.until(lambda: on.screen_name == "ImportScreen")
        await on.type(str(file))
        await on.press("enter")
        await on.until_shown("How: ")
        assert _unfit(on.text()) == []
        await on.press("f5")
        await on.until_shown("You practise with it now")
        for _ in range(8):
            await on.press("down")
            assert _unfit(on.text()) == []


def _in_front(on: Stage, name: str) -> Callable[[], bool]:
    return lambda: on.screen_name == name


async def _through_all_sizes(on: Stage) -> None:
    name = on.screen_name
    for size in SIZES:
        await on.pilot.resize_terminal(*size)
        await on.pilot.pause()
        assert on.screen_name == name
        assert len(on.rows()) == size[1]


async def test_the_other_rooms_survive_tiny_and_huge_terminals(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest(count=1)) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("c")
        await on.until(lambda: on.screen_name == "CompareScreen")
        await _through_all_sizes(on)
        await on.press("escape", "escape")
        await on.at_home()
        for key, name in (
            ("h", "HistoryScreen"),
            ("b", "BankScreen"),
            ("o", "BanksScreen"),
            ("s", "SettingsScreen"),
            ("f8", "PassportScreen"),
        ):
            await on.press(key)
            await on.until(_in_front(on, name), name)
            await _through_all_sizes(on)
            await on.press("escape")
            await on.at_home()
        await on.press("f9")
        await on.until(lambda: on.screen_name == "LabelScreen")
        await _through_all_sizes(on)


async def test_every_key_of_the_other_rooms_has_an_id_and_says_what_it_does() -> None:
    from textual.binding import Binding

    from tui.screens.bank import BankScreen
    from tui.screens.banks import BanksScreen
    from tui.screens.compare import CompareScreen
    from tui.screens.history import HistoryScreen
    from tui.screens.import_file import ImportScreen
    from tui.screens.label import LabelScreen
    from tui.screens.passport import PassportScreen
    from tui.screens.settings import SettingsScreen
    from tui.widgets.folder_list import FolderList, PathInput

    screens: list[type[Screen[Any]]] = [BankScreen, BanksScreen, CompareScreen, HistoryScreen]
    screens += [ImportScreen, LabelScreen, PassportScreen, SettingsScreen]
    widgets: list[type[Widget]] = [*screens, FolderList, PathInput, LongList, QuestionList]
    bindings = [binding for widget in widgets for binding in widget.BINDINGS]
    assert all(isinstance(each, Binding) and each.id and each.tooltip and each.description for each in bindings)
    ids = [each.id for each in bindings if isinstance(each, Binding)]
    assert len(ids) == len(set(ids))


def test_a_bank_of_hostile_questions_is_searched_as_it_is_written() -> None:
    bank = Bank(id="b", title="b", questions=(_question("list[int] and [/b]", "ΑΘΗΝΑ"),))
    assert Search(bank).find(Wanted(("[/b]",)))
    assert Search(bank).find(Wanted(("αθηνα",)))
    assert not Search(bank).find(Wanted(("missing",)))


def test_typing_on_finds_what_typing_at_once_finds() -> None:
    questions = [_question("gradient descent", "x"), _question("great", "y"), _question("descent of man", "z")]
    numbered = tuple(q.model_copy(update={"id": f"q{n}"}) for n, q in enumerate(questions))
    bank = Bank(id="b", title="b", questions=numbered)
    slowly = Search(bank)
    typed = "gradient descent"
    for end in (*range(len(typed) + 1), 3, 0):
        wanted = Wanted(tuple(typed[:end].split()))
        assert list(slowly.find(wanted)) == list(Search(bank).find(wanted))
