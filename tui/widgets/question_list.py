"""Questions of a bank, one a line, to look at and to tick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from tui.outside import one_line
from tui.widgets.long_list import LongList

if TYPE_CHECKING:
    from bank.question import Question


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
        self._shown_questions: Sequence[Question] = ()
        self.ticked: dict[str, None] = {}
        """Ids of the ticked questions, in the order of ticking."""

    def show_lines(self, questions: Sequence[Question], line_of: Callable[[Question], QuestionLine]) -> None:
        """Other questions; what their lines say is asked when they are shown."""
        self._shown_questions = questions
        self.show(len(questions), lambda index: self._prompt(line_of(questions[index])))

    @property
    def current(self) -> str | None:
        """Id of the highlighted question."""
        return self._shown_questions[self.highlighted].id if self._shown_questions else None

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
        ids = [question.id for question in self._shown_questions]
        if all(each in self.ticked for each in ids):
            self.ticked = {each: None for each in self.ticked if each not in set(ids)}
        else:
            self.ticked |= dict.fromkeys(ids)
        self.refresh()
        self.post_message(self.Ticked())
