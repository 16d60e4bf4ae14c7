"""Making the tables: whole or not at all, by one process at a time."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from interviewer.paths import Paths
from interviewer.store import Store

KILLED_AT_A_TABLE = """
import os, sys
from pathlib import Path
import sqlalchemy as sa
from interviewer.paths import Paths
from interviewer.store import Store

left = int(sys.argv[2])

@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def after(connection, cursor, statement, *_):
    global left
    left -= statement.lstrip().upper().startswith("CREATE TABLE")
    if left == 0:
        os._exit(9)

Store.open(Paths(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("tables", [1, 3, 12])
def test_a_start_killed_while_it_makes_the_tables_can_be_repeated(tmp_path: Path, tables: int) -> None:
    root = tmp_path / "home"
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_A_TABLE, str(root), str(tables)], check=False)
    assert killed.returncode == 9
    with Store.open(Paths(root)) as store:
        assert store.history() == []


def test_several_can_start_on_an_empty_folder_at_once(paths: Paths) -> None:
    together = threading.Barrier(4)

    def started(_: int) -> int:
        together.wait()
        with Store.open(paths) as store:
            return len(store.history())

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(started, range(4))) == [0] * 4
