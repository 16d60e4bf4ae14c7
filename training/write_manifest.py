"""Writes rubrics/local/data/manifest.json: the SHA-256 of every file of the embedded grader."""

from __future__ import annotations

import hashlib
import json

from training.paths import ROOT

FILES = ("encoder.onnx", "vocab.txt", "crossencoder.onnx", "heads.npz", "heads_brief.npz")


def main() -> None:
    """Hashes the files that are there."""
    folder = ROOT / "rubrics/local/data"
    sums = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES if (folder / name).exists()
    }
    (folder / "manifest.json").write_text(json.dumps({"sha256": sums}, indent=1) + "\n")


if __name__ == "__main__":
    main()
