"""`kill -9` at any moment: every submitted answer is there, and a draft at most two seconds old."""

import os
import signal
import subprocess
import sys
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

PATIENCE = 60.0
DRAFT_AGE = 2.0


@contextmanager
def _practising(paths: Paths, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """A real process that holds an interview on its stdin."""
    command = [sys.executable, "-m", "interviewer", "--data-dir", str(paths.root)]
    command += ["practice", "--plain", "--count", "3", "--seed", "2"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ},
        cwd=Path(__file__).parents[2],
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
