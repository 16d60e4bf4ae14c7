"""A cohort: what every candidate of it is asked, and the one way their answers are graded."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_serializer, field_validator

from bank.counting import counted
from bank.question import Bank, Question, digest_of
from interviewer.plan import make_plan
from interviewer.screening.canonical import Json, digest
from interviewer.screening.errors import CohortLockedError, ScreenError
from interviewer.session import Mode
from rubrics.extraction import extract_rubric
from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import GraderInfo

MAX_NAME = 64
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")

NOTICE = """\
You are about to answer questions of “{title}”.

- You get {questions}, as everybody else does and in the same order, and {minutes} for each.
- Your answers are saved as you type, and kept on this computer or the database that this program is set up with.
- They are graded point by point by {grader}. It can be wrong. A person decides, not the program.
- You see no scores and no model answers here.
- You may ask the people who invited you to correct or erase what is kept of you.
"""
"""What a candidate is told before the first question, where the cohort brings no words of its own."""


def check_name(name: str) -> str:
    """The name, where it can be one of a cohort. Raises ScreenError; a name is never part of a path unchecked."""
    if _NAME.fullmatch(name):
        return name
    shown = name if len(name) <= 40 else name[:39] + "…"
    message = (
        f"“{shown}” cannot be the name of a cohort: give 1 to {MAX_NAME} letters (a-z), digits, - and _, "
        "beginning with a letter or digit."
    )
    raise ScreenError(message)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LockedQuestion(_Value):
    """One question as it was worded when the cohort was locked, with the rubric made from it then."""

    question: Question
    rubric: Rubric

    @field_validator("rubric", mode="after")
    @classmethod
    def _belongs(cls, rubric: Rubric, info: Any) -> Rubric:
        if "question" in info.data and rubric.question_id != info.data["question"].id:
            raise ValueError("the rubric belongs to another question")
        return rubric

    @field_serializer("rubric")
    def _plain(self, rubric: Rubric) -> dict[str, Any]:
        criteria = [{**vars(c), "anchors": c.anchors and c.anchors.model_dump(mode="json")} for c in rubric.criteria]
        fields = ("question_id", "lead", "closing", "origin", "approved")
        return {"criteria": criteria, **{name: getattr(rubric, name) for name in fields}}

    @property
    def digest(self) -> str:
        """SHA-256 of the whole question, wording and reference included."""
        return digest_of(self.question.model_dump(mode="json"))

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What an answer is judged by."""
        return self.rubric.criteria


class LockedBank(_Value):
    """The bank that the questions came from."""

    id: str
    title: str
    digest: str
    source: str | None = None
    """How it is opened again: an id or a path; None for the one that ships."""


class Cohort(_Value):
    """What is locked when a cohort is made. Nothing in it changes afterwards."""

    name: str
    created_at: datetime
    bank: LockedBank
    questions: tuple[LockedQuestion, ...]
    """In the order they are asked in; a question is known by its position, from 0."""
    topics: tuple[str, ...] = ()
    """Topics asked for; empty for all."""
    seed: int = 0
    seconds: Annotated[int, Field(ge=1)]
    """Time for each question."""
    grader: GraderInfo
    notice: str
    """What a candidate is told, and accepts, before the first question."""

    @property
    def lock(self) -> dict[str, Json]:
        """Everything that must stay the same, as digests and plain words; the first entry of the log."""
        return {
            "bank": {"digest": self.bank.digest, "id": self.bank.id},
            "questions": [
                {"id": q.question.id, "question": q.digest, "rubric": q.rubric.digest} for q in self.questions
            ],
            "grader": digest_of(self.grader.model_dump(mode="json")),
            "prompt": self.grader.prompt_digest,
            "model": self.grader.model,
            "notice": self.notice_digest,
            "seconds": self.seconds,
            "seed": self.seed,
        }

    @property
    def lock_digest(self) -> str:
        """SHA-256 of the lock."""
        return digest(self.lock)

    @property
    def notice_digest(self) -> str:
        """SHA-256 of the notice."""
        return digest(self.notice)

    @property
    def votes(self) -> int:
        """How often each answer is graded, for the majority."""
        return int(self.grader.parameters.get("votes", 1))

    def position_of(self, question_id: str) -> int:
        """Where a question stands; KeyError when it is not one of the cohort's."""
        for position, locked in enumerate(self.questions):
            if locked.question.id == question_id:
                return position
        raise KeyError(question_id)


def choose_questions(
    bank: Bank, *, ids: Sequence[str] = (), topics: Sequence[str] = (), count: int, seed: int
) -> list[Question]:
    """The questions of a cohort: those named, in that order, or a draw with the seed.

    Raises ScreenError, PlanError or a BankError when they cannot be asked.
    """
    from bank.library import find_question

    if not ids:
        drawn = make_plan(bank, mode=Mode.MOCK, count=count, topics=topics, seed=seed).question_ids
        return [find_question(bank, question_id) for question_id in drawn]
    chosen = [find_question(bank, key) for key in ids]
    twice = [question.id for n, question in enumerate(chosen) if question in chosen[:n]]
    if twice:
        raise ScreenError(f"The question “{twice[0]}” is named twice; everybody is asked each question once.")
    bare = [question.id for question in chosen if not extract_rubric(question).required]
    if bare:
        raise ScreenError(f"The question “{bare[0]}” has no reference answer to grade against; take another.")
    return chosen


