"""A look into a file of questions before anything is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from rubrics.extraction import extract_rubric
from tui.errors import EXPECTED
from tui.outside import content, one_line
from tui.widgets.notice import Notice
from tui.wording import plural

if TYPE_CHECKING:
    from bank.question import Bank

ReadBank = Callable[[str], Awaitable["Bank"]]
_NOTICES = 5
_QUESTIONS = 40


class ImportScreen(ModalScreen[str | None]):
    """Asks for a path, shows what is in the file, and gives the path back when the file is to be used."""

    BINDINGS = [Binding("escape", "dismiss(None)", "Cancel", id="import.cancel", tooltip="Use the bank as it was")]

    def __init__(self, read: ReadBank) -> None:
        super().__init__()
        self._read_bank = read
        self._path: str | None = None

    def compose(self) -> ComposeResult:
        """Path, preview, and the button that uses it."""
        with Vertical(id="import") as box:
            box.border_title = "Use another file of questions"
            box.border_subtitle = "Enter reads it, Esc leaves things as they are"
            yield Input(placeholder="Path of a file with questions", id="path", compact=True)
            yield Notice(id="notice")
            with VerticalScroll(id="preview"):
                yield Static("", id="preview-text", markup=False)
            yield Button("Use this bank", id="use", variant="primary", compact=True, disabled=True)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one("#path").focus()

    @on(Input.Submitted, "#path")
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._read(event.value.strip())

    @work(group="read", exclusive=True)
    async def _read(self, path: str) -> None:
        self.query_one("#use", Button).disabled = True
        self.query_one("#preview-text", Static).update("")
        try:
            bank = await self._read_bank(path)
        except EXPECTED as error:
            self.query_one(Notice).say(str(error))
            return
        self._path = path
        self.query_one(Notice).clear()
        self.query_one("#preview-text", Static).update(Content("\n").join(_preview(bank)))
        use = self.query_one("#use", Button)
        use.disabled = False
        use.focus()

    @on(Button.Pressed, "#use")
    def _use(self) -> None:
        self.dismiss(self._path)


def _preview(bank: Bank) -> Iterator[Content]:
    yield content(one_line(f"{bank.title}: {plural(len(bank.questions), 'question')}"), "bold")
    yield content(one_line(f"Topics: {', '.join(bank.topics)}"), "$text-muted")
    for notice in bank.notices[:_NOTICES]:
        yield content(f"! {one_line(notice)}", "$text-warning")
    if len(bank.notices) > _NOTICES:
        yield content(f"! and {len(bank.notices) - _NOTICES} more notices", "$text-warning")
    for question in bank.questions[:_QUESTIONS]:
        points = len(extract_rubric(question).criteria)
        yield content(f"{one_line(question.text, 58)} ({plural(points, 'point')})")
    if len(bank.questions) > _QUESTIONS:
        yield content(f"and {len(bank.questions) - _QUESTIONS} more", "dim")
