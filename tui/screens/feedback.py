"""Feedback on one answer: every criterion with its evidence in the answer, and the model answer beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from tui.attempts import Attempts, Place
from tui.errors import EXPECTED
from tui.judging import OwnJudgement
from tui.outside import content
from tui.reading import best_gain, facts_line, gain_line, remarks, statuses_of
from tui.screens.disagree import disagree
from tui.screens.flag import change_flag, flag_word
from tui.screens.question import QuestionScreen
from tui.widgets.asked import Asked
from tui.widgets.findings import FindingList
from tui.widgets.graded_answer import GradedAnswer
from tui.widgets.notice import Notice
from tui.widgets.score_line import ScoreLine
from tui.wording import HEIGHTS

if TYPE_CHECKING:
    from interviewer.records import Answer, ItemRecord
    from rubrics.verdict import Grade
    from tui.desk import Desk


_WAY_OUT = " Press g to try again, j to judge it yourself."


class FeedbackScreen(Screen[None]):
    """One answer and its grade; while there is none, the grading under way."""

    ABOUT = (
        "Step through the criteria with the up and down keys: the words of your answer that count stand out. "
        "The model answer marks what was missed."
    )
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS = [
        Binding("n,enter", "next", "Next", id="feedback.next", tooltip="On to the next question, or to the report"),
        Binding("r", "retry", "Retry", id="feedback.retry", tooltip="Answer the same question again and compare"),
        Binding("f", "follow_up", "Follow-up", id="feedback.follow-up", tooltip="Be asked about what was missed"),
        Binding(
            "d", "disagree", "Disagree", id="feedback.disagree", tooltip="Give the highlighted point another verdict"
        ),
        Binding("1", "own('met')", "Met", id="feedback.met", tooltip="You made this point"),
        Binding("2", "own('partial')", "Partial", id="feedback.partial", tooltip="You made part of this point"),
        Binding("3", "own('missed')", "Missed", id="feedback.missed", tooltip="You did not make this point"),
        Binding("j", "judge", "Judge yourself", id="feedback.judge", tooltip="Judge it beside the model answer"),
        Binding("m", "model", "Model answer", id="feedback.model", tooltip="Go to the model answer, and back"),
        Binding("g", "grade", "Regrade", show=False, id="feedback.grade", tooltip="Grade it once more"),
        Binding(
            "c",
            "compare",
            "Compare",
            show=False,
            id="feedback.compare",
            tooltip="Put another grader's verdicts beside these",
        ),
        Binding("[", "attempt(-1)", "Earlier", show=False, id="feedback.earlier", tooltip="The attempt before"),
        Binding("]", "attempt(1)", "Later", show=False, id="feedback.later", tooltip="The attempt after"),
        Binding(
            "b",
            "flag",
            "Bad question",
            show=False,
            id="feedback.flag",
            tooltip="Call the question bad, or take that back",
        ),
        Binding("f3", "question", "Question", show=False, id="feedback.question", tooltip="The question in full"),
        Binding("escape", "leave", "Back", id="feedback.leave", tooltip="Leave; everything is kept"),
    ]

    @dataclass
    class Stepped(Message):
        """On with the interview, or the same question again."""

        step: Literal["next", "retry"]

    @dataclass
    class FollowUp(Message):
        """A question on what the answer missed most."""

        answer: Answer
        grade: Grade

    @dataclass
    class Left(Message):
        """Back to where this was opened from."""

    def __init__(self, item: ItemRecord, place: Place, desk: Desk) -> None:
        super().__init__()
        self._attempts = Attempts(item)
        self._place = place
        self._desk = desk
        self._own: OwnJudgement | None = None
        self._flag = item.flag.reason if item.flag else None
        self._has_moved = False

    # What is on the screen

    def compose(self) -> ComposeResult:
        """Question and score above; findings, answer and model answer below."""
        yield Asked(self._attempts.question, self._place.title)
        yield ScoreLine(id="score")
        yield Notice(id="notice")
        yield GradedAnswer(id="body")
        with Horizontal(id="state"):
            yield Static("", id="gain")
            yield Button(flag_word(self._flag), id="flag-it", compact=True)
            if self._place.is_live:
                yield Button(self._place.next_word, id="next", variant="primary", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the grade, or see to it."""
        self._body.focus_findings()
        self._show_attempt()
        if not self._attempts.has_score:
            self._run_grading(self._attempts.current.answer, again=False)

    @property
    def _body(self) -> GradedAnswer:
        return self.query_one(GradedAnswer)

    @property
    def _score(self) -> ScoreLine:
        return self.query_one(ScoreLine)

    @property
    def _notice(self) -> Notice:
        return self.query_one(Notice)

    def _show_attempt(self, at: int = 0) -> None:
        """Show the attempt looked at, the finding at that place highlighted."""
        attempts, asked = self._attempts, self.query_one(Asked)
        asked.show_place(f"attempt {attempts.index + 1} of {len(attempts)}" if len(attempts) > 1 else "")
        asked.show_flag(self._flag)
        asked.show_time(facts_line(attempts.current.answer))
        grade = attempts.grade
        self._body.show_answer(attempts.current.answer.text, attempts.findings(), remarks(grade), at)
        self._body.show_reference(attempts.question.reference, attempts.rubric, statuses_of(grade) if grade else {})
        self._show_score(grade)
        self.refresh_bindings()

    def _show_score(self, grade: Grade | None) -> None:
        self._score.show(grade, self._attempts.before, self._attempts.current.grade)
        gain = gain_line(best_gain(self._attempts.rubric, grade)) if grade and grade.is_final else ""
        self.query_one("#gain", Static).update(content(gain))
        if grade and grade.error:
            self._notice.say(f"Not graded: {grade.error}{_WAY_OUT}")
        else:
            self._notice.clear()

    def say(self, sentence: str) -> None:
        """An error that kept the interview from going on; it can be tried again."""
        self._has_moved = False
        self._notice.say(sentence)

    # Grading

    @work(group="grading", exclusive=True)
    async def _run_grading(self, answer: Answer, *, again: bool) -> None:
        self._notice.clear()
        self._score.count()
        try:
            grade = await self._desk.grade(answer, again)
        except EXPECTED as error:
            self._score.say("Not graded")
            self._notice.say(f"Not graded: {error}{_WAY_OUT}")
            self.refresh_bindings()
            return
        self._score.stop()
        self._attempts.keep_grade(answer, grade)
        self._show_attempt()

    def action_grade(self) -> None:
        """Grade once more."""
        self._run_grading(self._attempts.current.answer, again=True)

    def action_judge(self) -> None:
        """Judge the answer oneself, criterion by criterion."""
        self._own = OwnJudgement(self._attempts.rubric)
        self._notice.say("Compare with the model answer: 1 met, 2 partial, 3 missed.", "plain")
        self._body.show_findings(self._own.findings())
        self._body.focus_findings()
        self.refresh_bindings()

    def action_own(self, status: str) -> None:
        """Judge the highlighted criterion, and on to the next; after the last the judgement is kept."""
        at = self._body.current
        if self._own is None or at is None:
            return
        following = self._own.judge(at, status)
        self._body.show_findings(self._own.findings(), following)
        if self._own.is_complete:
            self._keep_own(self._attempts.current.answer, self._own)

    @work(group="grading", exclusive=True)
    async def _keep_own(self, answer: Answer, own: OwnJudgement) -> None:
        try:
            grade = await self._desk.judge(answer, own.statuses)
        except EXPECTED as error:
            self._notice.say(f"Your judgement could not be kept. {error}")
            return
        self._own = None
        self._attempts.keep_grade(answer, grade)
        self._show_attempt()

    # Saying what one thinks of a verdict, and of the question

    @work(group="opinion")
    async def action_disagree(self) -> None:
        """Say what the highlighted criterion deserves."""
        at = self._body.current or 0
        finding = self._attempts.findings()[at]
        if finding.criterion_id is None:
            self._notice.say("Highlight one of the criteria, and press d again.", "plain")
            return
        try:
            graded = await disagree(self.app, self._desk, self._attempts.current.answer, finding)
        except EXPECTED as error:
            self._notice.say(f"Your verdict could not be kept. {error}")
            return
        if graded is not None:
            self._attempts.keep(graded)
            self._show_attempt(at)

    @on(Button.Pressed, "#flag-it")
    @work(group="opinion")
    async def action_flag(self) -> None:
        """Call the question bad, or take that back."""
        self._flag = await change_flag(self, self._desk.flag, self._attempts.question, self._flag)
        self.query_one("#flag-it", Button).label = flag_word(self._flag)

    # On, and back

    @work(group="opinion")
    async def action_compare(self) -> None:
        """Put the grades of several graders side by side."""
        from tui.screens.compare import CompareScreen

        answer = self._attempts.current.answer
        grade = await self.app.push_screen_wait(CompareScreen(self._desk.regrading(answer)))
        if grade is not None:
            self._attempts.keep_grade(answer, grade)
            self._show_attempt()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense here."""
        if action == "attempt":
            by = parameters[0] if parameters else 0
            return isinstance(by, int) and self._attempts.can_move(by)
        is_idle = self._own is None and not (self.is_mounted and self._score.is_counting)
        is_live = self._place.is_live
        possible = {
            "next": is_live,
            "retry": is_live,
            "follow_up": is_live and self._attempts.may_follow_up,
            "grade": is_idle,
            "judge": is_idle and not self._attempts.has_score,
            "own": self._own is not None,
            "disagree": self._own is None and bool(self._attempts.findings()),
        }
        return possible.get(action, True)

    @on(FindingList.Entered)
    @on(Button.Pressed, "#next")
    def action_next(self) -> None:
        """On with the interview."""
        self._move(self.Stepped("next"))

    def action_retry(self) -> None:
        """The same question again."""
        self._move(self.Stepped("retry"))

    def action_follow_up(self) -> None:
        """Be asked about what was missed."""
        last = self._attempts.last
        grade = last.standing(self._attempts.rubric)
        if grade is not None and not self._has_moved:
            self._notice.say("Thinking of a question …", "plain")
            self._move(self.FollowUp(last.answer, grade))

    def _move(self, message: Message) -> None:
        if self._place.is_live and not self._has_moved:
            self._has_moved = True
            self.post_message(message)

    def action_leave(self) -> None:
        """Back to where this was opened from."""
        self.post_message(self.Left())

    def action_attempt(self, by: int) -> None:
        """Another attempt at the same question."""
        if self._attempts.can_move(by) and not self._score.is_counting:
            self._attempts.index += by
            self._show_attempt()

    def action_question(self) -> None:
        """Show all of the question."""
        self.app.push_screen(QuestionScreen(self._attempts.question))

    def action_model(self) -> None:
        """Between the answer and the model answer."""
        self._body.toggle_model()
