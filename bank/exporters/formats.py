"""The formats a bank is written in, by name."""

from collections.abc import Callable
from typing import Literal

from bank.exporters.anki import to_anki
from bank.exporters.csv import to_csv
from bank.exporters.json import to_json
from bank.exporters.markdown import to_markdown
from bank.exporters.moodle import to_moodle
from bank.question import Bank

Target = Literal["markdown", "json", "csv", "anki", "moodle"]
_WRITERS: dict[Target, Callable[[Bank], str]] = {
    "markdown": to_markdown,
    "json": to_json,
    "csv": to_csv,
    "anki": to_anki,
    "moodle": to_moodle,
}


def write_bank(bank: Bank, target: Target) -> str:
    """The bank in a format."""
    return _WRITERS[target](bank)
