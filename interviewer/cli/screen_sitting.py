"""`interviewer screen take` and `interviewer screen review`: the commands that open a screen."""

import getpass
import sys
from typing import TYPE_CHECKING

import typer

from interviewer.cli.options import Workplace
from interviewer.cli.terminal import tell
from interviewer.screening.errors import ScreenError

if TYPE_CHECKING:
    from tui.screening.app import Parting


def take(place: Workplace, name: str, candidate: str) -> None:
    """Let a candidate answer the questions of a cohort."""
    _need_terminal("Answers from elsewhere come with: interviewer screen import")
    from tui.screening.run import run_take

    _end(run_take(place.settings, place.paths, name, candidate))


def review(place: Workplace, name: str, reviewer: str | None) -> None:
    """Let a reviewer judge the graded answers of a cohort."""
    _need_terminal("Reviews are made on a screen.")
    from tui.screening.run import run_review

    _end(run_review(place.settings, place.paths, name, reviewer or _own_name()))


def _need_terminal(instead: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ScreenError(f"This needs a terminal, and there is none here. {instead}")


def _own_name() -> str:
    """The name that the person is logged in by. Raises ScreenError where there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise ScreenError("Say who reviews, with --reviewer and your initials.") from error


def _end(parting: "Parting") -> None:
    if parting.sentence:
        tell(parting.sentence)
    raise typer.Exit(parting.status)
