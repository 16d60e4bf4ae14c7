"""The rooms beside an interview, full: a bank of 5,000 questions searched as one types, a history of 10,000 answers.

The app runs in a pseudo-terminal with its real driver; the clock stops when what was typed is painted. Anchors are
left out of the bank, which would be larger than a bank may be. Usage:

    python -m bench.rooms [--questions 5000] [--answers 10000]
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bank.library import load_bank, with_anchors
from bank.question import Bank
from bench.keystrokes import Typist, fill
from interviewer.banks import keep_bank
from interviewer.config import save_settings
from interviewer.paths import Paths

WORDS = ("gradient", "transformer", "overfitting", "attention", "learning rate", "batch", "zzz")
ESCAPE, DOWN, UP = "\x1b", "\x1b[B", "\x1b[A"


def big_bank(count: int) -> Bank:
    """The bank that ships, over and over, each time with other words."""
    seed = load_bank().questions
    questions = [seed[n % len(seed)] for n in range(count)]
    numbered = tuple(
        question.model_copy(
            update={
                "id": f"q-{n}",
                "number": n,
                "text": f"Case {n}. {question.text}",
                "reference": with_anchors(question.reference, {}),
            }
        )
        for n, question in enumerate(questions, 1)
    )
    return Bank(id="big", title="A big bank", questions=numbered)


def search(typist: Typist) -> tuple[list[float], list[float]]:
    """Milliseconds until each letter of a search is painted, and until the line under the cursor key is."""
    letters, moves = [], []
    for word in WORDS:
        for end in range(1, len(word) + 1):
            typist.listen(0.08)
            typist.press(word[end - 1])
            if end > 1:
                letters.append(1000 * typist.until(word[:end].encode()))
        typist.listen(0.3)
        typist.press(ESCAPE)
        typist.listen(0.4)
    typist.press(DOWN)
    typist.listen(0.3)
    for n in range(2, 42):
        typist.press(DOWN)
        moves.append(1000 * typist.until(f"Case {n}.".encode()))
        typist.listen(0.05)
    return letters, moves


def say(name: str, found: list[float]) -> None:
    """Percentiles of one kind of key."""
    cuts = statistics.quantiles(found, n=100)
    print(
        f"{name:<22} p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, worst {max(found):.1f} ms ({len(found)} keys)",
        flush=True,
    )


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=5_000)
    parser.add_argument("--answers", type=int, default=10_000)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home, wishes.answers)
        keep_bank(Paths(home), big_bank(wishes.questions))
        save_settings(Paths(home), {"bank": "big"})
        typist = Typist([sys.executable, "-m", "interviewer"], home)
        try:
            typist.until(f"{wishes.questions:,} questions".encode())
            typist.listen(1.0)
            typist.press("b")
            print(f"the questions open in    {1000 * typist.until(b'Case 1.'):.0f} ms")
            letters, moves = search(typist)
            say("a letter of a search", letters)
            say("a line down the list", moves)
            typist.press(ESCAPE)
            typist.listen(1.0)
            typist.press("h")
            began = time.perf_counter()
            typist.until(b"Reading")
            print(f"the history opens in     {1000 * (time.perf_counter() - began):.0f} ms")
            typist.until(b"answered")
            print(f"and is read in           {1000 * (time.perf_counter() - began):.0f} ms")
            typist.listen(1.0)
            typist.press("4")
            print(f"the weakest points in    {1000 * typist.until(b'credit'):.0f} ms")
        finally:
            typist.close()
    print(f"machine load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main())
