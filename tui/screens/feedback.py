"""Feedback on one answer: every criterion with its evidence in the answer, and the model answer beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Footer, Static

from rubrics.extraction import extract_rubric
from tui.errors import EXPECTED
from tui.judging import OwnJudgement
from tui.outside import content, one_line
from tui.reading import (
    best_gain,
    findings_of,
    flag_lines,
    gain_line,
    grader_line,
    statuses_of,
)
from tui.widgets.asked import Asked
from tui.widgets.findings import FindingList
from tui.widgets.graded_answer import GradedAnswer
from tui.widgets.notice import Notice
from tui.widgets.score_line import ScoreLine
from tui.wording import clock, plural

if TYPE_CHECKING:
    from interviewer.records import Answer, ItemRecord
    from interviewer.records import GradedAnswer as KeptAnswer
    from rubrics.verdict import Grade

MOST_FOLLOW_UPS = 2
GradeAnswer = Callable[["Answer", bool], Awaitable["Grade"]]
"""Grades a kept answer; again when the second argument is true."""
JudgeAnswer = Callable[["Answer", dict[str, str]], Awaitable["Grade"]]
"""Keeps the candidate's own judgement, a status by criterion id, as the grade of an answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the feedback is shown, and so what can be done next."""

    title: str
    """“Question 2 of 5”."""
    is_live: bool
    """Whether the interview is under way and waits here."""
    next_word: str = "Next"


