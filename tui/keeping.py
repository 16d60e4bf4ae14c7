"""Whether what is being typed is on disk, and putting it there."""

from collections.abc import Awaitable, Callable

SaveDraft = Callable[[str, float], Awaitable[None]]
"""Keeps a text and the seconds it took so far."""


class DraftKeeper:
    """Knows the text last kept. Whoever types tells it; whoever waits asks it to keep."""

    def __init__(self, save: SaveDraft, kept: str) -> None:
        self._save = save
        self._kept = kept
        self.is_kept = True
        """Whether all that is typed is on disk."""
        self.is_keeping = False

    @property
    def has_text(self) -> bool:
        """Whether any text is on disk."""
        return bool(self._kept)

    def typed(self, text: str | None) -> None:
        """Something was typed; None when the text is too long to be compared at every keystroke."""
        self.is_kept = text == self._kept

    async def keep(self, text: str, seconds: float, now: Callable[[], str]) -> None:
        """Put the text on disk. `now` gives the text as it is afterwards. Raises what the saving raises."""
        self.is_keeping = True
        try:
            await self._save(text, seconds)
        finally:
            self.is_keeping = False
        self._kept = text
        self.is_kept = now() == text
