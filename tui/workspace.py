"""What all screens share: bank, store and grader, each opened once, late, and off the UI loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from tui.errors import EXPECTED

if TYPE_CHECKING:
    from datetime import datetime

    from bank.question import Bank, Question
    from interviewer.config import Settings
    from interviewer.engine import Clock, Interview
    from interviewer.paths import Paths
    from interviewer.records import Answer, SessionRecord, SessionSummary
    from interviewer.session import Plan
    from interviewer.store import Store
    from rubrics.grader import Grader
    from rubrics.verdict import Grade
    from tui.measuring import Measuring
    from tui.sitting import Sitting

T = TypeVar("T")
OpenGrader = Callable[["Settings"], "Grader"]


@dataclass(frozen=True, slots=True)
class StartRequest:
    """An interview to hold: a new one, or one to continue."""

    topics: tuple[str, ...] = ()
    """Empty for all."""
    count: int | None = None
    """Number of questions; None takes the setting."""
    mode: str = "study"
    """A value of `interviewer.session.Mode`."""
    question_ids: tuple[str, ...] = ()
    """Exactly these questions, in this order, in place of a draw."""
    session_id: str | None = None
    """The interview to continue; the rest is then ignored."""


class Once(Generic[T]):
    """Something made once, in a worker thread, when first needed. A failure is raised and tried again next time."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._task: asyncio.Task[T] | None = None

    async def get(self) -> T:
        """The thing; whoever waits and gives up does not stop it from being made."""
        if self._task is None or _has_failed(self._task):
            self._task = asyncio.create_task(asyncio.to_thread(self._make))
            self._task.add_done_callback(_has_failed)
        return await asyncio.shield(self._task)

    def peek(self) -> T | None:
        """The thing if it is there already."""
        is_there = self._task is not None and self._task.done() and not _has_failed(self._task)
        return self._task.result() if self._task and is_there else None


