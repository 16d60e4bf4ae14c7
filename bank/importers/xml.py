"""XML without its dangers: no entities of its own, no document types, bounded depth and size."""

import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from bank.errors import BankReadError

_MAX_DEPTH = 200
_MAX_ELEMENTS = 3_000_000
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class _Bounded(TreeBuilder):
    """Builds a tree that is neither too deep nor too large."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _MAX_DEPTH or self._count > _MAX_ELEMENTS:
            raise BankReadError("The XML is nested too deeply, or is too large.")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse_xml(data: bytes, file: str) -> Element:
    """The root of an XML document. Raises BankReadError when it is damaged or declares entities."""
    if _DECLARES.search(data) or _DECLARES.search(data.replace(b"\0", b"")):
        raise BankReadError(
            f"{file} declares a document type or entities, which are not read; remove the declaration."
        )
    parser = XMLParser(target=_Bounded())  # noqa: S314 - declarations are refused above, and the tree is bounded
    try:
        parser.feed(data)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise BankReadError(f"{file} is not well-formed XML{_place_of(error)}; export or save it again.") from error
    if not isinstance(root, Element):
        raise BankReadError(f"{file} is empty.")
    return root


def _place_of(error: Exception) -> str:
    """Where the parser stopped, as far as it says; columns count from 1."""
    line, column = getattr(error, "position", (0, 0))
    return f" at line {line}, column {column + 1}" if line else ""


def local_name(tag: object) -> str:
    """A tag's name without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
