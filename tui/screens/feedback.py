"""Feedback on one answer: every criterion with its evidence in the answer, and the model answer beside it."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Footer, OptionList, Static

from rubrics.extraction import extract_rubric
from tui.errors import EXPECTED
from tui.outside import content, one_line
from tui.reading import (
    best_gain,
    findings_of,
    flag_lines,
    gain_line,
    grader_line,
    quotes_of,
    score_line,
    statuses_of,
)
from tui.widgets.answer_view import AnswerView
from tui.widgets.findings import Finding, FindingList
from tui.widgets.model_answer import ModelAnswer
from tui.widgets.notice import Notice
from tui.wording import MARKS, clock, percent, plural

if TYPE_CHECKING:
    from interviewer.records import Answer, GradedAnswer, ItemRecord
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
        self._own: dict[str, str] | None = None
        self._item = item
        self._place = place
        self._grade_answer = grade
        self._rubric = extract_rubric(item.question)
        self._grades = [graded.grade for graded in item.answers]
        self._index = len(item.answers) - 1
        self._grading_since: float | None = None
        self._has_moved = False

    # What is on the screen

    def compose(self) -> ComposeResult:
        """Question and score above; findings, answer and model answer below."""
        with Horizontal(id="bar"):
            yield Static(self._heading(), id="place")
            yield Static("", id="timer")
        with VerticalScroll(id="question", can_focus=False):
            yield Static(content(self._item.question.wording, "bold"), id="question-text")
        yield Static("", id="score")
        yield Notice(id="notice")
        with Horizontal(id="body"):
            with Vertical(id="reading"):
                yield FindingList(id="findings")
                with VerticalScroll(id="detail-scroll", can_focus=False):
                    yield Static("", id="detail")
                with VerticalScroll(id="answer-scroll"):
                    yield AnswerView(id="answer-text")
                    yield Static("", id="remarks")
                    yield Static(Content.styled("Model answer", "bold underline"), classes="below", id="model-title")
                    yield ModelAnswer(id="model-below")
            with VerticalScroll(id="model-scroll"):
                yield ModelAnswer(id="model-beside")
        with Horizontal(id="state"):
            yield Static("", id="gain")
            if self._place.is_live:
                yield Button(self._place.next_word, id="next", variant="primary", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the grade, or see to it."""
        self.query_one("#answer-scroll").border_title = "Your answer"
        self.query_one("#model-scroll").border_title = "Model answer"
        self.query_one(FindingList).focus()
        self.set_interval(0.5, self._show_progress)
        self._show_attempt()
        grade = self._grade
        if grade is None or not grade.is_final:
            self._run_grading(self._answered.answer, again=False)

    @property
    def _answered(self) -> GradedAnswer:
        return self._item.answers[self._index]

    @property
    def _grade(self) -> Grade | None:
        return self._grades[self._index]

    @property
    def _before(self) -> Grade | None:
        """The grade of the attempt before."""
        return self._grades[self._index - 1] if self._index > 0 else None

    def _heading(self) -> Content:
        question = self._item.question
        attempts = len(self._item.answers)
        attempt = f" · attempt {self._index + 1} of {attempts}" if attempts > 1 else ""
        difficulty = f" · {question.difficulty.value}" if question.difficulty else ""
        place = Content.styled(self._place.title, "bold $text-accent")
        return place.append(Content.styled(f"{attempt} · {one_line(question.topic, 40)}{difficulty}", "$text-muted"))

    def _show_attempt(self) -> None:
        answer = self._answered.answer
        self.query_one("#place", Static).update(self._heading())
        facts = [clock(answer.seconds), plural(len(answer.text.split()), "word")]
        if answer.hints:
            facts.append(plural(answer.hints, "hint"))
        if answer.predicted is not None:
            facts.append(f"guess {answer.predicted} %")
        self.query_one("#timer", Static).update(Content.styled(" · ".join(facts), "$text-muted"))
        grade = self._grade
        if grade is None:
            self._show_ungraded()
        else:
            self._show_grade(grade)
        self.refresh_bindings()

    def _show_ungraded(self) -> None:
        self.query_one("#score", Static).update(Content("Not graded yet"))
        self.query_one(FindingList).show_findings([])
        self._show_model({})
        self.query_one("#answer-text", AnswerView).show_answer(self._answered.answer.text, [])
        for selector in ("#detail", "#remarks", "#gain"):
            self.query_one(selector, Static).update("")

    def _show_grade(self, grade: Grade) -> None:
        self.query_one("#score", Static).update(_score(grade, self._before))
        findings = findings_of(self._rubric, grade, self._before) if grade.verdicts or grade.is_final else []
        view = self.query_one("#answer-text", AnswerView)
        view.show_answer(self._answered.answer.text, quotes_of(findings))
        self.query_one(FindingList).show_findings(findings)
        self._show_model(statuses_of(grade))
        self.query_one("#remarks", Static).update(_remarks(grade))
        gain = gain_line(best_gain(self._rubric, grade)) if grade.is_final else ""
        self.query_one("#gain", Static).update(content(gain))
        if not findings:
            self.query_one("#detail", Static).update("")
        if grade.error:
            self.query_one(Notice).say(f"Not graded: {grade.error} Press g to try again, j to judge it yourself.")
        else:
            self.query_one(Notice).clear()

    def _show_model(self, statuses: dict[str, str]) -> None:
        for view in self.query(ModelAnswer):
            view.show_reference(self._item.question.reference, self._rubric, statuses)

    # Stepping through the findings

    @on(OptionList.OptionHighlighted, "#findings")
    def _step(self) -> None:
        finding = self.query_one(FindingList).current
        view = self.query_one("#answer-text", AnswerView)
        view.selected = finding.number if finding else None
        self.query_one("#detail", Static).update(_detail(finding) if finding else "")
        self.query_one("#detail-scroll").scroll_home(animate=False)
        if finding:
            self.call_after_refresh(self._bring_into_view, finding.number)

    def _bring_into_view(self, number: int) -> None:
        view = self.query_one("#answer-text", AnswerView)
        scroll = self.query_one("#answer-scroll", VerticalScroll)
        line = view.line_of(number, view.size.width)
        if line is not None and not scroll.scroll_y <= line < scroll.scroll_y + scroll.size.height - 1:
            scroll.scroll_to(y=max(0, line - 1), animate=False)

    @on(FindingList.Entered)
    def _chosen(self) -> None:
        self.action_next()

    # Grading

    @work(group="grading", exclusive=True)
    async def _run_grading(self, answer: Answer, *, again: bool) -> None:
        index = self._index
        self._grading_since = time.monotonic()
        self.query_one(Notice).clear()
        self._show_progress()
        try:
            grade = await self._grade_answer(answer, again)
        except EXPECTED as error:
            self._grading_since = None
            self.query_one("#score", Static).update(Content("Not graded"))
            self.query_one(Notice).say(f"Not graded: {error} Press g to try again, j to judge it yourself.")
            self.refresh_bindings()
            return
        self._grading_since = None
        self._grades[index] = grade
        self._show_attempt()

    def _show_progress(self) -> None:
        if self._grading_since is None:
            return
        seconds = int(time.monotonic() - self._grading_since)
        dots = "·" * (1 + int((time.monotonic() - self._grading_since) * 2) % 3)
        line = f"Grading {dots:<3} {seconds} s   You can go on; the grade is kept when it comes."
        self.query_one("#score", Static).update(Content.styled(line, "$text-warning"))

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense here."""
        if action in ("next", "retry"):
            return self._place.is_live
        if action == "own":
            return self._own is not None
        if action == "judge":
            return self._own is None and self._grading_since is None and not self._has_score()
        if action == "follow_up":
            return self._may_follow_up()
        if action == "grade":
            return self._grading_since is None
        if action == "attempt":
            by = parameters[0] if parameters else 0
            return isinstance(by, int) and 0 <= self._index + by < len(self._item.answers)
        return True

    def _has_score(self) -> bool:
        return self._grade is not None and self._grade.is_final

    def action_judge(self) -> None:
        """Judge the answer oneself, criterion by criterion."""
        self._own = {}
        self.query_one(Notice).say("Compare with the model answer: 1 met, 2 partial, 3 missed.", "plain")
        self._show_own()
        self.query_one(FindingList).focus()
        self.refresh_bindings()

    def _show_own(self) -> None:
        own = self._own or {}
        findings = [
            Finding(number, own.get(c.id, "unsure"), c.title or c.text, c.text, is_optional=c.optional)
            for number, c in enumerate(self._rubric.criteria, 1)
        ]
        listed = self.query_one(FindingList)
        at = listed.highlighted or 0
        listed.show_findings(findings)
        listed.highlighted = min(at, len(findings) - 1)

    def action_own(self, status: str) -> None:
        """Judge the highlighted criterion, and on to the next; after the last the judgement is kept."""
        listed = self.query_one(FindingList)
        if self._own is None or listed.highlighted is None:
            return
        criteria = self._rubric.criteria
        self._own[criteria[listed.highlighted].id] = status
        self._show_own()
        left = [index for index, criterion in enumerate(criteria) if criterion.id not in self._own]
        if left:
            listed.highlighted = min((index for index in left if index > (listed.highlighted or 0)), default=left[0])
        else:
            self._keep_own(self._answered.answer, self._own)

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
        if 0 <= self._index + by < len(self._item.answers) and self._grading_since is None:
            self._index += by
            self._show_attempt()

    def action_model(self) -> None:
        """Between the answer and the model answer."""
        beside = self.query_one("#model-scroll")
        if beside.display:
            target = self.query_one(FindingList) if beside.has_focus else beside
            target.focus()
            return
        scroll = self.query_one("#answer-scroll", VerticalScroll)
        title = self.query_one("#model-title")
        if scroll.scroll_y >= min(title.virtual_region.y, scroll.max_scroll_y) and scroll.max_scroll_y > 0:
            scroll.scroll_home(animate=False)
        else:
            scroll.scroll_to(y=title.virtual_region.y, animate=False)


def _score(grade: Grade, before: Grade | None) -> Content:
    return Content("").join([Content.styled(_bar(grade), "$text-accent"), content(score_line(grade, before), "bold")])


def _bar(grade: Grade, width: int = 12) -> str:
    """The score as a bar, its open part dotted."""
    if grade.score is None:
        return ""
    sure = round((grade.low if grade.low is not None else grade.score) * width)
    upto = round((grade.high if grade.high is not None else grade.score) * width)
    return "█" * sure + "▒" * (upto - sure) + "░" * (width - upto) + " "


def _detail(finding: Finding) -> Content:
    mark = MARKS[finding.status]
    certainty = f", {percent(finding.certainty)} sure" if finding.certainty is not None else ""
    change = f" ({finding.change})" if finding.change else ""
    verdict = Content.styled(f"{mark.glyph} {mark.word}{certainty}{change}", f"bold {mark.colour}")
    reason = content(f": {finding.reason}", "italic") if finding.reason else Content("")
    return Content("").join([verdict, reason, Content("\n"), content(finding.text)])


def _remarks(grade: Grade) -> Content:
    lines = [Content.styled(line, "$text-warning") for line in map(one_line, flag_lines(grade))]
    lines.append(Content.styled(one_line(grader_line(grade)), "$text-muted"))
    return Content("\n").join(lines)
