"""A terminal that goes away: with a real process, whose end of the pty is closed."""

import os
import select
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.test_terminal import PATIENCE, Terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


STAYS = ("sh", "-c", 'trap : HUP; "$@"; true', "sh")
"""A leader that outlives a hangup and waits for its child, as make does."""


@pytest.fixture(params=[(), STAYS], ids=["by itself", "under make"])
def at_a_question(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "home", led=request.param)
    terminal.until_shown("Start the interview", "49 questions")
    terminal.press("\r")
    terminal.until_shown("Type your answer here")
    terminal.press("half a thought")
    terminal.until_shown("3 words", "✓ saved")
    yield terminal
    terminal.close()


def _ended(pid: int) -> int:
    """The wait status of a child, which must end while one is patient."""
    handle = os.pidfd_open(pid)
    try:
        ready, _, _ = select.select([handle], [], [], PATIENCE)
        assert ready, "the process outlives its terminal"
    finally:
        os.close(handle)
    return os.waitpid(pid, 0)[1]


def test_the_process_ends_when_its_terminal_is_closed(at_a_question: Terminal, tmp_path: Path) -> None:
    at_a_question.hang_up()
    _ended(at_a_question.pid)
    again = Terminal(tmp_path / "home")
    try:
        again.until_shown("Continue", "0 of 5")
        again.press("c")
        again.until_shown("half a thought")
    finally:
        again.close()


@pytest.mark.parametrize("at_a_question", [()], indirect=True)
def test_a_kill_ends_the_process_though_nobody_reads_what_it_writes(at_a_question: Terminal) -> None:
    at_a_question.press("\x1b[Z\t" * 400)
    os.kill(at_a_question.pid, signal.SIGTERM)
    _ended(at_a_question.pid)
