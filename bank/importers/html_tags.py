"""Tags and words of a page, one after another: a scanner that never looks back."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(
    r"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})(?P<attributes>[^<>]{0,4000})>|<[!?][^<>]{0,4000}>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[a-zA-Z-]{1,30})\s*=\s*(?:\"(?P<a>[^\"]{0,2000})\"|'(?P<b>[^']{0,2000})'|(?P<c>[^\s\"'>]{1,2000}))"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag, or the words between two."""

    start: int
    text: str
    tag: str = ""
    closes: bool = False
    attributes: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """The tags and words of a text in order; comments and declarations are dropped."""
    position = 0
    for match in _TAG.finditer(text):
        if match.start() > position:
            yield Piece(position, text[position : match.start()])
        if match["name"]:
            yield Piece(match.start(), "", match["name"].lower(), bool(match["closing"]), match["attributes"])
        position = match.end()
    if position < len(text):
        yield Piece(position, text[position:])


def attributes(text: str) -> dict[str, str]:
    """The attributes that a tag carries, their names in small letters."""
    return {m["name"].lower(): html.unescape(m["a"] or m["b"] or m["c"] or "") for m in _ATTRIBUTE.finditer(text)}
