"""The acceptance test of the whole flow, scripted in tmux as a person would type it."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Tmux:
    """A tmux server of its own with one window of 80×24."""

    def __init__(self, socket: Path, home: Path) -> None:
        self._socket = socket
        command = shlex.join([sys.executable, "-m", "interviewer"]) + "; echo ended with $?; cat"
        environ = {**os.environ, "INTERVIEWER_HOME": str(home), "PYTHONPATH": str(ROOT)}
        start = ["-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", str(ROOT)]
        self._run(*start, command, env=environ)

    def _run(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        command = ["tmux", "-S", str(self._socket), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=env, timeout=PATIENCE).stdout

    def keys(self, *names: str) -> None:
        self._run("send-keys", *names)

    def types(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def resize(self, columns: int, rows: int) -> None:
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def until(self, *words: str) -> None:
        end = time.monotonic() + PATIENCE
        while not all(word in self.screen() for word in words):
            assert time.monotonic() < end, f"{words} never shown; the screen is\n{self.screen()}"
            time.sleep(0.1)

    def kill(self) -> None:
        subprocess.run(["tmux", "-S", str(self._socket), "kill-server"], check=False, capture_output=True)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    running = Tmux(tmp_path / "socket", tmp_path / "home")
    yield running
    running.kill()


def test_an_interview_is_held_read_and_found_again(tmux: Tmux) -> None:
    tmux.until("Start the interview", "49 questions")
    tmux.keys("Enter")
    tmux.until("Question 1 of 5", "Type your answer here")
    tmux.types("Averaging independent models reduces variance, so the test error falls.")
    tmux.until("10 words", "✓ saved")
    tmux.resize(40, 12)
    tmux.resize(100, 30)
    tmux.until("test error falls.", "10 words")
    tmux.keys("C-s")
    tmux.until("Score ", "coverage", "estimate")
    tmux.keys("n")
    tmux.until("Question 2 of 5")
    tmux.keys("C-t")
    tmux.until("Press Ctrl+T again")
    tmux.keys("C-t")
    tmux.until("1 of 5 answered", "Topic")
    tmux.keys("Escape")
    tmux.until("Start the interview")
    tmux.keys("h")
    tmux.until("1 of 5", "all topics")
    tmux.keys("C-q")
    tmux.until("ended with 0")
