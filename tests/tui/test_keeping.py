"""Nothing typed is lost: drafts, leaving, coming back, and a store that refuses."""

from pathlib import Path

import pytest

from interviewer.engine import Interview
from interviewer.errors import StoreError
from interviewer.paths import Paths
from tests.tui.stage import ANSWER, MIXED, kept_answers, kept_draft, stage
from tui.workspace import StartRequest


async def test_what_is_typed_is_kept_within_two_seconds_and_said_to_be(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        await on.press(*"half a thought")
        assert "saving" in on.text()
        await on.until_shown("✓ saved")
        assert kept_draft(paths) == "half a thought"


async def test_leaving_keeps_the_draft_at_once_and_coming_back_shows_it(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        await on.press(*"half", "escape")
        await on.at_home()
        assert kept_draft(paths) == "half"
        await on.until_shown("Continue", "0 of 2 ·")
        await on.press("c")
        await on.at_question()
        assert "half" in on.text()


async def test_quitting_keeps_the_draft_and_a_new_app_goes_on_with_it(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        await on.press(*"half", "ctrl+q")
        await on.until(lambda: not on.app.is_running or on.app._exit)
    async with stage(paths, [MIXED]) as on:
        await on.until_shown("Continue")
        await on.press("c")
        await on.at_question()
        assert "half" in on.text()


async def test_an_interview_left_at_its_feedback_goes_on_there(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("escape")
        await on.at_home()
        await on.until_shown("1 of 2 ·")
        await on.press("c")
        await on.at_feedback()
        await on.press("n")
        await on.until_shown("Question 2 of 2")


async def test_an_answer_that_cannot_be_kept_stays_in_the_editor(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = Interview.submit

    def refuse(*_: object, **__: object) -> None:
        raise StoreError("The disk is full; free some space and try again.")

    async with stage(paths, [MIXED], start=StartRequest()) as on:
        monkeypatch.setattr(Interview, "submit", refuse)
        await on.answer()
        await on.until_shown("was not handed in", "The disk is full")
        assert ANSWER[:30] in on.text()
        monkeypatch.setattr(Interview, "submit", submit)
        await on.press("ctrl+s")
        await on.at_feedback()
    assert kept_answers(paths) == [ANSWER]


async def test_a_draft_that_cannot_be_kept_is_said_and_leaving_takes_a_second_press(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreError("The disk is full.")

    async with stage(paths, start=StartRequest()) as on:
        await on.at_question()
        monkeypatch.setattr(Interview, "save_draft", refuse)
        await on.press(*"half")
        await on.until_shown("✗ not saved", "The disk is full")
        await on.press("escape")
        await on.until_shown("Leave again")
        assert "half" in on.text()
        await on.press("escape")
        await on.at_home()


async def test_an_interview_open_elsewhere_is_said_so(paths: Paths) -> None:
    async with stage(paths, start=StartRequest()) as first:
        await first.at_question()
        async with stage(paths) as second:
            await second.until_shown("Continue")
            await second.press("c")
            await second.until_shown("open in another window")


async def test_a_data_folder_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    async with stage(Paths(blocked)) as on:
        await on.until_shown("cannot be written")
        await on.press("enter")
        await on.until_shown("cannot be written")
        await on.at_home()


async def test_a_database_from_the_future_is_said_in_a_sentence(paths: Paths) -> None:
    import sqlite3

    async with stage(paths) as on:
        await on.until_shown("No interview yet")
    with sqlite3.connect(paths.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    async with stage(paths) as on:
        await on.until_shown("newer version")


@pytest.mark.parametrize("content", [None, b"", b"\0\1\2", b"\xff\xfe1", b"no questions in here"])
async def test_an_unusable_bank_is_said_in_a_sentence(paths: Paths, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "bank.txt"
    if content is not None:
        file.write_bytes(content)
    async with stage(paths, bank_name=str(file)) as on:
        await on.until_shown("✗ ", "bank")
        await on.press("enter")
        await on.pilot.pause()
        await on.at_home()


async def test_an_unknown_topic_is_said_in_a_sentence(paths: Paths) -> None:
    async with stage(paths, start=StartRequest(topics=("astrology",))) as on:
        await on.until_shown("has no topic", "astrology")
