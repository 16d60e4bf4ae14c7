"""Import: questions a second in Markdown, plain text, CSV and JSON, and whether time grows in step with size.

CPU time of one process; the parser's import is in the first row only. Usage: python -m bench.import_speed [QUESTIONS]
"""

import csv
import io
import json
import resource
import sys
import time
from collections.abc import Callable

from bank.importers.reading import read_bytes


def markdown(count: int) -> str:
    """Sections of fifty questions, each with prose, nested bullets and code."""
    parts = ["# A large bank\n"]
    for n in range(count):
        if n % 50 == 0:
            parts.append(f"## Section {n // 50}\n")
        parts.append(
            f"### {n + 1}. What is concept number {n}, and why does it matter?\n\n"
            f"Concept {n} is a thing that matters.\n\n"
            "- **First**: it does one thing well\n- Second: it does *another* thing\n  - and a detail of it\n\n"
            f"```python\n# a comment, no heading\nprint({n})\n```\n"
        )
    return "\n".join(parts)


def plain(count: int) -> str:
    """Numbered questions with an answer label."""
    return "\n".join(
        f"{n + 1}. What is concept number {n}?\nAns: It is a thing:\n"
        "1. First: it matters\n2. Second: it lasts\n\nSo it goes.\n"
        for n in range(count)
    )


def table(count: int) -> str:
    """A row a question."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["question", "answer", "topic"])
    writer.writerows(
        [f"What is concept number {n}?", "It is:\n- first\n- second", f"Topic {n % 9}"] for n in range(count)
    )
    return stream.getvalue()


def objects(count: int) -> str:
    """An object a question."""
    return json.dumps(
        [{"question": f"What is concept number {n}?", "answer": "It is a thing."} for n in range(count)]
    )


FORMS: list[tuple[str, Callable[[int], str]]] = [
    ("a.md", markdown),
    ("a.txt", plain),
    ("a.csv", table),
    ("a.json", objects),
]


def seconds(name: str, text: str, expected: int) -> float:
    """CPU seconds to read a document; ValueError when questions are lost."""
    raw = text.encode()
    started = time.process_time()
    found = len(read_bytes(raw, name).document.questions)
    spent = time.process_time() - started
    if found != expected:
        raise ValueError(f"{name}: {found} questions of {expected}")
    return spent


def main(count: int) -> None:
    """Print a row a format: a tenth of the questions, all of them, and the growth between."""
    print(f"{'format':<10}{count // 10:>9} q{count:>11} q  per question   growth for 10x   MB")
    for name, make in FORMS:
        text = make(count)
        few, many = seconds(name, make(count // 10), count // 10), seconds(name, text, count)
        per = many / count * 1000
        print(f"{name:<10}{few:>9.2f} s{many:>11.2f} s{per:>11.2f} ms{many / few:>16.1f}{len(text) / 1e6:>6.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
