"""Interviews kept on disk: nothing is lost, whatever is typed and whatever fails."""

import contextlib
import os
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bank.question import Bank
from interviewer.engine import Interview, begin, presentable, resume
from interviewer.errors import SessionInUseError, SessionNotFoundError, StoreError, StoreVersionError
from interviewer.paths import Paths
from interviewer.plan import make_plan
from interviewer.records import ComeBack, FollowUpAsked
from interviewer.session import Mode, Phase, Plan
from interviewer.store import Store
from interviewer.tables import SCHEMA_REVISION
from rubrics.verdict import GradeState, Status
from tests.fakes import ScriptedGrader

HOSTILE = [
    "[/b] list[int] [@click=app.quit]x[/]",
    "\x1b[31mred\x1b]8;;http://example.org\x07link\x1b]8;;\x07",
    "lone \ud800 surrogate \udfff",
    "\u202eright to left\u202c \u0645\u0631\u062d\u0628\u0627",
    "nul \0 byte and \x07 bell",
    "'; DROP TABLE answers; --",
    "",
]


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    with Store.open(paths) as opened:
        yield opened


def _begin(store: Store, paths: Paths, bank: Bank, mode: Mode = Mode.STUDY) -> Interview:
    return begin(store, paths, bank, make_plan(bank, mode=mode, count=3, seed=1))


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 1_000_000], ids=range(len(HOSTILE) + 1))
async def test_every_answer_comes_back_exactly_as_typed(
    store: Store, paths: Paths, seed_bank: Bank, text: str
) -> None:
    interview = _begin(store, paths, seed_bank)
    interview.save_draft(text, 1.0)
    kept = interview.draft()
    assert kept is not None
    assert kept.text == text
    answer = interview.submit(text, 2.5)
    assert interview.record.items[0].answers[0].answer == answer
    assert answer.text == text
    grade = await interview.grade(answer, ScriptedGrader([Status.MISSED]))
    assert interview.record.items[0].answers[0].grade == grade
    interview.close()


async def test_an_answer_is_on_disk_before_the_grader_sees_it(store: Store, paths: Paths, seed_bank: Bank) -> None:
    interview = _begin(store, paths, seed_bank)
    answer = interview.submit("It rotates the axes.", 3)
    with Store.open(paths) as other:
        assert other.load(interview.session.id).items[0].answers[0].answer == answer
    interview.close()


async def test_an_interview_goes_on_where_it_was_left(store: Store, paths: Paths, seed_bank: Bank) -> None:
    interview = _begin(store, paths, seed_bank)
    interview.submit("First answer.", 3)
    interview.next()
    interview.save_draft("half a thou", 7)
    interview.close()
    again = resume(store, paths, interview.session.id)
    assert again.session == interview.session
    assert again.session.phase is Phase.ANSWERING
    draft = again.draft()
    assert draft is not None
    assert (draft.text, draft.seconds) == ("half a thou", 7)
    assert [answer.text for answer in again.ungraded()] == ["First answer."]
    again.close()


def test_one_interview_is_open_in_one_place_only(store: Store, paths: Paths, seed_bank: Bank) -> None:
    interview = _begin(store, paths, seed_bank)
    with pytest.raises(SessionInUseError, match="another window"):
        resume(store, paths, interview.session.id)
    interview.close()
    resume(store, paths, interview.session.id).close()


def test_two_instances_can_hold_different_interviews(store: Store, paths: Paths, seed_bank: Bank) -> None:
    with Store.open(paths) as other:
        first, second = _begin(store, paths, seed_bank), _begin(other, paths, seed_bank)
        first.submit("one", 1)
        second.submit("two", 1)
        assert len(store.history()) == 2
        first.close()
        second.close()


def test_interviews_about_the_same_questions_can_begin_at_the_same_moment(paths: Paths, seed_bank: Bank) -> None:
    with contextlib.ExitStack() as opened:
        stores = [opened.enter_context(Store.open(paths)) for _ in range(4)]
        for seed in range(5):
            plan = make_plan(seed_bank, mode=Mode.STUDY, count=6, seed=seed)
            together = threading.Barrier(len(stores))

            def begun(store: Store, plan: Plan = plan, together: threading.Barrier = together) -> str:
                together.wait()
                interview = begin(store, paths, seed_bank, plan)
                interview.close()
                return interview.session.id

            with ThreadPoolExecutor(len(stores)) as threads:
                assert len(set(threads.map(begun, stores))) == len(stores)


def test_an_unknown_interview_is_named(store: Store) -> None:
    with pytest.raises(SessionNotFoundError, match="“zzz”"):
        store.load("zzz")


async def test_a_failed_grade_can_be_retried_and_both_stay(store: Store, paths: Paths, seed_bank: Bank) -> None:
    interview = _begin(store, paths, seed_bank)
    answer = interview.submit("It rotates the axes.", 3)
    failed = await interview.grade(answer, ScriptedGrader(["the service is down"]))
    assert failed.state is GradeState.UNGRADED
    assert interview.ungraded() == [answer]
    await interview.grade(answer, ScriptedGrader([Status.MISSED]))
    assert interview.ungraded() == []
    interview.close()