def lock_cohort(
    name: str,
    bank: Bank,
    questions: Iterable[Question],
    grader: GraderInfo,
    *,
    now: datetime,
    source: str | None = None,
    topics: Sequence[str] = (),
    seed: int = 0,
    seconds: int,
    notice: str | None = None,
) -> Cohort:
    """A cohort on these questions and this grader. Raises ScreenError for a name that cannot be one."""
    locked = tuple(LockedQuestion(question=q, rubric=extract_rubric(q)) for q in questions)
    return Cohort(
        name=check_name(name),
        created_at=now,
        bank=LockedBank(id=bank.id, title=bank.title, digest=bank.digest, source=source),
        questions=locked,
        topics=tuple(topics),
        seed=seed,
        seconds=seconds,
        grader=grader,
        notice=notice or _usual_notice(bank, len(locked), seconds, grader),
    )


def _usual_notice(bank: Bank, count: int, seconds: int, grader: GraderInfo) -> str:
    minutes = f"{seconds / 60:g} minutes" if seconds != 60 else "1 minute"
    words = {
        "{title}": bank.title,
        "{questions}": counted(count, "question"),
        "{minutes}": minutes,
        "{grader}": _in_words(grader),
    }
    return re.sub(r"\{\w+\}", lambda found: words[found[0]], NOTICE)


def _in_words(grader: GraderInfo) -> str:
    if grader.name == "local":
        return "a statistical model on this computer"
    return f"{grader.model} at {grader.endpoint}" if grader.endpoint else grader.model or "a language model"


def differences(cohort: Cohort, *, bank: Bank | None = None, grader: GraderInfo | None = None) -> list[str]:
    """What differs from the lock in a bank or a grader, each as a clause with what is expected and what was found."""
    found: list[str] = []
    if bank is not None:
        found += _bank_differences(cohort, bank)
    if grader is not None:
        found += _grader_differences(cohort.grader, grader)
    return found


def require_same(cohort: Cohort, *, bank: Bank | None = None, grader: GraderInfo | None = None) -> None:
    """Nothing, when bank and grader are those of the lock. Raises CohortLockedError, naming all that differs."""
    found = differences(cohort, bank=bank, grader=grader)
    if found:
        message = (
            f"The cohort “{cohort.name}” is locked, and {'; '.join(found)}. "
            "Nothing was graded: restore what was locked, or make a new cohort."
        )
        raise CohortLockedError(message)


def _bank_differences(cohort: Cohort, bank: Bank) -> list[str]:
    if bank.digest == cohort.bank.digest:
        return []
    now = {question.id: question for question in bank.questions}
    changed = [_question_change(locked, now.get(locked.question.id)) for locked in cohort.questions]
    named = [change for change in changed if change]
    which = f": {', '.join(named[:3])}" if named else " in questions that this cohort does not ask"
    more = f" and {len(named) - 3} more" if len(named) > 3 else ""
    short = f"expected digest {cohort.bank.digest[:12]}, found {bank.digest[:12]}"
    return [f"the bank “{cohort.bank.id}” has changed ({short}){which}{more}"]


def _question_change(locked: LockedQuestion, now: Question | None) -> str | None:
    if now is None:
        return f"“{locked.question.id}” is gone"
    if extract_rubric(now).digest != locked.rubric.digest:
        return f"“{now.id}” has another reference answer"
    return f"“{now.id}” is worded differently" if now.wording != locked.question.wording else None


_GRADER_WORDS = {
    "model": "model",
    "version": "version of the grader",
    "endpoint": "endpoint",
    "prompt_digest": "prompt",
    "is_estimate": "kind of verdict",
}


def _grader_differences(locked: GraderInfo, found: GraderInfo) -> list[str]:
    if locked.name != found.name:
        return [f"the grader is another one (expected {_title(locked)}, found {_title(found)})"]
    pairs = [(words, getattr(locked, name), getattr(found, name)) for name, words in _GRADER_WORDS.items()]
    names = sorted(locked.parameters.keys() | found.parameters.keys())
    pairs += [(f"number of {n}", locked.parameters.get(n, 1), found.parameters.get(n, 1)) for n in names]
    return [
        f"the {words} is another one (expected {_short(expected)}, found {_short(actual)})"
        for words, expected, actual in pairs
        if expected != actual
    ]


def _title(grader: GraderInfo) -> str:
    return " ".join(part for part in (grader.name, grader.model) if part)


def _short(value: object) -> str:
    text = "none" if value is None or value == "" else str(value)
    return text if len(text) <= 40 else text[:12]
