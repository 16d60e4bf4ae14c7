"""The line under an answer being written: its length, whether it is kept, the guess, and the two ways on."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from tui.widgets.cycler import Cycler
from tui.widgets.line import Line
from tui.wording import plural

GUESSES = (0, 20, 40, 60, 80, 100)
"""What a candidate may expect of an answer, in per cent."""
LONGEST_GRADED = 20_000
"""As `rubrics.gate.MAX_CHARACTERS`, which is not imported for the sake of start-up."""
_COUNTER_FROM = 0.8
"""Share of the longest answer from which on its length is counted down."""


class StateLine(Horizontal):
    """Shows what it is told; the guess is picked here."""

    def __init__(self, skip_word: str, before: int, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._skip_word = skip_word
        self._before = before
        """Characters that are graded together with what is typed."""

    def compose(self) -> ComposeResult:
        """Facts on the left, buttons on the right."""
        yield Line(id="words")
        yield Cycler(["no guess", *(f"{share} %" for share in GUESSES)], id="guess")
        yield Line(id="kept")
        yield Button(self._skip_word, id="skip", compact=True)
        yield Button("Submit", id="submit", variant="primary", compact=True)

    @property
    def guess(self) -> int | None:
        """The score that the candidate expects, 0-100; None for no guess."""
        index = self.query_one("#guess", Cycler).index
        return GUESSES[index - 1] if index else None

    def guess_higher(self) -> None:
        """The next guess; after the highest there is none again."""
        self.query_one("#guess", Cycler).action_move(1)

    def too_long(self, text: str) -> str | None:
        """Why the text is too long to be graded."""
        length = len(text) + self._before
        if length <= LONGEST_GRADED:
            return None
        return f"At most {LONGEST_GRADED:,} characters are graded, and this has {length:,}: shorten it and submit."

    def show_length(self, text: str, hints: int) -> None:
        """How long the answer is, and how many hints it took."""
        length = len(text) + self._before
        said, style = plural(len(text.split()), "word"), "$text-muted"
        if length > LONGEST_GRADED:
            said, style = f"too long by {length - LONGEST_GRADED:,} characters", "bold $text-error"
        elif length > _COUNTER_FROM * LONGEST_GRADED:
            said, style = f"{length:,} of {LONGEST_GRADED:,} chars", "$text-warning"
        if hints:
            said += f" · {plural(hints, 'hint')} taken"
        self.query_one("#words", Line).put(Content.styled(said, style))

    def show_kept(self, *, has_text: bool, is_kept: bool) -> None:
        """Whether what is typed is on disk."""
        if not is_kept:
            self.query_one("#kept", Line).put(Content.styled("· saving", "$text-muted"))
        else:
            self.query_one("#kept", Line).put(Content.styled("✓ saved" if has_text else "", "$text-success"))

    def show_not_kept(self) -> None:
        """That saving has failed."""
        self.query_one("#kept", Line).put(Content.styled("✗ not saved", "bold $text-error"))