class FeedbackScreen(Screen[None]):
    """One answer and its grade; while there is none, the grading under way."""

    ABOUT = (
        "Step through the criteria with the up and down keys: the words of your answer that count stand out. "
        "The model answer marks what was missed."
    )
    BINDINGS = [
        Binding("n,enter", "next", "Next", id="feedback.next", tooltip="On to the next question, or to the report"),
        Binding("r", "retry", "Retry", id="feedback.retry", tooltip="Answer the same question again and compare"),
        Binding(
            "f", "follow_up", "Follow-up", id="feedback.follow-up", tooltip="A question on the point most missed"
        ),
        Binding("g", "grade", "Regrade", id="feedback.grade", tooltip="Grade this answer once more"),
        Binding("j", "judge", "Judge yourself", id="feedback.judge", tooltip="Judge it beside the model answer"),
        Binding("1", "own('met')", "Met", id="feedback.met", tooltip="You made this point"),
        Binding("2", "own('partial')", "Partial", id="feedback.partial", tooltip="You made part of this point"),
        Binding("3", "own('missed')", "Missed", id="feedback.missed", tooltip="You did not make this point"),
        Binding("f3", "question", "Question", show=False, id="feedback.question", tooltip="All of the question"),
        Binding("m", "model", "Model answer", id="feedback.model", tooltip="Go to the model answer, and back"),
        Binding("left_square_bracket", "attempt(-1)", "Earlier", id="feedback.earlier", tooltip="The attempt before"),
        Binding("right_square_bracket", "attempt(1)", "Later", id="feedback.later", tooltip="The attempt after"),
        Binding("escape", "leave", "Back", id="feedback.leave", tooltip="Leave; everything is kept"),
    ]

    @dataclass
    class Next(Message):
        """On with the interview."""

    @dataclass
    class Retry(Message):
        """The same question again."""

    @dataclass
    class FollowUp(Message):
        """A question on what the answer missed most."""

        answer: Answer
        grade: Grade

    @dataclass
    class Left(Message):
        """Back to where this was opened from."""

    def __init__(self, item: ItemRecord, place: Place, grade: GradeAnswer, judge: JudgeAnswer) -> None:
        super().__init__()
        self._judge_answer = judge
        self._own: OwnJudgement | None = None
        self._item = item
        self._place = place
        self._grade_answer = grade
        self._rubric = extract_rubric(item.question)
        self._grades = [graded.grade for graded in item.answers]
        self._index = len(item.answers) - 1
        self._has_moved = False

    # What is on the screen

    def compose(self) -> ComposeResult:
        """Question and score above; findings, answer and model answer below."""
        yield Asked(self._item.question, self._place.title)
        yield ScoreLine(id="score")
        yield Notice(id="notice")
        yield GradedAnswer(id="body")
        with Horizontal(id="state"):
            yield Static("", id="gain")
            if self._place.is_live:
                yield Button(self._place.next_word, id="next", variant="primary", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the grade, or see to it."""
        self._body.focus_findings()
        self._show_attempt()
        grade = self._grade
        if grade is None or not grade.is_final:
            self._run_grading(self._answered.answer, again=False)

    @property
    def _body(self) -> GradedAnswer:
        return self.query_one(GradedAnswer)

    @property
    def _score(self) -> ScoreLine:
        return self.query_one(ScoreLine)

    @property
    def _answered(self) -> KeptAnswer:
        return self._item.answers[self._index]

    @property
    def _grade(self) -> Grade | None:
        return self._grades[self._index]

    @property
    def _before(self) -> Grade | None:
        """The grade of the attempt before."""
        return self._grades[self._index - 1] if self._index > 0 else None

    def _show_attempt(self) -> None:
        answer = self._answered.answer
        attempts = len(self._item.answers)
        asked = self.query_one(Asked)
        asked.show_place(f"attempt {self._index + 1} of {attempts}" if attempts > 1 else "")
        facts = [clock(answer.seconds), plural(len(answer.text.split()), "word")]
        if answer.hints:
            facts.append(plural(answer.hints, "hint"))
        if answer.predicted is not None:
            facts.append(f"guess {answer.predicted} %")
        asked.show_time(Content.styled(" · ".join(facts), "$text-muted"))
        grade = self._grade
        if grade is None:
            self._show_ungraded()
        else:
            self._show_grade(grade)
        self.refresh_bindings()

    def _show_ungraded(self) -> None:
        self._score.say("Not graded yet")
        self._body.show_answer(self._answered.answer.text, [], Content(""))
        self._body.show_reference(self._item.question.reference, self._rubric, {})
        self.query_one("#gain", Static).update("")

    def _show_grade(self, grade: Grade) -> None:
        self._score.show(grade, self._before)
        findings = findings_of(self._rubric, grade, self._before) if grade.verdicts or grade.is_final else []
        self._body.show_answer(self._answered.answer.text, findings, _remarks(grade))
        self._body.show_reference(self._item.question.reference, self._rubric, statuses_of(grade))
        gain = gain_line(best_gain(self._rubric, grade)) if grade.is_final else ""
        self.query_one("#gain", Static).update(content(gain))
        if grade.error:
            self._say_ungraded(grade.error)
        else:
            self.query_one(Notice).clear()

    def _say_ungraded(self, why: str) -> None:
        self.query_one(Notice).say(f"Not graded: {why} Press g to try again, j to judge it yourself.")

    @on(FindingList.Entered)
    def _chosen(self) -> None:
        self.action_next()

    # Grading

    @work(group="grading", exclusive=True)
    async def _run_grading(self, answer: Answer, *, again: bool) -> None:
        index = self._index
        self.query_one(Notice).clear()
        self._score.count()
        try:
            grade = await self._grade_answer(answer, again)
        except EXPECTED as error:
            self._score.say("Not graded")
            self._say_ungraded(str(error))
            self.refresh_bindings()
            return
        self._score.stop()
        self._grades[index] = grade
        self._show_attempt()

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense here."""
        if action in ("next", "retry"):
            return self._place.is_live
        if action == "own":
            return self._own is not None
        if action == "judge":
            return self._own is None and not self._score.is_counting and not self._has_score()
        if action == "follow_up":
            return self._may_follow_up()
        if action == "grade":
            return not self._score.is_counting
        if action == "attempt":
            by = parameters[0] if parameters else 0
            return isinstance(by, int) and 0 <= self._index + by < len(self._item.answers)
        return True

    def _has_score(self) -> bool:
        return self._grade is not None and self._grade.is_final

    def action_judge(self) -> None:
        """Judge the answer oneself, criterion by criterion."""
        self._own = OwnJudgement(self._rubric)
        self.query_one(Notice).say("Compare with the model answer: 1 met, 2 partial, 3 missed.", "plain")
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
            self._keep_own(self._answered.answer, self._own.statuses)

    @work(group="grading", exclusive=True)
    async def _keep_own(self, answer: Answer, own: dict[str, str]) -> None:
        index = self._index
        try:
            grade = await self._judge_answer(answer, own)
        except EXPECTED as error:
            self.query_one(Notice).say(f"Your judgement could not be kept. {error}")
            return
        self._own = None
        self._grades[index] = grade
        self._show_attempt()

    @on(Button.Pressed, "#next")
    def action_next(self) -> None:
        """On with the interview."""
        self._move(self.Next())

    def action_retry(self) -> None:
        """The same question again."""
        self._move(self.Retry())

    def _may_follow_up(self) -> bool:
        """Whether the last answer has a grade, a missed point, and fewer follow-ups than an interviewer would ask."""
        grade = self._grades[-1]
        asked = sum(graded.answer.kind == "follow-up" for graded in self._item.answers)
        misses = grade is not None and any(v.status.value in ("missed", "partial") for v in grade.verdicts)
        return self._place.is_live and misses and asked < MOST_FOLLOW_UPS

    def action_follow_up(self) -> None:
        """Be asked about what was missed."""
        grade = self._grades[-1]
        if grade is not None and not self._has_moved:
            self.query_one(Notice).say("Thinking of a question …", "plain")
            self._move(self.FollowUp(self._item.answers[-1].answer, grade))

    def _move(self, message: Message) -> None:
        if self._place.is_live and not self._has_moved:
            self._has_moved = True
            self.post_message(message)

    def say(self, sentence: str) -> None:
        """An error that kept the interview from going on; it can be tried again."""
        self._has_moved = False
        self.query_one(Notice).say(sentence)

    def action_leave(self) -> None:
        """Back to where this was opened from."""
        self.post_message(self.Left())

    def action_grade(self) -> None:
        """Grade once more."""
        self._run_grading(self._answered.answer, again=True)

    def action_attempt(self, by: int) -> None:
        """Another attempt at the same question."""
        if 0 <= self._index + by < len(self._item.answers) and not self._score.is_counting:
            self._index += by
            self._show_attempt()

    def action_question(self) -> None:
        """Show all of the question."""
        from tui.screens.question import QuestionScreen

        self.app.push_screen(QuestionScreen(self._item.question))

    def action_model(self) -> None:
        """Between the answer and the model answer."""
        self._body.toggle_model()


def _remarks(grade: Grade) -> Content:
    lines = [Content.styled(line, "$text-warning") for line in map(one_line, flag_lines(grade))]
    lines.append(Content.styled(one_line(grader_line(grade)), "$text-muted"))
    return Content("\n").join(lines)
