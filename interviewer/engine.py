"""An interview in progress: the session, its store and its grader brought together.

Every step is kept before it takes effect. An answer is on disk before any grader sees it. The command line and the
screens both drive interviews through this module; methods that touch the disk are synchronous, so a screen calls
them from a worker thread.
"""

import math
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bank.library import find_question
from bank.question import Bank, Question
from interviewer.errors import SessionInUseError, StepError
from interviewer.locks import SessionLock
from interviewer.paths import Paths
from interviewer.planning import choose_again
from interviewer.records import Answer, ComeBack, Draft, FollowUpAsked, GradedAnswer, ItemRecord, SessionRecord
from interviewer.repetition import refresh_card
from interviewer.session import Plan, Session, start_session
from interviewer.store import Store
from rubrics.errors import GraderError, RubricError
from rubrics.extraction import extract_rubric
from rubrics.grader import Grader, Task, gate_grade
from rubrics.overrides import Override
from rubrics.rubric import Rubric
from rubrics.verdict import Grade, Status

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


class Interview:
    """One interview, open in this process alone until `close`."""

    def __init__(
        self, record: SessionRecord, store: Store, lock: SessionLock, now: Clock, bank: Bank | None = None
    ) -> None:
        self._record = record
        self._store = store
        self._lock = lock
        self._now = now
        self._bank = bank if bank and bank.id == record.bank_id else None
        self.session: Session = record.session

    @property
    def record(self) -> SessionRecord:
        """Everything kept of it, as of now, read from the store."""
        return self._store.load(self.session.id)

    @property
    def question(self) -> Question:
        """The question that is being asked or discussed, as it was worded when the interview began."""
        return self._item(self.session.position).question

    @property
    def rubric(self) -> Rubric:
        """The rubric of that question."""
        return extract_rubric(self.question)

    @property
    def reason(self) -> str | None:
        """Why that question was chosen, when there is something to say."""
        reasons = self.session.plan.reasons
        return reasons[self.session.position] if reasons else None

    def _item(self, position: int) -> ItemRecord:
        return self._record.items[position]

    def draft(self) -> Draft | None:
        """What was typed for the current question and not submitted."""
        return self._store.load_draft(self.session.id, self.session.position)

    def save_draft(self, text: str, seconds: float) -> None:
        """Keep what has been typed so far."""
        self._store.save_draft(self.session.id, self.session.position, Draft(text, seconds, self._now()))

    def submit(
        self,
        text: str,
        seconds: float,
        *,
        hints: int = 0,
        predicted: int | None = None,
        follow_up: FollowUpAsked | None = None,
        come_back: ComeBack | None = None,
    ) -> Answer:
        """Keep an answer to the current question and move on as the mode says.

        The answer to a follow-up question is kept together with the first one, to be graded as one. In a mock
        interview the interviewer may first come back to an earlier answer, unless the time is up.
        """
        position = self.session.position
        if self.seconds_left(seconds) <= 0:
            after, come_back = self.session.answered_last(self._now()), None
        else:
            after = self._ended_if_over(self.session.submitted(come_back.position if come_back else None))
        answer = Answer(
            id=0,
            session_id=self.session.id,
            position=position,
            attempt=after.items[position].attempts,
            text=follow_up.joined(text) if follow_up else text,
            seconds=seconds,
            submitted_at=self._now(),
            kind="follow-up" if follow_up else "answer",
            prompt=follow_up.prompt if follow_up else None,
            hints=hints,
            predicted=predicted,
        )
        kept = self._store.add_answer(after, answer, come_back.prompt if come_back else None)
        self.session = after
        return kept

    def seconds_left(self, seconds: float) -> float:
        """Time left for the whole interview when the current question has taken so many seconds; may be infinite."""
        limit = self.session.plan.total_seconds
        return math.inf if limit is None else limit - self._store.seconds_taken(self.session) - seconds

    def run_out(self, text: str, seconds: float) -> Answer | None:
        """End the interview because its time is up: what is typed is the answer, if anything is.

        What was not reached stays without an answer, and without a score.
        """
        answer = self.submit(text, seconds, follow_up=self.follow_up_asked()) if text.strip() else None
        self.finish()
        return answer

    def next(self) -> None:
        """On to the next open question; in an adaptive interview it is chosen now, by the results so far."""
        if self._bank is not None:
            self._choose_again(self._bank)
        self._move(self.session.next())

    def _choose_again(self, bank: Bank) -> None:
        chosen = choose_again(self._store, bank, self.session)
        if not chosen:
            return
        ids, reasons = [choice.question.id for choice in chosen], [choice.reason for choice in chosen]
        after = self.session.asking_next(ids, reasons)
        self._store.exchange_questions(after, [choice.question for choice in chosen])
        self.session, self._record = after, self._store.load(after.id)

    def retry(self, follow_up: str | None = None) -> None:
        """Back to the same question for another answer, or for the answer to a follow-up question."""
        after = self.session.retry()
        self._store.keep_follow_up(after, follow_up, self._now())
        self._move(after)

    def back(self) -> None:
        """From another attempt, not handed in, back to the feedback on the last one."""
        self._move(self.session.returned())

    def follow_up_asked(self) -> FollowUpAsked | None:
        """The follow-up question that waits for an answer, with the last answer given."""
        prompt = self._store.load_follow_up(self.session)
        latest = self.record.items[self.session.position].latest if prompt is not None else None
        return FollowUpAsked(prompt, latest.answer.text) if prompt is not None and latest else None

    def skip(self) -> None:
        """On without an answer."""
        self._move(self.session.skipped())

    def finish(self) -> None:
        """End the interview now."""
        self._move(self.session.finished(self._now()))

    def _move(self, after: Session) -> None:
        after = self._ended_if_over(after)
        self._store.save_progress(after)
        self.session = after

    def _ended_if_over(self, session: Session) -> Session:
        return session.finished(self._now()) if session.is_over else session

    def ungraded(self) -> list[Answer]:
        """Submitted answers that have no score yet, oldest first: never graded, or failed and worth a retry."""
        return [
            graded.answer
            for item in self.record.items
            for graded in item.answers
            if graded.grade is None or not graded.grade.is_final
        ]

    async def grade(self, answer: Answer, grader: Grader, *, again: bool = False) -> Grade:
        """The grade of one of its answers, kept as soon as it is there; see `grade_answer`."""
        return await grade_answer(self._store, grader, self._item(answer.position).question, answer, again=again)

    def override(self, answer: Answer, criterion_id: str, status: Status, reason: str) -> GradedAnswer:
        """Keep the person's own verdict on one of its answers; see `override_verdict`."""
        override = Override(criterion_id, status, reason, self._now())
        return override_verdict(self._store, self._item(answer.position).question, answer, override)

    @property
    def flagged(self) -> str | None:
        """Why the current question was called bad, in words that may be empty; None when it was not."""
        flag = self.record.items[self.session.position].flag
        return flag.reason if flag else None

    def flag(self, reason: str) -> None:
        """Keep that the current question is bad, and why."""
        self._store.flag_question(self.session.id, self.session.current.question_id, reason, self._now())

    def unflag(self) -> None:
        """Keep that the current question is not bad after all."""
        self._store.unflag_question(self.session.id, self.session.current.question_id, self._now())

    def close(self) -> None:
        """Let others open it."""
        self._lock.release()


