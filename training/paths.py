"""Where the scripts find their data, and the arguments they share."""

from __future__ import annotations

import argparse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPLITS = Path(__file__).resolve().with_name("splits.json")


def parser(description: str) -> argparse.ArgumentParser:
    """An argument parser with the folders of data, which default to what the repository ships."""
    result = argparse.ArgumentParser(description=description)
    result.add_argument("--labelled", type=Path, default=ROOT / "rubrics/data/labelled", help="<domain>/*.json")
    result.add_argument("--anchors", type=Path, default=ROOT / "rubrics/data/anchors", help="<domain>/*.yaml")
    result.add_argument("--gold", type=Path, default=ROOT / "rubrics/data/gold", help="labelled seed questions")
    result.add_argument("--seed-text", type=Path, required=False, help="the seed document")
    result.add_argument("--seed-anchors", type=Path, default=ROOT / "bank/data/ai_ml/anchors", help="qNN.yaml")
    return result
