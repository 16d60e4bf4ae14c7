"""What both apps of screening have in common: help, leaving, and nothing that leads anywhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

from tui.commands import help_for
from tui.contrast import LegibleApp
from tui.signals import hear_hangups
from tui.widgets.notice import Notice

T = TypeVar("T")


class Turns:
    """Steps on the disk, one at a time and in order, in worker threads; a step once begun is finished."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def take(self, step: Callable[[], T]) -> T:
        """What the step returns. Raises what it raises."""

        async def in_turn() -> T:
            async with self._turn:
                return await asyncio.to_thread(step)

        return await asyncio.shield(asyncio.create_task(in_turn()))


@dataclass(frozen=True, slots=True)
class Parting:
    """How an app ended: a sentence for the terminal, which may be empty, and the exit status."""

    sentence: str = ""
    status: int = 0


class ScreeningApp(LegibleApp):
    """An app with no command palette: what can be done is what the screen in front says."""

    CSS_PATH = ["../app.tcss", "screening.tcss"]
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-normal"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall"), (32, "-roomy")]
    BINDINGS = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="screening.quit", tooltip="Leave"),
        Binding("f1", "keys", "Help", id="screening.keys", tooltip="What you can do on this screen"),
    ]

    def __init__(self, theme: str) -> None:
        super().__init__()
        self._wanted_theme = theme
        self.parting = Parting()

    def on_mount(self) -> None:
        """Colours, and a way out when the terminal goes."""
        if self._wanted_theme in self.available_themes:
            self.theme = self._wanted_theme
        if not self.is_headless:
            hear_hangups(self.leave_at_once)
        self.run_worker(self.begin(), group="course", exclusive=True)

    async def begin(self) -> None:
        """Show the first screen."""
        raise NotImplementedError

    def leave_at_once(self) -> None:
        """The terminal is gone, or a polite kill came: keep what can be kept, and end."""
        raise NotImplementedError

    def part(self, sentence: str = "", status: int = 0) -> None:
        """End, with a sentence for the terminal."""
        self.parting = Parting(sentence, status)
        self.exit(return_code=status)

    def action_help_quit(self) -> None:
        """Tell whoever presses Ctrl+C how to leave."""
        for notice in self.screen.query(Notice):
            notice.say("Ctrl+Q leaves.", "plain")
            return
        self.notify("Ctrl+Q leaves.")

    def action_keys(self) -> None:
        """Show what can be done on this screen."""
        if not isinstance(self.screen, ModalScreen):
            self.push_screen(help_for(self.screen))
