"""Where things are kept: one folder of the user's, private to them."""

import os
from dataclasses import dataclass
from pathlib import Path

APP = "interviewer"


@dataclass(frozen=True, slots=True)
class Paths:
    """Files and folders under one data folder; nothing here is created by asking for it."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite database of everything answered and graded."""
        return self.root / "interviews.db"

    @property
    def locks(self) -> Path:
        """Lock files that show which interviews are open."""
        return self.root / "locks"

    @property
    def reports(self) -> Path:
        """Reports written when no other place is named."""
        return self.root / "reports"

    @property
    def passports(self) -> Path:
        """Measured agreement of graders, as `calibrate` writes it."""
        return self.root / "passports"

    @property
    def cache(self) -> Path:
        """What can be made again: token tables, encoded rubrics."""
        return self.root / "cache"


def default_root() -> Path:
    """The platform's folder for this program's data."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def make_private_folder(folder: Path) -> None:
    """Create a folder that only its owner can look into; OSError when that cannot be done."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def open_private_file(path: Path) -> None:
    """Make sure that a file exists and only its owner can read it; OSError when that cannot be done."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    os.close(descriptor)
