"""GIFT, Moodle's text format: essays with general feedback as answer, short answers, and multiple choice."""

import re
from collections.abc import Iterator

from bank.importers.document import Document
from bank.importers.records import Record
from bank.importers.rows import document_of

_TITLE = re.compile(r"^::(?P<title>(?:[^:\\]|\\.|:(?!:)){0,300})::\s*")
_FORMAT = re.compile(r"^\[(?:html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([~=#{}:\\\"])")
_WEIGHT = re.compile(r"^%-?\d{1,3}(?:\.\d{1,5})?%")


def read_gift(text: str, file: str) -> Document:
    """The questions of a GIFT file."""
    return document_of(list(_records(text)), file)


def _records(text: str) -> Iterator[Record]:
    topic = ""
    for line, whole in _blocks(text):
        block = whole
        if block.startswith("$CATEGORY:"):
            parts = [part.strip() for part in block.split("\n", 1)[0].removeprefix("$CATEGORY:").split("/")]
            topic = next((part for part in reversed(parts) if part and not part.startswith("$")), "")
            block = block.partition("\n")[2].strip()
        if block:
            yield _record(block, line, topic)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Runs of lines between blank ones, without comments, each with its first line.

    A title or a category after a closed brace starts a run too: many files have a question a line and no blank ones.
    """
    lines: list[str] = []
    first = 1
    depth = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("//"):
            continue
        if not line.strip() and depth <= 0:
            if lines:
                yield first, "\n".join(lines).strip()
            lines, depth = [], 0
            continue
        if lines and depth <= 0 and _opens(line) and lines[-1].rstrip().endswith("}"):
            yield first, "\n".join(lines).strip()
            lines = []
        if not lines:
            first = number
        lines.append(line)
        bare = _ESCAPE.sub("", line)
        depth = max(0, depth + bare.count("{") - bare.count("}")) if len(lines) < 500 else 0
    if lines:
        yield first, "\n".join(lines).strip()


def _opens(line: str) -> bool:
    return line.startswith("$CATEGORY:") or _TITLE.match(line) is not None


def _record(block: str, line: int, topic: str) -> Record:
    title = _TITLE.match(block)
    body = block[title.end() :] if title else block
    body = _FORMAT.sub("", body)
    start, end = _find(body, "{"), _rfind(body, "}")
    if start is None or end is None or end < start:
        return Record(_plain(body), line, topic=topic)
    asked = f"{body[:start].rstrip()} {'…' if body[end + 1 :].strip() else ''} {body[end + 1 :].strip()}".strip()
    question = _plain(asked) or _plain(title["title"] if title else "")
    return _answered(question, body[start + 1 : end], line, topic)


def _answered(question: str, inside: str, line: int, topic: str) -> Record:
    body, _, feedback = inside.partition("####")
    told = _plain(_FORMAT.sub("", feedback.strip()))
    if body.strip().upper() in {"T", "TRUE", "F", "FALSE"}:
        key = "True" if body.strip().upper().startswith("T") else "False"
        return Record(question, line, told, topic=topic, options=("True", "False"), key=key)
    parts = [part for part in re.split(r"(?<!\\)(?=[=~])", body.strip()) if part.strip()]
    options = tuple(_option(part) for part in parts if part[:1] in {"=", "~"})
    right = tuple(_option(part) for part in parts if part.startswith("="))
    if any(part.startswith("~") for part in parts):
        return Record(question, line, told, topic=topic, options=options, key=", ".join(right))
    answer = "\n\n".join(part for part in (", ".join(right), told) if part)
    return Record(question, line, answer, topic=topic)


def _option(part: str) -> str:
    return _plain(_WEIGHT.sub("", re.split(r"(?<!\\)#", part[1:].strip(), maxsplit=1)[0].strip()))


def _find(text: str, mark: str) -> int | None:
    match = re.search(rf"(?<!\\){re.escape(mark)}", text)
    return match.start() if match else None


def _rfind(text: str, mark: str) -> int | None:
    found = None
    for match in re.finditer(rf"(?<!\\){re.escape(mark)}", text):
        found = match.start()
    return found


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text.replace("\\n", "\n")).strip()
