"""How the time of a question, and of the whole interview, is said."""

from dataclasses import dataclass

from textual.content import Content

from tui.wording import clock

_SOON = 30
"""Seconds before a limit from which on it is said in another colour."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds taken and allowed; None where there is no limit."""

    taken: float
    """On this question."""
    limit: int | None
    total_left: float | None
    """For the whole interview, this question included; below 0 when it is over."""
    total_limit: int | None

    @property
    def is_up(self) -> bool:
        """Whether the time for the whole interview has run out."""
        return self.total_left is not None and self.total_left <= 0

    def said(self) -> Content:
        """The time as the bar shows it."""
        parts = [self._question()]
        if self.total_left is not None and self.total_limit is not None:
            style = "bold $text-error" if self.total_left < _SOON else "$text-muted"
            parts.append(Content.styled(f"{clock(self.total_left)} of {clock(self.total_limit)} in all", style))
        return Content.styled(" · ", "$text-muted").join(parts)

    def _question(self) -> Content:
        if self.limit is None:
            return Content.styled(clock(self.taken), "$text-muted")
        left = self.limit - self.taken
        if left < 0:
            return Content.styled(f"{clock(-left)} over time", "bold $text-error")
        return Content.styled(f"{clock(left)} left", "bold $text-warning" if left < _SOON else "bold")