def _has_failed(task: asyncio.Task[T]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _utc_now() -> datetime:
    from interviewer.engine import utc_now

    return utc_now()


class Workspace:
    """Opens what an interview needs, and answers the screens' questions about what is kept."""

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        bank_name: str | None,
        open_grader: OpenGrader | None,
        now: Clock | None = None,
    ) -> None:
        self.settings = settings
        self.paths = paths
        self.now: Clock = now or _utc_now
        self._bank_name = bank_name
        self.open_grader = open_grader
        self.bank: Once[Bank] = Once(self._load_bank)
        self.store: Once[Store] = Once(self._open_store)
        self.grader: Once[Grader] = Once(self._load_grader)

    @cached_property
    def measuring(self) -> Measuring:
        """How far graders agree with people, measured here."""
        from tui.measuring import Measuring

        return Measuring(self)

    def use(self, settings: Settings) -> None:
        """Other settings from now on; the grader is opened anew when it is next needed."""
        if settings.bank != self.settings.bank:
            self._bank_name = None
            self.bank = Once(self._load_bank)
        self.settings = settings
        self.grader = Once(self._load_grader)

    async def choose_bank(self, name: str) -> Bank:
        """Practise with that bank while the program runs. Raises BankError; the one before then stays in use."""
        from interviewer.banks import open_bank

        bank = await asyncio.to_thread(open_bank, self.paths, name)
        self._bank_name = name
        self.bank = Once(lambda: bank)
        return bank

    def _load_bank(self) -> Bank:
        from interviewer.banks import open_bank

        return open_bank(self.paths, self._bank_name or self.settings.bank)

    def _open_store(self) -> Store:
        from interviewer.store import Store

        return Store.open(self.paths, self.settings.database_url)

    def _load_grader(self) -> Grader:
        from interviewer.graders import open_grader

        return (self.open_grader or open_grader)(self.settings)

    async def grader_title(self) -> str:
        """The grader in a few words, without loading it. Raises ConfigError when the settings lead to none."""
        return await asyncio.to_thread(self._summarise)

    def _summarise(self) -> str:
        from interviewer.graders import summarise

        return summarise(self.settings).title

    async def history(self, limit: int = 100) -> list[SessionSummary]:
        """The latest interviews, newest first."""
        store = await self.store.get()
        return await asyncio.to_thread(store.history, limit)

    async def records(self, session_ids: list[str] | None = None) -> list[SessionRecord]:
        """Whole interviews, oldest first; all of them when no ids are given."""
        store = await self.store.get()
        return await asyncio.to_thread(store.load_many, session_ids)

    async def record(self, session_id: str) -> SessionRecord:
        """A whole interview."""
        store = await self.store.get()
        return await asyncio.to_thread(store.load, session_id)

    async def grade(self, question: Question, answer: Answer, *, again: bool = False) -> Grade:
        """The grade of a kept answer, kept in turn."""
        grader = await self.grader.get()
        store = await self.store.get()
        from interviewer.engine import grade_answer

        return await grade_answer(store, grader, question, answer, again=again)

    async def judge(self, question: Question, answer: Answer, statuses: Mapping[str, str]) -> Grade:
        """Keep the candidate's own judgement of an answer, by criterion id, as its grade."""
        store = await self.store.get()
        return await asyncio.to_thread(self._keep_own_grade, store, question, answer, statuses)

    def _keep_own_grade(self, store: Store, question: Question, answer: Answer, statuses: Mapping[str, str]) -> Grade:
        from interviewer.engine import keep_grade, presentable
        from rubrics.extraction import extract_rubric
        from rubrics.grader import Task
        from tui.reading import own_grade

        task = Task(question, extract_rubric(question), presentable(answer.text))
        grade = own_grade(task, statuses, self.now())
        keep_grade(store, question, answer, grade)
        return grade

    async def sit(self, request: StartRequest) -> Sitting:
        """Begin a new interview, or continue one."""
        from tui.sitting import Sitting

        store = await self.store.get()
        if request.session_id is None:
            bank = await self.bank.get()
            return Sitting(await asyncio.to_thread(self._begin, store, bank, request), self)
        try:
            known = await self.bank.get()
        except EXPECTED:
            known = None
        return Sitting(await asyncio.to_thread(self._resume, store, request.session_id, known), self)

    def _resume(self, store: Store, session_id: str, bank: Bank | None) -> Interview:
        """The interview; it goes on choosing its questions if they are from the bank in use."""
        from interviewer.engine import resume

        is_its_own = bank is not None and store.load(session_id).bank_id == bank.id
        return resume(store, self.paths, session_id, self.now, bank if is_its_own else None)

    def _begin(self, store: Store, bank: Bank, request: StartRequest) -> Interview:
        from interviewer.engine import begin

        return begin(store, self.paths, bank, self._plan(store, bank, request), self.now)

    def _plan(self, store: Store, bank: Bank, request: StartRequest) -> Plan:
        import secrets

        from interviewer.planning import Request, plan_interview
        from interviewer.session import Mode, Plan

        mode = Mode(request.mode)
        if request.question_ids:
            return self._timed(Plan(mode, request.question_ids))
        count = request.count or self.settings.count
        wanted = Request(mode, count, request.topics, secrets.randbelow(2**31))
        return self._timed(plan_interview(store, bank, wanted, self.now().astimezone()))

    def _timed(self, plan: Plan) -> Plan:
        """The plan with the limits of its mode: in a mock interview for each question, and for all together."""
        if plan.mode.shows_feedback_at_once:
            return plan
        limit = round(self.settings.minutes * 60)
        return replace(plan, seconds_per_question=limit, total_seconds=limit * len(plan.question_ids))

    async def close(self) -> None:
        """Release what was opened."""
        self.measuring.stop()
        grader = self.grader.peek()
        if grader is not None:
            await grader.aclose()
        store = self.store.peek()
        if store is not None:
            await asyncio.to_thread(store.close)
