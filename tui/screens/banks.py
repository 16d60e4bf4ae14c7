"""Which bank to practise with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.banks import Banks
from tui.errors import EXPECTED
from tui.outside import content, one_line
from tui.screens.import_file import ImportDone, ImportScreen
from tui.served import is_off
from tui.widgets.notice import Notice, Tone
from tui.widgets.rows import Rows
from tui.wording import plural

if TYPE_CHECKING:
    from interviewer.banks import BankLine


class BanksScreen(Screen[str | None]):
    """A line a bank; gives the id back of the one that was chosen, None when that stays as it is."""

    ABOUT = (
        "Enter practises with the highlighted bank while the program runs; d makes it the one to begin with always. "
        "F4 imports a file of your own."
    )
    BINDINGS = [
        Binding(
            "d", "use_always", "Use always", id="banks.always", tooltip="Use it now, and keep that in the settings"
        ),
        Binding(
            "f4", "import_file", "Import", id="banks.import", tooltip="Look into a file of questions, and keep it"
        ),
        Binding("escape,q", "leave", "Back", id="banks.leave", tooltip="Practise with the same bank as before"),
    ]

    @dataclass
    class Changed(Message):
        """Another bank is in use."""

    def __init__(self, banks: Banks) -> None:
        super().__init__()
        self._banks = banks
        self._lines: Sequence[BankLine] = ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """No files in a visitor's browser."""
        return not is_off(self, action)

    def compose(self) -> ComposeResult:
        """The list."""
        yield Static(Content.styled("Banks of questions", "bold"), id="title")
        yield Notice(id="notice")
        yield Rows(id="banks")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Read which there are."""
        self.query_one("#banks").focus()
        self._read()

    def say(self, sentence: str, tone: Tone = "error") -> None:
        """Show a sentence at the top."""
        self.query_one(Notice).say(sentence, tone)

    @work(group="read", exclusive=True)
    async def _read(self, highlighted: str | None = None) -> None:
        try:
            self._lines = await self._banks.known()
            current = (await self._banks.current()).id
        except EXPECTED as error:
            self.say(str(error))
            current = ""
        rows = self.query_one("#banks", Rows)
        rows.clear_options()
        rows.add_options([Option(_line(each, current, self._banks.default), each.id) for each in self._lines])
        ids = [each.id for each in self._lines]
        wanted = highlighted or current
        if ids:
            rows.highlighted = ids.index(wanted) if wanted in ids else 0

    @on(OptionList.OptionSelected, "#banks")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self._use(event.option_id)

    def action_use_always(self) -> None:
        """Use the highlighted one from now on."""
        index = self.query_one("#banks", Rows).highlighted
        if index is not None:
            self._use(self._lines[index].id, always=True)

    @work(group="use", exclusive=True)
    async def _use(self, bank_id: str, *, always: bool = False) -> None:
        try:
            await (self._banks.use_always(bank_id) if always else self._banks.use(bank_id))
        except EXPECTED as error:
            self.say(str(error))
            return
        self.post_message(self.Changed())
        self.dismiss(bank_id)

    def action_import_file(self) -> None:
        """Another file."""
        self.app.push_screen(ImportScreen(self._banks), self._imported)

    def _imported(self, done: ImportDone | None) -> None:
        if done is None:
            return
        if done.is_to_be_used:
            self._use(done.bank_id)
            return
        self.say(done.sentence, "plain")
        self._read(done.bank_id)

    def action_leave(self) -> None:
        """As it was."""
        self.dismiss(None)


def _line(line: BankLine, current: str, default: str | None) -> Content:
    mark = Content.styled("● ", "bold $text-accent") if line.id == current else Content("  ")
    if line.problem:
        return mark.append(content(f"{line.id}: {one_line(line.problem, 300)}", "$text-error"))
    facts = [plural(line.questions, "question"), "built in" if line.ships else "imported"]
    if line.id == current:
        facts.append("in use")
    if line.id == default:
        facts.append("always")
    return mark.append(content(one_line(line.title, 60), "bold")).append(
        Content.styled(f"  {line.id} · {' · '.join(facts)}", "dim")
    )
