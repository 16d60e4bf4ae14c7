"""Drafts one by one on the terminal, for their author to approve, edit or drop; or all approved unseen."""

import os
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

from bank.counting import counted
from bank.exporters.markdown import extra_lines
from bank.question import Point
from interviewer.approval import Waiting, all_approved, editable, edited, settled, waiting_in
from interviewer.authoring import Desk, change, open_desk
from interviewer.cli.drafting_run import Choice
from interviewer.cli.options import Workplace
from interviewer.cli.terminal import print_json, say, tell
from interviewer.errors import ConfigError, InterviewError
from rubrics.drafts import approved, dropped

Ask = Callable[[], str]
Edit = Callable[[str], str]
KEYS = "a approve · e edit · d drop · s skip · q quit"


def approve_everything(place: Workplace, name: str | None, choice: Choice, *, as_json: bool) -> None:
    """Approve every draft that waits in these questions, and say how many."""
    desk = open_desk(place.paths, name)
    questions = choice.of(desk.read())
    count = len(waiting_in(questions))
    change(desk, place.paths, lambda bank: all_approved(bank, {question.id for question in questions}))
    if as_json:
        print_json({"bank": desk.name, "file": str(desk.file), "approved": count})
    else:
        say(f"Approved {counted(count, 'draft')} in {desk.file}.")


def review_drafts(place: Workplace, name: str | None, choice: Choice) -> None:
    """Go through the drafts on the terminal. Raises ConfigError where there is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigError(
            "--review needs a terminal; `bank check` lists what waits, --approve-all approves it unseen."
        )
    review(place, name, choice, _asked, _in_editor)


def review(place: Workplace, name: str | None, choice: Choice, ask: Ask, edit: Edit) -> None:
    """Go through the drafts; each decision is on disk before the next is asked for."""
    desk = open_desk(place.paths, name)
    drafts = waiting_in(choice.of(desk.read()))
    if not drafts:
        tell("No draft waits.")
    for number, draft in enumerate(drafts, 1):
        say(f"\n[{number}/{len(drafts)}] by {draft.model}")
        if not _decide(desk, place, draft, ask, edit):
            break
    left = len(waiting_in(choice.of(desk.read())))
    if drafts:
        tell(f"Still waiting: {counted(left, 'draft')}." if left else f"Nothing waits any more in {desk.file}.")


def _decide(desk: Desk, place: Workplace, draft: Waiting, ask: Ask, edit: Edit) -> bool:
    """Ask until there is a decision, and keep it; whether to go on."""
    point = draft.point
    while True:
        _show(draft, point)
        key = ask().strip().casefold()[:1]
        if key in ("a", "d"):
            _keep(desk, place, draft, approved(point) if key == "a" else dropped(point))
            return True
        if key in ("s", "q"):
            return key == "s"
        if key == "e":
            point = edited(draft, edit(editable(Waiting(draft.question, point))))


def _keep(desk: Desk, place: Workplace, draft: Waiting, decision: Point | None) -> None:
    change(desk, place.paths, lambda bank: settled(bank, draft, decision))


def _show(draft: Waiting, point: Point) -> None:
    _say(draft.question.text, "")
    _say(point.text, "  - ")
    for line in extra_lines(point):
        _say(line, "      ")


def _say(text: str, indent: str) -> None:
    say(textwrap.fill(" ".join(text.split()), 96, initial_indent=indent, subsequent_indent=" " * (len(indent) + 2)))


def _asked() -> str:
    try:
        return input(f"{KEYS} > ")
    except EOFError:
        return "q"


def _in_editor(text: str) -> str:
    """The text as the author leaves it in `VISUAL`, `EDITOR` or vi. Raises InterviewError when that cannot run."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draft.md"
        file.write_text(text, "utf-8")
        try:
            subprocess.run([*command, str(file)], check=True)  # noqa: S603 - the user's own editor
        except (OSError, subprocess.CalledProcessError) as error:
            raise InterviewError(f"The editor “{command[0]}” could not be used: {error}. Set EDITOR.") from error
        return file.read_text("utf-8", "replace")
