"""The review in terminals of any size, with the mouse, and with text that is out to harm."""

import pytest

from bank.question import Bank
from interviewer.screening.cohort import Cohort
from interviewer.screening.queue import QueueEntry
from interviewer.screening.store.screen_store import ScreenStore
from rubrics.verdict import Claim, Status
from tests.fakes import ScriptedGrader
from tests.interviewer.screening.builders import WORDS, bring, grade_all, results
from tests.tui.screening.stage import reviewing
from tests.tui.screening.test_take_reach import hostile_cohort
from tests.tui.test_outside import HOSTILE
from tui.screening.course import Agenda
from tui.screening.review_screen import ReviewScreen
from tui.screening.sheet_view import SheetView

BAD = WORDS + "\n" + "\n".join(HOSTILE.values())


@pytest.mark.parametrize("size", [(20, 5), (40, 8), (60, 12), (80, 24), (200, 50)])
async def test_harmful_text_is_harmless_at_every_size(
    store: ScreenStore, seed_bank: Bank, size: tuple[int, int]
) -> None:
    cohort = hostile_cohort(seed_bank)
    store.create(cohort)
    bring(store, cohort, ("c1", 0, BAD))
    claim = Claim(point=HOSTILE["osc"] + HOSTILE["link"], quote="")
    await grade_all(store, cohort, ScriptedGrader(always=Status.MET, beyond=[claim]))
    async with reviewing(store, cohort, "[/b]\u202e[@click=app.quit]", size=size) as room:
        await room.until(lambda: isinstance(room.app.screen, ReviewScreen) and room.app.screen._sheet)
        await room.press(*["c"] * len(cohort.questions[0].criteria))
        await room.press("home", "r")
        await room.type(HOSTILE["link"])
        await room.press("enter", "f2")
        await room.until(lambda: results(store, cohort)["c1", 0].reviews)
        await room.pilot.resize_terminal(20, 5)
        await room.pilot.resize_terminal(*size)
        await room.press("f3", "escape", "f1", "escape", "tab", "pagedown", "k")
        assert "\x1b" not in room.text()
        await room.press("escape", "escape")
        await room.until_left()


async def test_it_can_be_done_with_the_mouse(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, WORDS))
    await grade_all(store, cohort, ScriptedGrader(always=Status.MET))
    async with reviewing(store, cohort) as room:
        await room.until_shown("answer 1 of 1")
        footer = room.rows()[-1]
        await room.pilot.click("#points", offset=(10, 1))
        assert room.app.screen.query_one(SheetView).at == 1
        for number in range(len(cohort.questions[0].criteria)):
            await room.pilot.click("#points", offset=(10, number))
            await room.pilot.click("Footer", offset=(footer.index("Unsure"), 0))
        await room.until_shown("F2 hands in")
        await room.pilot.click("#on")
        await room.until_shown("revealed")


async def test_all_keys_fit_under_the_review_at_80_columns(store: ScreenStore, cohort: Cohort) -> None:
    bring(store, cohort, ("c1", 0, WORDS))
    await grade_all(store, cohort, ScriptedGrader(always=Status.MET))
    async with reviewing(store, cohort) as room:
        await room.until_shown("answer 1 of 1")
        assert all(word in room.rows()[-1] for word in ("m Met", "u Unsure", "r Why", "f2 Hand in", "f1 Help"))


def test_the_agenda_goes_round_the_answers_that_wait() -> None:
    entries = tuple(QueueEntry(key, 1, 0, 0.0, ()) for key in (11, 12, 13))
    agenda = Agenda(entries, frozenset({11}))
    assert (agenda.left, agenda.next_waiting(-1), agenda.next_waiting(1), agenda.next_waiting(2)) == (2, 1, 2, 1)
    done = agenda.judged(12).judged(13)
    assert (done.left, done.next_waiting(0)) == (0, None)
    assert agenda.without(11) == Agenda(entries[1:], frozenset())
    assert agenda.without(11).without(12).without(13).next_waiting(0) is None
