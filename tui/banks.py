"""What the screens about banks are given: the banks there are, a look into a file, and the one to practise with."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.served import refuse_files

if TYPE_CHECKING:
    from bank.importing import Imported
    from bank.merging import Update
    from bank.question import Bank
    from interviewer.banks import BankLine, Kept
    from tui.workspace import Workspace

SPLITTERS = (
    "auto",
    "heading",
    "details",
    "label",
    "answer-label",
    "bold",
    "numbered",
    "bullets",
    "question-line",
    "table",
)


@dataclass(frozen=True, slots=True)
class Look:
    """What is in a file, and what keeping it would change in the bank that it was imported as before."""

    found: Imported
    update: Update | None


class Banks:
    """The banks of a workspace, looked at and chosen from the screens. Its methods work in threads."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def current(self) -> Bank:
        """The bank in use."""
        return await self._workspace.bank.get()

    async def known(self) -> Sequence[BankLine]:
        """All banks, those that ship first."""
        from interviewer.banks import list_banks

        return await asyncio.to_thread(list_banks, self._workspace.paths)

    async def look(self, path: str, splitter: str = "auto", unanswered: Literal["keep", "skip"] = "keep") -> Look:
        """What is in a file or folder; nothing is kept. Raises BankError, also for what cannot be a path."""
        return await asyncio.to_thread(self._look, path, splitter, unanswered)

    def _look(self, path: str, splitter: str, unanswered: Literal["keep", "skip"]) -> Look:
        if self._workspace.settings.served:
            refuse_files()
        from bank.errors import BankNotFoundError
        from bank.importers.reading import Options
        from bank.importing import Wishes, import_path
        from interviewer.banks import preview_update

        try:
            found = import_path(Path(path).expanduser(), Wishes(Options(splitter=splitter), unanswered))
        except (OSError, RuntimeError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise BankNotFoundError(f"That cannot be a path ({why}): “{path[:60]}”") from error
        return Look(found, preview_update(self._workspace.paths, found.bank))

    async def keep(self, look: Look) -> Kept:
        """Keep what was found. Raises BankError."""
        from interviewer.banks import keep_bank

        return await asyncio.to_thread(keep_bank, self._workspace.paths, look.found.bank)

    async def use(self, bank_id: str) -> Bank:
        """Practise with that bank while the program runs. Raises BankError; the one before then stays in use."""
        return await self._workspace.choose_bank(bank_id)

    async def use_always(self, bank_id: str) -> Bank:
        """The same, and from now on whenever no other is named. Raises ConfigError too."""
        from tui.rooms import keep_settings

        await keep_settings(self._workspace, {"bank": bank_id})
        return await self.use(bank_id)

    @property
    def default(self) -> str | None:
        """The bank that the settings name."""
        return self._workspace.settings.bank
