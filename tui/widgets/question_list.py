"""Questions of a bank, one a line, to look at and to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from tui.outside import one_line
from tui.widgets.long_list import LongList


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What a line says of a question."""

    id: str
    number: int | None
    text: str
    difficulty: str
    is_flagged: bool = False
    """Whether the person has called it a bad question."""


class QuestionList(LongList):
    """Ticks stay while the lines change with the search."""

    BINDINGS = [
        Binding("space,enter", "select", "Tick", id="questions.tick", tooltip="Tick a question for an interview")
    ]

    @dataclass
    class Ticked(Message):
        """Other questions are ticked."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._shown_lines: Sequence[QuestionLine] = ()
        self.ticked: dict[str, None] = {}
        """Ids of the ticked questions, in the order of ticking."""

    def show_lines(self, lines: Sequence[QuestionLine]) -> None:
        """Other lines."""
        self._shown_lines = lines
        self.show(len(lines), lambda index: self._prompt(lines[index]))

    @property
    def current(self) -> str | None:
        """Id of the highlighted question."""
        return self._shown_lines[self.highlighted].id if self._shown_lines else None

    def _prompt(self, line: QuestionLine) -> Content:
        is_ticked = line.id in self.ticked
        number = f"{line.number:>3}" if line.number is not None else "   "
        return Content("").join(
            [
                Content.styled("[x] " if is_ticked else "[ ] ", "bold" if is_ticked else ""),
                Content.styled(f"{number} {line.difficulty:<7}", "dim"),
                Content.styled("⚑ ", "$text-warning") if line.is_flagged else Content(""),
                Content(one_line(line.text, 300)),
            ]
        )

    def action_select(self) -> None:
        """Tick the highlighted question, or take its tick away."""
        current = self.current
        if current is None:
            return
        if current in self.ticked:
            del self.ticked[current]
        else:
            self.ticked[current] = None
        self.refresh_lines(self.highlighted - self.scroll_offset.y, 1)
        self.post_message(self.Ticked())

    def tick_all(self) -> None:
        """Tick every question in the list; when all are ticked already, none."""
        ids = [line.id for line in self._shown_lines]
        if all(each in self.ticked for each in ids):
            self.ticked = {each: None for each in self.ticked if each not in set(ids)}
        else:
            self.ticked |= dict.fromkeys(ids)
        self.refresh()
        self.post_message(self.Ticked())
