"""`interviewer practice`: a new interview as asked for, or one to go on with."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bank.counting import counted
from bank.errors import BankError
from interviewer.banks import open_bank
from interviewer.cli.options import Workplace
from interviewer.cli.plain import hold, tell_how_to_go_on
from interviewer.cli.terminal import say, tell
from interviewer.engine import Interview, begin, resume, utc_now
from interviewer.graders import open_grader, summarise
from interviewer.planning import Order, Request, plan_interview
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
    minutes: float | None = None
    """For the whole of a mock interview; None allows for each question what the settings say."""
    order: Order = "adaptive"


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
    plan = _timed(plan_interview(store, bank, _request(place, wishes), utc_now()), place, wishes)
    _say_how_many(plan, place, store)
    return begin(store, place.paths, bank, plan)


def _request(place: Workplace, wishes: Wishes) -> Request:
    seed = wishes.seed if wishes.seed is not None else random.SystemRandom().randrange(2**31)
    return Request(Mode(wishes.mode), place.settings.count, wishes.topics, seed, wishes.order)


def _timed(plan: Plan, place: Workplace, wishes: Wishes) -> Plan:
    """The plan with the limits of its mode: in a mock interview for all questions together, and for each."""
    if plan.mode is not Mode.MOCK:
        return plan
    count = len(plan.question_ids)
    minutes = wishes.minutes or place.settings.minutes * count
    return replace(plan, total_seconds=round(60 * minutes), seconds_per_question=round(60 * minutes / count))


def _say_how_many(plan: Plan, place: Workplace, store: Store) -> None:
    """Say when fewer questions are asked than there could be, or more were asked for than there are."""
    count = len(plan.question_ids)
    if plan.mode is Mode.REVIEW:
        left = len(store.due(utc_now())) - count
        if left > 0:
            tell(f"These are the {counted(count, 'question')} due longest; {left} more are due.")
    elif count < place.settings.count:
        on = f" on {' and '.join(plan.topics)}" if plan.topics else " in this bank"
        there = "is" if count == 1 else "are"
        tell(f"There {there} {counted(count, 'question')}{on} to ask, not {place.settings.count}.")


def _resume(place: Workplace, store: Store, session_id: str) -> Interview:
    """An interview to go on with; where its bank cannot be read any more, with what was planned."""
    try:
        bank = open_bank(place.paths, place.settings.bank)
    except BankError:
        bank = None
    return resume(store, place.paths, session_id, bank=bank)


@contextmanager
def _opened(place: Workplace, store: Store, wishes: Wishes) -> Iterator[Interview]:
    """The interview asked for, let go of at the end."""
    known = wishes.session_id
    interview = _resume(place, store, known) if known else _begin(place, store, wishes)
    try:
        yield interview
    finally:
        interview.close()


def practise_plainly(place: Workplace, wishes: Wishes) -> None:
    """Hold an interview on stdin and stdout, and print its report. Raises ConfigError before it begins one."""
    summarise(place.settings)
    with Store.open(place.paths, place.settings.database_url) as store, _opened(place, store, wishes) as interview:
        grader = _grader_if_any(place)
        try:
            hold(interview, grader)
        except KeyboardInterrupt:
            tell_how_to_go_on(interview)
            raise
        finally:
            if grader:
                asyncio.run(grader.aclose())
        if interview.session.is_over:
            _print_report(interview, store, place)


def _grader_if_any(place: Workplace) -> Grader | None:
    """The grader in charge; when it cannot work the interview goes on without, and says so."""
    try:
        grader = open_grader(place.settings)
    except GraderError as error:
        tell(f"{error} Answers are kept and graded later; see: interviewer doctor")
        return None
    tell(f"Graded by: {summarise(place.settings).title}")
    return grader


def _print_report(interview: Interview, store: Store, place: Workplace) -> None:
    from interviewer.report.text import render_summary
    from interviewer.reports import report_on

    report = report_on([interview.record], place.paths, utc_now(), cards=store.load_cards())
    say()
    say(render_summary(report))
    tell(f"All of it: interviewer report {interview.session.id}; as a page: add --format html -o report.html")
