"""The app: which screen is in front, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import ModalScreen, Screen

from tui.arrival import fill_home, fill_past, fill_review
from tui.contrast import LegibleApp
from tui.course import Course
from tui.errors import EXPECTED
from tui.screens.home import HomeScreen
from tui.screens.interview import InterviewScreen
from tui.served import is_off, leave_with_server
from tui.signals import hear_hangups
from tui.widgets.notice import Notice
from tui.workspace import OpenGrader, StartRequest, Workspace

if TYPE_CHECKING:
    from interviewer.config import Settings
    from interviewer.engine import Clock
    from interviewer.paths import Paths
    from tui.screens.bank import BankScreen
    from tui.screens.feedback import FeedbackScreen
    from tui.screens.history import HistoryScreen
    from tui.screens.report import ReportScreen
    from tui.screens.settings import Changes, SettingsScreen

__all__ = ["InterviewerApp", "StartRequest"]


class InterviewerApp(LegibleApp):
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
        Binding("f8", "passport", "Passport", show=False, id="app.passport", tooltip="How far to trust the grader"),
        Binding(
            "f9",
            "label",
            "Label answers",
            show=False,
            id="app.label",
            tooltip="Judge your answers yourself, to test the grader",
        ),
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
        self.is_served = settings.served
        self.workspace = Workspace(settings, paths, bank_name, open_grader, now)
        self._start = start
        self._home = HomeScreen(settings.count)
        self._course = Course(self, self.workspace, self._home)

    def get_default_screen(self) -> Screen[None]:
        """Home."""
        return self._home

    def on_mount(self) -> None:
        """Paint first, load then."""
        self._use_theme(self.workspace.settings.theme)
        if not self.is_headless:
            hear_hangups(self._quit_anyway)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))  # after Ctrl+Z and fg
        if self.is_served:
            leave_with_server(self, self._quit_anyway)
        self.call_after_refresh(self._fill_home)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing that a visitor in a browser must not do."""
        return not is_off(self, action)

    def _quit_anyway(self) -> None:
        """Closing the terminal window, or a polite kill, keeps the draft and leaves the terminal as it was."""
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
            self._course.sit(request)
        await fill_home(self._home, self.workspace)

    @work(group="past", exclusive=True)
    async def _refresh_past(self) -> None:
        await fill_past(self._home, self.workspace)
        await fill_review(self._home, self.workspace)

    @on(HomeScreen.Started)
    def _on_started(self, event: HomeScreen.Started) -> None:
        self._course.sit(StartRequest(event.topics, event.count, event.mode))

    @on(HomeScreen.Continued)
    def _on_continued(self, event: HomeScreen.Continued) -> None:
        self._course.sit(StartRequest(session_id=event.session_id))

    @on(HomeScreen.Opened)
    def _on_opened(self, event: HomeScreen.Opened) -> None:
        self._course.open_report(event.session_id)

    # An interview, step by step

    @on(InterviewScreen.Moved)
    async def _on_moved(self, event: InterviewScreen.Moved) -> None:
        await self._course.go_on(event.sitting, event.note)

    @on(InterviewScreen.Left)
    async def _on_left(self, event: InterviewScreen.Left) -> None:
        await self._course.back(event.sitting)
        self._refresh_past()

    def on_feedback_screen_stepped(self, event: FeedbackScreen.Stepped) -> None:
        """On from the feedback, or the same question again."""
        self._course.step(event.step)

    def on_feedback_screen_follow_up(self, event: FeedbackScreen.FollowUp) -> None:
        """A question on what was missed."""
        self._course.follow_up(event.answer, event.grade)

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
        await self._course.go_home()
        self._refresh_past()

    async def on_report_screen_left(self) -> None:
        """Out of the report."""
        if len(self.screen_stack) > 2:
            await self.pop_screen()
        else:
            await self._go_home()

    def on_report_screen_opened(self, event: ReportScreen.Opened) -> None:
        """The feedback on a question of the report."""
        self._course.open_feedback(event.session_id, event.item, event.title, event.grade)

    # The other rooms

    @on(HomeScreen.Wanted)
    def _on_wanted(self, event: HomeScreen.Wanted) -> None:
        from tui import rooms

        self._enter(rooms.open_room(event.room, self.workspace, sorted(self.available_themes)))

    @work(group="room", exclusive=True)
    async def _enter(self, screen: Awaitable[Screen[None]]) -> None:
        try:
            await self.push_screen(await screen)
        except EXPECTED as error:
            self._home.say(str(error))

    async def on_bank_screen_left(self) -> None:
        """Home from the questions."""
        await self._go_home()

    def on_bank_screen_started(self, event: BankScreen.Started) -> None:
        """An interview with chosen questions."""
        self._course.sit(StartRequest(question_ids=event.question_ids, mode=event.mode))

    def on_banks_screen_changed(self) -> None:
        """Another bank is in use."""
        self._fill_home()

    async def on_history_screen_left(self) -> None:
        """Home from the history."""
        await self._go_home()

    def on_history_screen_opened(self, event: HistoryScreen.Opened) -> None:
        """A report from the history."""
        self._course.open_report(event.session_id)

    def on_history_screen_answer_opened(self, event: HistoryScreen.AnswerOpened) -> None:
        """The feedback on an answer of the history."""
        from tui import rooms

        self._enter(rooms.open_answer(self.workspace, event.session_id, event.position))

    def on_history_screen_continued(self, event: HistoryScreen.Continued) -> None:
        """On with an interview of the history."""
        self._course.sit(StartRequest(session_id=event.session_id))

    def on_settings_screen_theme_picked(self, event: SettingsScreen.ThemePicked) -> None:
        """Look at a theme."""
        self.theme = event.theme

    def on_settings_screen_saved(self, event: SettingsScreen.Saved) -> None:
        """Keep what was changed; what else is in force, for this run or from the file, stays as it is."""
        before = self.workspace.settings
        made = {name: value for name, value in event.changes.items() if value != getattr(before, name)}
        self._keep_settings(made)

    async def on_settings_screen_left(self) -> None:
        """Home, with the theme as it was."""
        self._use_theme(self.workspace.settings.theme)
        await self._go_home()

    @work(group="settings", exclusive=True)
    async def _keep_settings(self, changes: Changes) -> None:
        from tui import rooms

        try:
            await rooms.keep_settings(self.workspace, changes)
        except EXPECTED as error:
            say = getattr(self.screen, "say", self._home.say)
            say(str(error))
            return
        self._use_theme(self.workspace.settings.theme)
        await self._go_home()
        self._fill_home()

    def _use_theme(self, theme: str) -> None:
        if theme in self.available_themes:
            self.theme = theme

    # Everywhere

    def action_passport(self) -> None:
        """How far the grader in use can be trusted."""
        self._open_passport(labels_first=False)

    def action_label(self) -> None:
        """Label one's own answers."""
        self._open_passport(labels_first=True)

    def _open_passport(self, *, labels_first: bool) -> None:
        from tui.screens.passport import PassportScreen

        if labels_first and isinstance(self.screen, PassportScreen):
            self.screen.action_label()
            return
        is_there = any(isinstance(screen, PassportScreen) for screen in self.screen_stack)
        if not is_there and not isinstance(self.screen, ModalScreen):
            self.push_screen(PassportScreen(self.workspace.measuring, labels_first=labels_first))

    def action_help_quit(self) -> None:
        """Tell whoever presses Ctrl+C how to leave, where it covers nothing."""
        sentence = "Ctrl+Q leaves the program; everything is kept."
        for notice in self.screen.query(Notice):
            notice.say(sentence, "plain")
            return
        self.notify(sentence)

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
        await self._course.drop()
        await self.workspace.close()
        self.exit()
