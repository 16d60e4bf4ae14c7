"""What a file may call a question of a cohort: its id, its exact words, or a number that can mean only one."""

from collections.abc import Mapping
from dataclasses import dataclass

from bank.importers.document import same_text
from interviewer.screening.cohort import Cohort
from interviewer.screening.errors import ScreenError

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class QuestionNames:
    """The questions of a cohort, by what a file may call them."""

    cohort: Cohort
    numbers: Mapping[str, int] | None = None
    """Numbers in the cohort's bank by question id; None where the bank is not at hand as it was locked."""

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
        ids = [locked.question.id for locked in self.cohort.questions]
        found = {place for place, each in enumerate(ids) if self.numbers.get(each) == number}
        found |= {number - 1} if 1 <= number <= len(ids) else set()
        if len(found) == 1:
            return found.pop()
        raise self._refusal(
            wanted, "is a number in the bank and a place in the cohort, of two of" if found else "is none of"
        )

    def _refusal(self, wanted: str, what: str) -> ScreenError:
        shown = wanted if len(wanted) <= _SHOWN else wanted[: _SHOWN - 1] + "…"
        remedy = f"give the id or the exact text (see: interviewer screen show {self.cohort.name})"
        return ScreenError(f"“{shown}” {what} the {len(self.cohort.questions)} questions of this cohort; {remedy}")
