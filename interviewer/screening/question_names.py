"""What a file may call a question of a cohort: its id, its exact words, or a number that can mean only one.

A number is that of the question in the bank, as `screen new` and `grade` take it, or its place in the cohort. Which
may show only in the whole file: where some numbers can be the one but not the other, all are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bank.importers.document import same_text
from interviewer.screening.cohort import Cohort
from interviewer.screening.errors import ScreenError

_SHOWN = 60


def numbers_in(calls: Iterable[str]) -> frozenset[int]:
    """The numbers among what a file calls its questions."""
    stripped = {call.strip() for call in calls}
    return frozenset(int(call) for call in stripped if call.isascii() and call.isdecimal() and len(call) < _SHOWN)


@dataclass(frozen=True)
class QuestionNames:
    """The questions of a cohort, by what a file may call them."""

    cohort: Cohort
    numbers: Mapping[str, int] | None = None
    """Numbers in the cohort's bank by question id; None where the bank is not at hand as it was locked."""
    beside: frozenset[int] = frozenset()
    """The numbers by which the same file calls its questions."""

    def position(self, called: str) -> int:
        """The place of the question called so, from 0. Raises ScreenError when there is none, or it could be two."""
        wanted = called.strip()
        for position, locked in enumerate(self.cohort.questions):
            if wanted == locked.question.id:
                return position
        text = same_text(wanted)
        for position, locked in enumerate(self.cohort.questions):
            if text in (same_text(locked.question.text), same_text(locked.question.wording)):
                return position
        return self._numbered(wanted)

    def _numbered(self, wanted: str) -> int:
        """The place of the question with that number: in the bank, as `screen new` and `grade` take it, or here."""
        if not (wanted.isascii() and wanted.isdecimal()) or len(wanted) > len(str(len(self.cohort.questions))) + 6:
            raise self._refusal(wanted, "is none of")
        if self.numbers is None:
            raise self._refusal(wanted, "cannot be looked up in the bank, which is not as it was locked, for one of")
        number = int(wanted)
        found = {places[number] for places in self._readings if number in places}
        if len(found) == 1:
            return found.pop()
        raise self._refusal(
            wanted, "is a number in the bank and a place in the cohort, of two of" if found else "is none of"
        )

    @cached_property
    def _readings(self) -> list[dict[int, int]]:
        """Places by number, as numbers in the bank and as places: those that most of the file's numbers fit."""
        ids = [locked.question.id for locked in self.cohort.questions]
        numbers = self.numbers or {}
        in_bank = {numbers[each]: place for place, each in enumerate(ids) if each in numbers}
        here = {place + 1: place for place in range(len(ids))}
        fitting = [len(self.beside & reading.keys()) for reading in (in_bank, here)]
        return [reading for reading, fits in zip((in_bank, here), fitting, strict=True) if fits == max(fitting)]

    def _refusal(self, wanted: str, what: str) -> ScreenError:
        shown = wanted if len(wanted) <= _SHOWN else wanted[: _SHOWN - 1] + "…"
        remedy = f"give the id or the exact text (see: interviewer screen show {self.cohort.name})"
        return ScreenError(f"“{shown}” {what} the {len(self.cohort.questions)} questions of this cohort; {remedy}")
