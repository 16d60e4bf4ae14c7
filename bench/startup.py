"""Start-up: CPU of `--help`, time and memory of the first screen, and the largest imports of each.

Absolute times depend on the machine and on what else it does; the ratio to Textual's own demo, taken in the same run,
means more. Usage: python -m bench.startup [RUNS]
"""

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
        environ = {**os.environ, "INTERVIEWER_HOME": home, "TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
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
                seen += os.read(terminal, 65536)
        seconds = time.monotonic() - started
        memory = _resident_mb(child.pid)
        child.kill()
        child.wait()
        os.close(terminal)
        return seconds, memory


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


def main() -> None:
    """Print the figures."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"--help: {1000 * statistics.median(help_cpu() for _ in range(runs)):.0f} ms of CPU (median of {runs})")
    own = [first_screen([sys.executable, "-m", "interviewer"], b"Start") for _ in range(runs)]
    demo = [first_screen([sys.executable, "-m", "textual"], b"Textual") for _ in range(runs)]
    for name, figures in (("interviewer", own), ("textual's demo", demo)):
        seconds = statistics.median(figure[0] for figure in figures)
        memory = statistics.median(figure[1] for figure in figures)
        print(f"{name}: first screen after {seconds:.2f} s, {memory:.0f} MB (median of {runs})")
    ratio = statistics.median(f[0] for f in own) / statistics.median(f[0] for f in demo)
    print(f"ratio of the two: {ratio:.2f}")
    for module in ("interviewer.cli.main", "tui.app"):
        print(f"largest imports of {module}:")
        for microseconds, name in largest_imports(module):
            print(f"  {microseconds / 1000:6.1f} ms  {name}")


if __name__ == "__main__":
    main()
