"""The interview that is being held, and the way from one of its screens to the next."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Literal

from interviewer.errors import NothingDueError
from tui.desk import desk_for
from tui.errors import EXPECTED
from tui.screens.interview import InterviewScreen

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

    from interviewer.records import Answer, ItemRecord
    from rubrics.verdict import Grade
    from tui.desk import GradeAnswer
    from tui.reports import ReadRecord
    from tui.screens.feedback import FeedbackScreen
    from tui.screens.home import HomeScreen
    from tui.screens.report import ReportScreen
    from tui.sitting import Sitting
    from tui.workspace import StartRequest, Workspace


class Course:
    """Brings the screen to the front that the interview waits for. At most one interview is held at a time."""

    def __init__(self, app: App[None], workspace: Workspace, home: HomeScreen) -> None:
        self._app = app
        self._workspace = workspace
        self._home = home
        self._sitting: Sitting | None = None

    def _run(self, work: Coroutine[None, None, None], group: str, *, exclusive: bool = False) -> None:
        self._app.run_worker(work, group=group, exclusive=exclusive)

    def _say(self, sentence: str) -> None:
        """Say it on the screen in front, or at home."""
        say = getattr(self._app.screen, "say", self._home.say)
        say(sentence)

    # Beginning and ending

    def sit(self, request: StartRequest) -> None:
        """Hold this interview, unless one is being held."""
        self._run(self._sit(request), "sitting", exclusive=True)

    async def _sit(self, request: StartRequest) -> None:
        if self._sitting is not None:
            return
        try:
            self._sitting = await self._workspace.sit(request)
            self._run(self._load_grader(), "grader", exclusive=True)
            await self._show(self._sitting)
        except NothingDueError as error:
            self._home.offer_study(str(error))
        except EXPECTED as error:
            await self.drop()
            self._home.say(str(error))

    async def _load_grader(self) -> None:
        """Load the grader while the person types; if that fails, the feedback will say why."""
        try:
            await self._workspace.grader.get()
        except EXPECTED as error:
            self._app.log.warning(str(error))

    async def drop(self) -> None:
        """Let go of the interview; what is kept can be gone on with."""
        sitting, self._sitting = self._sitting, None
        if sitting is not None:
            await sitting.close()

    async def go_home(self) -> None:
        """Home, the interview let go of."""
        while self._app.screen is not self._home:
            await self._app.pop_screen()
        await self.drop()
        self._home.hush()
        self._home.refresh_bindings()

    # From screen to screen

    async def _show(self, sitting: Sitting, note: str = "") -> None:
        """Bring the screen to the front that the interview waits for; the report carries a note."""
        if sitting.session.is_over:
            await self._bring(self._report_screen(sitting.record, self._live_grade(sitting), note))
        elif sitting.session.phase.value == "feedback":
            await self._bring(await self._live_feedback(sitting))
        else:
            await self._bring(InterviewScreen(sitting, await sitting.opening()))

    async def _bring(self, screen: Screen[None]) -> None:
        """Put a screen over home, in place of the one that is there and whatever covers that."""
        while len(self._app.screen_stack) > 2:
            await self._app.pop_screen()
        if self._app.screen is self._home:
            await self._app.push_screen(screen)
        else:
            await self._app.switch_screen(screen)

    async def go_on(self, sitting: Sitting, note: str = "") -> None:
        """To where the interview now stands."""
        try:
            await self._show(sitting, note)
        except EXPECTED as error:
            await self.go_home()
            self._home.say(str(error))

    async def back(self, sitting: Sitting) -> None:
        """From a question home; from another attempt at it to the feedback on the last one."""
        if not sitting.has_feedback_behind:
            await self.go_home()
            return
        try:
            await sitting.back()
            await self._show(sitting)
        except EXPECTED as error:
            self._say(str(error))

    def step(self, step: Literal["next", "retry"]) -> None:
        """On from the feedback, or back to its question."""
        self._run(self._step(step), "sitting")

    async def _step(self, step: Literal["next", "retry"]) -> None:
        sitting = self._sitting
        if sitting is None:
            return
        try:
            await (sitting.next() if step == "next" else sitting.retry())
            await self._show(sitting)
        except EXPECTED as error:
            self._say(str(error))

    def follow_up(self, answer: Answer, grade: Grade) -> None:
        """Ask about what the answer missed."""
        self._run(self._follow_up(answer, grade), "sitting")

    async def _follow_up(self, answer: Answer, grade: Grade) -> None:
        sitting = self._sitting
        if sitting is None:
            return
        feedback = self._app.screen
        try:
            asked = await sitting.follow_up(answer, grade)
            if self._app.screen is not feedback:
                return
            await sitting.retry(asked)
            await self._show(sitting)
        except EXPECTED as error:
            self._say(str(error))

    # Feedback and reports

    async def _live_feedback(self, sitting: Sitting) -> FeedbackScreen:
        from tui.attempts import Place
        from tui.screens.feedback import FeedbackScreen

        next_word = "Next" if _has_more(sitting) else "Report"
        place = Place(f"Question {sitting.place}", is_live=True, next_word=next_word)
        item = await sitting.item()
        desk = desk_for(self._workspace, sitting.session.id, item, self._live_grade(sitting))
        return FeedbackScreen(item, place, desk)

    def _live_grade(self, sitting: Sitting) -> GradeAnswer:
        return lambda answer, again: sitting.grade(answer, again=again)

    def open_report(self, session_id: str) -> None:
        """Put the report on an interview in front."""
        self._app.push_screen(self._report_screen(lambda: self._workspace.record(session_id), None))

    def _report_screen(self, record: ReadRecord, live_grade: GradeAnswer | None, note: str = "") -> ReportScreen:
        from tui.reports import report_source
        from tui.screens.report import ReportScreen

        return ReportScreen(report_source(self._workspace, record, live_grade), note)

    def open_feedback(self, session_id: str, item: ItemRecord, title: str, grade: GradeAnswer) -> None:
        """Put the feedback on a past answer in front."""
        from tui.attempts import Place
        from tui.screens.feedback import FeedbackScreen

        desk = desk_for(self._workspace, session_id, item, grade)
        self._app.push_screen(FeedbackScreen(item, Place(title, is_live=False), desk))


def _has_more(sitting: Sitting) -> bool:
    """Whether the interview goes on after this feedback."""
    return not sitting.session.next().is_over
