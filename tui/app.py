"""The app: which screen is in front, and the way from one to the next."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import ModalScreen, Screen

from tui.errors import EXPECTED
from tui.screens.home import BankFacts, HomeScreen
from tui.screens.interview import InterviewScreen
from tui.workspace import OpenGrader, StartRequest, Workspace

if TYPE_CHECKING:
    from datetime import datetime

    from interviewer.config import Settings
    from interviewer.engine import Clock
    from interviewer.paths import Paths
    from interviewer.records import Answer, ItemRecord
    from rubrics.verdict import Grade
    from tui.reports import ReadRecord
    from tui.screens.bank import BankScreen
    from tui.screens.feedback import FeedbackScreen, GradeAnswer, JudgeAnswer
    from tui.screens.history import HistoryScreen
    from tui.screens.report import ReportScreen
    from tui.screens.settings import Changes, SettingsScreen
    from tui.sitting import Sitting

__all__ = ["InterviewerApp", "StartRequest", "run_app"]


class InterviewerApp(App[None]):
    """A mock interviewer in the terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "Interviewer"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-normal"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall"), (32, "-roomy")]
    BINDINGS = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit", tooltip="Leave; all is kept"),
        Binding("f1", "keys", "Help", id="app.keys", tooltip="What you can do on this screen"),
        Binding("question_mark", "keys", "Help", show=False, id="app.keys-too", tooltip="The same"),
        Binding(
            "ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend", tooltip="To the shell; fg returns"
        ),
    ]

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        bank_name: str | None = None,
        *,
        start: StartRequest | None = None,
        open_grader: OpenGrader | None = None,
        now: Clock | None = None,
    ) -> None:
        super().__init__()
        self.workspace = Workspace(settings, paths, bank_name, open_grader, now or _utc_now)
        self._start = start
        self._sitting: Sitting | None = None
        self._home = HomeScreen(settings.count)

    def get_default_screen(self) -> Screen[None]:
        """Home."""
        return self._home

    def on_mount(self) -> None:
        """Paint first, load then."""
        self._use_theme(self.workspace.settings.theme)
        self._quit_on_signals()
        self.call_after_refresh(self._fill_home)

    def _quit_on_signals(self) -> None:
        """Closing the terminal window, or a polite kill, keeps the draft and leaves the terminal as it was."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self._quit_anyway)

    def _quit_anyway(self) -> None:
        """Leave in order; a second signal ends the process at once."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            loop.remove_signal_handler(getattr(signal, name))
        self.run_worker(self._leave_for_good(), group="quit", exclusive=True)

    async def _leave_for_good(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, InterviewScreen):
                await screen.make_safe()
        await self._close()

    # Home

    @work(group="home", exclusive=True)
    async def _fill_home(self) -> None:
        if self._start is not None:
            request, self._start = self._start, None
            self._sit(request)
        await self._fill_past()
        try:
            self._home.show_grader(await self.workspace.grader_title())
        except EXPECTED as error:
            self._home.show_grader(str(error))
        try:
            bank = await self.workspace.bank.get()
        except EXPECTED as error:
            self._home.say(str(error))
            return
        counts: dict[str, int] = {}
        for question in bank.questions:
            counts[question.topic] = counts.get(question.topic, 0) + 1
        self._home.show_bank(BankFacts(bank.title, counts))

    async def _fill_past(self) -> None:
        try:
            summaries = await self.workspace.history()
        except EXPECTED as error:
            self._home.say(str(error))
            return
        self._home.show_history(summaries, self.workspace.now())

    @work(group="past", exclusive=True)
    async def _refresh_past(self) -> None:
        await self._fill_past()

    @on(HomeScreen.Started)
    def _on_started(self, event: HomeScreen.Started) -> None:
        self._sit(StartRequest(event.topics, event.count, event.mode))

    @on(HomeScreen.Continued)
    def _on_continued(self, event: HomeScreen.Continued) -> None:
        self._sit(StartRequest(session_id=event.session_id))

    @on(HomeScreen.Opened)
    def _on_opened(self, event: HomeScreen.Opened) -> None:
        self.open_report(event.session_id)

    # An interview, step by step

    @work(group="sitting", exclusive=True)
    async def _sit(self, request: StartRequest) -> None:
        if self._sitting is not None:
            return
        try:
            self._sitting = await self.workspace.sit(request)
            self._load_grader()
            await self._show(self._sitting)
        except EXPECTED as error:
            await self._drop_sitting()
            self._home.say(str(error))

    @work(group="grader", exclusive=True)
    async def _load_grader(self) -> None:
        """Load the grader while the person types; if that fails, the feedback will say why."""
        try:
            await self.workspace.grader.get()
        except EXPECTED as error:
            self.log.warning(str(error))

    async def _show(self, sitting: Sitting) -> None:
        """Bring the screen to the front that the interview waits for."""
        if sitting.session.is_over:
            await self._bring(self._report_screen(sitting.record, self._live_grade(sitting)))
        elif sitting.session.phase.value == "feedback":
            await self._bring(await self._live_feedback(sitting))
        else:
            await self._bring(InterviewScreen(sitting, await sitting.draft()))

    async def _bring(self, screen: Screen[None]) -> None:
        """Put a screen over home, in place of the one that is there."""
        while isinstance(self.screen, ModalScreen):
            await self.pop_screen()
        if self.screen is self._home:
            await self.push_screen(screen)
        else:
            await self.switch_screen(screen)

    async def _live_feedback(self, sitting: Sitting) -> FeedbackScreen:
        from tui.screens.feedback import FeedbackScreen, Place

        next_word = "Next" if _has_more(sitting) else "Report"
        place = Place(f"Question {sitting.place}", is_live=True, next_word=next_word)
        item = await sitting.item()
        return FeedbackScreen(item, place, self._live_grade(sitting), self._judge(item))

    def _judge(self, item: ItemRecord) -> JudgeAnswer:
        return lambda answer, statuses: self.workspace.judge(item.question, answer, statuses)

    def _live_grade(self, sitting: Sitting) -> GradeAnswer:
        return lambda answer, again: sitting.grade(answer, again=again)

    @on(InterviewScreen.Moved)
    async def _on_moved(self, event: InterviewScreen.Moved) -> None:
        await self._go_on(event.sitting)

    async def _go_on(self, sitting: Sitting) -> None:
        try:
            await self._show(sitting)
        except EXPECTED as error:
            await self._go_home()
            self._home.say(str(error))

    @on(InterviewScreen.Left)
    async def _on_left(self) -> None:
        await self._go_home()

    def on_feedback_screen_next(self) -> None:
        """On from the feedback."""
        self._from_feedback("next")

    def on_feedback_screen_retry(self) -> None:
        """The same question again."""
        self._from_feedback("retry")

    def on_feedback_screen_follow_up(self, event: FeedbackScreen.FollowUp) -> None:
        """A question on what was missed."""
        self._follow_up(event.answer, event.grade)

    @work(group="sitting")
    async def _follow_up(self, answer: Answer, grade: Grade) -> None:
        sitting = self._sitting
        if sitting is None:
            return
        feedback = self.screen
        try:
            asked = await sitting.follow_up(answer, grade)
            if self.screen is not feedback:
                return
            await sitting.retry()
            await self._bring(InterviewScreen(sitting, None, asked))
        except EXPECTED as error:
            say = getattr(self.screen, "say", self._home.say)
            say(str(error))

    @work(group="sitting")
    async def _from_feedback(self, step: str) -> None:
        sitting = self._sitting
        if sitting is None:
            return
        try:
            await (sitting.next() if step == "next" else sitting.retry())
            await self._show(sitting)
        except EXPECTED as error:
            say = getattr(self.screen, "say", self._home.say)
            say(str(error))

    async def on_feedback_screen_left(self) -> None:
        """Out of the feedback: to the report it was opened from, or home."""
        below = self.screen_stack[-2] if len(self.screen_stack) > 1 else self._home
        if below is self._home:
            await self._go_home()
            return
        await self.pop_screen()
        refresh = getattr(below, "refresh_report", None)
        if refresh is not None:
            refresh()

    async def _go_home(self) -> None:
        while self.screen is not self._home:
            await self.pop_screen()
        await self._drop_sitting()
        self._home.hush()
        self._home.refresh_bindings()
        self._refresh_past()

    async def _drop_sitting(self) -> None:
        sitting, self._sitting = self._sitting, None
        if sitting is not None:
            await sitting.close()

    # Reports

    def open_report(self, session_id: str) -> None:
        """Put the report on an interview in front."""
        screen = self._report_screen(lambda: self.workspace.record(session_id), None)
        self.push_screen(screen)

    def _report_screen(self, record: ReadRecord, live_grade: GradeAnswer | None) -> ReportScreen:
        from tui.reports import report_source
        from tui.screens.report import ReportScreen

        return ReportScreen(report_source(self.workspace, record, live_grade))

    async def on_report_screen_left(self) -> None:
        """Out of the report."""
        if len(self.screen_stack) > 2:
            await self.pop_screen()
        else:
            await self._go_home()

    def on_report_screen_opened(self, event: ReportScreen.Opened) -> None:
        """The feedback on a question of the report."""
        self._open_feedback(event.item, event.title, event.grade)

    def _open_feedback(self, item: ItemRecord, title: str, grade: GradeAnswer) -> None:
        from tui.screens.feedback import FeedbackScreen, Place

        self.push_screen(FeedbackScreen(item, Place(title, is_live=False), grade, self._judge(item)))

    # The other rooms

    @on(HomeScreen.Wanted)
    def _on_wanted(self, event: HomeScreen.Wanted) -> None:
        self._open_room(event.room)

    @work(group="room", exclusive=True)
    async def _open_room(self, room: str) -> None:
        try:
            screen = await self._room(room)
        except EXPECTED as error:
            self._home.say(str(error))
            return
        await self.push_screen(screen)

    async def _room(self, room: str) -> Screen[None]:
        if room == "bank":
            from tui.screens.bank import BankScreen

            return BankScreen(await self.workspace.bank.get())
        from tui import rooms

        if room == "history":
            from tui.screens.history import HistoryScreen

            return HistoryScreen(lambda: rooms.past_of(self.workspace), self.workspace.now)
        from tui.screens.settings import SettingsScreen

        return SettingsScreen(rooms.settings_source(self.workspace, sorted(self.available_themes)))

    async def on_bank_screen_left(self) -> None:
        """Home from the questions."""
        await self._go_home()

    def on_bank_screen_started(self, event: BankScreen.Started) -> None:
        """An interview with chosen questions."""
        self._sit(StartRequest(question_ids=event.question_ids, mode=event.mode))

    def on_bank_screen_import_wanted(self) -> None:
        """Another file of questions."""
        from tui.screens.import_file import ImportScreen

        self.push_screen(ImportScreen(self.workspace.read_bank), self._use_bank)

    def _use_bank(self, path: str | None) -> None:
        if path is not None:
            self._keep_settings({"bank": str(Path(path).expanduser().resolve())})

    async def on_history_screen_left(self) -> None:
        """Home from the history."""
        await self._go_home()

    def on_history_screen_opened(self, event: HistoryScreen.Opened) -> None:
        """A report from the history."""
        self.open_report(event.session_id)

    def on_history_screen_continued(self, event: HistoryScreen.Continued) -> None:
        """On with an interview of the history."""
        self._sit(StartRequest(session_id=event.session_id))

    def on_settings_screen_theme_picked(self, event: SettingsScreen.ThemePicked) -> None:
        """Look at a theme."""
        self.theme = event.theme

    def on_settings_screen_saved(self, event: SettingsScreen.Saved) -> None:
        """Keep settings."""
        self._keep_settings(event.changes)

    async def on_settings_screen_left(self) -> None:
        """Home, with the theme as it was."""
        self._use_theme(self.workspace.settings.theme)
        await self._go_home()

    @work(group="settings", exclusive=True)
    async def _keep_settings(self, changes: Changes) -> None:
        from interviewer.config import load_settings, save_settings

        try:
            await asyncio.to_thread(save_settings, self.workspace.paths, changes)
            settings = await asyncio.to_thread(load_settings, self.workspace.paths)
        except EXPECTED as error:
            say = getattr(self.screen, "say", self._home.say)
            say(str(error))
            return
        self.workspace.use(settings)
        self._use_theme(settings.theme)
        await self._go_home()
        self._fill_home()

    def _use_theme(self, theme: str) -> None:
        if theme in self.available_themes:
            self.theme = theme

    # Everywhere

    def action_keys(self) -> None:
        """Show what can be done on this screen."""
        from tui.commands import help_for

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(help_for(self.screen))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the screen in front, and of the app."""
        from tui.commands import commands_for

        yield from commands_for(self, screen)

    async def action_quit(self) -> None:
        """Leave, the draft kept first."""
        for screen in self.screen_stack:
            if isinstance(screen, InterviewScreen) and not await screen.make_safe():
                return
        await self._close()

    async def _close(self) -> None:
        await self._drop_sitting()
        await self.workspace.close()
        self.exit()


def _utc_now() -> datetime:
    from interviewer.engine import utc_now

    return utc_now()


def _has_more(sitting: Sitting) -> bool:
    """Whether the interview goes on after this feedback."""
    return not sitting.session.next().is_over


def run_app(
    settings: Settings,
    paths: Paths,
    bank_name: str | None = None,
    *,
    start: StartRequest | None = None,
    session_id: str | None = None,
) -> int:
    """Run the app until the person leaves; the exit status. With a session id that interview is opened at once."""
    request = StartRequest(session_id=session_id) if session_id else start
    app = InterviewerApp(settings, paths, bank_name, start=request)
    app.run()
    return app.return_code or 0
