import json
from pathlib import Path

import pytest

from rubrics.errors import GraderUnavailableError
from rubrics.local.errors import LocalModelAlteredError, LocalModelMissingError
from rubrics.local.files import checked_file, model_digest


def folder_with(path: Path, content: bytes, sha256: str) -> Path:
    (path / "model.bin").write_bytes(content)
    (path / "manifest.json").write_text(json.dumps({"sha256": {"model.bin": sha256}}))
    return path


SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_file_that_matches_the_manifest_is_found(tmp_path: Path) -> None:
    assert checked_file("model.bin", folder_with(tmp_path, b"abc", SHA256_OF_ABC)) == tmp_path / "model.bin"


def test_an_altered_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LocalModelAlteredError, match=r"model\.bin is not the file it was measured with"):
        checked_file("model.bin", folder_with(tmp_path, b"abd", SHA256_OF_ABC))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder_with(tmp_path, b"abc", SHA256_OF_ABC)
    (tmp_path / "model.bin").unlink()
    with pytest.raises(LocalModelMissingError, match=r"model\.bin is missing"):
        checked_file("model.bin", tmp_path)


def test_a_missing_or_broken_manifest_is_an_expected_error(tmp_path: Path) -> None:
    with pytest.raises(GraderUnavailableError, match="manifest"):
        checked_file("model.bin", tmp_path)
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(LocalModelMissingError, match="manifest"):
        model_digest(tmp_path)


def test_the_digest_changes_with_any_file(tmp_path: Path) -> None:
    first = model_digest(folder_with(tmp_path, b"abc", SHA256_OF_ABC))
    assert first != model_digest(folder_with(tmp_path, b"abc", SHA256_OF_ABC.replace("b", "c")))
