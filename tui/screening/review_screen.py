"""One answer after the other, judged by a person: blind first, then beside the grader's verdicts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from interviewer.errors import StepError
from interviewer.screening.errors import ScreenError
from interviewer.screening.reviewing import Judgement
from rubrics.verdict import Status
from tui.errors import EXPECTED
from tui.screening.reason_screen import ReasonScreen
from tui.screening.sheet import Sheet, reopened
from tui.screening.sheet_lines import head_line, revealed_line, state_line
from tui.screening.sheet_view import SheetView
from tui.screening.summary_screen import SummaryScreen
from tui.widgets.long_list import LongList
from tui.widgets.notice import Notice, Tone
from tui.wording import HEIGHTS, plural

if TYPE_CHECKING:
    from tui.screening.course import Agenda, ReviewCourse


class ReviewScreen(Screen[None]):
    """An answer, its criteria, and a key for each verdict. Nothing on it says whose answer it is."""

    ABOUT = (
        "Say of each point what the answer does about it: m met, p met in part, x missed, c contradicted, u unsure. "
        "F2 hands your judgement in; it is final, and only then the grader's verdicts show beside yours. After that "
        "the same keys change a verdict, each with a reason; the first one is kept too. What is not handed in stays "
        "in memory until you leave. The answers come first where a look would change most. Tab leads to the answer "
        "and to the point, to scroll them."
    )
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS = [
        Binding("m", "judge('met')", "Met", id="review.met", tooltip="The answer makes this point"),
        Binding("p", "judge('partial')", "Part", id="review.partial", tooltip="It makes part of this point"),
        Binding("x", "judge('missed')", "Missed", id="review.missed", tooltip="It does not make this point"),
        Binding("c", "judge('contradicted')", "Contra", id="review.contrary", tooltip="It says the contrary"),
        Binding("u", "judge('unsure')", "Unsure", id="review.unsure", tooltip="You cannot tell; the grader's stays"),
        Binding("r", "reason", "Why", id="review.reason", tooltip="Give a reason for your verdict on this point"),
        Binding("f2,ctrl+s", "hand_in", "Hand in", id="review.hand-in", tooltip="Final; the grader's follow"),
        Binding("n", "next", "Next", id="review.next", tooltip="The next answer that waits"),
        Binding("b", "before", "Before", show=False, id="review.before", tooltip="The answer before"),
        Binding("k", "summary", "Figures", show=False, id="review.summary", tooltip="How far you agree"),
        Binding("f3", "question", "Question", show=False, id="review.question", tooltip="The question in full"),
        Binding("escape", "app.quit", "Leave", show=False, id="review.leave", tooltip="Leave; all handed in is kept"),
    ]

    def __init__(self, course: ReviewCourse, agenda: Agenda) -> None:
        super().__init__()
        self._course = course
        self._agenda = agenda
        self._index = 0
        self._sheets: dict[int, Sheet] = {}
        """Sheets looked at since the start, by the answer's key."""
        self._is_stepping = False
        self._leave_asked = False

    def compose(self) -> ComposeResult:
        """Where this is, the answer with its points, and the way on."""
        yield Static("", id="title", markup=False)
        yield SheetView(id="sheet")
        yield Notice(id="notice")
        with Horizontal(id="review-state"):
            yield Static("", id="judged", markup=False)
            yield Button("Hand in", id="on", variant="primary", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with the first answer that waits."""
        self._view.focus_points()
        self._open(self._agenda.next_waiting(-1) or 0)

    def say(self, sentence: str, tone: Tone = "warning") -> None:
        """Show a sentence."""
        self.query_one(Notice).say(sentence, tone)

    @property
    def _view(self) -> SheetView:
        return self.query_one(SheetView)

    @property
    def _key(self) -> int:
        return self._agenda.entries[self._index].answer

    @property
    def _sheet(self) -> Sheet | None:
        return self._sheets.get(self._key) if self._agenda.entries else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Handing in belongs to the blind part; figures need something handed in."""
        if action == "hand_in":
            sheet = self._sheet
            return sheet is None or not sheet.is_revealed
        return bool(self._agenda.done) if action == "summary" else True

    # Steps on the disk

    def _step(self, step: Callable[[], Awaitable[None]]) -> None:
        """Take a step, unless one is being taken."""
        if not self._is_stepping:
            self._is_stepping = True
            self._take(step)

    @work(group="step")
    async def _take(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except ScreenError as error:
            await self._drop(str(error))
        except EXPECTED as error:
            self.say(str(error), "error")
        finally:
            self._is_stepping = False

    async def _drop(self, sentence: str) -> None:
        """The answer cannot be reviewed any more, erased say: on with the first other that can."""
        while self._agenda.entries:
            self._sheets.pop(self._key, None)
            self._agenda = self._agenda.without(self._key)
            self._index = self._agenda.next_waiting(self._index - 1) or 0
            if await self._can_load():
                self.say(f"{sentence} It was taken out of the queue, and this is the next.")
                return
        self.app.switch_screen(SummaryScreen(self._course.cohort, None, left=0))

    async def _can_load(self) -> bool:
        """Show the answer in question; whether it is still there."""
        try:
            if self._agenda.entries:
                await self._load()
        except ScreenError:
            return False
        return bool(self._agenda.entries)

    def _open(self, index: int) -> None:
        self._index = index
        self._step(self._load)

    async def _load(self) -> None:
        key = self._key
        if key not in self._sheets:
            task = await self._course.task(key)
            sheet = reopened(task, await self._course.revealed(key)) if task.is_revealed else Sheet(task)
            self._sheets[key] = sheet
        self._show()

    # Showing

    def _show(self) -> None:
        sheet = self._sheets[self._key]
        self.query_one(Notice).clear()
        self._view.open_sheet(sheet)
        self._show_state(sheet)

    def _show_sheet(self, sheet: Sheet, at: int) -> None:
        self._view.show_sheet(sheet, at)
        self._show_state(sheet)

    def _show_state(self, sheet: Sheet) -> None:
        where = f"answer {self._index + 1} of {len(self._agenda.entries)} · {self._agenda.left} to go"
        self.query_one("#title", Static).update(head_line(where, sheet))
        self.query_one("#judged", Static).update(state_line(sheet, self._agenda.entries[self._index].reasons))
        self.query_one("#on", Button).label = "Next" if sheet.is_revealed else "Hand in"
        self.refresh_bindings()

    # Judging

    def action_judge(self, status: str) -> None:
        """What the answer does about the highlighted point; after the reveal, a change of mind."""
        sheet = self._sheet
        if sheet is None or self._is_stepping:
            return
        self._leave_asked = False
        criterion_id = sheet.criteria[self._view.at].id
        if sheet.is_revealed:
            self._change_mind(sheet, criterion_id, Status(status))
        else:
            before = sheet.said.get(criterion_id)
            self._note(sheet, Judgement(criterion_id, Status(status), before.reason if before else ""))

    def _note(self, sheet: Sheet, judgement: Judgement) -> None:
        """Note a blind judgement, and go to the next point without one."""
        after = sheet.saying(judgement)
        self._sheets[self._key] = after
        here = self._view.at
        later = [n for n in after.open if n > here]
        self.query_one(Notice).clear()
        self._show_sheet(after, (later or after.open or [here])[0])

    @work(group="reason", exclusive=True)
    async def _change_mind(self, sheet: Sheet, criterion_id: str, status: Status) -> None:
        if sheet.status(criterion_id) is status:
            self.say("That is what you say already; r adds a reason to it.", "plain")
            return
        await self._ask_and_revise(sheet, criterion_id, status, "")

    async def _ask_and_revise(self, sheet: Sheet, criterion_id: str, status: Status, reason: str) -> None:
        text = sheet.task.rubric.criterion(criterion_id).text
        given = await self.app.push_screen_wait(ReasonScreen(text, status, reason, is_needed=True))
        if given is not None and given != reason:
            self._step(lambda: self._revise(sheet, Judgement(criterion_id, status, given)))

    async def _revise(self, sheet: Sheet, judgement: Judgement) -> None:
        await self._course.revise(sheet.task.answer, judgement)
        after = sheet.saying(judgement)
        self._sheets[sheet.task.answer] = after
        self._show_sheet(after, self._view.at)
        self.say("Kept beside what you said blind.", "plain")

    @on(LongList.Selected, "#points")
    @work(group="reason", exclusive=True)
    async def action_reason(self) -> None:
        """Say why, in a few words."""
        sheet = self._sheet
        if sheet is None or self._is_stepping:
            return
        criterion = sheet.criteria[self._view.at]
        own = sheet.said.get(criterion.id)
        if own is None:
            self.say("Judge the point first: m, p, x, c or u.")
        elif sheet.is_revealed:
            await self._ask_and_revise(sheet, criterion.id, own.status, own.reason)
        else:
            reason = await self.app.push_screen_wait(ReasonScreen(criterion.text, own.status, own.reason))
            if reason is not None:
                self._note(sheet, Judgement(criterion.id, own.status, reason))

    # Ways on

    @on(Button.Pressed, "#on")
    def _press_on(self) -> None:
        sheet = self._sheet
        if sheet is not None and sheet.is_revealed:
            self.action_next()
        else:
            self.action_hand_in()

    def action_hand_in(self) -> None:
        """Keep the blind judgement for good, and show the grader's."""
        sheet = self._sheet
        if sheet is None or sheet.is_revealed:
            return
        if sheet.open:
            self.say(f"{plural(len(sheet.open), 'point')} left to judge; u says that you cannot tell.")
            self._view.go_to(sheet.open[0])
            return
        self._step(lambda: self._hand_in(sheet))

    async def _hand_in(self, sheet: Sheet) -> None:
        try:
            grade = await self._course.judge(sheet.task.answer, sheet.judgements())
        except StepError:  # handed in from another window meanwhile: go by what was said there
            del self._sheets[sheet.task.answer]
            self._agenda = self._agenda.judged(sheet.task.answer)
            await self._load()
            raise
        after = sheet.revealing(grade)
        self._sheets[sheet.task.answer] = after
        self._agenda = self._agenda.judged(sheet.task.answer)
        self._show_sheet(after, after.differing[0] if after.differing else 0)
        self.say(revealed_line(after), "plain")

    def action_next(self) -> None:
        """The next answer that waits; after the last one, the figures."""
        following = self._agenda.next_waiting(self._index)
        if following is None:
            self.action_summary()
        elif following == self._index:
            self.say("This is the last answer that waits.", "plain")
        else:
            self._open(following)

    def action_before(self) -> None:
        """The answer before."""
        if self._index:
            self._open(self._index - 1)
        else:
            self.say("This is the first answer.", "plain")

    def action_summary(self) -> None:
        """How far reviewers and grader agree so far."""
        self._step(self._sum_up)

    async def _sum_up(self) -> None:
        agreement = await self._course.agreement()
        self.app.push_screen(SummaryScreen(self._course.cohort, agreement, left=self._agenda.left))

    def action_question(self) -> None:
        """Show all of the question."""
        from tui.screens.question import QuestionScreen

        if self._sheet is not None:
            self.app.push_screen(QuestionScreen(self._sheet.task.question))

    def may_leave(self) -> bool:
        """Whether nothing is lost by leaving, or the reviewer was told and asks again."""
        count = sum(sheet.is_unkept for sheet in self._sheets.values())
        if self._leave_asked or not count:
            return True
        self._leave_asked = True
        it = "it is" if count == 1 else "they are"
        self.say(f"Your judgement of {plural(count, 'answer')} is not handed in: leave again, and {it} lost.")
        return False
