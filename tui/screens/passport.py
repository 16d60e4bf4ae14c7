"""The passport of the grader in use: how far it can be trusted, and how that was measured."""

from __future__ import annotations

from collections.abc import Iterator

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from tui.errors import EXPECTED
from tui.measuring import Measuring, Papers
from tui.outside import content
from tui.passport_lines import passport_lines
from tui.screens.label import LabelScreen, LabelsLeft
from tui.widgets.notice import Notice, Tone
from tui.wording import plural

_NONE = (
    "This grader has no passport: nobody has measured how far it agrees with people. Press l to label answers of "
    "yours, one key a point, and k to measure it by them. On the command line, interviewer calibrate measures it on "
    "labelled answers that ship."
)


class PassportScreen(Screen[None]):
    """A page to read, and the way to measure the grader oneself."""

    ABOUT = (
        "How far the grader in use agrees with people, measured on labelled answers. l labels answers of your own, "
        "k measures the grader by your labels; that goes on in the background when you leave."
    )
    BINDINGS = [
        Binding("l", "label", "Label answers", id="passport.label", tooltip="Judge your answers yourself"),
        Binding(
            "k", "measure", "Measure on my labels", id="passport.measure", tooltip="Measure the grader by your labels"
        ),
        Binding("escape,q", "leave", "Back", id="passport.leave", tooltip="Back to where you were"),
    ]

    def __init__(self, measuring: Measuring, *, labels_first: bool = False) -> None:
        super().__init__()
        self._measuring = measuring
        self._labels_first = labels_first
        self._labelled = 0

    def compose(self) -> ComposeResult:
        """Title, and a page that scrolls."""
        yield Static(Content.styled("Passport", "bold"), id="title")
        yield Notice(id="notice")
        with VerticalScroll(id="passport"):
            yield Static("", id="passport-text", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read, and show a measurement that is under way."""
        self.query_one("#passport").focus()
        self.set_interval(0.3, self._show_progress)
        self._read()
        if self._measuring.is_running:
            self._measure()
        if self._labels_first:
            self.call_after_refresh(self.action_label)

    def say(self, sentence: str, tone: Tone = "error") -> None:
        """Show a sentence at the top."""
        self.query_one(Notice).say(sentence, tone)

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        try:
            papers = await self._measuring.papers()
        except EXPECTED as error:
            self.say(str(error))
            return
        self._labelled = papers.labelled
        head = Content.styled("Passport", "bold").append(content(f"  ·  {papers.title}"))
        self.query_one("#title", Static).update(head)
        self.query_one("#passport-text", Static).update(Content("\n").join(_page(papers)))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Measuring needs labels."""
        return bool(self._labelled) if action == "measure" else True

    def action_label(self) -> None:
        """Label answers; what comes of it is shown here."""
        self.app.push_screen(LabelScreen(self._measuring), self._labelled_some)

    def _labelled_some(self, left: LabelsLeft | None) -> None:
        self._read()
        if left == "to measure":
            self._measure()

    def action_measure(self) -> None:
        """Measure the grader."""
        self._measure()

    @work(group="measure", exclusive=True)
    async def _measure(self) -> None:
        try:
            passport = await self._measuring.measure()
        except EXPECTED as error:
            self.say(str(error))
            return
        self.say(f"Measured: {passport.data}. The passport on your labels stands first.", "plain")
        self._read()

    def _show_progress(self) -> None:
        if self._measuring.is_running:
            progress = self._measuring.progress
            far = f" {progress.done} of {progress.of} answers" if progress.of else ""
            self.say(f"Measuring …{far}; you can leave, it goes on.", "plain")

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()


def _page(papers: Papers) -> Iterator[Content]:
    if not papers.passports:
        yield content(_NONE)
    for number, passport in enumerate(papers.passports):
        if number:
            yield Content("")
            yield Content.styled("─" * 40, "dim")
        yield from passport_lines(passport)
    yield Content("")
    yield content(_labelled(papers.labelled), "$text-muted")


def _labelled(count: int) -> str:
    if not count:
        return "You have labelled no answers of yours yet: press l to do so, and k to measure this grader by them."
    return f"You have labelled {plural(count, 'answer')}: l goes on with that, k measures this grader by your labels."
