"""The plan of a new interview, from what is kept of those before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bank.question import Bank, Question
from interviewer.order import Choice, Past, choose_next
from interviewer.plan import askable, make_plan, review_plan
from interviewer.repetition import add_missing_cards
from interviewer.session import Mode, Plan, Session
from interviewer.store import Store

Order = Literal["adaptive", "random"]


@dataclass(frozen=True, slots=True)
class Request:
    """What kind of interview is asked for."""

    mode: Mode
    count: int
    topics: tuple[str, ...] = ()
    seed: int = 0
    order: Order = "adaptive"
    """In study mode; a mock interview is drawn at random, and a review asks what is due."""
    seconds_per_question: int | None = None
    total_seconds: int | None = None


def plan_interview(store: Store, bank: Bank, request: Request, now: datetime) -> Plan:
    """The plan of an interview as asked for, flagged questions left out.

    Raises PlanError when there is nothing to ask, NothingDueError when nothing is due for review.
    """
    flagged = store.flagged_questions().keys()
    if request.mode is Mode.REVIEW:
        add_missing_cards(store)
        return review_plan(
            bank, store.load_cards(), now, count=request.count, topics=request.topics, leave_out=flagged
        )
    plan = make_plan(
        bank,
        mode=request.mode,
        count=request.count,
        topics=request.topics,
        seed=request.seed,
        leave_out=flagged,
        seconds_per_question=request.seconds_per_question,
        total_seconds=request.total_seconds,
    )
    if request.mode is Mode.STUDY and request.order == "adaptive":
        return _adaptive(store, plan, askable(bank, request.topics, flagged))
    return plan


def _adaptive(store: Store, plan: Plan, questions: Sequence[Question]) -> Plan:
    """The plan with the questions that the rule chooses as things stand; it chooses again as results come in."""
    chosen = _choose(questions, Past(store.results()), len(plan.question_ids), plan.seed)
    return replace(
        plan,
        question_ids=tuple(choice.question.id for choice in chosen),
        reasons=tuple(choice.reason for choice in chosen),
        is_adaptive=True,
    )


def _choose(questions: Sequence[Question], past: Past, count: int, seed: int) -> list[Choice]:
    """The next questions, as far as can be told before they are answered."""
    chosen: list[Choice] = []
    while len(chosen) < count:
        choice = choose_next(questions, past, seed)
        if choice is None:
            break
        chosen.append(choice)
        past = replace(past, asked=(*past.asked, choice.question.id))
    return chosen


def choose_again(store: Store, bank: Bank, session: Session) -> list[Choice]:
    """What to ask at the places still ahead, now that more is known; empty when the plan stands."""
    ahead = session.ahead
    if not session.plan.is_adaptive or not ahead:
        return []
    asked = tuple(item.question_id for n, item in enumerate(session.items) if n not in ahead)
    results = store.results()
    scored = frozenset(result.question_id for result in results if result.session_id == session.id)
    pool = askable(bank, session.plan.topics, store.flagged_questions().keys())
    chosen = _choose(pool, Past(results, asked, scored), len(ahead), session.plan.seed)
    return chosen if len(chosen) == len(ahead) else []
