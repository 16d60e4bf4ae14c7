"""`interviewer screen new`, `list` and `show`."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bank.counting import counted
from bank.question import Bank
from interviewer.banks import open_bank
from interviewer.cli.options import Workplace
from interviewer.cli.terminal import print_json, say, tell
from interviewer.engine import utc_now
from interviewer.screening.cohort import Cohort, check_name, choose_questions, lock_cohort
from interviewer.screening.errors import ScreenError
from interviewer.screening.records import CohortSummary
from interviewer.screening.store.screen_store import ScreenStore
from interviewer.screening.summaries import CandidateProgress, read_progress, summarise_cohort
from rubrics.verdict import GraderInfo

MAX_NOTICE = 10_000
"""Longest notice, in characters."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a new cohort is to ask, and to say first."""

    ids: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    seed: int | None = None
    notice: Path | None = None


def make_cohort(place: Workplace, name: str, wishes: Wishes) -> None:
    """Lock a new cohort and say what it is locked to. Raises ScreenError, BankError, ConfigError or GraderError."""
    check_name(name)
    notice = _read_notice(wishes.notice) if wishes.notice else None
    bank = open_bank(place.paths, place.settings.bank)
    seed = random.SystemRandom().randrange(2**31) if wishes.seed is None else wishes.seed
    with ScreenStore.open(place.paths, place.settings.database_url) as store:
        chosen = choose_questions(bank, ids=wishes.ids, topics=wishes.topics, count=place.settings.count, seed=seed)
        cohort = lock_cohort(
            name,
            bank,
            chosen,
            _info_of(place),
            now=utc_now(),
            source=_source(bank, place.settings.bank),
            topics=wishes.topics,
            seed=seed,
            seconds=max(1, round(place.settings.minutes * 60)),
            notice=notice,
        )
        store.create(cohort)
        head = store.head(name)
    for line in _locked_to(cohort):
        say(line)
    say(f"Log: {_entries(head.entries)}, head {head.digest}")


def _read_notice(path: Path) -> str:
    """The words in a file. Raises ScreenError when they cannot be a notice."""
    try:
        text = path.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ScreenError(f"{path} cannot be read as UTF-8 text: {error}.") from error
    if not text or len(text) > MAX_NOTICE:
        raise ScreenError(f"{path} holds {len(text):,} characters; a notice has 1 to {MAX_NOTICE:,}.")
    return text


def _info_of(place: Workplace) -> GraderInfo:
    """Who will grade; opens the grader once, so that a cohort is never locked to one that does not work."""
    import asyncio

    from interviewer.graders import open_grader

    grader = open_grader(place.settings)
    asyncio.run(grader.aclose())
    return grader.info


def _source(bank: Bank, named: str | None) -> str | None:
    """How the bank is opened again, from any folder."""
    if named is None or named == bank.id:
        return named
    path = Path(named).expanduser()
    return str(path.resolve()) if path.exists() else named


def _locked_to(cohort: Cohort) -> list[str]:
    grader = cohort.grader
    where = f" at {grader.endpoint}" if grader.endpoint else ""
    votes = f", {cohort.votes} votes" if cohort.votes > 1 else ""
    topics = f" on {', '.join(cohort.topics)}" if cohort.topics else ""
    lines = [
        f"Cohort “{cohort.name}”, locked {cohort.created_at:%Y-%m-%d %H:%M} UTC",
        f"Bank: {cohort.bank.title} (digest {cohort.bank.digest[:12]})",
        f"Grader: {grader.name}, {grader.model}{where}{votes}"
        + (f" (prompt {grader.prompt_digest[:12]})" if grader.prompt_digest else f" (version {grader.version[:12]})"),
        f"Time: {cohort.seconds / 60:g} {'minute' if cohort.seconds == 60 else 'minutes'} a question",
        f"{counted(len(cohort.questions), 'question')}{topics}, seed {cohort.seed}:",
    ]
    lines += [
        f"  {n}. {q.question.text} [{q.question.id}, {counted(len(q.rubric.required), 'point')}]"
        for n, q in enumerate(cohort.questions, 1)
    ]
    return lines


def show_cohorts(place: Workplace, *, as_json: bool) -> None:
    """Print the cohorts, the latest first."""
    with ScreenStore.open(place.paths, place.settings.database_url) as store:
        summaries = [summarise_cohort(store, name) for name in store.names()]
    if as_json:
        print_json([_as_json(summary) for summary in summaries])
        return
    if not summaries:
        tell("There is no cohort yet; make one: interviewer screen new NAME")
    for each in summaries:
        people = counted(each.candidates, "candidate") + (f" ({each.erased} erased)" if each.erased else "")
        asked = counted(each.questions, "question")
        say(f"{each.name:<24} {each.created_at:%Y-%m-%d}  {asked}, {people}, {_counts(each)}")


def _counts(summary: CohortSummary) -> str:
    parts = [counted(summary.answers, "answer"), f"{summary.graded} graded"]
    parts += [f"{summary.needs_review} to review"] if summary.needs_review else []
    parts += [f"{summary.ungraded} ungraded"] if summary.ungraded else []
    parts += [f"{summary.waiting} waiting"] if summary.waiting else []
    return ", ".join(parts)


def _as_json(summary: CohortSummary) -> dict[str, Any]:
    return {
        "name": summary.name,
        "created_at": summary.created_at.isoformat(),
        "bank": summary.bank_title,
        "questions": summary.questions,
        "candidates": summary.candidates,
        "erased": summary.erased,
        "answers": summary.answers,
        "graded": summary.graded,
        "needs_review": summary.needs_review,
        "ungraded": summary.ungraded,
        "waiting": summary.waiting,
        "cost_usd": round(summary.cost_usd, 6),
        "log": {"entries": summary.head.entries, "head": summary.head.digest},
    }


def show_one(place: Workplace, name: str, *, as_json: bool) -> None:
    """Print what a cohort is locked to and how far each candidate is: never a score."""
    with ScreenStore.open(place.paths, place.settings.database_url) as store:
        cohort = store.cohort(name)
        summary = summarise_cohort(store, name)
        people = read_progress(store, name)
    if as_json:
        lock = {**cohort.lock, "digest": cohort.lock_digest}
        print_json({**_as_json(summary), "lock": lock, "people": [_person_json(each) for each in people]})
        return
    for line in _locked_to(cohort):
        say(line)
    erased = f", {summary.erased} erased" if summary.erased else ""
    say(f"{counted(summary.candidates, 'candidate')}, {_counts(summary)}{erased}")
    for each in people:
        say(f"  {_person(each, len(cohort.questions))}")
    say(f"Log: {_entries(summary.head.entries)}, head {summary.head.digest}")
    tell(f"Write the head down: `interviewer screen verify {cohort.name} --head HEAD` shows later that nothing")
    tell("up to it was changed or cut off.")


def _entries(number: int) -> str:
    return counted(number, "entry", "entries")


def _person(each: CandidateProgress, questions: int) -> str:
    if each.candidate.is_erased:
        return each.candidate.label
    parts = [f"{each.answered} of {questions} answered", f"{each.graded} graded"]
    parts += [f"{each.ungraded} ungraded"] if each.ungraded else []
    parts += [f"{each.waiting} waiting"] if each.waiting else []
    return f"{each.candidate.label}: {', '.join(parts)}"


def _person_json(each: CandidateProgress) -> dict[str, Any]:
    return {
        "candidate": each.candidate.id,
        "erased": each.candidate.is_erased,
        "answered": each.answered,
        "graded": each.graded,
        "ungraded": each.ungraded,
        "waiting": each.waiting,
    }
