"""The embedded grader's files: found, checked against the manifest, opened."""

import hashlib
import json
from pathlib import Path
from typing import Any

from rubrics.local.errors import LocalModelAlteredError, LocalModelMissingError

DATA = Path(__file__).resolve().with_name("data")
_MANIFEST = "manifest.json"


def checked_file(name: str, folder: Path = DATA) -> Path:
    """The path of a file that is byte for byte the one in the manifest; LocalModelError when it is not."""
    path = folder / name
    expected = _read_manifest(folder).get(name)
    if expected is None or not path.is_file():
        raise LocalModelMissingError(
            f"The embedded grader cannot work: its file {path} is missing. Reinstall the program to get it back."
        )
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise LocalModelAlteredError(
            f"The embedded grader refuses to work: {path} is not the file it was measured with "
            f"(sha256 begins {found[:12]}, expected {expected[:12]}). Reinstall the program to get it back."
        )
    return path


def model_digest(folder: Path = DATA) -> str:
    """SHA-256 over the manifest: changes whenever any file of the model does."""
    return hashlib.sha256(json.dumps(_read_manifest(folder), sort_keys=True).encode()).hexdigest()


def open_session(path: Path, threads: int) -> Any:
    """An ONNX Runtime session on the CPU; onnxruntime is imported here and nowhere else."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Texts differ in length, and a pattern would be kept for every length ever seen: 50 MB after a hundred answers.
    options.enable_mem_pattern = False
    # Fused, a layer normalisation takes eight times as long as an addition and a normalisation side by side.
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


def _read_manifest(folder: Path) -> dict[str, str]:
    path = folder / _MANIFEST
    try:
        manifest: dict[str, str] = json.loads(path.read_text("utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LocalModelMissingError(
            f"The embedded grader cannot work: its manifest {path} is missing or cannot be read."
        ) from error
    return manifest
