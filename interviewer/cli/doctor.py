"""`interviewer doctor`: what works here, what does not, and what to do about it."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bank.counting import counted
from bank.errors import BankError
from interviewer.cli.options import Workplace
from interviewer.config import DEFAULT_MODEL
from interviewer.errors import ConfigError, InterviewError
from rubrics.errors import GraderError

Level = Literal["ok", "note", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and what to do when it is not well."""

    level: Level
    subject: str
    words: str


def examine(place: Workplace) -> Iterator[Finding]:
    """Look at everything an interview needs; never raises."""
    yield Finding("ok", "python", f"{sys.version.split()[0]} at {sys.executable}")
    yield _terminal()
    yield Finding("fail", "settings", place.problem) if place.problem else Finding("ok", "settings", "read")
    yield _attempt("data folder", lambda: _data_folder(place))
    yield _attempt("database", lambda: _database(place))
    yield _attempt("bank", lambda: _bank(place))
    yield _attempt("embedded grader", _embedded)
    yield _attempt("LLM grader", lambda: _llm(place))
    yield _attempt("token tables", lambda: _tokens(place))


def _attempt(subject: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (BankError, InterviewError, GraderError, OSError, ImportError) as error:
        return Finding("fail", subject, str(error))


def _terminal() -> Finding:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Finding("note", "terminal", "none here; use practice --plain, grade or demo")
    size = os.get_terminal_size()
    small = size.columns < 80 or size.lines < 24
    words = f"{size.columns}x{size.lines}" + (", cramped: 80x24 or more reads better" if small else "")
    return Finding("note" if small else "ok", "terminal", words)


def _data_folder(place: Workplace) -> Finding:
    from interviewer.paths import make_private_folder

    make_private_folder(place.paths.root)
    if not os.access(place.paths.root, os.W_OK):
        return Finding("fail", "data folder", f"{place.paths.root} cannot be written; give another with --data-dir")
    return Finding("ok", "data folder", str(place.paths.root))


def _database(place: Workplace) -> Finding:
    from interviewer.store import Store

    with Store.open(place.paths, place.settings.database_url) as store:
        kept = len(store.history(limit=1000))
    where = "at DATABASE_URL" if place.settings.database_url else str(place.paths.database)
    return Finding("ok", "database", f"{where}, {kept} interviews")


def _bank(place: Workplace) -> Finding:
    from interviewer.banks import open_bank

    bank = open_bank(place.paths, place.settings.bank)
    size = f"{counted(len(bank.questions), 'question')}, {counted(len(bank.topics), 'topic')}"
    return Finding("ok", "bank", f"{bank.title}: {size}")


def _embedded() -> Finding:
    from rubrics.local.grader import LocalGrader

    return Finding("ok", "embedded grader", f"models loaded, version {LocalGrader.load().info.version[:12]}")


def _llm(place: Workplace) -> Finding:
    from interviewer.graders import summarise

    if not place.settings.has_llm:
        return Finding(
            "note", "LLM grader", "not configured; set OPENAI_API_KEY, or OPENAI_BASE_URL for your own server"
        )
    try:
        summary = summarise(place.settings.model_copy(update={"grader": "openai"}))
    except ConfigError as error:
        return Finding("fail", "LLM grader", str(error))
    return Finding("ok", "LLM grader", f"configured: {summary.title}")


def _tokens(place: Workplace) -> Finding:
    from rubrics.llm.tokens import counter_for

    counter = counter_for(place.settings.model or DEFAULT_MODEL, place.paths.cache)
    if counter.note:
        return Finding("note", "token tables", f"forecasts are estimates: {counter.note}")
    return Finding("ok", "token tables", "in place; forecasts need no network")
