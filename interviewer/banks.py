"""The user's banks: imported once, kept as JSON in the data folder, brought up to date when imported again."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bank.errors import BankError, BankReadError
from bank.importers.decoding import MAX_BYTES
from bank.library import BANK_SUFFIX, SEED_ID, built_in_ids, imported_ids, load_bank, read_bank
from bank.merging import Update, update
from bank.question import Bank
from interviewer.paths import Paths, make_private_folder

if TYPE_CHECKING:
    from bank.importers.reading import Options


def banks_folder(paths: Paths) -> Path:
    """Where imported banks are kept."""
    return paths.root / "banks"


def open_bank(paths: Paths, name: str | None = None, options: "Options | None" = None) -> Bank:
    """The bank with that id, shipped or imported, or in the file at that path; without a name, the one that ships.

    `options` tell how to read a file. Raises BankNotFoundError or BankReadError.
    """
    return load_bank(name, banks_folder(paths), options)


@dataclass(frozen=True, slots=True)
class BankLine:
    """A bank that can be practised with, for a list of them."""

    id: str
    title: str
    questions: int
    ships: bool
    problem: str | None = None
    """Why it cannot be read; None when it can."""


def list_banks(paths: Paths) -> list[BankLine]:
    """Every bank there is: those that ship, then those imported. One that cannot be read says so in its line."""
    folder = banks_folder(paths)
    return [
        *(_line_of(paths, bank_id, ships=True) for bank_id in built_in_ids()),
        *(_line_of(paths, bank_id, ships=False) for bank_id in imported_ids(folder)),
    ]


def _line_of(paths: Paths, bank_id: str, *, ships: bool) -> BankLine:
    try:
        bank = open_bank(paths, bank_id)
    except BankError as error:
        return BankLine(bank_id, bank_id, 0, ships, str(error))
    return BankLine(bank_id, bank.title, len(bank.questions), ships)


@dataclass(frozen=True, slots=True)
class Kept:
    """A bank that was kept, and what changed in it when it was there before."""

    bank: Bank
    file: Path
    update: Update | None


def preview_update(paths: Paths, bank: Bank) -> Update | None:
    """What keeping a bank would change; None when there is none by its id."""
    if bank.id not in imported_ids(banks_folder(paths)):
        return None
    return update(read_bank(banks_folder(paths) / f"{bank.id}{BANK_SUFFIX}"), bank)


def keep_bank(paths: Paths, bank: Bank) -> Kept:
    """Keep a bank under its id, in place of an earlier import of it, whose question ids live on.

    Raises BankReadError when it cannot be written, or would take the place of the bank that ships.
    """
    from bank.exporters.json import to_json

    if bank.id == SEED_ID:
        raise BankReadError(
            f"The id “{SEED_ID}” belongs to the bank that ships; rename the file, or give another --id."
        )
    changed = preview_update(paths, bank)
    kept = changed.bank if changed else bank
    folder = banks_folder(paths)
    file = folder / f"{bank.id}{BANK_SUFFIX}"
    text = to_json(kept)
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise BankReadError(
            f"“{bank.id}” would be {size / 2**20:.0f} MB and may be {MAX_BYTES // 2**20}: import it in parts."
        )
    try:
        make_private_folder(folder)
        write_private(file, text)
    except OSError as error:
        raise BankReadError(f"{file} cannot be written: {error.strerror or error}.") from error
    return Kept(kept, file, changed)


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all; OSError when that cannot be done."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
