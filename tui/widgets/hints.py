"""Hints on one question, shown one by one when asked for."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tui.outside import content


class Hints(Static):
    """Hidden until the first hint is taken; then the last two taken show."""

    def __init__(self, hints: Sequence[str], id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__("", id=id, markup=False)
        self._hints = tuple(hints)
        self.taken = 0
        """How many have been shown."""

    @property
    def is_empty(self) -> bool:
        """Whether there was never a hint to give."""
        return not self._hints

    def take(self) -> bool:
        """Show one more; whether there was one."""
        if self.taken >= len(self._hints):
            return False
        self.taken += 1
        lines = [
            Content.styled(f"Hint {n} of {len(self._hints)}  ", "bold $text-accent").append(content(hint))
            for n, hint in enumerate(self._hints[: self.taken], 1)
        ]
        self.update(Content("\n").join(lines[-2:]))
        self.add_class("-said")
        return True
