"""From a key to the bytes that paint its letter, while answers are graded in the background and 10,000 are kept.

The app runs in a pseudo-terminal with its real driver, as in a terminal window. A key is written to the terminal; the
clock stops when the word typed so far, its new letter included, comes back. That leaves out only what the terminal's
own window needs to draw. The background grades kept answers one after another without a pause, more than any
interview asks for: there, one grading follows each answer.

    python -m bench.keystrokes [--keys 400] [--answers 10000] [--only none|local|slow]

`none` grades nothing; `local` is the embedded grader, without a pause; `slow` a model that takes two seconds, eight
requests at a time. On a busy machine `none` shows what the others take.
"""

import argparse
import os
import pty
import random
import select
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import replace
from pathlib import Path

import sqlalchemy

from bench.report_speed import make_records
from interviewer.config import Settings
from interviewer.paths import Paths
from interviewer.store import Store
from tests.interviewer.report.builders import seed_bank

ROOT = Path(__file__).parent.parent
TARGET = 16.0
"""Milliseconds within which 95 of 100 keys are to be painted."""
PATIENCE = 60.0
PACE = (0.05, 0.12)
"""Seconds between keys: 8 to 20 letters a second, faster than people type."""
LOADS = ("none", "local", "slow")


def fill(home: Path, answers: int) -> None:
    """Keep that many graded answers. Nothing needs to survive a crash here, so the disk is not waited for."""
    store = Store.open(Paths(home))
    engine = store._engine  # noqa: SLF001 - for speed, in a bench alone
    sqlalchemy.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    bank = seed_bank()
    for record in make_records(answers):
        store.create_session(record.session, bank, [item.question for item in record.items])
        for item in record.items:
            for graded in item.answers:
                answer = replace(graded.answer, session_id=record.session.id)
                kept = store.add_answer(record.session, answer)
                if graded.grade is not None:
                    store.add_grade(kept.id, graded.grade)
    store.close()


class Typist:
    """Types into the app that a command starts over a data folder, and stops the time."""

    def __init__(self, command: list[str], home: Path) -> None:
        terminal = {"TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
        environ = {**os.environ, **terminal, "PYTHONPATH": str(ROOT), "INTERVIEWER_HOME": str(home)}
        self._terminal, its_side = pty.openpty()
        termios.tcsetwinsize(its_side, (24, 80))
        self._child = subprocess.Popen(
            command, stdin=its_side, stdout=its_side, stderr=its_side, env=environ, cwd=ROOT, start_new_session=True
        )
        os.close(its_side)

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._terminal, keys.encode())

    def until(self, *signs: bytes) -> float:
        """Seconds until all of this has come."""
        started, seen = time.perf_counter(), b""
        while not all(sign in seen for sign in signs):
            left = started + PATIENCE - time.perf_counter()
            if left <= 0:
                raise TimeoutError(f"{signs!r} did not come; the last was {seen[-300:]!r}")
            if select.select([self._terminal], [], [], left)[0]:
                seen += os.read(self._terminal, 65536)
        return time.perf_counter() - started

    def listen(self, seconds: float) -> None:
        """Take in what is painted for a while."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._terminal], [], [], left)[0]:
                os.read(self._terminal, 65536)

    def close(self) -> None:
        """End the app."""
        self._child.kill()
        self._child.wait()
        os.close(self._terminal)


def measure(typist: Typist, keys: int) -> list[float]:
    """Milliseconds from key to paint, for every letter of made-up words but the first, which is no sign by itself."""
    rng = random.Random(7)
    found: list[float] = []
    while len(found) < keys:
        word = ""
        for letter in rng.sample("bcdfgjkpqvwxyz", 7):
            word += letter
            typist.listen(rng.uniform(*PACE))
            typist.press(letter)
            if len(word) > 1:
                found.append(1000 * typist.until(word.encode()))
        typist.listen(rng.uniform(*PACE))
        typist.press(" ")
    return found


def play(home: Path, load: str) -> None:
    """The app at a question, with gradings in the background; runs in the pseudo-terminal."""
    from bench._loaded import LoadedApp

    LoadedApp(Settings(count=5, grader="local"), Paths(home), load=load).run()


def trial(home: Path, load: str, keys: int) -> list[float]:
    """Key-to-paint times under a load, the app freshly started."""
    typist = Typist([sys.executable, "-m", "bench.keystrokes", "--play", load, "--home", str(home)], home)
    try:
        typist.until(b"Type your answer", b"load:on")
        typist.listen(2.0)
        return measure(typist, keys)
    finally:
        typist.close()


def main() -> int:
    """Print percentiles for each load; 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=400)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--only", choices=LOADS)
    parser.add_argument("--play", choices=LOADS, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.play:
        play(wishes.home, wishes.play)
        return 0
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home, wishes.answers)
        for load in [wishes.only] if wishes.only else LOADS:
            found = trial(home, load, wishes.keys)
            cuts = statistics.quantiles(found, n=100)
            worst = max(worst, cuts[94])
            said = ", ".join(f"p{n} {cuts[n - 1]:.1f}" for n in (50, 95, 99))
            print(f"{load:<6} {said}, worst {max(found):.1f} ms ({len(found)} keys)", flush=True)
    print(f"target: p95 below {TARGET:.0f} ms; machine load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0 if worst < TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
