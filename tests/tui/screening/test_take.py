"""A candidate answers: the notice first, everything on disk, and nothing else within reach."""

from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort
from interviewer.screening.erasing import erase_candidate
from interviewer.screening.sitting import open_sitting
from interviewer.screening.store.candidates import read_candidates
from interviewer.screening.store.screen_store import ScreenStore
from tests.fakes import NOW
from tests.interviewer.screening.builders import bring, check, results
from tests.tui.screening.stage import Room, taking
from tui.screening.answer_screen import AnswerScreen

FIRST = "The first answer, of a few words."


async def at_question(room: Room, number: int) -> AnswerScreen:
    await room.until_shown(f"Question {number} of 3")
    assert isinstance(room.app.screen, AnswerScreen)
    return room.app.screen


def draft_on_disk(store: ScreenStore, paths: Paths, cohort: Cohort) -> tuple[str, float] | None:
    sitting = open_sitting(store, paths, cohort, "c1", accepted=False)
    draft = sitting.draft()
    sitting.close()
    return (draft.text, draft.seconds) if draft else None


async def test_a_candidate_accepts_answers_everything_and_is_thanked(
    store: ScreenStore, paths: Paths, cohort: Cohort
) -> None:
    seen = ""
    async with taking(store, paths, cohort) as room:
        await room.until_shown("Before you begin", "you answer as “c1”", "decides, not the program")
        await room.press("a")
        for number, locked in enumerate(cohort.questions, 1):
            await at_question(room, number)
            assert "4:00 left" in room.rows()[0] or "3:5" in room.rows()[0]
            assert locked.question.text[:60] in " ".join(room.text().split())
            seen += room.text()
            await room.type(f"{FIRST} {number}")
            await room.until_shown("8 words")
            await room.press("ctrl+s" if number < 3 else "f2")
        await room.until_shown(
            "Thank you", "3 of 3 questions have an answer", "What happens next", "a person decides"
        )
        seen += room.text()
        await room.press("enter")
        assert await room.until_left() == room.parting
        assert room.parting.status == 0
    found = results(store, cohort)
    assert {key: each.answer.text for key, each in found.items()} == {("c1", n): f"{FIRST} {n + 1}" for n in range(3)}
    assert {each.answer.source for each in found.values()} == {"take"}
    assert check(store, cohort).checked["notice"] == 1
    flat = " ".join(seen.split())
    assert not [c.text for q in cohort.questions for c in q.criteria if c.text in flat]
    assert "scripted" not in flat


