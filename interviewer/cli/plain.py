"""`interviewer practice --plain`: an interview over stdin and stdout, for screen readers, pipes, bare terminals."""

import asyncio
import math
import sys
import textwrap
import threading
import time
from enum import Enum
from typing import Self

from interviewer.cli.terminal import say, tell
from interviewer.engine import Interview
from interviewer.errors import StoreError
from interviewer.records import Draft
from interviewer.session import Phase
from rubrics.gate import BY_RULE
from rubrics.grader import Grader
from rubrics.rubric import Rubric
from rubrics.verdict import Grade, Status

END_OF_ANSWER = "."
SKIP = "/skip"
QUIT = "/quit"
DRAFT_SECONDS = 1.0
_MARKS = {
    Status.MET: "+",
    Status.PARTIAL: "~",
    Status.MISSED: "-",
    Status.CONTRADICTED: "x",
    Status.UNSURE: "?",
}


def hold(interview: Interview, grader: Grader | None) -> None:
    """Ask, read, keep and grade until the interview is over or stdin ends; what is open can be continued later.

    Without a grader the answers are kept, to be graded when there is one.
    """
    tell(f"Answer in as many lines as you like; end with a line “{END_OF_ANSWER}”. {SKIP} skips, {QUIT} leaves.")
    _tell_limits(interview)
    with asyncio.Runner() as runner:
        while not interview.session.is_over:
            if interview.session.phase is Phase.FEEDBACK:
                interview.next()
                continue
            if not _take_turn(interview, grader, runner):
                tell_how_to_go_on(interview)
                return
        if grader:
            for answer in interview.ungraded():
                runner.run(interview.grade(answer, grader))


def tell_how_to_go_on(interview: Interview) -> None:
    """Say that all is kept, and the command that goes on."""
    if not interview.session.is_over:
        tell(f"Kept. Go on with: interviewer practice --plain --continue {interview.session.id}")


def _tell_limits(interview: Interview) -> None:
    plan, left = interview.session.plan, interview.seconds_left(0)
    if plan.total_seconds is None:
        return
    from interviewer.report.figures import duration

    each = f", {duration(plan.seconds_per_question)} for each question" if plan.seconds_per_question else ""
    tell(f"You have {duration(max(0, left))} in all{each}. When it is over, what you have typed counts.")


def _take_turn(interview: Interview, grader: Grader | None, runner: asyncio.Runner) -> bool:
    """One question asked and dealt with; False when the candidate leaves."""
    kept = interview.draft()
    left = interview.seconds_left(kept.seconds if kept else 0)
    if left <= 0:
        _run_out(interview, kept.text if kept else "", kept.seconds if kept else 0)
        return True
    _ask(interview)
    with DraftKeeper(interview, kept, left) as draft:
        end = _read_answer(draft)
    if end is _End.LEFT:
        return False
    if end is _End.RUN_OUT:
        _run_out(interview, draft.text, draft.seconds)
        return True
    if end is _End.SKIPPED:
        interview.save_draft(draft.text, draft.seconds)
        _skip(interview)
        return True
    if not draft.text.strip():
        tell(f"Nothing is typed yet. {SKIP} goes on without an answer.")
        return True
    rubric = interview.rubric
    answer = interview.submit(draft.text, draft.seconds, follow_up=interview.follow_up_asked())
    if grader and interview.session.plan.mode.shows_feedback_at_once:
        show_grade(runner.run(interview.grade(answer, grader)), rubric)
    return True


def _skip(interview: Interview) -> None:
    """On without an answer; the only open question is not asked again at once, so skipping it ends the interview."""
    skipped = interview.session.position
    interview.skip()
    if not interview.session.is_over and interview.session.position == skipped:
        interview.skip()


def _run_out(interview: Interview, text: str, seconds: float) -> None:
    answer = interview.run_out(text, seconds)
    tell("The time is over. " + ("What you had typed counts." if answer else "Nothing was typed for this question."))


def _ask(interview: Interview) -> None:
    session, question = interview.session, interview.question
    say()
    again = " again" if session.current.skips else ""
    say(f"[{session.position + 1} of {len(session.items)}{again}] {question.topic}")
    if interview.reason:
        say(textwrap.fill(f"Asked because: {interview.reason}", 78))
    say(textwrap.fill(question.text, 78))
    if question.details:
        say(question.details)
    follow_up = interview.follow_up_asked()
    if follow_up:
        say(textwrap.fill(f"One more on this question: {follow_up.prompt}", 78))
    draft = interview.draft()
    if draft and draft.text.strip():
        tell("This was kept from before and starts your answer:")
        say(draft.text)


