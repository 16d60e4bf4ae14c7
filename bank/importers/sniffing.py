"""What a text is: by its content, then by its name."""

import re
from pathlib import PurePath

from bank.importers import native

_SUFFIXES = {
    "markdown": ".md .markdown .mdx .mkd .rmd .qmd",
    "text": ".txt .text",
    "html": ".html .htm .xhtml",
    "docx": ".docx",
    "pdf": ".pdf",
    "csv": ".csv",
    "tsv": ".tsv .tab",
    "json": ".json .jsonl .ndjson",
    "yaml": ".yaml .yml",
    "apkg": ".apkg .colpkg",
    "moodle": ".xml",
    "gift": ".gift",
}
_BY_SUFFIX = {suffix: name for name, suffixes in _SUFFIXES.items() for suffix in suffixes.split()} | {"": "text"}
_HTML = re.compile(
    r"^\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])", re.IGNORECASE
)
_MOODLE = re.compile(
    r"^\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<quiz[\s>]", re.IGNORECASE | re.DOTALL
)
_ANKI = re.compile(r"^#(?:separator|html|deck|notetype|columns|tags|guid)(?: column)?:", re.IGNORECASE)
_MARKDOWN_SIGNS = re.compile(
    r"^(?:#{1,6}\s*\w|\s{0,3}```|\s*<details|\s{0,3}\|.*\|\s*$|\s{0,3}[-*+]\s+\[[ xX]\]|={3,}\s*$)"
    r"|\*\*[^*\n]{2,200}\*\*|\[[^\[\]\n]{1,200}\]\([^()\s]{1,300}\)",
    re.MULTILINE,
)
_GIFT_TITLE = re.compile(r"^(?:::[^:\n]{1,200}::|\$CATEGORY:)", re.MULTILINE)
_GIFT_ANSWER = re.compile(r"\{\s*(?:[=~][^{}]{1,400}|#[^{}]{1,200})\s*\}\s*$", re.MULTILINE)
_GIFT_LINES = 60
"""Lines that a question of a GIFT file takes at most, on average; code in braces stands in longer texts."""
SAMPLE = 200_000


def sniff(text: str, file: str) -> str:
    """What a text is: by its content, then by its name."""
    sample = text[:SAMPLE]
    suffix = _BY_SUFFIX.get(PurePath(file).suffix.lower())
    if native.is_native(text):
        return "native"
    if _MOODLE.match(sample):
        return "moodle"
    if _HTML.match(sample):
        return "html"
    if _ANKI.match(sample):
        return "anki"
    if sample.lstrip()[:1] in {"{", "["} and suffix != "gift" and _is_json(text):
        return "json"
    if suffix == "moodle" and sample.lstrip().startswith("<"):
        return "moodle"
    if suffix in {"csv", "tsv", "yaml", "gift", "html", "markdown"}:
        return suffix
    if _looks_like_gift(sample):
        return "gift"
    return _text_format(sample, suffix)


def _looks_like_gift(sample: str) -> bool:
    """Whether questions have titles as GIFT writes them, and there are enough of them for the text's length."""
    titles = len(_GIFT_TITLE.findall(sample))
    marks = titles + len(_GIFT_ANSWER.findall(sample))
    return titles > 0 and marks >= max(2, sample.count("\n") / _GIFT_LINES)


def _is_json(text: str) -> bool:
    head = text.lstrip()[:2000]
    return bool(re.match(r"^(?:\{\s*(?:\"|\})|\[\s*(?:[\{\[\"\d\]]|true|false|null))", head))


def _text_format(sample: str, suffix: str | None) -> str:
    if suffix == "text" or suffix is None or suffix in {"json", "moodle", "docx", "pdf", "apkg"}:
        headings = len(re.findall(r"^#{1,6}\s*\w", sample, re.MULTILINE))
        signs = len(_MARKDOWN_SIGNS.findall(sample))
        lines = max(1, sample.count("\n"))
        if headings >= 2 or signs >= max(3, lines / 40):
            return "markdown"
        return "tsv" if is_tabbed(sample) else "text"
    return suffix


def is_tabbed(sample: str) -> bool:
    """Whether every line has the same number of tabs."""
    lines = [line for line in sample.split("\n")[:100] if line.strip()]
    counts = {line.count("\t") for line in lines}
    return len(lines) >= 2 and len(counts) == 1 and counts != {0} and not any(line.startswith("\t") for line in lines)
