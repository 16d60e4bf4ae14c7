"""Nothing heavy is imported before it is needed."""

import subprocess
import sys

import pytest

HEAVY = set("openai httpx2 onnxruntime numpy sqlalchemy alembic textual tiktoken jinja2 pypdf".split())


def _imported_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return {name.partition(".")[0] for name in shown.split()}


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("interviewer.cli.main", set()),
        ("bank", set()),
        ("rubrics", set()),
        ("interviewer.config", set()),
        ("interviewer.graders", set()),
        ("rubrics.local.grader", set()),
        ("rubrics.llm.openai_grader", set()),
        ("tui.app", {"textual"}),
    ],
)
def test_a_module_imports_nothing_heavy(module: str, allowed: set[str]) -> None:
    assert _imported_by(module) & HEAVY <= allowed
