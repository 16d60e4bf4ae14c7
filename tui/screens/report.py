"""The report on one interview: by topic, by question, what to do next, and how far to trust it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from tui.errors import EXPECTED
from tui.outside import one_line
from tui.report_lines import calibration, item_line, next_steps, overall, topic_table, trust
from tui.served import is_served
from tui.widgets.notice import Notice
from tui.widgets.rows import Rows
from tui.wording import plural, when

if TYPE_CHECKING:
    from datetime import datetime

    from interviewer.records import Answer, ItemRecord, SessionRecord
    from interviewer.report.item_values import ItemReport
    from interviewer.report.values import Report
    from tui.desk import GradeAnswer


@dataclass(frozen=True, slots=True)
class ReportSource:
    """Where the screen gets what it shows; every call is made again when something was graded."""

    record: Callable[[], Awaitable[SessionRecord]]
    grade: GradeAnswer
    report: Callable[[SessionRecord], Awaitable[Report]]
    export: Callable[[Report], Awaitable[Path]]
    now: Callable[[], datetime]


class ReportScreen(Screen[None]):
    """A finished interview. Answers without a grade are graded first, while what is there is already shown."""

    ABOUT = (
        "Where you stand by topic, and every question with its score. Enter on a question opens its feedback. "
        "A range stands where some criteria could not be judged; fewer than three answers are too few to tell."
    )
    BINDINGS = [
        Binding("e", "export", "Export", id="report.export", tooltip="Write the report as one HTML page"),
        Binding("g", "grade", "Grade the rest", id="report.grade", tooltip="Try again to grade what has no grade"),
        Binding("pagedown", "page(1)", "Scroll", priority=True, id="report.down", tooltip="The rest of the report"),
        Binding("pageup", "page(-1)", "Up", show=False, priority=True, id="report.up", tooltip="A page up"),
        Binding("escape,q", "leave", "Home", id="report.leave", tooltip="Back"),
    ]

    @dataclass
    class Opened(Message):
        """The feedback on a question is wanted."""

        session_id: str
        item: ItemRecord
        title: str
        grade: GradeAnswer

    @dataclass
    class Left(Message):
        """Back to where this was opened from."""

    def __init__(self, source: ReportSource, note: str = "") -> None:
        super().__init__()
        self._note = note
        self._source = source
        self._record: SessionRecord | None = None
        self._report: Report | None = None
        self._is_grading = False

    def compose(self) -> ComposeResult:
        """Progress of grading, then the report from the overall figure down to what to do next."""
        yield Static(Content.styled("Report", "bold"), id="title")
        yield Notice(id="notice")
        yield ProgressBar(id="progress", show_eta=False)
        if self._note:
            yield Static(Content.styled(self._note, "$text-warning"), id="note")
        with VerticalScroll(id="report"):
            yield Static("", id="overall")
            yield Static("", id="by-topic")
            yield Static(Content.styled("Questions", "bold"), classes="heading")
            yield Rows(id="items")
            yield Static("", id="calibration")
            yield Static("", id="next-steps")
            yield Static("", id="trust")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read, show, grade the rest."""
        self.query_one("#items").focus(scroll_visible=False)
        self._begin()

    @work(group="report")
    async def _begin(self) -> None:
        if await self._read():
            self.call_after_refresh(self.query_one("#report").scroll_home, animate=False)
            await self._grade_rest(again=False)

    async def _read(self) -> bool:
        """Read and show everything anew; whether that worked."""
        try:
            self._record = await self._source.record()
            self._report = await self._source.report(self._record)
        except EXPECTED as error:
            self.query_one(Notice).say(f"The report cannot be made. {error}")
            return False
        self._show(self._report)
        return True

    # Grading what is left

    def _waiting(self) -> list[Answer]:
        """Last answers without a score."""
        items = self._record.items if self._record else ()
        latest = [item.latest for item in items if item.latest is not None]
        return [each.answer for each in latest if each.grade is None or not each.grade.is_final]

    async def _grade_rest(self, *, again: bool) -> None:
        waiting = self._waiting()
        if not waiting or self._is_grading:
            return
        self._is_grading = True
        self._show_progress(0, len(waiting))
        failures: list[str] = []
        for done, finished in enumerate(
            asyncio.as_completed([self._grade_one(answer, again=again) for answer in waiting]), 1
        ):
            failure = await finished
            failures += [failure] if failure else []
            self._show_progress(done, len(waiting))
        self._is_grading = False
        await self._read()
        if failures:
            count = plural(len(failures), "answer")
            self.query_one(Notice).say(f"{count} could not be graded: {failures[0]} Press g to try again.")
        self.refresh_bindings()

    async def _grade_one(self, answer: Answer, *, again: bool) -> str | None:
        """Grade an answer; the reason when there is no score."""
        try:
            grade = await self._source.grade(answer, again)
        except EXPECTED as error:
            return str(error)
        return grade.error

    def _show_progress(self, done: int, total: int) -> None:
        bar = self.query_one(ProgressBar)
        bar.update(total=total, progress=done)
        bar.display = done < total
        notice = self.query_one(Notice)
        if done < total:
            notice.say(
                f"Grading the rest: {done} of {total} done. You can leave; what is missing is graded later.", "plain"
            )
        else:
            notice.clear()

    # Showing

    def _show(self, report: Report) -> None:
        self.query_one("#title", Static).update(self._title(report))
        self.query_one("#overall", Static).update(overall(report))
        self.query_one("#by-topic", Static).update(topic_table(report.topics, self.size.width - 4))
        self._fill_items(report.items)
        guesses = calibration(report)
        self.query_one("#calibration", Static).update(guesses)
        self.query_one("#calibration").display = bool(guesses.plain)
        self.query_one("#next-steps", Static).update(next_steps(report))
        self.query_one("#trust", Static).update(trust(report))

    def on_resize(self) -> None:
        """Fit the table to the new width."""
        if self._report is not None:
            self.query_one("#by-topic", Static).update(topic_table(self._report.topics, self.size.width - 4))

    def _title(self, report: Report) -> Content:
        parts = [Content.styled("Report", "bold")]
        if report.sessions:
            line = report.sessions[-1]
            about = f"  ·  {line.mode} · {when(line.started_at, self._source.now())} · {one_line(line.bank, 40)}"
            parts.append(Content.styled(about, "$text-muted"))
        return Content("").join(parts)

    def _fill_items(self, items: Sequence[ItemReport]) -> None:
        widget = self.query_one("#items", Rows)
        before = widget.highlighted
        widget.clear_options()
        flagged = {item.question.id for item in self._record.items if item.flag} if self._record else set()
        widget.add_options([Option(item_line(item, is_flagged=item.question_id in flagged)) for item in items])
        if items:
            widget.highlighted = min(before or 0, len(items) - 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Grading only when something waits for it."""
        return bool(self._waiting()) and not self._is_grading if action == "grade" else True

    @on(OptionList.OptionSelected, "#items")
    def _opened(self, event: OptionList.OptionSelected) -> None:
        if self._record is None:
            return
        item = self._record.items[event.option_index]
        if item.answers:
            place = f"Question {event.option_index + 1} of {len(self._record.items)}"
            self.post_message(self.Opened(self._record.session.id, item, place, self._source.grade))
        else:
            self.query_one(Notice).say("This question has no answer.", "plain")

    def action_grade(self) -> None:
        """Grade what has no grade."""
        self._regrade()

    @work(group="report")
    async def _regrade(self) -> None:
        await self._grade_rest(again=True)

    def action_export(self) -> None:
        """Write the page."""
        if self._report is not None:
            self._export(self._report)

    @work(group="export", exclusive=True)
    async def _export(self, report: Report) -> None:
        try:
            path = await self._source.export(report)
        except (*EXPECTED, OSError) as error:
            self.query_one(Notice).say(f"The report could not be written. {error}")
            return
        if is_served(self):
            self.app.deliver_text(path, open_method="download")
            self.query_one(Notice).say("Your browser is given the page to keep.", "plain")
            return
        self.query_one(Notice).say(f"Written to {path}", "plain")

    def action_page(self, by: int) -> None:
        """Scroll the report as a whole, whatever has the cursor."""
        page = self.query_one("#report")
        page.scroll_page_down() if by > 0 else page.scroll_page_up()

    def action_leave(self) -> None:
        """Back."""
        self.post_message(self.Left())

    def refresh_report(self) -> None:
        """Read anew, after an answer was graded elsewhere."""
        self._reread()

    @work(group="report")
    async def _reread(self) -> None:
        await self._read()
