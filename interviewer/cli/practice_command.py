"""`interviewer practice`: a new interview as asked for, or one to go on with."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bank.question import Bank
from interviewer.banks import open_bank
from interviewer.cli.options import Workplace
from interviewer.cli.plain import hold
from interviewer.cli.terminal import say, tell
from interviewer.engine import Interview, begin, resume
from interviewer.graders import open_grader, summarise
from interviewer.plan import make_plan
from interviewer.session import Mode, Plan
from interviewer.store import Store
from rubrics.errors import GraderError
from rubrics.grader import Grader


@dataclass(frozen=True, slots=True)
class Wishes:
    """What kind of interview is asked for."""

    topics: tuple[str, ...]
    mode: str
    seed: int | None
    session_id: str | None


def prepare(place: Workplace, wishes: Wishes) -> str:
    """Id of the interview to open: the one named, or a new one."""
    if wishes.session_id:
        return wishes.session_id
    with Store.open(place.paths, place.settings.database_url) as store:
        interview = _begin(place, store, wishes)
        interview.close()
        return interview.session.id


def _begin(place: Workplace, store: Store, wishes: Wishes) -> Interview:
    bank = open_bank(place.paths, place.settings.bank)
    return begin(store, place.paths, bank, _plan(place, wishes, bank))


def _plan(place: Workplace, wishes: Wishes, bank: Bank) -> Plan:
    mode = Mode(wishes.mode)
    seed = wishes.seed if wishes.seed is not None else random.SystemRandom().randrange(2**31)
    limit = round(60 * place.settings.minutes) if mode is Mode.MOCK else None
    return make_plan(
        bank, mode=mode, count=place.settings.count, topics=wishes.topics, seed=seed, seconds_per_question=limit
    )


@contextmanager
def _opened(place: Workplace, store: Store, wishes: Wishes) -> Iterator[Interview]:
    """The interview asked for, let go of at the end."""
    known = wishes.session_id
    interview = resume(store, place.paths, known) if known else _begin(place, store, wishes)
    try:
        yield interview
    finally:
        interview.close()


def practise_plainly(place: Workplace, wishes: Wishes) -> None:
    """Hold an interview on stdin and stdout, and print its report."""
    with Store.open(place.paths, place.settings.database_url) as store, _opened(place, store, wishes) as interview:
        grader = _grader_if_any(place)
        try:
            hold(interview, grader)
        finally:
            if grader:
                asyncio.run(grader.aclose())
        if interview.session.is_over:
            _print_report(interview, place)


def _grader_if_any(place: Workplace) -> Grader | None:
    """The grader in charge; when it cannot work the interview goes on without, and says so."""
    try:
        grader = open_grader(place.settings)
    except GraderError as error:
        tell(f"{error} Answers are kept and graded later; see: interviewer doctor")
        return None
    tell(f"Graded by: {summarise(place.settings).title}")
    return grader


def _print_report(interview: Interview, place: Workplace) -> None:
    from interviewer.engine import utc_now
    from interviewer.report.text import render_summary
    from interviewer.reports import report_on

    say()
    say(render_summary(report_on([interview.record], place.paths, utc_now())))
    tell(f"All of it: interviewer report {interview.session.id}; as a page: add --format html -o report.html")
