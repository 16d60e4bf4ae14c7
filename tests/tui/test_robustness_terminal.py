"""Poor terminals, and a stop and return: with a real process, as `test_terminal`."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tui.test_terminal import Terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

COLOURS = re.compile(rb"\x1b\[[0-9;]*?\b(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8;[25];[0-9;]+)m")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    started: list[Terminal] = []

    def open_terminal(**environment: str) -> Terminal:
        started.append(Terminal(tmp_path / "home", **environment))
        return started[-1]

    yield open_terminal
    for terminal in started:
        terminal.close()


def _at_a_question(terminal: Terminal) -> None:
    terminal.until_shown("Start the interview", "49 questions")
    terminal.press("\r")
    terminal.until_shown("Type your answer here")


@pytest.mark.parametrize("name", ["dumb", "screen-256color", "vt100", "linux", "xterm", "no-such-terminal"])
def test_an_answer_is_given_in_any_terminal(start: Callable[..., Terminal], name: str) -> None:
    terminal = start(TERM=name)
    _at_a_question(terminal)
    terminal.press("Averaging reduces variance.")
    terminal.until_shown("Averaging reduces variance.", "3 words", "saved")
    terminal.press("\x1bOQ")
    terminal.until_shown("Score ")
    terminal.press("\x11")
    assert terminal.exit_status() == 0


def test_no_colour_is_written_where_none_is_wanted(start: Callable[..., Terminal]) -> None:
    terminal = start(NO_COLOR="1")
    _at_a_question(terminal)
    terminal.press("some words")
    terminal.until_shown("2 words")
    found = {code for code in COLOURS.findall(terminal.written) if not _is_grey(code)}
    assert found == set()


def _is_grey(code: bytes) -> bool:
    """Whether a colour code is a shade of grey: Textual's filter takes the hue out, and leaves light and dark."""
    numbers = [int(number) for number in re.findall(rb"\d+", code)]
    match numbers[-5:]:
        case [38 | 48, 2, red, green, blue]:
            return red == green == blue
    match numbers[-3:]:
        case [38 | 48, 5, shade]:
            return shade in (0, 7, 8, 15, 16, 59, 102, 145, 188, 231) or shade >= 232
    return numbers[-1] in (30, 37, 40, 47, 90, 97, 100, 107)


def test_ctrl_z_gives_the_terminal_back_and_fg_goes_on_where_it_was(start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.until_shown("Start the interview", "49 questions")
    terminal.press("\x1a")
    stopped: list[int] = []

    def is_stopped() -> bool:
        stopped[:] = os.waitpid(terminal.pid, os.WUNTRACED | os.WNOHANG)
        return bool(stopped[0]) and os.WIFSTOPPED(stopped[1])

    terminal.until(is_stopped)
    terminal.until(lambda: all(code in terminal.written for code in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l")))
    terminal.written = b""
    terminal.screen.reset()
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.until_shown("Start the interview", "49 questions")
    assert b"\x1b[?1049h" in terminal.written
    terminal.press("\r")
    terminal.until_shown("Type your answer here")
    terminal.press("on we go")
    terminal.until_shown("3 words")
