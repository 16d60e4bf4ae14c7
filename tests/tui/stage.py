"""Runs the app in a terminal of 80×24 that is not there, and reads the rows a person would."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.pilot import Pilot

from interviewer.config import Settings
from interviewer.paths import Paths
from interviewer.store import Store
from rubrics.grader import Grader
from rubrics.verdict import GraderInfo, Status
from tests.fakes import ScriptedGrader, Step
from tui.app import InterviewerApp, StartRequest

SIZE = (80, 24)
ESTIMATE = GraderInfo(name="local", model="scripted", version="1", is_estimate=True)
MIXED: Mapping[str, Status] = {
    **{f"c{n}": Status.MISSED for n in range(3, 40)},
    "c1": Status.MET,
    "c2": Status.PARTIAL,
}
"""The first criterion met, the second partly, the others missed."""
ANSWER = "Variance shrinks when independent errors average out over many members. That is the main gain."


@dataclass
class Stage:
    """An app under test."""

    app: InterviewerApp
    pilot: Pilot[None]

    def rows(self) -> list[str]:
        """The screen as text, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.rows())

    @property
    def screen_name(self) -> str:
        """Class of the screen in front."""
        return type(self.app.screen).__name__

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Let the app run until something holds; fails after a while."""
        for _ in range(600):
            if condition():
                await self.pilot.pause()
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"never happened: {what or condition}\n{self.text()}")

    async def until_shown(self, *words: str) -> None:
        """Let the app run until all these words are on the screen; a sentence may run on over lines."""
        await self.until(lambda: all(self.is_shown(word) for word in words), f"{words} on the screen")

    def is_shown(self, words: str) -> bool:
        """Whether these words are on the screen, on one line or run on over several."""
        return words in self.text() or words in " ".join(self.text().split())

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Paste text into the field with the cursor."""
        from textual.events import Paste

        assert self.app.focused is not None
        self.app.focused.post_message(Paste(text))
        await self.pilot.pause()

    async def at_question(self) -> None:
        """Wait for the question screen."""
        await self.until(lambda: self.screen_name == "InterviewScreen", "a question")

    async def at_feedback(self) -> None:
        """Wait for a graded answer."""
        await self.until(lambda: self.screen_name == "FeedbackScreen", "feedback")
        await self.until_shown("Score ")

    async def at_home(self) -> None:
        """Wait for home."""
        await self.until(lambda: self.screen_name == "HomeScreen", "home")

    async def answer(self, text: str = ANSWER) -> None:
        """Answer the question on the screen."""
        await self.at_question()
        await self.type(text)
        await self.press("ctrl+s")


@asynccontextmanager
async def stage(
    paths: Paths,
    script: Sequence[Step] = (),
    *,
    grader: Grader | None = None,
    start: StartRequest | None = None,
    size: tuple[int, int] = SIZE,
    settings: Settings | None = None,
    bank_name: str | None = None,
    open_grader: Any = None,
    now: datetime | None = None,
) -> AsyncIterator[Stage]:
    """The app over a data folder, with a scripted grader; at `now` the clock stands still."""
    chosen = grader or ScriptedGrader(script, info=ESTIMATE)
    app = InterviewerApp(
        settings or Settings(count=2),
        paths,
        bank_name,
        start=start,
        open_grader=open_grader or (lambda _settings: chosen),
        now=(lambda: now) if now else None,
    )
    async with app.run_test(size=size) as pilot:
        staged = Stage(app, pilot)
        await pilot.pause()
        yield staged
        await app.workspace.close()


def kept_answers(paths: Paths) -> list[str]:
    """Every answer in the store, in order."""
    with Store.open(paths) as store:
        return [g.answer.text for r in store.load_many() for item in r.items for g in item.answers]


def kept_draft(paths: Paths, position: int = 0) -> str | None:
    """The draft for an item of the only interview in the store."""
    with Store.open(paths) as store:
        draft = store.load_draft(store.history()[0].id, position)
    return draft.text if draft else None