async def grade_answer(
    store: Store, grader: Grader, question: Question, answer: Answer, *, again: bool = False
) -> Grade:
    """Grade a kept answer and keep the grade. A grade given before in the same way is reused unless `again`."""
    import asyncio

    task = Task(question, extract_rubric(question), presentable(answer.text))
    known = None if again else await asyncio.to_thread(store.find_grade, task.digests, grader.info)
    grade = known or await run_grader(grader, task)
    await asyncio.to_thread(keep_grade, store, question, answer, grade)
    return grade


def keep_grade(store: Store, question: Question, answer: Answer, grade: Grade) -> None:
    """Keep a grade, and what follows from it for when the question is asked again."""
    store.add_grade(answer.id, grade)
    refresh_card(store, question.id)


def override_verdict(store: Store, question: Question, answer: Answer, override: Override) -> GradedAnswer:
    """Keep a person's own verdict on a criterion of any kept answer; returns the answer with what now stands.

    The grader's grade stays as it is; a verdict equal to the grader's takes back the override before it. Raises
    StepError for a criterion that the question does not have, StoreError when the answer has no grade.
    """
    if override.criterion_id not in {criterion.id for criterion in extract_rubric(question).criteria}:
        raise StepError(f"The question has no point “{override.criterion_id[:20]}” to judge.")
    store.add_override(answer.id, override)
    refresh_card(store, question.id)
    return store.load_answer(answer)


async def run_grader(grader: Grader, task: Task) -> Grade:
    """One grading, with the time it took. Raises GraderError, whatever breaks in the grader."""
    started = time.monotonic()
    grade = gate_grade(task, grader.info, utc_now())
    if grade is None:
        grade = await _grade_with(grader, task)
    return grade.model_copy(update={"seconds": round(time.monotonic() - started, 3)})


async def _grade_with(grader: Grader, task: Task) -> Grade:
    try:
        return await grader.grade(task.question, task.rubric, task.answer)
    except RubricError:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}".removesuffix(": ")
        raise GraderError(f"The grader broke off ({what}). The answer is kept and can be graded again.") from error


def presentable(text: str) -> str:
    """The text with lone surrogates, which no encoding can carry, replaced one for one; offsets stay the same."""
    return "".join("\ufffd" if 0xD800 <= ord(char) <= 0xDFFF else char for char in text)


def begin(store: Store, paths: Paths, bank: Bank, plan: Plan, now: Clock = utc_now) -> Interview:
    """A new interview, kept from its first moment."""
    session = start_session(secrets.token_hex(4), plan, now())
    asked = [find_question(bank, question_id) for question_id in plan.question_ids]
    store.create_session(session, bank, asked)
    return resume(store, paths, session.id, now, bank)


def resume(store: Store, paths: Paths, session_id: str, now: Clock = utc_now, bank: Bank | None = None) -> Interview:
    """An interview exactly where it was left. Raises SessionNotFoundError, SessionInUseError.

    An adaptive one goes on choosing when its bank is given, and else asks what was chosen before.
    """
    record = store.load(session_id)
    lock = SessionLock(paths, session_id)
    if not lock.acquire():
        raise SessionInUseError("This interview is open in another window; close it there, or start a new one.")
    return Interview(record, store, lock, now, bank)
