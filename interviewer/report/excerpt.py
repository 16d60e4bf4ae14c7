"""How much of a long report the renderings for people show in full."""

from dataclasses import dataclass

from bank.counting import counted
from interviewer.report.item_values import AttemptReport, ItemReport
from interviewer.report.values import Report

MAX_ITEMS = 300
MAX_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The questions that a rendering for people shows in full."""

    items: tuple[ItemReport, ...]
    omitted: str | None
    """What is left out and where to find it; None when nothing is."""

    def shows(self, number: int) -> bool:
        """Whether the question of that number is among those shown."""
        return bool(self.items) and self.items[0].number <= number <= self.items[-1].number


def excerpt(report: Report) -> Excerpt:
    """The latest questions, as many as a person would turn the pages of."""
    shown = report.items[-MAX_ITEMS:]
    left_out = len(report.items) - len(shown)
    if not left_out:
        return Excerpt(shown, None)
    counts = f"the last {len(shown)} of {counted(len(report.items), 'question')}"
    omitted = f"This shows {counts} in full; every number counts them all, and JSON and CSV hold them all."
    return Excerpt(shown, omitted)


def cut_note(attempt: AttemptReport) -> str:
    """What is said after an answer too long to show in full."""
    left = len(attempt.text) - MAX_ANSWER
    return f"\n… [{left:,} more characters; the JSON report holds them all]" if left > 0 else ""
