"""A reviewer judges: blind first, then beside the grader's verdicts, and everything said is kept."""

import pytest

from interviewer.screening.cohort import Cohort
from interviewer.screening.erasing import erase_candidate
from interviewer.screening.records import Review
from interviewer.screening.reviewing import Judgement, ReviewDesk
from interviewer.screening.store.screen_store import ScreenStore
from rubrics.verdict import Status
from tests.fakes import NOW, ScriptedGrader
from tests.interviewer.screening.builders import WORDS, bring, check, grade_all, results
from tests.tui.screening.stage import Room, reviewing

MIXED = {"c1": Status.MET, "c2": Status.UNSURE}
"""The grader's verdicts: one proven, one open, the rest missed."""


@pytest.fixture
async def graded(store: ScreenStore, cohort: Cohort) -> Cohort:
    """Two candidates with one graded answer each; the first one's has an open criterion."""
    bring(store, cohort, ("candidate-one", 0, WORDS), name="Some One")
    await grade_all(store, cohort, ScriptedGrader([MIXED]))
    bring(store, cohort, ("candidate-two", 0, "Another answer. " + WORDS))
    await grade_all(store, cohort, ScriptedGrader([{"c1": Status.MET}]))
    return cohort


def points(cohort: Cohort) -> int:
    return len(cohort.questions[0].criteria)


def kept(store: ScreenStore, cohort: Cohort, candidate: str = "candidate-one") -> list[Review]:
    return list(results(store, cohort)[candidate, 0].reviews)


async def at_answer(room: Room, number: int, of: int = 2) -> None:
    await room.until_shown(f"answer {number} of {of}")
    await room.until(lambda: "judged" in room.text() or "revealed" in room.text())


async def judge_all(room: Room, cohort: Cohort, key: str = "x") -> None:
    await room.press(*[key] * points(cohort))
    await room.until_shown(f"{points(cohort)} of {points(cohort)} points judged: F2 hands in")


async def test_the_graders_verdicts_show_only_after_ones_own_are_kept(store: ScreenStore, graded: Cohort) -> None:
    async with reviewing(store, graded) as room:
        await at_answer(room, 1)
        blind = room.text()
        await room.press("f2")
        await room.until_shown(f"{points(graded)} points left to judge")
        await judge_all(room, graded)
        blind += room.text()
        assert kept(store, graded) == []
        hints = ("grader: ", "candidate-one", "Some One", "Scripted", "In the queue because", "open", "[1]", "AI")
        assert not [word for word in hints if word in blind]
        await room.press("f2")
        await room.until_shown("Kept. You differ on 2 points, marked !", "revealed")
        assert {(r.stage, r.status, r.reviewer) for r in kept(store, graded)} == {("blind", Status.MISSED, "AB")}
        assert len(kept(store, graded)) == points(graded)
        rows = [row for row in room.rows() if "grader: " in row]
        assert [row.split()[1:6] for row in rows] == [
            ["✗", "missed", "!", "grader:", "✓"],
            ["✗", "missed", "!", "grader:", "?"],
        ]
        assert "= agrees" in room.text()
        assert room.is_shown(f"In the queue because: 1 of {points(graded)} points open")
        assert room.is_shown("Grader ✓ met: Scripted met.")
        assert "[1]" in room.text()  # the quote, marked in the answer
        assert "candidate-one" not in room.text()
    assert check(store, graded).is_sound


async def test_a_change_after_the_reveal_needs_a_reason_and_stands_beside_the_first(
    store: ScreenStore, graded: Cohort
) -> None:
    async with reviewing(store, graded) as room:
        await at_answer(room, 1)
        await judge_all(room, graded)
        await room.press("f2")
        await room.until_shown("revealed")
        await room.press("m")
        await room.until_shown("Why do you change it?", "You say ✓ met")
        await room.press("enter")
        await room.until_shown("kept with its reason: say why")
        await room.press("escape")
        await room.press("m")
        await room.type("It is [b]said[/b].")
        await room.press("enter")
        await room.until_shown("Kept beside what you said blind", "You ✓ met, blind missed: It is [b]said[/b].")
        await room.press("m")
        await room.until_shown("That is what you say already")
    first = [(r.stage, r.status, r.reason) for r in kept(store, graded) if r.criterion_id == "c1"]
    assert first == [("blind", Status.MISSED, ""), ("revealed", Status.MET, "It is [b]said[/b].")]
    assert check(store, graded).is_sound