class DraftKeeper:
    """The answer being typed, kept on disk from a thread of its own at most a second after it changes.

    The thread says, too, when the time is over; reading a line cannot be interrupted everywhere.
    """

    def __init__(self, interview: Interview, kept: Draft | None, seconds_left: float = math.inf) -> None:
        self._interview = interview
        self._total_left = seconds_left
        self._sayings = _sayings(interview, seconds_left, kept.seconds if kept else 0.0)
        self._lines = [kept.text] if kept and kept.text.strip() else []
        self._before = kept.seconds if kept else 0.0
        self._started = time.monotonic()
        self._saved = self.text
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    @property
    def text(self) -> str:
        """All that was typed so far."""
        return "\n".join(self._lines)

    @property
    def seconds(self) -> float:
        """Time spent on the question, earlier sittings included."""
        return self._before + time.monotonic() - self._started

    @property
    def has_run_out(self) -> bool:
        """Whether the time for the whole interview is over."""
        return self._total_left <= time.monotonic() - self._started

    def add(self, line: str) -> None:
        """One more line of the answer."""
        self._lines.append(line)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._closing.wait(DRAFT_SECONDS):
            self._save()
            self._say_what_is_over()
        self._save()

    def _say_what_is_over(self) -> None:
        gone = time.monotonic() - self._started
        while self._sayings and self._sayings[0][0] <= gone:
            tell(self._sayings.pop(0)[1])

    def _save(self) -> None:
        text = self.text
        if text == self._saved:
            return
        try:
            self._interview.save_draft(text, self.seconds)
            self._saved = text
        except StoreError as error:
            tell(f"The draft could not be saved: {error}")


def _sayings(interview: Interview, seconds_left: float, seconds: float) -> list[tuple[float, str]]:
    """What is said while an answer is typed, and after how many seconds."""
    each = interview.session.plan.seconds_per_question
    found = [(each - seconds, "The time for this question is over; the others have less now.")] if each else []
    if seconds_left < math.inf:
        found.append((seconds_left, "The time is over: press Enter, and what you have typed counts."))
    return sorted(found)


class _End(Enum):
    """How typing an answer ended."""

    DONE = "done"
    SKIPPED = "skipped"
    LEFT = "left"
    RUN_OUT = "run out"


def _read_answer(draft: DraftKeeper) -> _End:
    """Lines from stdin into the draft, up to the closing dot, a command, or the end of input."""
    for raw in sys.stdin:
        line = raw.rstrip("\r\n")
        if line == END_OF_ANSWER:
            return _End.DONE
        if line in (QUIT, SKIP):
            return _End.LEFT if line == QUIT else _End.SKIPPED
        if line.startswith("/") and line[1:].isalpha():
            if sys.stdin.isatty():
                tell(f"{line} is no command here ({SKIP}, {QUIT}); begin the line with a blank to write it.")
                continue
            tell(f"{line} is no command here ({SKIP}, {QUIT}) and became part of the answer.")
        draft.add(line)
        if draft.has_run_out:
            return _End.RUN_OUT
    return _End.LEFT


def show_grade(grade: Grade, rubric: Rubric) -> None:
    """A grade in plain lines: the score, then each criterion with its proof."""
    if grade.score is None:
        say(f"Not graded: {grade.error}")
        return
    say(score_line(grade))
    for verdict in grade.verdicts:
        criterion = rubric.criterion(verdict.criterion_id)
        say(f" {_MARKS[verdict.status]} {verdict.status.value:<12} {textwrap.shorten(criterion.text, 100)}")
        if verdict.quote:
            say(f"     “{textwrap.shorten(verdict.quote, 160)}”")
    for claim in grade.beyond:
        say(f" + beyond       {claim.point}")


def score_line(grade: Grade) -> str:
    """Score and coverage in words, with bounds where something is open."""
    score, coverage = round(100 * (grade.score or 0)), round(100 * (grade.coverage or 0))
    low, high = round(100 * (grade.low or 0)), round(100 * (grade.high or 0))
    shown = f"{low}-{high}" if low != high else f"{score}"
    is_by_rule = not BY_RULE.isdisjoint(grade.flags)
    note = " (by a rule, without a grader)" if is_by_rule else " (an estimate)" if grade.grader.is_estimate else ""
    return f"Score {shown} of 100{note}; the answer covers {coverage} % of the reference."