async def test_who_declines_leaves_nothing_behind(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    for key in ("d", "escape"):
        async with taking(store, paths, cohort) as room:
            await room.until_shown("Before you begin")
            await room.press(key)
            parting = await room.until_left()
        assert (parting.sentence, parting.status) == ("You declined, and nothing was stored.", 0)
    with store.reading(cohort.name) as reading:
        assert read_candidates(reading) == []
    assert store.head(cohort.name).entries == 1


async def test_the_notice_can_be_answered_with_the_mouse(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    async with taking(store, paths, cohort) as room:
        await room.until_shown("Before you begin")
        await room.pilot.click("#accept")
        await at_question(room, 1)
        await room.type(FIRST)
        await room.pilot.click("#submit")
        await at_question(room, 2)
        await room.pilot.click("#skip")
        await at_question(room, 3)
    assert [each.answer.text for each in results(store, cohort).values()] == [FIRST]


async def test_what_is_typed_is_on_disk_within_seconds_and_leaving_comes_back_to_it(
    store: ScreenStore, paths: Paths, cohort: Cohort
) -> None:
    async with taking(store, paths, cohort) as room:
        await room.press("a")
        screen = await at_question(room, 1)
        await room.type("half an answer")
        await room.until_shown("✓ saved")
        screen._shown_at -= 100
        await room.press("escape")
        assert "The same command goes on" in (await room.until_left()).sentence
    kept = draft_on_disk(store, paths, cohort)
    assert kept is not None
    assert kept[0] == "half an answer"
    assert 100 <= kept[1] < 200
    async with taking(store, paths, cohort) as room:
        await at_question(room, 1)
        await room.until_shown("half an answer", "2:1")


async def test_the_time_counts_even_where_nothing_is_typed(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    async with taking(store, paths, cohort) as room:
        await room.press("a")
        screen = await at_question(room, 1)
        screen._shown_at -= 300
        screen._kept_at -= 300
        await room.until_shown("over time")
        await room.until(lambda: screen._kept_at > screen._shown_at + 300)
    kept = draft_on_disk(store, paths, cohort)
    assert kept is not None
    assert kept[0] == ""
    assert kept[1] >= 300


async def test_a_question_skipped_comes_back_once_and_goes_for_good_on_a_second_press(
    store: ScreenStore, paths: Paths, cohort: Cohort
) -> None:
    async with taking(store, paths, cohort) as room:
        await room.press("a")
        await at_question(room, 1)
        await room.type("begun and put off")
        await room.press("ctrl+l")
        for number in (2, 3):
            await at_question(room, number)
            await room.type(FIRST)
            await room.press("ctrl+s")
        await at_question(room, 1)
        await room.until_shown("begun and put off", "skipped before")
        await room.press("ctrl+l")
        await room.until_shown("You skipped this one before. Skip again to leave it unanswered")
        await room.press("ctrl+l")
        await room.until_shown("Thank you", "2 of 3 questions have an answer")


async def test_nothing_typed_and_too_much_typed_are_refused_and_stay_editable(
    store: ScreenStore, paths: Paths, cohort: Cohort
) -> None:
    async with taking(store, paths, cohort) as room:
        await room.press("a")
        await at_question(room, 1)
        await room.press("ctrl+s")
        await room.until_shown("Nothing is typed yet.")
        await room.type("word and word " * 1500)
        await room.press("f2")
        await room.until_shown("At most 20,000 characters are graded", "shorten it and submit")
        await room.press("f7", "x", "f2")
        await at_question(room, 2)
    assert [each.answer.text for each in results(store, cohort).values()] == ["x"]


async def test_the_end_takes_two_presses_and_is_for_good(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    async with taking(store, paths, cohort) as room:
        await room.press("a")
        await at_question(room, 1)
        await room.type(FIRST)
        await room.press("ctrl+s")
        await at_question(room, 2)
        await room.press("ctrl+t")
        await room.until_shown("Press Ctrl+T again to end for good: 2 questions stay unanswered")
        await room.type("typing goes back on it")
        await room.press("ctrl+t")
        await room.until_shown("Press Ctrl+T again")
        await room.press("ctrl+t")
        await room.until_shown("Thank you", "1 of 3 questions has an answer")
    async with taking(store, paths, cohort) as room:
        await room.until_shown("You have finished these questions", "can no longer be changed")


async def test_questions_open_elsewhere_are_one_sentence(store: ScreenStore, paths: Paths, cohort: Cohort) -> None:
    elsewhere = open_sitting(store, paths, cohort, "c1", accepted=True)
    async with taking(store, paths, cohort) as room:
        parting = await room.until_left()
    elsewhere.close()
    assert parting.status == 1
    assert parting.sentence.startswith("interviewer: These questions are open in another window")


async def test_who_is_erased_meanwhile_is_told_and_leaves_nothing(
    store: ScreenStore, paths: Paths, cohort: Cohort
) -> None:
    bring(store, cohort, ("c2", 0, "somebody else's words"))
    for keys in ((), ("ctrl+s",), ("ctrl+l",), ("f1", "escape", "escape")):
        async with taking(store, paths, cohort) as room:
            await room.press("a")
            await at_question(room, 1)
            erase_candidate(store, cohort, "c1", NOW)
            await room.type("late words")
            await room.press(*keys)
            await room.until_shown("These questions are closed", "has been erased meanwhile", "nothing more is saved")
            await room.press("enter")
            assert (await room.until_left()).status == 0
    assert [key for key in results(store, cohort) if key[0] != "c2"] == []
    assert check(store, cohort).is_sound
