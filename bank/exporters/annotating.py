"""Changing what stands under the points of a native bank, and not a character more of somebody's file."""

from collections.abc import Mapping, Sequence
from typing import Any

from bank.errors import BankReadError
from bank.exporters.markdown import escaped, extra_lines
from bank.importers.native import read_native
from bank.importers.native_reader import EXTRA, POINT
from bank.question import Bank, Point, Question

_ABOUT_DRAFTS = {"says", "misconception", "hint", "anchors drafted by", "quote", "drafted by"}


def annotated(text: str, old: Bank, new: Bank) -> str:
    """The text of a native bank, read as `old`, with the points changed that differ in `new`.

    Only anchors, quotes, marks and words of points may differ, or points be gone. Raises BankReadError when the text
    would not be read as `new`.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    before, after = _points_by_line(old), _points_by_line(new)
    for line in sorted(before, reverse=True):
        if after.get(line) != before[line]:
            _change(lines, line - 1, after.get(line))
    changed = "\n".join(lines)
    document, _ = read_native(changed, "bank")
    if [_content(question) for question in document.questions] != [_content(question) for question in new.questions]:
        raise BankReadError(
            "This cannot be written into the file without changing more of it: import it, and change the bank."
        )
    return changed.replace("\n", line_end)


def _points_by_line(bank: Bank) -> dict[int, Point]:
    bullets = (bullet for question in bank.questions for bullet in question.reference.bullets())
    return {bullet.point.line: bullet.point for bullet in bullets if bullet.point.line is not None}


def _change(lines: list[str], start: int, point: Point | None) -> None:
    """Replace what stands under the point that begins at that index, or take the point out."""
    end = start + 1
    while end < len(lines) and _belongs(lines[end]):
        end += 1
    if point is None:
        del lines[start:end]
        return
    indent = " " * (len(lines[start]) - len(lines[start].lstrip(" ")))
    words = [line for line in lines[start + 1 : end] if not EXTRA.match(line)]
    extras = [
        line for line in lines[start + 1 : end] if (found := EXTRA.match(line)) and found["name"] not in _ABOUT_DRAFTS
    ]
    first, *rest = point.text.split("\n")
    if point.quote and not rest:  # drawn points have one line, which the author may have changed
        lines[start], words = f"{indent}- {escaped(first)}", []
    lines[start + 1 : end] = [*words, *(f"{indent}  {line}" for line in extra_lines(point)), *extras]


def _belongs(line: str) -> bool:
    """Whether a line goes on with the point above it, as the reader sees it."""
    if EXTRA.match(line):
        return True
    return line.startswith("  ") and bool(line.strip()) and not POINT.match(line)


def _content(value: Question) -> Any:
    return _without_places(value.model_dump(mode="json", exclude={"source"}))


def _without_places(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_places(entry) for key, entry in value.items() if key not in {"line", "end_line"}}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_without_places(entry) for entry in value]
    return value
