"""The questions of a bank, other banks, and files that become banks."""

from pathlib import Path

from textual.content import Content

from bank.question import Anchors, Point, Question, Reference, Section
from interviewer.banks import banks_folder
from interviewer.config import Settings, load_settings
from interviewer.paths import Paths
from tests.tui.stage import Stage, stage
from tui.completion import above, matches
from tui.widgets.rubric_view import RubricView

QUESTIONS = """1. What is a heap used for?
Ans: For several things:
* Priority queues: it gives the smallest element in constant time
* Sorting: heapsort sorts in place in n log n
"""
MORE = """
2. What is a stack used for?
Ans: For two things:
* Calls: each call has a frame on it
* Undo: the last step is taken back first
"""


async def open_questions(on: Stage) -> None:
    """Go to the questions."""
    await on.until(on.app.workspace.bank.peek)
    await on.press("b")
    await on.until(lambda: on.screen_name == "BankScreen")


async def test_the_search_looks_into_questions_topics_and_points(paths: Paths) -> None:
    async with stage(paths) as on:
        await open_questions(on)
        await on.until_shown("49 questions")
        await on.press(*"dropout mlops-nonsense")
        await on.until_shown("0 questions", "No question matches")
        await on.press("escape")
        await on.until_shown("49 questions")
        await on.press(*"league practical")
        await on.until_shown("0 questions")
        await on.press("escape", *"practical significance")
        await on.until_shown("1 question", "p-value")


async def test_questions_are_filtered_by_topic_and_difficulty(paths: Paths) -> None:
    async with stage(paths) as on:
        await open_questions(on)
        await on.press("tab", "left")
        await on.until_shown("‹ MLOps ›", "2 questions")
        await on.press("tab", "right", "right", "right")
        await on.until_shown("● hard")


async def test_an_interview_starts_from_ticked_questions(paths: Paths) -> None:
    async with stage(paths) as on:
        await open_questions(on)
        await on.press("down", "space", "down", "space")
        await on.until_shown("2 ticked")
        await on.press("f5")
        await on.at_question()
        assert "Question 1 of 2" in on.rows()[0]
        await on.press("escape")
        await on.at_home()


async def test_all_questions_found_are_ticked_at_once_and_unticked(paths: Paths) -> None:
    async with stage(paths) as on:
        await open_questions(on)
        await on.press(*"gradient", "f7")
        await on.until_shown("ticked")
        await on.press("f7")
        await on.until(lambda: "ticked" not in on.text())


async def test_points_are_shown_with_what_says_them_and_mistakes_and_hints(paths: Paths) -> None:
    async with stage(paths, size=(120, 40)) as on:
        await open_questions(on)
        await on.until_shown("✓ ", "≠ ", "? ", "eigenvalues")
        await on.press("f3")
        await on.until(lambda: "≠ " not in on.text())


def test_a_draft_of_a_model_is_shown_as_one() -> None:
    anchors = Anchors(says=("one way",), drafted_by="some-model")
    section = Section(points=(Point(text="the point", anchors=anchors),))
    view = RubricView()
    view.show_question(Question(id="q", text="Why?", reference=Reference(sections=(section,))))
    shown = view.render()
    assert isinstance(shown, Content)
    assert "✓ one way" in shown.plain
    assert "a draft by some-model: not used before it is approved" in shown.plain


async def test_every_line_of_a_long_list_can_be_reached(paths: Paths) -> None:
    async with stage(paths) as on:
        await open_questions(on)
        await on.press("down", "end")
        await on.until_shown(" 50 ")
        await on.press("home", "pagedown", "up", "up")
        await on.until_shown("   5 ")


async def _look_into(on: Stage, path: str) -> None:
    await on.press("f4")
    await on.until(lambda: on.screen_name == "ImportScreen")
    await on.type(path)
    await on.press("enter")


