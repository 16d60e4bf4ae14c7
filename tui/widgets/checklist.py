"""A list of things to tick. A tick is a character, so that it shows without colour."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.outside import one_line
from tui.widgets.rows import Rows


class Checklist(Rows):
    """`[x] one`, `[ ] two`: Space or Enter ticks the highlighted line."""

    BINDINGS = [
        Binding("space,enter", "select", "Tick", id="checklist.tick", tooltip="Tick or untick the highlighted line")
    ]

    @dataclass
    class Changed(Message):
        """Other lines are ticked."""

        checklist: "Checklist"

        @property
        def control(self) -> "Checklist":
            """The list."""
            return self.checklist

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._names: list[str] = []
        self._notes: list[str] = []
        self._ticked: set[str] = set()

    @property
    def ticked(self) -> tuple[str, ...]:
        """What is ticked, in the order of the list."""
        return tuple(name for name in self._names if name in self._ticked)

    def show_names(self, names_and_notes: Iterable[tuple[str, str]], ticked: Iterable[str] = ()) -> None:
        """Other lines, each with a note behind its name."""
        pairs = list(names_and_notes)
        self._names = [name for name, _ in pairs]
        self._notes = [note for _, note in pairs]
        self._ticked = set(ticked) & set(self._names)
        self.clear_options()
        self.add_options([Option(self._line(index)) for index in range(len(pairs))])
        self.post_message(self.Changed(self))

    def _line(self, index: int) -> Content:
        name = self._names[index]
        box = "[x]" if name in self._ticked else "[ ]"
        style = "bold" if name in self._ticked else ""
        note = f" {one_line(self._notes[index])}" if self._notes[index] else ""
        return Content("").join(
            [Content.styled(f"{box} ", style), Content.styled(one_line(name), style), Content.styled(note, "dim")]
        )

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = self._names[event.option_index]
        self._ticked ^= {name}
        self.replace_option_prompt_at_index(event.option_index, self._line(event.option_index))
        self.post_message(self.Changed(self))
