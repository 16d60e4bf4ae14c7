"""The whole flow in a real terminal: a process, its keys, and the screen that a terminal makes of what it writes."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyte
import pytest

from bank.question import Bank
from interviewer.engine import begin
from interviewer.paths import Paths
from interviewer.plan import make_plan
from interviewer.records import ComeBack
from interviewer.session import Mode
from interviewer.store import Store

pytestmark = [
    pytest.mark.slow,
    # From Python 3.12 on a fork beside threads warns; the child here does nothing but exec.
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Terminal:
    """A process in a terminal of 80×24, the leader of its session unless it is `led` by another command."""

    def __init__(self, home: Path, *arguments: str, led: Sequence[str] = (), **environment: str) -> None:
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            environ = {**os.environ, "INTERVIEWER_HOME": str(home), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
            environ |= environment
            os.chdir(ROOT)
            command = [*led, sys.executable, "-m", "interviewer", *arguments]
            os.execvpe(command[0], command, environ)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def text(self) -> str:
        return "\n".join(self.screen.display)

    def press(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"never happened; the screen is\n{self.text()}"
            self._read()

    def until_shown(self, *words: str) -> None:
        self.until(lambda: all(word in self.text() for word in words))

    def _read(self) -> bool:
        """Take in what was written; False when the process is gone."""
        ready, _, _ = select.select([self._fd], [], [], 0.2)
        if not ready:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.written += data
        # pyte does not know the private markers that ask a terminal for its abilities.
        self._stream.feed(data.replace(b"\x1b[>1u", b"").replace(b"\x1b[<u", b""))
        return bool(data)

    def exit_status(self) -> int:
        end = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < end, f"it does not end; the screen is\n{self.text()}"
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def close(self) -> None:
        """Kill it, as `kill -9` does."""
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        self.hang_up()

    def hang_up(self) -> None:
        """Close the terminal, as its window does."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    running = Terminal(tmp_path / "home")
    yield running
    running.close()


def _is_sane(terminal: Terminal) -> bool:
    """Whether the main screen, the cursor and the mouse were given back."""
    return all(code in terminal.written for code in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"))


def test_a_person_is_interviewed_graded_and_told_from_start_to_end(terminal: Terminal) -> None:
    terminal.until_shown("Start the interview", "49 questions")
    terminal.press("\r")
    terminal.until_shown("Question 1 of 5", "Type your answer here")
    terminal.press("Averaging independent models reduces variance, so the test error falls.")
    terminal.until_shown("10 words", "✓ saved")
    terminal.press("\x13")
    terminal.until_shown("Score ", "coverage", "estimate")
    terminal.press("n")
    terminal.until_shown("Question 2 of 5")
    terminal.press("\x14")
    terminal.until_shown("Press Ctrl+T again")
    terminal.press("\x14")
    terminal.until_shown("1 of 5 answered", "Topic")
    terminal.press("\x11")
    assert terminal.exit_status() == 0
    assert _is_sane(terminal)


def test_a_kill_gives_the_terminal_back_and_keeps_the_draft(terminal: Terminal, tmp_path: Path) -> None:
    terminal.until_shown("Start the interview", "49 questions")
    terminal.press("\r")
    terminal.until_shown("Type your answer here")
    terminal.press("half a thought")
    terminal.until_shown("3 words")
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.exit_status() == 0
    assert _is_sane(terminal)
    again = Terminal(tmp_path / "home")
    try:
        again.until_shown("Continue", "0 of 5")
        again.press("c")
        again.until_shown("half a thought")
    finally:
        again.close()


def test_a_follow_up_outlives_a_kill_with_its_draft(tmp_path: Path, seed_bank: Bank) -> None:
    paths = Paths(tmp_path / "home")
    with Store.open(paths) as store:
        plan = make_plan(seed_bank, mode=Mode.MOCK, count=3, seed=1)
        interview = begin(store, paths, seed_bank, plan)
        interview.submit("One.", 1)
        interview.submit("Two.", 1, come_back=ComeBack(0, "And why is that so?"))
        interview.close()
    for typed, shown in (("half a thought", "3 words"), (" more", "half a thought more")):
        running = Terminal(tmp_path / "home")
        try:
            running.until_shown("Continue", "2 of 3")
            running.press("c")
            running.until_shown("One more on question 1: And why is that so?")
            running.press(typed)
            running.until_shown(shown, "✓ saved")
        finally:
            running.close()
