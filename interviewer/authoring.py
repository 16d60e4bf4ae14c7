"""Changing a bank as its author: where it is kept, read afresh before every change, and written whole or not at all.

A bank that ships is never changed: its first change makes a copy among the user's banks, under an id of its own.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bank.errors import BankReadError
from bank.exporters.annotating import annotated
from bank.exporters.json import to_json
from bank.importers.native import is_native, read_json_bank
from bank.library import BANK_SUFFIX, SEED_ID, built_in_ids, imported_ids, load_bank, read_bank, read_file
from bank.question import Bank, digest_of
from interviewer.banks import banks_folder, write_private
from interviewer.paths import Paths, make_private_folder

COPY_SUFFIX = "-own"


@dataclass(frozen=True, slots=True)
class Desk:
    """A bank that can be changed."""

    name: str
    """What it is called on the command line: an id, or a path."""
    file: Path
    """Where its changes go."""
    ships_as: str | None = None
    """The id of the bank that ships, while there is no copy of it yet."""

    @property
    def key(self) -> str:
        """A file name for what belongs to this bank, another one for every bank."""
        return f"{self.file.stem[:40]}-{digest_of(str(self.file))[:12]}"

    def read(self) -> Bank:
        """The bank as it is now. Raises BankReadError."""
        return load_bank(self.ships_as) if self.ships_as and not self.file.exists() else read_bank(self.file)


def open_desk(paths: Paths, name: str | None) -> Desk:
    """The desk for a bank: shipped, imported, or a file in the native format or our JSON.

    Raises BankNotFoundError, or BankReadError for a document that cannot hold drafts.
    """
    wanted = name or SEED_ID
    folder = banks_folder(paths)
    if wanted in built_in_ids():
        own = f"{wanted}{COPY_SUFFIX}"
        return Desk(own, folder / f"{own}{BANK_SUFFIX}", ships_as=wanted)
    if wanted in imported_ids(folder):
        return Desk(wanted, folder / f"{wanted}{BANK_SUFFIX}")
    load_bank(wanted, folder)
    file = Path(wanted).expanduser().resolve()
    text = _text(file).replace("\r\n", "\n")
    if not is_native(text) and read_json_bank(text, file.name) is None:
        raise BankReadError(
            f"{wanted} is no bank in the native format, so nothing can be noted in it: import it first "
            f"(interviewer bank import {wanted}), and name the imported bank."
        )
    return Desk(wanted, file)


def change(desk: Desk, paths: Paths, alter: Callable[[Bank], Bank]) -> Bank:
    """The bank as `alter` leaves it, on disk. Raises BankReadError when it cannot be read or written."""
    old = desk.read()
    new = alter(old)
    if new == old:
        return old
    try:
        if desk.file.parent == banks_folder(paths):
            make_private_folder(desk.file.parent)
            write_private(desk.file, to_json(new.model_copy(update={"id": desk.name})))
        else:
            _rewrite(desk.file, old, new)
    except OSError as error:
        raise BankReadError(f"{desk.file} cannot be written: {error.strerror or error}.") from error
    return new


def _text(file: Path) -> str:
    try:
        return read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BankReadError(f"{file} is not UTF-8, so it cannot be changed safely: import it instead.") from error


def _rewrite(file: Path, old: Bank, new: Bank) -> None:
    """Change a file of the user's in as few places as possible, keeping who may read it."""
    text = _text(file)
    changed = annotated(text, old, new) if is_native(text.replace("\r\n", "\n")) else _changed_json(file, text, new)
    mode = file.stat().st_mode & 0o777
    write_private(file, changed)
    file.chmod(mode)


def _changed_json(file: Path, text: str, new: Bank) -> str:
    read = read_json_bank(text, file.name)
    if read is None or any(each.level == "error" for each in read[0].diagnostics):
        raise BankReadError(f"{file} holds questions that cannot be read; mend them first (interviewer bank check).")
    whole = json.loads(text) | {"questions": json.loads(to_json(new))["questions"]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
