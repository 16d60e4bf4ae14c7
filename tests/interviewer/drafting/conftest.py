"""A document of two kinds of answers, a place for it, and a language model in the settings."""

from pathlib import Path

import pytest

from interviewer.paths import Paths
from tests.interviewer.drafting.service import DOCUMENT, URL


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "net.md"
    path.write_text(DOCUMENT, "utf-8")
    return path


@pytest.fixture
def place(tmp_path: Path) -> Paths:
    """The data folder that the command line uses in tests."""
    return Paths(tmp_path / "home")


@pytest.fixture
def _model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", URL)
    monkeypatch.setenv("INTERVIEWER_MODEL", "m")
