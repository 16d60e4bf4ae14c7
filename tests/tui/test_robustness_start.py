"""The first screen is painted before anything heavy is imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("openai", "httpx2", "onnxruntime", "numpy", "sqlalchemy", "alembic", "jinja2", "aiohttp", "fsrs", "pypdf")
LATE = ("interviewer.report", "interviewer.store", "rubrics.local", "rubrics.llm")
SCRIPT = """
import asyncio, json, sys
import tui.app
from interviewer.config import Settings
from interviewer.paths import Paths
from pathlib import Path

seen = {}

async def note(home, workspace):
    strips = home._compositor.render_strips()
    seen["rows"] = ["".join(segment.text for segment in strip) for strip in strips]
    seen["modules"] = list(sys.modules)

async def main():
    tui.app.fill_home = note  # what begins to load, once the first screen has been painted
    app = tui.app.InterviewerApp(Settings(), Paths(Path(sys.argv[1])))
    async with app.run_test(size=(80, 24)) as pilot:
        while not seen:
            await pilot.pause()

asyncio.run(main())
print(json.dumps(seen))
"""


def test_the_first_screen_is_painted_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "home")]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env=environ, timeout=120).stdout
    seen = json.loads(shown)
    assert any("Start the interview" in row for row in seen["rows"])
    roots = {name.partition(".")[0] for name in seen["modules"]}
    assert [name for name in HEAVY if name in roots] == []
    assert [name for name in seen["modules"] if name.startswith(LATE)] == []
    assert not (tmp_path / "home").exists(), "nothing is opened before the first paint either"
