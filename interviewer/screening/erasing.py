"""Erasing one candidate: every word of theirs and about them, while the log goes on to verify.

What goes: id, name, salt, answers, drafts, grades (their quotes are the person's words, their reasons speak of them),
judgements of reviewers. What stays: rows with keys and times, and the log, whose commitments mean nothing without
the salt.
"""

from dataclasses import dataclass
from datetime import datetime

from interviewer.screening.chain import Kind
from interviewer.screening.cohort import Cohort
from interviewer.screening.store.erasure import erase_rows
from interviewer.screening.store.screen_store import ScreenStore


@dataclass(frozen=True, slots=True)
class Erased:
    """What was removed."""

    answers: int
    grades: int
    exports: int
    """Files that left the database while the texts were in it; what was written there is beyond this program."""
    is_out_of_files: bool
    """Whether the bytes are gone from the database's files too; False while another process reads them."""


def erase_candidate(store: ScreenStore, cohort: Cohort, candidate: str, now: datetime) -> Erased:
    """Erase a candidate. Raises CandidateNotFoundError; hold the cohort while doing so."""
    with store.writing(cohort.name, now) as writing:
        counts = erase_rows(writing, candidate)
        writing.log(Kind.ERASE, answers=counts.answers, candidate=counts.ref, grades=counts.grades)
    return Erased(counts.answers, counts.grades, counts.exports, store.remove_traces())
