"""Styles and lists of Word documents: what a paragraph looks like, and how each list counts, by definition."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_LEVEL = 8


def value_of(element: Element | None, name: str) -> str | None:
    """The `w:val` of a child."""
    child = element.find(f"{WORD}{name}") if element is not None else None
    return child.get(f"{WORD}val") if child is not None else None


def is_on(element: Element | None, name: str) -> bool | None:
    """A switch such as bold: on, off, or not said."""
    child = element.find(f"{WORD}{name}") if element is not None else None
    if child is None:
        return None
    return (child.get(f"{WORD}val") or "true").lower() not in {"0", "false", "off", "none"}


@dataclass(slots=True)
class Style:
    """What a style says of paragraphs, or of words, that have it."""

    name: str = ""
    parent: str | None = None
    level: int | None = None
    list_id: str | None = None
    list_level: int = 0
    bold: bool | None = None
    italic: bool | None = None


class Styles:
    """Paragraph and character styles by id."""

    def __init__(self) -> None:
        self._styles: dict[str, Style] = {}

    def read(self, root: Element) -> None:
        """The styles of `styles.xml`."""
        for element in root.iter(f"{WORD}style"):
            paragraph = element.find(f"{WORD}pPr")
            run = element.find(f"{WORD}rPr")
            numbers = paragraph.find(f"{WORD}numPr") if paragraph is not None else None
            self._styles[element.get(f"{WORD}styleId") or ""] = Style(
                name=(value_of(element, "name") or "").lower(),
                parent=value_of(element, "basedOn"),
                level=small(value_of(paragraph, "outlineLvl")),
                list_id=value_of(numbers, "numId"),
                list_level=small(value_of(numbers, "ilvl")) or 0,
                bold=is_on(run, "b"),
                italic=is_on(run, "i"),
            )

    def chain(self, style_id: str | None) -> list[Style]:
        """A style and those it is based on, nearest first."""
        found: list[Style] = []
        seen: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            found.append(self._styles[style_id])
            style_id = self._styles[style_id].parent
        return found


def small(text: str | None) -> int | None:
    """A number of at most five digits; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else None


class Numbering:
    """Lists by id: how each level counts."""

    def __init__(self) -> None:
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}

    def read(self, root: Element) -> None:
        """The lists of `numbering.xml`."""
        for element in root.iter(f"{WORD}abstractNum"):
            name = element.get(f"{WORD}abstractNumId") or ""
            for level in element.iter(f"{WORD}lvl"):
                index = small(level.get(f"{WORD}ilvl")) or 0
                start = small(value_of(level, "start"))
                self._formats[name, index] = (value_of(level, "numFmt") or "decimal", 1 if start is None else start)
        for element in root.iter(f"{WORD}num"):
            self._abstract[element.get(f"{WORD}numId") or ""] = value_of(element, "abstractNumId") or ""

    def next(self, list_id: str, level: int) -> tuple[str, int]:
        """The next item of a list: how it is counted, and its number."""
        style, start = self._formats.get((self._abstract.get(list_id, ""), level), ("decimal", 1))
        count = self._counts.get((list_id, level), start - 1) + 1
        self._counts[list_id, level] = count
        for deeper in range(level + 1, MAX_LEVEL + 2):
            self._counts.pop((list_id, deeper), None)
        return style, count
