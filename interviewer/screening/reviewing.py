"""Review of graded answers by a person, blind first: the grader's verdicts are shown for the reviewer's own.

The order is kept by construction. A task holds no grade and does not say whose answer it is; `judge` keeps the
reviewer's judgement, with its entry of the log, before it returns the grade. What is changed after that is kept
beside it, as made after the reveal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bank.question import Question
from interviewer.engine import Clock, presentable, utc_now
from interviewer.errors import StepError
from interviewer.screening.cohort import Cohort
from interviewer.screening.errors import ScreenError
from interviewer.screening.records import Review, Stage
from interviewer.screening.store.candidates import read_answer
from interviewer.screening.store.results import latest_grade
from interviewer.screening.store.reviews import NewReview, add_reviews, read_reviews
from interviewer.screening.store.screen_store import Reading, ScreenStore, Writing
from rubrics.rubric import Rubric
from rubrics.verdict import Grade, Status

MAX_REASON = 2_000
"""Longest reason, in characters."""
MAX_REVIEWER = 80


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer says about one criterion; unsure abstains."""

    criterion_id: str
    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """An answer to be judged, with nothing in it that could sway."""

    answer: int
    """The answer's key."""
    grade: int
    """Key of the grade that will be revealed."""
    question: Question
    rubric: Rubric
    text: str
    judged: tuple[Review, ...]
    """What this reviewer has said about it before, on this grade."""

    @property
    def is_revealed(self) -> bool:
        """Whether this reviewer has judged it blind already."""
        return bool(self.judged)


class ReviewDesk:
    """Where one reviewer judges the answers of one cohort. Methods touch the disk."""

    def __init__(self, store: ScreenStore, cohort: Cohort, *, reviewer: str, now: Clock = utc_now) -> None:
        name = " ".join(reviewer.split())
        if not 0 < len(name) <= MAX_REVIEWER:
            raise ScreenError(f"A reviewer's name has 1 to {MAX_REVIEWER} characters.")
        self._store = store
        self._cohort = cohort
        self._reviewer = name
        self._now = now

    @property
    def reviewer(self) -> str:
        """The reviewer's name, as reviews carry it."""
        return self._reviewer

    def task(self, answer: int) -> ReviewTask:
        """An answer to judge. Raises ScreenError when it was erased, or no grader has judged it."""
        with self._store.reading(self._cohort.name) as reading:
            return self._task(reading, answer)

    def _task(self, place: Reading | Writing, answer: int) -> ReviewTask:
        found, graded = read_answer(place, answer), latest_grade(place, answer)
        if found is None or found.text is None:
            raise ScreenError("This answer is not there any more.")
        if graded is None:
            raise ScreenError("This answer has no grade yet to be reviewed.")
        locked = self._cohort.questions[found.position]
        noted = read_reviews(place, [answer]).get(answer, [])
        mine = tuple(each for each in noted if each.reviewer == self._reviewer and each.grade == graded[0])
        return ReviewTask(answer, graded[0], locked.question, locked.rubric, found.text, mine)

    def judge(self, answer: int, judgements: Sequence[Judgement]) -> Grade:
        """Keep a blind judgement, and then return the grade. Raises StepError when it was revealed before."""
        return self._keep(answer, judgements, "blind")

    def revise(self, answer: int, judgements: Sequence[Judgement]) -> Grade:
        """Keep what is judged otherwise after the reveal. Raises StepError before it."""
        return self._keep(answer, judgements, "revealed")

    def revealed(self, answer: int) -> Grade:
        """The grade of an answer that this reviewer has judged. Raises StepError before that."""
        with self._store.reading(self._cohort.name) as reading:
            if not self._task(reading, answer).is_revealed:
                raise StepError(_TOO_EARLY)
            return _grade(reading, answer)

    def _keep(self, answer: int, judgements: Sequence[Judgement], stage: Stage) -> Grade:
        with self._store.writing(self._cohort.name, self._now()) as writing:
            task = self._task(writing, answer)
            if task.is_revealed and stage == "blind":
                raise StepError(
                    "You have seen the grader's verdicts on this answer; what you change now is a revision."
                )
            if not task.is_revealed and stage == "revealed":
                raise StepError(_TOO_EARLY)
            add_reviews(writing, [self._new(task, each, stage) for each in _checked(task, judgements)])
        with self._store.reading(self._cohort.name) as reading:
            return _grade(reading, answer)

    def _new(self, task: ReviewTask, judgement: Judgement, stage: Stage) -> NewReview:
        return NewReview(
            answer=task.answer,
            grade=task.grade,
            criterion_id=judgement.criterion_id,
            stage=stage,
            status=judgement.status,
            reason=presentable(judgement.reason.strip()),
            reviewer=self._reviewer,
        )


_TOO_EARLY = "Your own judgement comes first; the grader's verdicts are shown after it."


def _grade(reading: Reading, answer: int) -> Grade:
    graded = latest_grade(reading, answer)
    if graded is None:
        raise ScreenError("This answer has no grade any more.")
    return graded[1]


def _checked(task: ReviewTask, judgements: Sequence[Judgement]) -> Sequence[Judgement]:
    """The judgements, where each is on another criterion of the rubric. Raises ScreenError."""
    ids = [each.criterion_id for each in judgements]
    known = {criterion.id for criterion in task.rubric.criteria}
    if not ids or len(set(ids)) < len(ids) or not set(ids) <= known:
        raise ScreenError("A judgement is on one or more criteria of the question, each once.")
    if any(len(each.reason) > MAX_REASON for each in judgements):
        raise ScreenError(f"A reason has at most {MAX_REASON:,} characters.")
    return judgements
