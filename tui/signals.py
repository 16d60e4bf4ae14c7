"""A polite kill, or the terminal window closed: told once, and the process ends even where the screen hangs."""

import asyncio
import os
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread, Timer
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP")
_PATIENCE = 4.0
"""Seconds that leaving may take. Keeping a draft takes milliseconds; writing to a closed terminal never ends."""


def hear_hangups(leave: Callable[[], None]) -> None:
    """Call `leave` in the event loop at the first such signal; a second one ends the process at once.

    Whatever hangs on the way out, the process is gone `_PATIENCE` seconds later. The handlers are Python's own and
    not the loop's, as the loop itself may be waiting for a terminal that takes no more output.
    """
    loop = asyncio.get_running_loop()

    def heard(number: int, _: FrameType | None) -> None:
        for each in _NAMES:
            signal.signal(getattr(signal, each), signal.SIG_DFL)
        last_resort = Timer(_PATIENCE, os._exit, [128 + number])
        last_resort.daemon = True
        last_resort.start()
        with suppress(RuntimeError):  # the loop is closed: the app is on its way out already
            loop.call_soon_threadsafe(leave)

    for name in _NAMES:
        with suppress(AttributeError, ValueError):  # no such signal here, or not in the main thread
            signal.signal(getattr(signal, name), heard)
    if hasattr(signal, "SIGHUP") and hasattr(select, "poll") and sys.__stdin__ and sys.__stdin__.isatty():
        Thread(target=_watch, args=[sys.__stdin__.fileno()], name="hangup", daemon=True).start()


def _watch(terminal: int) -> None:
    """Wait until the terminal is gone, and tell the process.

    Only the leader of its session hears of that from the kernel. Where the leader stays, as `make` does, which waits
    for its children, nobody else is told, and reading the lost terminal again and again would keep a core busy.
    """
    lost = select.poll()
    lost.register(terminal, 0)
    if any(event & select.POLLHUP for _, event in lost.poll()):
        os.kill(os.getpid(), signal.SIGHUP)
