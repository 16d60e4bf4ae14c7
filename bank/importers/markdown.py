"""Markdown as blocks, by a CommonMark parser.

Fences, lists and headings are found by the CommonMark rules (a Python comment in code is no heading). Before that
three habits of real documents are put right, outside of fences: `<details>` and `<summary>` get lines of their own,
headings get the blank after `#` that they lack, and summaries of several lines become one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from bank.importers.blocks import Block, Blocks, Kind, with_italics
from bank.importers.html import blanked, read_fragment
from bank.importers.inline import read_inline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
from bank.importers.markdown_lines import prepared

_BULLET_CHARACTERS = "•‣◦▪●○·∙➢➤►▶✓✔"
_UNICODE_BULLET = re.compile(rf"^\s*[{_BULLET_CHARACTERS}]\s*(?P<text>\S.*)$")
_BOX = re.compile(r"^\[(?P<state>[ xX])\]\s+")
_CODE_CHARACTERS = re.compile(
    r"[{}();=<>]|^\s*(?:def|class|import|from|return|for|if|SELECT|\$|>>>|//|#)\b", re.MULTILINE
)
_MAX_DEPTH_OF_PROSE = 3


def read_markdown(text: str, *, first_line: int = 1) -> Blocks:
    """The blocks of a Markdown document; lines are counted from `first_line`."""
    return Blocks(tuple(with_italics(_blocks(text.split("\n"), first_line, 0, 0))))


@cache
def _parser() -> "MarkdownIt":
    """The block parser alone: inline marks are read by `read_inline`."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.disable("reference")
    return parser


def _blocks(lines: Sequence[str], first_line: int, depth: int, nesting: int) -> list[Block]:
    fit = list(prepared(lines))
    source = [line for line, _ in fit]
    places = [first_line + index for _, index in fit]
    walker = _Walker(source, places, depth, nesting)
    for token in _parser().parse("\n".join(source)):
        walker.take(token)
    return walker.blocks


@dataclass(slots=True)
class _Pending:
    """A list item whose first words have not come yet."""

    number: int | None
    line: int
    indent: int = 0


@dataclass(slots=True)
class _List:
    is_numbered: bool
    numbers: list[int] = field(default_factory=list)
    first_column: int | None = None
    places: list[int] = field(default_factory=list)


