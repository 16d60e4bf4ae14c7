"""The files and folders that a typed path could mean."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass

from textual import on, work
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.completion import Entry, above, matches
from tui.outside import one_line
from tui.widgets.rows import Rows

_KB = 1024


class PathInput(Input):
    """A path being typed; Tab completes it."""

    BINDINGS = [
        Binding("tab", "tab", "Complete", show=False, id="path.complete", tooltip="Complete the path, or go on")
    ]

    @dataclass
    class Tabbed(Message):
        """Tab was pressed."""

    def action_tab(self) -> None:
        """Complete."""
        self.post_message(self.Tabbed())


class FolderList(Rows):
    """Folders first; Enter goes into one, or picks a file; Left goes up."""

    DEFAULT_CSS = """
    FolderList { height: 1fr; }
    """
    BINDINGS = [
        Binding("enter,right", "select", "Open", id="folder.open", tooltip="Go into the folder, or pick the file"),
        Binding("left", "up", "Up", show=False, id="folder.up", tooltip="To the folder above"),
    ]

    @dataclass
    class Picked(Message):
        """A folder was gone into, or a file picked."""

        typed: str
        is_folder: bool

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._typed = ""
        self._entries: list[Entry] = []

    def show_matches(self, typed: str) -> None:
        """What this path could mean."""
        self._typed = typed
        self._scan(typed)

    @work(group="folder", exclusive=True)
    async def _scan(self, typed: str) -> None:
        entries = await asyncio.to_thread(_entries, typed)
        self._entries = entries
        self.clear_options()
        self.add_options([Option(_line(entry)) for entry in entries])
        if entries:
            self.highlighted = min(1, len(entries) - 1)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        entry = self._entries[event.option_index]
        self.post_message(self.Picked(entry.typed, entry.is_folder))

    def action_up(self) -> None:
        """To the folder above."""
        self.post_message(self.Picked(above(self._typed), is_folder=True))


def _entries(typed: str) -> list[Entry]:
    from bank.importing import SUFFIXES

    return [Entry("..", above(typed), is_folder=True), *matches(typed, SUFFIXES)]


async def completion_of(typed: str) -> str:
    """The longest path that all matches of a typed one begin with."""
    entries = await asyncio.to_thread(_entries, typed)
    return os.path.commonprefix([entry.typed for entry in entries[1:]])  # noqa: RUF071 - letters, not parts


async def meant_by(typed: str) -> str:
    """The only file that a typed path could go on as; else the path as it is."""
    matching = (await asyncio.to_thread(_entries, typed))[1:]
    is_clear = len(matching) == 1 and not matching[0].is_folder and matching[0].typed.startswith(typed)
    return matching[0].typed if is_clear else typed


def _line(entry: Entry) -> Content:
    if entry.is_folder:
        return Content.styled(f"{one_line(entry.name, 200)}/", "bold")
    size = f"{max(1, round(entry.size / _KB)):,} kB"
    return Content(f"{one_line(entry.name, 200)}  ").append(Content.styled(size, "dim"))
