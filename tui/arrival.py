"""What home shows, read part by part while the person can already begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.errors import EXPECTED
from tui.screens.home import BankFacts

if TYPE_CHECKING:
    from tui.screens.home import HomeScreen
    from tui.workspace import Workspace


async def fill_home(home: HomeScreen, workspace: Workspace) -> None:
    """Show the past, the grader and the bank; what cannot be read is said in a sentence."""
    await fill_past(home, workspace)
    try:
        home.show_grader(await workspace.grader_title())
    except EXPECTED as error:
        home.show_grader(str(error))
    try:
        bank = await workspace.bank.get()
    except EXPECTED as error:
        home.say(str(error))
        return
    counts: dict[str, int] = {}
    for question in bank.questions:
        counts[question.topic] = counts.get(question.topic, 0) + 1
    home.show_bank(BankFacts(bank.title, counts))
    await fill_review(home, workspace)


async def fill_review(home: HomeScreen, workspace: Workspace) -> None:
    """Show what is due for review."""
    from tui.review import review_facts

    try:
        facts = await review_facts(workspace)
    except EXPECTED as error:
        home.say(str(error))
        return
    home.show_review(facts, workspace.now())


async def fill_past(home: HomeScreen, workspace: Workspace) -> None:
    """Show what is kept of interviews."""
    try:
        summaries = await workspace.history()
    except EXPECTED as error:
        home.say(str(error))
        return
    home.show_history(summaries, workspace.now())
