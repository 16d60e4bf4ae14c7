"""What is shipped: the four packages with their data, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = [
    "bank/data/ai_ml/ai_ml_interview_questions.txt",
    "bank/data/ai_ml/topics.yaml",
    "bank/data/ai_ml/anchors/q01.yaml",
    "interviewer/data/demo.yaml",
    "interviewer/migrations/versions/0001_first_tables.py",
    "rubrics/local/data/manifest.json",
    "rubrics/local/data/encoder.onnx",
    "rubrics/llm/prompts/system.md",
    "tui/app.tcss",
    "tui/screening/screening.tcss",
]


@pytest.mark.slow
def test_the_wheel_holds_the_four_packages_and_their_data(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    packages = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert packages == {"bank", "interviewer", "rubrics", "tui"}
    assert set(DATA) <= set(names)
    assert not [name for name in names if "__pycache__" in name]


def test_locks_pin_every_package_with_hashes_and_name_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-llama.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "index" not in text.split("#")[0]
        entries = text.replace("\\\n", " ").splitlines()
        pins = [line for line in entries if line and not line.lstrip().startswith("#")]
        assert pins
        assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)


def test_the_seed_document_is_shipped_as_it_was_written() -> None:
    import hashlib

    seed = (ROOT / DATA[0]).read_bytes()
    assert hashlib.sha256(seed).hexdigest() == "13f28307d0d1631b3de6a05244e50006c7a75afbfab723cdfe3448289c066bda"
