"""Questions of a bank, one a line, to look at and to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.outside import one_line
from tui.widgets.rows import Rows


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What a line says of a question."""

    id: str
    number: int | None
    text: str
    difficulty: str


class QuestionList(Rows):
    """Ticks stay while the lines change with the search."""

    BINDINGS = [
        Binding("space,enter", "select", "Tick", id="questions.tick", tooltip="Tick a question for an interview")
    ]

    @dataclass
    class Ticked(Message):
        """Other questions are ticked."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._shown_lines: list[QuestionLine] = []
        self.ticked: dict[str, None] = {}
        """Ids of the ticked questions, in the order of ticking."""

    def show_lines(self, lines: Sequence[QuestionLine]) -> None:
        """Other lines."""
        self._shown_lines = list(lines)
        self.clear_options()
        self.add_options([Option(self._prompt(line)) for line in self._shown_lines])
        if self._shown_lines:
            self.highlighted = 0

    @property
    def current(self) -> str | None:
        """Id of the highlighted question."""
        index = self.highlighted
        return self._shown_lines[index].id if index is not None and index < len(self._shown_lines) else None

    def _prompt(self, line: QuestionLine) -> Content:
        is_ticked = line.id in self.ticked
        number = f"{line.number:>3}" if line.number is not None else "   "
        return Content("").join(
            [
                Content.styled("[x] " if is_ticked else "[ ] ", "bold" if is_ticked else ""),
                Content.styled(f"{number} {line.difficulty:<7}", "dim"),
                Content(one_line(line.text, 200)),
            ]
        )

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self._shown_lines[event.option_index]
        if line.id in self.ticked:
            del self.ticked[line.id]
        else:
            self.ticked[line.id] = None
        self.replace_option_prompt_at_index(event.option_index, self._prompt(line))
        self.post_message(self.Ticked())
