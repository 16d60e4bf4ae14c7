"""A polite kill, or the terminal window closed: told once, while the event loop runs."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

_NAMES = ("SIGTERM", "SIGHUP")


def hear_hangups(leave: Callable[[], None]) -> None:
    """Call `leave` at the first such signal; a second one ends the process at once."""
    loop = asyncio.get_running_loop()

    def heard() -> None:
        for name in _NAMES:
            loop.remove_signal_handler(getattr(signal, name))
        leave()

    for name in _NAMES:
        with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(getattr(signal, name), heard)
