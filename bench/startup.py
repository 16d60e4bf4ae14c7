"""Start-up: CPU of `--help`, time and memory of the first screen beside other apps, and the largest imports.

Absolute times depend on the machine and on what else it does; ratios to other Textual apps, started in turn in the
same run, mean more. Textual's own demo is always there; posting and harlequin are measured where they were installed,
each in an environment of its own (they want different versions of Textual):

    python -m venv DIR/posting && DIR/posting/bin/pip install posting 'tree-sitter<0.26'
    python -m venv DIR/harlequin && DIR/harlequin/bin/pip install harlequin
    python -m bench.startup [RUNS] [--beside DIR]

posting 2.11 crashes with tree-sitter 0.26, hence the limit.
"""

import argparse
import os
import pty
import resource
import select
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0


def help_cpu() -> float:
    """CPU seconds of `interviewer --help`, start of Python included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "interviewer", "--help"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def first_screen(command: list[str], sign: bytes) -> tuple[float, float]:
    """Seconds until `sign` is painted on an 80x24 terminal, and resident MB at that moment."""
    with tempfile.TemporaryDirectory() as home:
        environ = {
            **os.environ,
            "INTERVIEWER_HOME": home,
            "HOME": home,
            "TERM": "xterm-256color",
            "LINES": "24",
            "COLUMNS": "80",
        }
        terminal, its_side = pty.openpty()
        termios.tcsetwinsize(its_side, (24, 80))
        started = time.monotonic()
        child = subprocess.Popen(
            command, stdin=its_side, stdout=its_side, stderr=its_side, env=environ, cwd=ROOT, start_new_session=True
        )
        os.close(its_side)
        seen = b""
        while sign not in seen:
            if time.monotonic() > started + PATIENCE:
                raise TimeoutError(f"{command} painted no {sign!r}")
            if select.select([terminal], [], [], 0.1)[0]:
                seen += _read(terminal, command, seen)
        seconds = time.monotonic() - started
        memory = _resident_mb(child.pid)
        child.kill()
        child.wait()
        os.close(terminal)
        return seconds, memory


def _read(terminal: int, command: list[str], seen: bytes) -> bytes:
    """What the program writes; the error when it has ended says what it said last."""
    try:
        return os.read(terminal, 65536)
    except OSError as error:
        raise RuntimeError(f"{command} ended before its first screen; it said {seen[-600:]!r}") from error


def _resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def largest_imports(module: str, count: int = 8) -> list[tuple[int, str]]:
    """The modules that took longest to import with `module`, in microseconds of their own."""
    command = [sys.executable, "-X", "importtime", "-c", f"import {module}"]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stderr
    rows = [line.removeprefix("import time:").split("|") for line in shown.splitlines() if "|" in line]
    timed = [(int(row[0]), row[2].strip()) for row in rows if row[0].strip().isdigit()]
    return sorted(timed, reverse=True)[:count]


@dataclass(frozen=True, slots=True)
class Program:
    """A program to start, and words that only its first screen shows."""

    name: str
    command: list[str]
    sign: bytes


OWN = Program("interviewer", [sys.executable, "-m", "interviewer"], b"Start the")
DEMO = Program("textual's demo", [sys.executable, "-m", "textual"], b"Textual")
OTHERS = {"posting": b"Enter a URL", "harlequin": b"Query Editor"}


def beside(folder: Path | None) -> list[Program]:
    """The other apps that are installed; what is not is said."""
    found = []
    for name, sign in OTHERS.items():
        program = folder / name / "bin" / name if folder else None
        if program and program.is_file():
            found.append(Program(name, [str(program.absolute())], sign))
        else:
            print(f"{name} is not installed beside this and was not measured; see --beside")
    return found


def compare(programs: list[Program], runs: int) -> None:
    """Print time and memory of each program's first screen; they are started in turn, so that each sees the same."""
    figures: dict[str, list[tuple[float, float]]] = {program.name: [] for program in programs}
    for _ in range(runs + 1):
        for program in programs:
            figures[program.name].append(first_screen(program.command, program.sign))
    for name, measured in figures.items():
        warm = measured[1:]  # the first round fills the disk's cache
        seconds, memory = (statistics.median(each) for each in zip(*warm, strict=True))
        print(f"{name}: first screen after {seconds:.2f} s, {memory:.0f} MB (median of {runs})")
        if name != OWN.name:
            pairs = list(zip(figures[OWN.name][1:], warm, strict=True))
            time_ratio, memory_ratio = (statistics.median(own[n] / other[n] for own, other in pairs) for n in (0, 1))
            print(f"  {OWN.name} takes {time_ratio:.2f} of its time and {memory_ratio:.2f} of its memory")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="?", type=int, default=5)
    parser.add_argument("--beside", type=Path, metavar="DIR", help="where the other apps are installed")
    wishes = parser.parse_args()
    runs = wishes.runs
    print(f"--help: {1000 * statistics.median(help_cpu() for _ in range(runs)):.0f} ms of CPU (median of {runs})")
    compare([OWN, DEMO, *beside(wishes.beside)], runs)
    for module in ("interviewer.cli.main", "tui.app"):
        print(f"largest imports of {module}:")
        for microseconds, name in largest_imports(module):
            print(f"  {microseconds / 1000:6.1f} ms  {name}")


if __name__ == "__main__":
    main()
