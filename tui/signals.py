"""A polite kill, or the terminal window closed: told once, and the process ends even where the screen hangs."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from threading import Timer
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