async def test_a_blind_verdict_may_have_a_reason_and_be_changed_until_it_is_handed_in(
    store: ScreenStore, graded: Cohort
) -> None:
    async with reviewing(store, graded) as room:
        await at_answer(room, 1)
        await room.press("r")
        await room.until_shown("Judge the point first")
        await room.press("p", "home", "r")
        await room.until_shown("Why?")
        await room.type("Half of it.")
        await room.press("enter", "home", "c")
        await judge_all(room, graded, "u")
        await room.press("home", "c", "f2")
        await room.until_shown("revealed")
    said = {r.criterion_id: (r.status, r.reason) for r in kept(store, graded)}
    assert said["c1"] == (Status.CONTRADICTED, "Half of it.")
    assert {status for key, (status, _) in said.items() if key != "c1"} == {Status.UNSURE}


async def test_opened_again_what_was_judged_is_done_and_can_be_looked_at(store: ScreenStore, graded: Cohort) -> None:
    async with reviewing(store, graded) as room:
        await at_answer(room, 1)
        await judge_all(room, graded)
        await room.press("f2")
        await room.until_shown("revealed")
        await room.press("escape")
        await room.until_left()
    async with reviewing(store, graded, " AB ") as room:
        await at_answer(room, 2)
        await room.until_shown("1 to go", "Another answer.")
        await room.press("b")
        await room.until_shown("answer 1 of 2", "revealed", "! grader: ✓ met", "points open")
        await room.press("n")
        await room.until_shown("answer 2 of 2", "blind")
    async with reviewing(store, graded, "someone else") as room:
        await room.until_shown("answer 1 of 2 · 2 to go", "blind")


async def test_what_is_not_handed_in_is_lost_only_on_a_second_press(store: ScreenStore, graded: Cohort) -> None:
    async with reviewing(store, graded) as room:
        await at_answer(room, 1)
        await room.press("m", "n")
        await at_answer(room, 2)
        await room.press("b")
        await room.until_shown("✓ met")
        await room.press("ctrl+q")
        await room.until_shown("Your judgement of 1 answer is not handed in: leave again, and it is lost.")
        assert not room.app._exit
        await room.press("escape")
        assert (await room.until_left()).status == 0
    assert kept(store, graded) == []


async def test_after_the_last_answer_come_the_figures_and_the_way_to_the_report(
    store: ScreenStore, graded: Cohort
) -> None:
    count = points(graded)
    async with reviewing(store, graded) as room:
        for number in (1, 2):
            await at_answer(room, number)
            await judge_all(room, graded)
            await room.pilot.click("#on")
            await room.until_shown("revealed")
            # A button takes no click while it shows the last one, so that a double click is one.
            await room.until(lambda: not room.app.screen.query_one("#on").has_class("-active"))
            await room.pilot.click("#on")
        await room.until_shown(f"{2 * count} verdicts on 2 answers reviewed", "kappa")
        await room.until_shown("disagreed on 3", "verdict on 0 (0 %)", "interviewer screen report autumn")
        await room.press("escape")
        await room.until_shown("answer 2 of 2 · 0 to go")
        await room.press("k", "enter")
        await room.until_left()
    async with reviewing(store, graded) as room:
        await room.until_shown("every answer is judged", "kappa")


async def test_who_is_erased_meanwhile_drops_out_of_the_queue(store: ScreenStore, graded: Cohort) -> None:
    async with reviewing(store, graded) as room:
        await at_answer(room, 1)
        await judge_all(room, graded)
        erase_candidate(store, graded, "candidate-one", NOW)
        await room.press("f2")
        await room.until_shown("This answer is not there any more. It was taken out of the queue", "answer 1 of 1")
        await room.until_shown("Another answer.")
        erase_candidate(store, graded, "candidate-two", NOW)
        await judge_all(room, graded)
        await room.press("f2")
        await room.until_shown("nothing to review")
        await room.press("enter")
        await room.until_left()
    assert check(store, graded).is_sound


async def test_an_answer_judged_in_another_window_is_not_judged_blind_again(
    store: ScreenStore, graded: Cohort
) -> None:
    key = results(store, graded)["candidate-one", 0].answer.key
    desk = ReviewDesk(store, graded, reviewer="AB")
    async with reviewing(store, graded) as room:
        await at_answer(room, 1)
        await judge_all(room, graded)
        desk.judge(key, [Judgement(c.id, Status.PARTIAL) for c in graded.questions[0].criteria])
        await room.press("f2")
        await room.until_shown("You have seen the grader's verdicts on this answer", "◐ partial", "revealed")
    assert {r.status for r in kept(store, graded)} == {Status.PARTIAL}


async def test_a_cohort_without_grades_says_what_to_do(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, WORDS))
    async with reviewing(store, cohort) as room:
        await room.until_shown("nothing to review", "interviewer screen grade autumn")
        await room.press("escape")
        assert not room.app._exit
        await room.press("q")
        await room.until_left()
