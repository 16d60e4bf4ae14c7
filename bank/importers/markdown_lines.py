"""Lines of Markdown made fit for the parser: tags on lines of their own, headings with their blank."""

import re
from collections.abc import Iterator, Sequence

_FENCE = re.compile(
    r"^(?P<indent>\s{0,3}|\s*(?:[-*+]|\d{1,9}[.)])\s+|\s{4,24})(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$"
)
_TIGHT_HEADING = re.compile(r"^(?P<indent> {0,3})(?P<marks>#{2,6}|#(?=[A-Z\[]))(?=[^#\s])(?P<rest>.*\S.*)$")
_SECTION_TAG = re.compile(r"</?(?:details|summary)\b[^<>]{0,200}>", re.IGNORECASE)
_SUMMARY_OPENS = re.compile(r"<summary\b[^<>]{0,200}>(?!.*</summary>)", re.IGNORECASE)
_SUMMARY_CLOSES = re.compile(r"</summary>", re.IGNORECASE)
_LONE_TAG = re.compile(
    r"^\s*(?:</?(?:br|p|b|strong|center|i|em|span|font|u|small)\b[^<>]{0,200}>\s*){1,10}$", re.IGNORECASE
)
_MAX_SUMMARY_LINES = 30


def prepared(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Lines fit for the parser, each with the index of the line it came from."""
    fence: str | None = None
    index = 0
    while index < len(lines):
        line = lines[index]
        marks = _FENCE.match(line)
        if fence is not None:
            if marks and marks["marks"].startswith(fence) and not marks["info"].strip():
                fence = None
            yield line, index
        elif marks:
            fence = marks["marks"]
            yield line, index
        elif "<" in line and _LONE_TAG.match(line):
            yield "", index
        elif "<" in line and _SECTION_TAG.search(line):
            count = _summary_length(lines, index)
            yield from _own_lines(lines[index : index + count], index)
            index += count - 1
        else:
            heading = _TIGHT_HEADING.match(line) if "#" in line else None
            yield (f"{heading['indent']}{heading['marks']} {heading['rest']}" if heading else line), index
        index += 1


def _summary_length(lines: Sequence[str], index: int) -> int:
    """How many lines the summary that opens here takes."""
    if not _SUMMARY_OPENS.search(lines[index]):
        return 1
    for count, line in enumerate(lines[index + 1 : index + _MAX_SUMMARY_LINES], 2):
        if _SUMMARY_CLOSES.search(line):
            return count
        if _SECTION_TAG.search(line):
            break
    return 1


def _own_lines(lines: Sequence[str], index: int) -> Iterator[tuple[str, int]]:
    """A line with collapsible sections' tags as several: each tag, and each summary whole, between blank lines."""
    first = lines[0]
    indent = first[: len(first) - len(first.lstrip())]
    joined = first.strip() + "".join(f" <br> {line.strip()}" for line in lines[1:])
    for part in re.split(
        r"(<summary\b[^<>]{0,200}>.*?</summary>|</?details\b[^<>]{0,200}>)", joined, flags=re.IGNORECASE
    ):
        if part.strip():
            yield "", index
            yield indent + part.strip(), index
    yield "", index
