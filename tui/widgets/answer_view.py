"""An answer with the quotes that a grader found, marked where they stand."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.outside import content, shown


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of the answer and the number of the finding it belongs to."""

    number: int
    start: int
    end: int
    colour: str


class AnswerView(Static):
    """The answer as typed; quotes underlined and numbered, those of the selected finding reversed."""

    DEFAULT_CSS = """
    AnswerView { height: auto; }
    """
    selected: reactive[int | None] = reactive(None)
    """Number of the finding whose quotes stand out."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)
        self._answer = ""
        self._quotes: tuple[Quote, ...] = ()

    def show_answer(self, answer: str, quotes: Sequence[Quote]) -> None:
        """Another answer, with its quotes; spans outside the answer are left out."""
        self._answer = shown(answer)
        self._quotes = tuple(q for q in quotes if 0 <= q.start < q.end <= len(answer))
        self.update(marked(self._answer, self._quotes, self.selected))

    def watch_selected(self, selected: int | None) -> None:
        """Let other quotes stand out."""
        self.update(marked(self._answer, self._quotes, selected))

    def line_of(self, number: int, width: int) -> int | None:
        """The line, from 0, on which the finding's first quote begins when wrapped at `width`; None without one."""
        starts = [quote.start for quote in self._quotes if quote.number == number]
        if not starts or width < 1:
            return None
        before = tuple(quote for quote in self._quotes if quote.end <= min(starts))
        upto = marked(self._answer[: min(starts) + 1], before, None)
        return max(0, upto.get_height({}, width) - 1)


def marked(answer: str, quotes: Sequence[Quote], selected: int | None) -> Content:
    """The answer with its quotes styled and, after each, its number in brackets. The answer must be fit to show."""
    cuts = sorted({0, len(answer), *(q.start for q in quotes), *(q.end for q in quotes)})
    parts: list[Content] = []
    for start, end in itertools.pairwise(cuts):
        covering = [q for q in quotes if q.start <= start and end <= q.end]
        parts.append(Content.styled(answer[start:end], _style(covering, selected)))
        ending = sorted(q.number for q in quotes if q.end == end)
        parts.extend(Content.styled(f"[{n}]", "bold reverse" if n == selected else "bold") for n in ending)
    return Content("").join(parts) if parts else content("")


def _style(covering: Sequence[Quote], selected: int | None) -> str:
    if not covering:
        return ""
    foremost = next((q for q in covering if q.number == selected), covering[0])
    return f"{foremost.colour} underline" + (" bold reverse" if foremost.number == selected else "")
