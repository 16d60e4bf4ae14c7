"""`kill -9` at any moment: every submitted answer is there, and a draft at most two seconds old."""

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_server

import pytest

from interviewer.paths import Paths
from interviewer.records import SessionRecord
from interviewer.store import Store

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
DRAFT_AGE = 2.0


@contextmanager
def _practising(paths: Paths, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """A real process that holds an interview on its stdin."""
    command = [sys.executable, "-m", "interviewer", "--data-dir", str(paths.root)]
    command += ["practice", "--plain", "--count", "3", "--seed", "2"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ},
        cwd=ROOT,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                pipe.close() if pipe else None


def _type(process: subprocess.Popen[str], line: str) -> float:
    """Type a line; the moment it was typed."""
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return time.monotonic()


def _kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def _kept(paths: Paths) -> SessionRecord:
    with Store.open(paths) as store:
        (record,) = store.load_many()
        return record


def _wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)  # polling another process, there is nothing to wait on


def _draft(paths: Paths) -> str:
    with Store.open(paths) as store:
        session = store.load_many()[0].session
        draft = store.load_draft(session.id, session.position)
    return draft.text if draft else ""


def _is_asking(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    while "of 3]" not in process.stdout.readline():
        assert process.poll() is None


def test_killed_while_typing_the_draft_is_two_seconds_old_at_most(paths: Paths) -> None:
    with _practising(paths) as process:
        _is_asking(process)
        typed: list[tuple[float, str]] = []
        begun = time.monotonic()
        while time.monotonic() < begun + 3.5:
            line = f"line {len(typed)} of the answer"
            typed.append((_type(process, line), line))
            time.sleep(0.05)  # the pace of somebody typing
        killed = time.monotonic()
        _kill(process)
    draft = _draft(paths).splitlines()
    old_enough = [line for at, line in typed if at < killed - DRAFT_AGE]
    assert old_enough
    assert draft[: len(old_enough)] == old_enough


def test_killed_right_after_submitting_the_answer_is_there(paths: Paths) -> None:
    with _practising(paths) as process:
        _is_asking(process)
        _type(process, "The first answer, submitted.")
        _type(process, ".")
        _wait_for(lambda: _kept(paths).session.answered == 1)
        _kill(process)
    record = _kept(paths)
    assert [graded.answer.text for graded in record.items[0].answers] == ["The first answer, submitted."]


def test_killed_while_grading_the_answer_is_there_and_waits_for_its_grade(paths: Paths) -> None:
    with create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        endpoint = {"OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1", "INTERVIEWER_MODEL": "none"}
        with _practising(paths, **endpoint) as process:
            _is_asking(process)
            _type(process, "An answer that a grader is reading.")
            _type(process, ".")
            silent.settimeout(PATIENCE)
            connection, _ = silent.accept()
            with connection:
                _kill(process)
    record = _kept(paths)
    (graded,) = record.items[0].answers
    assert graded.answer.text == "An answer that a grader is reading."
    assert graded.grade is None


class _Terminal:
    """The app in a terminal of its own, read and typed into as a person would."""

    def __init__(self, paths: Paths, *arguments: str) -> None:
        environ = {**os.environ, "TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
        command = [sys.executable, "-m", "interviewer", "--data-dir", str(paths.root), *arguments]
        self._terminal, its_side = pty.openpty()
        termios.tcsetwinsize(its_side, (24, 80))
        self._process = subprocess.Popen(
            command, stdin=its_side, stdout=its_side, stderr=its_side, env=environ, cwd=ROOT, start_new_session=True
        )
        os.close(its_side)

    def read_until(self, sign: str) -> None:
        """Wait until these words have been painted."""
        seen = b""
        deadline = time.monotonic() + PATIENCE
        while sign.encode() not in seen:
            assert time.monotonic() < deadline, f"{sign!r} was never painted: {seen[-500:]!r}"
            seen += self._painted()

    def _painted(self) -> bytes:
        if not select.select([self._terminal], [], [], 0.05)[0]:
            return b""
        with suppress(OSError):  # the app has gone
            return os.read(self._terminal, 65536)
        return b""

    def type(self, keys: str) -> float:
        """Press these keys; the moment they were pressed."""
        os.write(self._terminal, keys.encode())
        self._painted()
        return time.monotonic()

    def kill(self) -> None:
        """`kill -9`."""
        self._process.kill()
        self._process.wait()
        os.close(self._terminal)


def test_the_app_killed_while_typing_keeps_a_draft_two_seconds_old_at_most(paths: Paths) -> None:
    app = _Terminal(paths, "practice", "--count", "1", "--seed", "2")
    app.read_until("Submit")
    typed: list[tuple[float, str]] = []
    begun = time.monotonic()
    while time.monotonic() < begun + 4.0:
        word = f"word{len(typed)} "
        typed.append((app.type(word), word))
        time.sleep(0.05)  # the pace of somebody typing
    killed = time.monotonic()
    app.kill()
    old_enough = "".join(word for at, word in typed if at < killed - DRAFT_AGE)
    assert old_enough
    assert _draft(paths).startswith(old_enough)


def test_the_app_killed_after_submitting_has_the_answer(paths: Paths) -> None:
    app = _Terminal(paths, "practice", "--count", "2", "--seed", "2")
    app.read_until("Submit")
    app.type("An answer given in the app.")
    app.type("\x13")
    _wait_for(lambda: _kept(paths).session.answered == 1)
    app.kill()
    assert [graded.answer.text for graded in _kept(paths).items[0].answers] == ["An answer given in the app."]
