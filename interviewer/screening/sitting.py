"""A candidate answering the questions of a cohort: the notice, then the questions in order, and no grade anywhere.

Every step is on disk before it takes effect, and a killed sitting goes on where it was. Methods touch the disk, so a
screen calls them from a worker thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bank.question import Question
from interviewer.engine import Clock, presentable, utc_now
from interviewer.errors import SessionInUseError
from interviewer.locks import SessionLock
from interviewer.paths import Paths
from interviewer.records import Draft
from interviewer.screening.chain import Kind
from interviewer.screening.cohort import Cohort
from interviewer.screening.errors import CandidateNotFoundError, NoticeNotAcceptedError
from interviewer.screening.guard import sitting_lock
from interviewer.screening.people import check_candidate
from interviewer.screening.store.candidates import (
    Holder,
    NewAnswer,
    add_answers,
    add_candidates,
    current_answers,
    find_candidate,
    holders,
)
from interviewer.screening.store.screen_store import ScreenStore, Writing
from interviewer.screening.store.sittings import (
    Progress,
    add_sitting,
    count_opening,
    drop_draft,
    items_of,
    load_draft,
    read_sitting,
    save_course,
    save_draft,
)
from interviewer.session import Item, Mode, Phase, Plan, Session, start_session


class Sitting:
    """One candidate's sitting, open in this process alone until `close`."""

    def __init__(
        self,
        store: ScreenStore,
        cohort: Cohort,
        candidate: str,
        holder: Holder,
        session: Session,
        lock: SessionLock,
        now: Clock,
    ) -> None:
        self._store = store
        self._cohort = cohort
        self._candidate = candidate
        self._holder = holder
        self._lock = lock
        self._now = now
        self.session: Session = session

    @property
    def question(self) -> Question:
        """The question that is being asked, as it was locked. Its reference is not for the candidate."""
        return self._cohort.questions[self.session.position].question

    @property
    def seconds_limit(self) -> int:
        """Time for each question, the same for everybody."""
        return self._cohort.seconds

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to answer."""
        return self.session.is_over

    def draft(self) -> Draft | None:
        """What was typed for the current question and not handed in."""
        with self._store.reading(self._cohort.name) as reading:
            return load_draft(reading, self._holder.key, self.session.position)

    def save_draft(self, text: str, seconds: float) -> None:
        """Keep what has been typed so far, and the time it took."""
        draft = Draft(text, seconds, self._now())
        with self._writing() as writing:
            save_draft(writing, self._holder.key, self.session.position, draft)

    def submit(self, text: str, seconds: float) -> None:
        """Hand in an answer to the current question and go on."""
        position, after = self.session.position, self._ended_if_over(self.session.submitted())
        answer = NewAnswer(self._candidate, self.question.id, position, presentable(text), "take", seconds=seconds)
        with self._writing() as writing:
            add_answers(writing, [answer], {self._candidate: self._holder})
            drop_draft(writing, self._holder.key, position)
            save_course(writing, self._holder.key, after)
        self.session = after

    def skip(self) -> None:
        """On without an answer; a skipped question comes round once more at the end."""
        self._move(self.session.skipped())

    def finish(self) -> None:
        """End the sitting now."""
        self._move(self.session.finished(self._now()))

    def _move(self, after: Session) -> None:
        after = self._ended_if_over(after)
        with self._writing() as writing:
            save_course(writing, self._holder.key, after)
        self.session = after

    @contextmanager
    def _writing(self) -> Iterator[Writing]:
        """A change, unless the candidate was erased meanwhile: CandidateNotFoundError."""
        with self._store.writing(self._cohort.name, self._now()) as writing:
            if find_candidate(writing, self._candidate) != self._holder:
                raise CandidateNotFoundError(f"“{self._candidate}” was erased from this cohort.")
            yield writing

    def _ended_if_over(self, session: Session) -> Session:
        return session.finished(self._now()) if session.is_over else session

    def close(self) -> None:
        """Let others open it."""
        self._lock.release()


def has_accepted(store: ScreenStore, cohort: Cohort, candidate: str) -> bool:
    """Whether a candidate has accepted the notice, so that it need not be shown again."""
    with store.reading(cohort.name) as reading:
        holder = holders(reading, [check_candidate(candidate)]).get(check_candidate(candidate))
        return holder is not None and read_sitting(reading, holder.key) is not None


def open_sitting(
    store: ScreenStore, paths: Paths, cohort: Cohort, candidate: str, *, accepted: bool, now: Clock = utc_now
) -> Sitting:
    """A candidate's sitting, begun or exactly where it was left.

    `accepted` says that the notice was shown and accepted just now; it is kept the first time. Raises
    NoticeNotAcceptedError without it, SessionInUseError when it is open elsewhere, ScreenError for what cannot
    be an id.
    """
    candidate = check_candidate(candidate)
    if not accepted and not has_accepted(store, cohort, candidate):
        raise NoticeNotAcceptedError("The notice comes first; the questions follow when it is accepted.")
    with store.writing(cohort.name, now()) as writing:
        holder = holders(writing, [candidate]).get(candidate) or add_candidates(writing, [candidate])[candidate]
        if read_sitting(writing, holder.key) is None:
            _begin(writing, cohort, holder)
    lock = sitting_lock(paths, holder.ref)
    if not lock.acquire():
        raise SessionInUseError("These questions are open in another window; go on there, or close it first.")
    with store.writing(cohort.name, now()) as writing:
        count_opening(writing, holder.key)
        left = read_sitting(writing, holder.key)
    assert left is not None
    return Sitting(store, cohort, candidate, holder, _session(cohort, holder, left), lock, now)


def _plan(cohort: Cohort) -> Plan:
    ids = tuple(locked.question.id for locked in cohort.questions)
    return Plan(Mode.MOCK, ids, cohort.topics, seconds_per_question=cohort.seconds, seed=cohort.seed)


def _begin(writing: Writing, cohort: Cohort, holder: Holder) -> None:
    """Keep that the notice was accepted; questions that a file has answered already are not asked."""
    answered = {position for _, position in current_answers(writing, holder.key)}
    items = tuple(
        Item(locked.question.id, attempts=int(position in answered))
        for position, locked in enumerate(cohort.questions)
    )
    session = _at_first_open(start_session(holder.ref, _plan(cohort), writing.now), items, writing.now)
    add_sitting(writing, holder.key, cohort.notice_digest, session)
    writing.log(Kind.NOTICE, candidate=holder.ref, notice=cohort.notice_digest)


def _at_first_open(session: Session, items: tuple[Item, ...], now: datetime) -> Session:
    first = next((n for n, item in enumerate(items) if not item.is_answered), None)
    phase = Phase.OVER if first is None else Phase.ANSWERING
    ended = now if first is None else None
    return Session(session.id, session.plan, items, now, position=first or 0, phase=phase, ended_at=ended)


def _session(cohort: Cohort, holder: Holder, left: Progress) -> Session:
    plan = _plan(cohort)
    return Session(
        id=holder.ref,
        plan=plan,
        items=items_of(left, list(plan.question_ids)),
        started_at=left.accepted_at,
        position=left.position,
        phase=Phase(left.phase),
        ended_at=left.ended_at,
    )
