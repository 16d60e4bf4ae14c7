"""The app in a visitor's browser: what reaches into the machine that serves it is switched off."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bank.errors import BankNotFoundError

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode

SWITCHED_OFF = frozenset(("edit_outside", "import_file", "models", "suspend_process", "test", "use_always"))
"""Actions that start programs, read files, or ask other machines, in the name of whoever runs the server."""
SENTENCE = (
    "You are in a browser, and the app runs on another machine. Whoever runs it decides on the grader, the "
    "model and the questions. Its files, its editor and its shell are out of reach from here. Your answers are in a "
    "folder that only your browser leads to."
)
_SECONDS = 5.0
"""How often the app looks whether the server is still there."""


def is_served(node: DOMNode) -> bool:
    """Whether the app that a screen belongs to is in a visitor's browser."""
    return bool(getattr(node.app, "is_served", False))


def is_off(node: DOMNode, action: str) -> bool:
    """Whether an action is out of a visitor's reach."""
    return action in SWITCHED_OFF and is_served(node)


def refuse_files() -> None:
    """Raises BankError: a visitor reads no file of the machine, whatever path is asked for."""
    raise BankNotFoundError("Files cannot be read from a browser: they would be those of the machine that serves it.")


def leave_with_server(app: App[Any], leave: Callable[[], None]) -> None:
    """Leave when the server is gone without a word, which shows in another process being this one's parent."""
    server = os.getppid()

    def look() -> None:
        if os.getppid() != server:
            leave()

    app.set_interval(_SECONDS, look)