class _Walker:
    """Turns the parser's tokens into blocks."""

    def __init__(self, source: Sequence[str], places: Sequence[int], depth: int, nesting: int) -> None:
        self.blocks: list[Block] = []
        self._source = source
        self._places = places
        self._depth = depth
        self._nesting = nesting
        self._pending: _Pending | None = None
        self._lists: list[_List] = []
        self._level = 0
        self._rows: list[list[str]] | None = None
        self._table_line = 0

    def take(self, token: "Token") -> None:
        """One token of the block parser."""
        handler = getattr(self, f"_on_{token.type}", None)
        if handler is not None:
            handler(token)

    def _place(self, index: int) -> int:
        if not self._places:
            return 1
        return self._places[min(index, len(self._places) - 1)]

    def _span(self, token: "Token") -> tuple[int, int]:
        start, end = token.map or (0, 1)
        return self._place(start), self._place(max(start, end - 1))

    def _on_bullet_list_open(self, _: "Token") -> None:
        self._keep_pending()
        self._lists.append(_List(is_numbered=False))

    def _on_ordered_list_open(self, _: "Token") -> None:
        self._keep_pending()
        self._lists.append(_List(is_numbered=True))

    def _on_bullet_list_close(self, _: "Token") -> None:
        self._lists.pop()

    def _on_ordered_list_close(self, _: "Token") -> None:
        """Give the items of a list that counts “1. 1. 1.” the numbers that a browser shows."""
        closed = self._lists.pop()
        if len(closed.numbers) > 1 and len(set(closed.numbers)) == 1:
            for offset, index in enumerate(closed.places):
                self.blocks[index] = replace(self.blocks[index], number=closed.numbers[0] + offset)

    def _on_list_item_open(self, token: "Token") -> None:
        number = int(token.info) if token.info.isdecimal() else None
        self._pending = _Pending(number, self._span(token)[0], self._indent(token))

    def _indent(self, token: "Token") -> int:
        """How much further in than the first of its list an unnumbered item stands."""
        index = token.map[0] if token.map else 0
        line = self._source[index] if index < len(self._source) else ""
        column = len(line) - len(line.lstrip(" "))
        opened = self._lists[-1]
        if opened.first_column is None:
            opened.first_column = column
        return 0 if opened.is_numbered else max(0, column - opened.first_column)

    def _on_list_item_close(self, _: "Token") -> None:
        self._keep_pending()

    def _keep_pending(self) -> None:
        """An item without words of its own is still an item."""
        if self._pending is not None:
            pending, self._pending = self._pending, None
            self._add(Block(Kind.ITEM, "", pending.line, pending.line, depth=self._item_depth, number=pending.number))
            self._count_item(pending)

    @property
    def _item_depth(self) -> int:
        return self._depth + max(0, len(self._lists) - 1)

    def _add(self, block: Block) -> None:
        """Add a block; a summary joins the collapsible section that has just opened."""
        last = self.blocks[-1] if self.blocks else None
        if block.kind is Kind.DETAILS and block.text and last and last.kind is Kind.DETAILS and not last.text:
            self.blocks[-1] = replace(last, text=block.text, end_line=block.end_line)
        else:
            self.blocks.append(block)

    def _count_item(self, pending: _Pending) -> None:
        if self._lists and pending.number is not None:
            self._lists[-1].numbers.append(pending.number)
            self._lists[-1].places.append(len(self.blocks) - 1)

    def _on_heading_open(self, token: "Token") -> None:
        self._level = int(token.tag[1:])

    def _on_heading_close(self, _: "Token") -> None:
        self._level = 0

    def _on_inline(self, token: "Token") -> None:
        if self._rows is not None:
            self._rows[-1].append(_cell(token.content))
        elif self._level:
            self._heading(token)
        else:
            self._paragraph(token)

    def _heading(self, token: "Token") -> None:
        line, end = self._span(token)
        inline = read_inline(" ".join(token.content.split("\n")))
        pending, self._pending = self._pending, None
        self._add(
            Block(
                Kind.HEADING, inline.text, line, end, self._level,
                self._item_depth if pending else self._depth + len(self._lists),
                pending.number if pending else None, links_only=inline.links_only, internal=inline.internal,
                leads_out=inline.leads_out, bare=inline.bare,
            )
        )  # fmt: skip
        if pending:
            self._count_item(pending)

    def _paragraph(self, token: "Token") -> None:
        start = token.map[0] if token.map else 0
        starts = True
        for offset, raw in enumerate(token.content.split("\n")):
            for part in re.split(r"<br\s*/?>", raw, flags=re.IGNORECASE) if "<" in raw else [raw]:
                if self._line(part, self._place(start + offset), starts=starts):
                    starts = False

    def _line(self, raw: str, line: int, *, starts: bool) -> bool:
        """One line of a paragraph as a block; False when there is nothing in it."""
        bullet = _UNICODE_BULLET.match(raw)
        box = _BOX.match(raw) if self._pending is not None else None
        inline = read_inline(bullet["text"] if bullet else raw[box.end() :] if box else raw)
        if not inline.text and not inline.links_only and self._pending is None:
            return False
        pending, self._pending = self._pending, None
        is_item = pending is not None or bullet is not None
        self._add(
            Block(
                Kind.ITEM if is_item else Kind.TEXT, inline.text, line, line,
                depth=self._item_depth if pending else self._depth + len(self._lists),
                number=pending.number if pending else None, bold=inline.bold, slanted=inline.slanted,
                head=inline.head,
                starts=starts or is_item, links_only=inline.links_only, internal=inline.internal,
                bare=inline.bare, indent=pending.indent if pending else 0,
                checked=None if box is None else box["state"] != " ",
            )
        )  # fmt: skip
        if pending:
            self._count_item(pending)
        return True

    def _on_fence(self, token: "Token") -> None:
        self._keep_pending()
        line, end = self._span(token)
        info = token.info.split()[0] if token.info.split() else ""
        self._add(Block(Kind.CODE, token.content.rstrip("\n"), line, end, depth=self._inner_depth, info=info))

    @property
    def _inner_depth(self) -> int:
        return self._depth + len(self._lists)

    def _on_code_block(self, token: "Token") -> None:
        """Indented code, unless it reads as prose that someone has indented."""
        self._keep_pending()
        content = token.content.rstrip("\n")
        line, end = self._span(token)
        if self._nesting < _MAX_DEPTH_OF_PROSE and _reads_as_prose(content):
            inner = _blocks(content.split("\n"), line, self._inner_depth, self._nesting + 1)
            self.blocks.extend(inner)
        else:
            self._add(Block(Kind.CODE, content, line, end, depth=self._inner_depth))

    def _on_hr(self, token: "Token") -> None:
        self._keep_pending()
        line, end = self._span(token)
        self._add(Block(Kind.RULE, line=line, end_line=end, depth=self._inner_depth))

    def _on_html_block(self, token: "Token") -> None:
        start = token.map[0] if token.map else 0
        content = blanked(token.content, "<!--", "-->")
        if not content.strip():
            return
        self._keep_pending()
        lines = [(self._place(start + offset), raw) for offset, raw in enumerate(content.split("\n"))]
        for block in read_fragment(lines):
            self._add(replace(block, depth=block.depth + self._inner_depth))

    def _on_table_open(self, token: "Token") -> None:
        self._keep_pending()
        self._rows, self._table_line = [], self._span(token)[0]

    def _on_tr_open(self, _: "Token") -> None:
        if self._rows is not None:
            self._rows.append([])

    def _on_table_close(self, _: "Token") -> None:
        rows, self._rows = self._rows or [], None
        last = self._table_line + len(rows)
        table = tuple(tuple(row) for row in rows)
        self._add(Block(Kind.TABLE, line=self._table_line, end_line=last, depth=self._inner_depth, rows=table))


def _reads_as_prose(content: str) -> bool:
    words = content.split()
    if len(words) < 6 or not any(word.isalpha() for word in words[:3]):
        return False
    marks = len(_CODE_CHARACTERS.findall(content))
    alphabetic = sum(1 for word in words if word.strip(".,:;!?'\"()`*").isalpha())
    return marks <= len(words) / 25 and alphabetic >= 0.8 * len(words)


def _cell(content: str) -> str:
    parts = re.split(r"<br\s*/?>", content, flags=re.IGNORECASE)
    return "\n".join(inline.text for part in parts if (inline := read_inline(part)).text)
