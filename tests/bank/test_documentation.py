"""What the documentation promises is what the code says."""

import json
import re
from pathlib import Path

from bank.exporters.json import schema
from bank.importers.reading import FORMATS
from bank.importers.splitters import NAMES

ROOT = Path(__file__).parent.parent.parent
DOCUMENTED = (ROOT / "docs" / "importing.md").read_text("utf-8")


def test_every_code_is_documented_and_every_documented_code_exists() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "bank").rglob("*.py"))
    used = set(re.findall(r"\"(?:notice|warning|error)\",\s*\"([A-Z]{4,})\"", source))
    documented = set(re.findall(r"^\| `([A-Z]{4,})` \|", DOCUMENTED, re.MULTILINE))
    assert used == documented


def test_every_splitter_is_documented() -> None:
    assert all(f"| `{name}` |" in DOCUMENTED for name in NAMES)


def test_the_command_line_offers_every_format_and_splitter() -> None:
    commands = (ROOT / "interviewer" / "cli" / "bank_import_command.py").read_text("utf-8")
    assert all(f'"{name}"' in commands for name in (*FORMATS, *NAMES))


def test_the_published_schema_is_the_one_of_the_code() -> None:
    published = json.loads((ROOT / "bank" / "data" / "bank.schema.json").read_text("utf-8"))
    assert published == schema()
