"""How far cohorts and their candidates are: counts, never scores."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from interviewer.screening.records import Candidate, CohortSummary
from interviewer.screening.store.candidates import read_candidates
from interviewer.screening.store.results import count_results, count_states
from interviewer.screening.store.screen_store import ScreenStore
from rubrics.verdict import GradeState

_UNGRADED = GradeState.UNGRADED.value
_TO_REVIEW = GradeState.NEEDS_REVIEW.value
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class CandidateProgress:
    """How far one candidate is."""

    candidate: Candidate
    answered: int
    graded: int
    ungraded: int
    waiting: int


def summarise_cohort(store: ScreenStore, name: str) -> CohortSummary:
    """One line about a cohort. Raises CohortNotFoundError."""
    cohort, head = store.cohort(name), store.head(name)
    with store.reading(name) as reading:
        people = read_candidates(reading)
        totals = count_results(reading)
    states = totals.states
    answers = sum(states.values())
    return CohortSummary(
        name=cohort.name,
        created_at=cohort.created_at,
        bank_title=cohort.bank.title,
        questions=len(cohort.questions),
        candidates=sum(not each.is_erased for each in people),
        erased=sum(each.is_erased for each in people),
        answers=answers,
        graded=answers - states[_UNGRADED] - states[WAITING],
        needs_review=states[_TO_REVIEW],
        ungraded=states[_UNGRADED],
        cost_usd=totals.cost_usd,
        head=head,
    )


def read_progress(store: ScreenStore, name: str) -> list[CandidateProgress]:
    """Every candidate's progress, in the order they joined. Raises CohortNotFoundError."""
    with store.reading(name) as reading:
        people = read_candidates(reading)
        counted: dict[int, Counter[str]] = defaultdict(Counter)
        for candidate, state, number in count_states(reading):
            counted[candidate][state] += number
    return [_progress(each, counted[each.key]) for each in people]


def _progress(candidate: Candidate, states: Counter[str]) -> CandidateProgress:
    answered = states.total()
    left = states[_UNGRADED] + states[WAITING]
    return CandidateProgress(candidate, answered, answered - left, states[_UNGRADED], states[WAITING])
