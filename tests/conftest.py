"""What every test starts from: no keys, no network, and a data folder of its own."""

import os
import socket
from pathlib import Path

import pytest

from bank.library import load_bank
from bank.question import Bank
from interviewer.paths import Paths

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_READ_BY_THE_PROGRAM = ("OPENAI_", "INTERVIEWER_", "DATABASE_URL")


@pytest.fixture(autouse=True)
def _no_keys_and_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(_READ_BY_THE_PROGRAM):
            monkeypatch.delenv(name)
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host not in _LOOPBACK:
            pytest.fail(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]  # whatever socket.connect takes

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def seed_bank() -> Bank:
    """The bank that ships."""
    return load_bank()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A data folder that does not exist yet."""
    return Paths(tmp_path / "home")
