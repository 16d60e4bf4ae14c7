"""Grading a cohort as a real process that is killed, interrupted and run again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.paths import Paths
from interviewer.screening.cohort import Cohort
from interviewer.screening.store.screen_store import ScreenStore
from tests.interviewer.screening.builders import WORDS, check, results
from tests.interviewer.screening.endpoint import Endpoint

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
PEOPLE = 24
IDS = [f"qx-{n}-candidate" for n in range(PEOPLE)]


class _Machine:
    """The program, run on one data folder against one endpoint."""

    def __init__(self, paths: Paths, endpoint: Endpoint) -> None:
        self._folder = paths.root
        self._environ = {**os.environ, "OPENAI_BASE_URL": endpoint.url}

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "interviewer", "--data-dir", str(self._folder), "screen", *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(*words), env=self._environ, cwd=ROOT, capture_output=True, text=True, check=False
        )

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(self._command(*words), env=self._environ, cwd=ROOT, stderr=subprocess.PIPE, text=True)

    def screened(self, tmp_path: Path) -> Cohort:
        """A cohort with an answer of every candidate to each of two questions; every fourth is the same words."""
        made = self.run("new", "autumn", "--count", "2", "--seed", "1", "--grader", "openai", "--model", "m")
        assert made.returncode == 0, made.stderr
        with ScreenStore.open(Paths(self._folder)) as store:
            cohort = store.cohort("autumn")
        lines = [
            json.dumps({"candidate": who, "question": q.question.id, "answer": _text(n, k), "name": "Zbyszko Qwxzy"})
            for n, who in enumerate(IDS)
            for k, q in enumerate(cohort.questions)
        ]
        source = tmp_path / "in.jsonl"
        source.write_text("\n".join(lines))
        taken = self.run("import", "autumn", str(source))
        assert taken.returncode == 0, taken.stderr
        return cohort


def _text(n: int, k: int) -> str:
    return f"{WORDS} Nothing more." if n % 4 == 0 else f"{WORDS} Example {n} of {k}."


DISTINCT = 2 * (PEOPLE - PEOPLE // 4 + 1)


def _wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)  # polling another process, there is nothing to wait on


def _graded(paths: Paths, cohort: Cohort) -> int:
    with ScreenStore.open(paths) as store:
        return sum(result.is_graded for result in results(store, cohort).values())


def test_killed_at_any_moment_nothing_is_graded_twice_and_nothing_lost(paths: Paths, tmp_path: Path) -> None:
    in_flight = 4
    kills = 3
    with Endpoint(latency=0.1) as endpoint:
        machine = _Machine(paths, endpoint)
        cohort = machine.screened(tmp_path)
        for _ in range(kills):
            before = _graded(paths, cohort)
            asked = len(endpoint.bodies)
            process = machine.start("grade", "autumn", "--concurrency", str(in_flight))
            _wait_for(lambda before=before: _graded(paths, cohort) > before)  # type: ignore[misc]  # bound now
            process.send_signal(signal.SIGKILL)
            process.communicate()
            with ScreenStore.open(paths) as store:
                assert check(store, cohort).is_sound
            assert len(endpoint.bodies) > asked
        last = machine.run("grade", "autumn", "--concurrency", str(in_flight))
        assert last.returncode == 0, last.stderr
        again = machine.run("grade", "autumn")
        assert again.returncode == 0
        answers = endpoint.answers
        bodies = "\n".join(endpoint.bodies)
    assert _graded(paths, cohort) == 2 * PEOPLE
    assert len(endpoint.bodies) <= DISTINCT + kills * 2 * in_flight  # only what was in flight, or about to be written
    assert len(answers) == DISTINCT - 1  # the same words to two questions are one text here
    assert not [who for who in IDS if who in bodies]
    assert "Qwxzy" not in bodies
    verified = machine.run("verify", "autumn", "--json")
    assert json.loads(verified.stdout)["checked"]["grade"] == 2 * PEOPLE


def test_interrupted_it_keeps_what_is_in_flight_and_exits_130(paths: Paths, tmp_path: Path) -> None:
    with Endpoint(latency=0.2) as endpoint:
        machine = _Machine(paths, endpoint)
        cohort = machine.screened(tmp_path)
        process = machine.start("grade", "autumn", "--concurrency", "3")
        _wait_for(lambda: _graded(paths, cohort) > 0)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=PATIENCE)
        asked = len(set(endpoint.bodies))
        assert process.returncode == 130
        assert "Finishing what is in flight" in told
        assert "Run it again to go on" in told
        assert "Traceback" not in told
        done = _graded(paths, cohort)
        assert asked <= done < 2 * PEOPLE
        rest = machine.run("grade", "autumn", "--concurrency", "32")
        assert rest.returncode == 0, rest.stderr
        assert len(endpoint.bodies) == DISTINCT


def test_two_at_once_are_not_let_in(paths: Paths, tmp_path: Path) -> None:
    with Endpoint(latency=PATIENCE) as silent:
        machine = _Machine(paths, silent)
        machine.screened(tmp_path)
        process = machine.start("grade", "autumn", "--concurrency", "2")
        _wait_for(lambda: bool(silent.bodies))
        refused = [machine.run("grade", "autumn"), machine.run("erase", "autumn", "--candidate", IDS[0], "--yes")]
        process.kill()
        process.communicate()
    for each in refused:
        assert each.returncode == 1
        assert "is being graded, or erased in, by another process" in each.stderr
