"""Small builders of interview records: real seed questions, answers, and grades with real scores."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from bank.library import load_bank
from bank.question import Bank, Question
from interviewer.records import Answer, Flag, GradedAnswer, ItemRecord, SessionRecord
from interviewer.session import Item, Mode, Phase, Plan, Session
from rubrics.extraction import extract_rubric
from rubrics.grader import Task, gate_grade, ungraded
from rubrics.overrides import Override
from rubrics.scoring import score_verdicts
from rubrics.verdict import Claim, Grade, GraderInfo, GradeState, Span, Status, Usage, Verdict

START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LOCAL = GraderInfo(name="local", model="minilm-int8", version="1", is_estimate=True)
REMOTE = GraderInfo(name="openai", model="gpt-5-mini", endpoint="api.openai.com")


@cache
def seed_bank() -> Bank:
    return load_bank()


def question(number: int) -> Question:
    return next(q for q in seed_bank().questions if q.number == number)


SAID = "Point {n} is covered here with words of my own and some detail."
_NAMES = {"m": Status.MET, "p": Status.PARTIAL, "-": Status.MISSED, "c": Status.CONTRADICTED, "?": Status.UNSURE}


def graded(
    asked: Question,
    statuses: str,
    *,
    text: str | None = None,
    beyond: Sequence[Claim] = (),
    wrong: Sequence[Claim] = (),
    grader: GraderInfo = LOCAL,
    reason: str = "The answer says so.",
    usage: Usage | None = None,
    flags: Sequence[str] = (),
) -> tuple[str, Grade]:
    """An answer and its grade from a letter a criterion: m(et), p(artial), -(missed), c(ontradicted), ?(unsure).

    The answer has one sentence a criterion, which is its quote; criteria beyond the letters are missed.
    """
    rubric = extract_rubric(asked)
    letters = statuses.ljust(len(rubric.criteria), "-")
    said = " ".join(SAID.format(n=n) for n, _ in enumerate(rubric.criteria, 1)) if text is None else text
    said = " ".join([said, *(claim.quote for claim in (*beyond, *wrong))])
    verdicts = tuple(
        _verdict(said, criterion.id, _NAMES[letter], SAID.format(n=n), reason)
        for n, (criterion, letter) in enumerate(zip(rubric.criteria, letters, strict=True), 1)
    )
    score = score_verdicts(rubric, {v.criterion_id: v.status for v in verdicts}, len(beyond))
    state = GradeState.NEEDS_REVIEW if "?" in letters else GradeState.GRADED
    return said, Grade(
        state=state if score.score is not None else GradeState.UNGRADED,
        score=score.score,
        coverage=score.coverage,
        low=score.low,
        high=score.high,
        verdicts=verdicts,
        beyond=_located(said, beyond),
        wrong=_located(said, wrong),
        flags=tuple(flags),
        grader=grader,
        digests=Task(asked, rubric, said).digests,
        usage=usage or Usage(),
        graded_at=NOW,
    )


def _verdict(text: str, criterion_id: str, status: Status, quote: str, reason: str) -> Verdict:
    if status in (Status.MISSED, Status.UNSURE):
        return Verdict(criterion_id=criterion_id, status=status, reason=reason)
    quoted = quote if quote in text else text
    return Verdict(criterion_id=criterion_id, status=status, quote=quoted, span=span_of(quoted, text), reason=reason)


def _located(text: str, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(claim.model_copy(update={"span": span_of(claim.quote, text)}) for claim in claims)


def span_of(quote: str, text: str) -> Span:
    start = text.index(quote)
    return start, start + len(quote)


def failed(asked: Question, text: str, why: str) -> tuple[str, Grade]:
    """An answer that could not be graded."""
    return text, ungraded(Task(asked, extract_rubric(asked), text), LOCAL, NOW, why)


def gated(asked: Question, text: str) -> tuple[str, Grade | None]:
    """An answer with what the gate says of it."""
    return text, gate_grade(Task(asked, extract_rubric(asked), text), LOCAL, NOW)


def answer(
    said: tuple[str, Grade | None],
    *,
    position: int = 0,
    attempt: int = 1,
    seconds: float = 130.0,
    predicted: int | None = None,
    prompt: str | None = None,
    hints: int = 0,
) -> GradedAnswer:
    text, grade = said
    submitted = START + timedelta(minutes=3 * (position + 1), seconds=attempt)
    kept = Answer(
        id=100 * position + attempt,
        session_id="s",
        position=position,
        attempt=attempt,
        text=text,
        seconds=seconds,
        submitted_at=submitted,
        kind="follow-up" if prompt else "answer",
        prompt=prompt,
        hints=hints,
        predicted=predicted,
    )
    return GradedAnswer(kept, grade)


def overriding(given: GradedAnswer, reason: str = "I said so.", **statuses: Status) -> GradedAnswer:
    """The answer with the person's own verdicts on these criteria."""
    said = tuple(Override(key, status, reason, NOW) for key, status in statuses.items())
    return replace(given, overrides=said)


def flagged(interview: SessionRecord, place: int, reason: str) -> SessionRecord:
    """The interview with the question at that place called bad."""
    item = interview.items[place]
    flag = Flag(item.question.id, reason, interview.session.id, NOW)
    items = [*interview.items[:place], replace(item, flag=flag), *interview.items[place + 1 :]]
    return replace(interview, items=tuple(items))


Asked = tuple[Question, Sequence[GradedAnswer]]


def record(
    asked: Iterable[Asked],
    *,
    session_id: str = "a1b2c3d4",
    started_at: datetime = START,
    mode: Mode = Mode.MOCK,
    limit: int | None = 240,
    skips: Mapping[int, int] | None = None,
    bank_title: str = "AI/ML interview questions",
    reasons: tuple[str, ...] = (),
) -> SessionRecord:
    """An interview that is over, from its questions and the answers to each."""
    pairs = list(asked)
    skipped = skips or {}
    items = tuple(
        Item(asked_question.id, attempts=len(answers), skips=skipped.get(n, 0))
        for n, (asked_question, answers) in enumerate(pairs)
    )
    plan = Plan(
        mode=mode, question_ids=tuple(i.question_id for i in items), seconds_per_question=limit, reasons=reasons
    )
    session = Session(
        session_id, plan, items, started_at, phase=Phase.OVER, ended_at=started_at + timedelta(minutes=30)
    )
    found = tuple(ItemRecord(n, asked_question, tuple(answers)) for n, (asked_question, answers) in enumerate(pairs))
    return SessionRecord(session, "ai-ml", bank_title, found)


def simple(*grades: tuple[int, str], session_id: str = "a1b2c3d4", started_at: datetime = START) -> SessionRecord:
    """An interview of (question number, letters) with one answer each."""
    return record(
        (
            (question(number), [answer(graded(question(number), letters), position=n)])
            for n, (number, letters) in enumerate(grades)
        ),
        session_id=session_id,
        started_at=started_at,
    )
