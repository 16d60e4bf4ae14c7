"""The person's own editor, for a text that is longer than a box wants to be."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from textual.app import App, SuspendNotSupported


class EditorError(Exception):
    """The editor cannot be run, or did not end well; `str` says so in a sentence."""


def editor_command(environ: Mapping[str, str] = os.environ) -> list[str]:
    """`$VISUAL`, `$EDITOR`, or an editor found here. Raises EditorError when there is none."""
    named = environ.get("VISUAL") or environ.get("EDITOR")
    try:
        words = shlex.split(named) if named else []
    except ValueError as error:
        raise EditorError(f"EDITOR is set to “{named}”, which cannot be read: {error}.") from error
    words = words or [name for name in ("nano", "vim", "vi") if shutil.which(name)][:1]
    if not words:
        raise EditorError("No editor was found; set EDITOR to the one you like.")
    return words


def edit_outside(app: App[object], text: str) -> str:
    """The text after the person edited it, the app standing aside meanwhile. Raises EditorError."""
    command = editor_command()
    try:
        with app.suspend():
            edited = edit(text, command)
    except SuspendNotSupported as error:
        raise EditorError("Another editor cannot be opened from here.") from error
    app.refresh()
    return edited


def edit(text: str, command: list[str]) -> str:
    """The text after the person edited it. Needs the terminal. Raises EditorError; the text is then unchanged."""
    descriptor, name = tempfile.mkstemp(prefix="answer-", suffix=".md")
    file = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as stream:
            stream.write(text)
        done = subprocess.run([*command, name], check=False)  # noqa: S603 - the person's own command
        if done.returncode != 0:
            raise EditorError(f"{command[0]} ended with an error ({done.returncode}); the answer is as it was.")
        return file.read_text("utf-8", errors="replace").removesuffix("\n")
    except OSError as error:
        raise EditorError(f"{command[0]} could not be run: {error.strerror or error}.") from error
    finally:
        file.unlink(missing_ok=True)
