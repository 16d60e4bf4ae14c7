"""The block model: what every container is turned into before questions are looked for.

A document is a flat sequence of blocks. Nesting of lists is a depth; a collapsible section is an opening block, its
content, and a closing block. A paragraph is one block a line, the first of which `starts` it, because in question
lists a line often means more than its paragraph does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    CODE = "code"
    TABLE = "table"
    DETAILS = "details"
    END = "end"
    """The end of a collapsible section."""
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a document, with its place."""

    kind: Kind
    text: str = ""
    """Words without inline marks; for code, the code itself; for a collapsible section, its summary."""
    line: int = 0
    """Line, page, paragraph or row, counted from 1; the container's messages say which."""
    end_line: int = 0
    level: int = 0
    """Level of a heading, from 1."""
    depth: int = 0
    """How many list items it stands in; a list's own items at the outermost level have 0."""
    number: int | None = None
    """The number of a numbered item, as written."""
    bold: bool = False
    """Whether all of its words are bold (or, where a container has nothing else, italic)."""
    head: str = ""
    """The bold words that it starts with, when others follow."""
    starts: bool = True
    """Whether it is the first line of its paragraph."""
    links_only: bool = False
    """Whether there is nothing but links and pictures in it."""
    internal: bool = False
    """Whether its link leads to a place in the same document."""
    leads_out: bool = False
    """Whether it links to somewhere else, besides words of its own."""
    slanted: bool = False
    """Whether all of its words are in italics, and none bold."""
    bare: str = ""
    """Its words without the links behind a dash at its end, when there are such."""
    indent: int = 0
    """Columns in front of an item's mark, beyond those of the first item of its list."""
    checked: bool | None = None
    """State of the box of a task-list item; None when there is no box."""
    info: str = ""
    """Language of code."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells of a table, its header first."""


_MIN_BOLD = 2
_BY_ITSELF = {Kind.TEXT, Kind.ITEM}


def with_italics(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks; where nothing is bold, lines in italics stand out as bold ones do."""
    bold = sum(1 for block in blocks if block.bold and block.kind in _BY_ITSELF)
    for block in blocks:
        stands_out = bold < _MIN_BOLD and block.slanted and block.kind in _BY_ITSELF and block.starts
        yield replace(block, bold=True, head="") if stands_out else block


@dataclass(frozen=True, slots=True)
class Blocks:
    """A document as blocks."""

    blocks: tuple[Block, ...]
    title: str = ""
    """The title that the container itself states; empty when only the text does."""
    unit: str = "line"
    """What places count: `line`, `paragraph`, `page` or `row`."""