async def test_a_file_is_looked_into_and_nothing_is_kept_until_it_is_wanted(paths: Paths, tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text(QUESTIONS)
    async with stage(paths) as on:
        await open_questions(on)
        await _look_into(on, str(file))
        await on.until_shown("1 question ", "2 points", "How: questions were told apart", "heapsort sorts in place")
        await on.press("escape", "escape")
        await on.until(lambda: on.screen_name == "BankScreen")
        assert not banks_folder(paths).exists()
        await on.until_shown("49 questions")


async def test_an_imported_file_is_used_in_this_run_and_not_always(paths: Paths, tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text(QUESTIONS)
    async with stage(paths) as on:
        await open_questions(on)
        await _look_into(on, str(file))
        await on.until_shown("2 points")
        await on.press("f5")
        await on.until_shown("You practise with it now", "What is a heap used for?")
        await on.press("escape")
        await on.at_home()
        await on.until_shown("general (1)")
        await on.press("n")
        await on.at_question()
        await on.until_shown("What is a heap used for?")
    assert load_settings(paths).bank is None


async def test_a_file_imported_again_says_what_changes(paths: Paths, tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text(QUESTIONS)
    async with stage(paths) as on:
        await open_questions(on)
        await _look_into(on, str(file))
        await on.until_shown("2 points")
        await on.press("f6")
        await on.until_shown("Imported 1 question as “mine”. F2 lists all banks.", "49 questions")
        file.write_text(QUESTIONS + MORE)
        await _look_into(on, str(file))
        await on.until_shown("This bank is there already: 1 added, 1 as they were.")


async def test_a_path_that_leads_nowhere_is_said_in_a_sentence(paths: Paths, tmp_path: Path) -> None:
    async with stage(paths) as on:
        await open_questions(on)
        await _look_into(on, str(tmp_path / "missing.txt"))
        await on.until_shown("does not exist")
        for impossible in ("~nobody-by-that-name/x", "x" * 5000):
            await on.press("ctrl+u")
            await on.type(impossible)
            await on.press("enter")
            await on.until_shown("That cannot be a path")


async def test_a_path_is_completed_and_folders_are_walked(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "some folder").mkdir()
    (tmp_path / "some folder" / "questions [b].md").write_text("# Q\n\n" + QUESTIONS)
    (tmp_path / "some folder" / "picture.png").write_bytes(b"")
    async with stage(paths) as on:
        await open_questions(on)
        await on.press("f4")
        await on.until(lambda: on.screen_name == "ImportScreen")
        await on.type(f"{tmp_path}/so")
        await on.until_shown("some folder/")
        await on.press("tab")
        await on.until_shown("questions [b].md")
        assert "picture" not in on.text()
        await on.press("down", "enter")
        await on.until_shown("What is a heap used for?")


async def test_a_bank_is_chosen_from_home_for_this_run_or_always(paths: Paths, tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text(QUESTIONS)
    async with stage(paths, settings=Settings(count=1)) as on:
        await open_questions(on)
        await _look_into(on, str(file))
        await on.until_shown("2 points")
        await on.press("f6")
        await on.until_shown("Imported 1 question")
        await on.press("escape")
        await on.at_home()
        await on.press("o")
        await on.until_shown("mine · 1 question · imported", "built in · in use")
        await on.press("down", "enter")
        await on.at_home()
        await on.until_shown("general (1)")
        assert load_settings(paths).bank is None
        await on.press("o")
        await on.until_shown("imported · in use")
        await on.press("d")
        await on.at_home()
        await on.until(lambda: load_settings(paths).bank == "mine")
    async with stage(paths, settings=load_settings(paths)) as again:
        await again.until_shown("general (1)")


async def test_a_bank_that_cannot_be_read_says_why_and_the_old_one_stays(paths: Paths) -> None:
    banks_folder(paths).mkdir(parents=True)
    (banks_folder(paths) / "spoilt.json").write_text("{ half")
    async with stage(paths) as on:
        await on.until_shown("LLMs (3)")
        await on.press("o")
        await on.until_shown("spoilt: ")
        await on.press("down", "enter")
        await on.until_shown("✗ ")
        await on.press("escape")
        await on.at_home()
        await on.until_shown("LLMs (3)")


def test_completion_lists_folders_first_and_what_can_be_read(tmp_path: Path) -> None:
    for name in ("b.md", "a.TXT", "c.exe", ".hidden.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / "z").mkdir()
    suffixes = frozenset({".md", ".txt"})
    assert [entry.name for entry in matches(f"{tmp_path}/", suffixes)] == ["z", "a.TXT", "b.md"]
    assert [entry.name for entry in matches(f"{tmp_path}/.", suffixes)] == [".hidden.md"]
    assert [entry.typed for entry in matches(f"{tmp_path}/Z", suffixes)] == [f"{tmp_path}/z/"]
    assert matches(f"{tmp_path}/none/", suffixes) == []
    assert matches("~nobody-by-that-name/", suffixes) == []


def test_the_folder_above_is_named_in_the_words_that_were_typed() -> None:
    assert above("") == "../"
    assert above("docs/") == ""
    assert above("docs/part") == ""
    assert above("docs/adr/") == "docs/"
    assert above("/tmp/") == "/"
    assert above("/") == "/"
    assert above("~/") == f"{Path.home().parent}/".replace("//", "/")