async def test_a_grade_given_before_is_reused_unless_asked_for_again(
    store: Store, paths: Paths, seed_bank: Bank
) -> None:
    interview = _begin(store, paths, seed_bank)
    answer = interview.submit("It rotates the axes.", 3)
    grader = ScriptedGrader([Status.MISSED, Status.PARTIAL])
    await interview.grade(answer, grader)
    await interview.grade(answer, grader)
    assert len(grader.asked) == 1
    await interview.grade(answer, grader, again=True)
    assert len(grader.asked) == 2
    interview.close()


def test_history_counts_what_was_asked_answered_and_graded(store: Store, paths: Paths, seed_bank: Bank) -> None:
    interview = _begin(store, paths, seed_bank, Mode.MOCK)
    interview.submit("a", 1)
    interview.skip()
    interview.finish()
    interview.close()
    summary = store.history()[0]
    assert (summary.asked, summary.answered, summary.graded, summary.score) == (3, 1, 0, None)
    assert summary.ended_at
    assert store.unfinished() == []


def test_files_are_private(store: Store, paths: Paths, seed_bank: Bank) -> None:
    _begin(store, paths, seed_bank).close()
    assert stat.S_IMODE(paths.database.stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.root.stat().st_mode) == 0o700


def test_a_database_of_a_newer_version_is_left_alone(store: Store, paths: Paths) -> None:
    store.close()
    engine = sa.create_engine(f"sqlite:///{paths.database}")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreVersionError, match="newer version"):
        Store.open(paths)


def test_a_file_that_is_no_database_is_named(paths: Paths) -> None:
    paths.root.mkdir()
    paths.database.write_bytes(b"this is not a database, it only stands where one should be" * 20)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(paths)


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open(Paths(tmp_path / "file" / "home"))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can write everywhere")
def test_a_read_only_data_folder_is_named(paths: Paths) -> None:
    paths.root.mkdir(mode=0o500)
    with pytest.raises(StoreError, match="--data-dir"):
        Store.open(paths)


def test_a_full_disk_is_said_and_what_was_kept_stays(store: Store, paths: Paths, seed_bank: Bank) -> None:
    interview = _begin(store, paths, seed_bank)
    interview.save_draft("typed before", 1)
    with store._engine.begin() as connection:
        pages = connection.execute(sa.text("PRAGMA page_count")).scalar_one()
        connection.execute(sa.text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StoreError, match="disk is full"):
        interview.submit("x" * 200_000, 1)
    assert interview.session.phase is Phase.ANSWERING
    kept = interview.draft()
    assert kept is not None
    assert kept.text == "typed before"
    interview.close()


def test_the_last_migration_is_the_one_the_code_expects_and_makes_the_same_tables(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from interviewer.screening.store.tables import metadata as screening
    from interviewer.tables import metadata

    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == SCHEMA_REVISION
        tables: Any = [metadata, screening]  # alembic takes several, and is annotated for one
        assert compare_metadata(context, tables) == []


def test_surrogates_are_replaced_one_for_one() -> None:
    assert presentable("a\ud800b\udfff") == "a\ufffdb\ufffd"


async def test_a_follow_up_is_on_disk_with_the_answer_before_it(store: Store, paths: Paths, seed_bank: Bank) -> None:
    interview = _begin(store, paths, seed_bank, Mode.MOCK)
    interview.submit("One.", 1)
    interview.submit("Two.", 2, come_back=ComeBack(0, "And why?"))
    kept = store.load(interview.session.id)
    assert (kept.session, kept.items[1].answers[0].answer.text) == (interview.session, "Two.")
    assert (kept.session.position, kept.session.came_back_to) == (0, (0,))
    interview.close()
    again = resume(store, paths, interview.session.id)
    asked = again.follow_up_asked()
    assert asked == FollowUpAsked("And why?", "One.")
    answer = again.submit("Because.", 3, follow_up=asked)
    assert (answer.text, answer.kind, answer.prompt, answer.attempt) == (
        "One.\n\nBecause.",
        "follow-up",
        "And why?",
        2,
    )
    assert again.session.position == 2
    assert again.follow_up_asked() is None
    assert store.load(again.session.id).session.came_back_to == (0,)


def test_nobody_comes_back_when_the_time_is_up(store: Store, paths: Paths, seed_bank: Bank) -> None:
    plan = make_plan(seed_bank, mode=Mode.MOCK, count=3, seed=1, total_seconds=60)
    interview = begin(store, paths, seed_bank, plan)
    interview.submit("One.", 1)
    interview.submit("Two.", 59, come_back=ComeBack(0, "And why?"))
    assert interview.session.is_over
    assert store.load(interview.session.id).session.came_back_to == ()
