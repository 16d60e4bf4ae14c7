"""Blocks from tags and words as they come in."""

import html
import re
from dataclasses import dataclass, replace

from bank.importers.blocks import Block, Kind
from bank.importers.html_tags import Piece, attributes
from bank.importers.inline import read_inline

_BREAKS = {
    "p", "div", "section", "article", "main", "header", "aside", "blockquote", "center", "form", "fieldset", "figure",
    "figcaption", "address", "dl", "dd", "body", "html", "hgroup", "caption",
}  # fmt: skip
_BOLD = {"b", "strong", "dt"}
_MAX_DEPTH = 60
BULLET = re.compile(r"^\s*(?:[-*+•]|(?P<number>\d{1,4})[.)])\s+(?P<text>\S.*)$")


@dataclass(slots=True)
class _Words:
    """The words of a line in the making."""

    text: str = ""
    bold: int = 0
    plain: int = 0
    linked: int = 0
    free: int = 0
    head: str = ""
    internal: bool = False
    line: int = 0


class HtmlWriter:
    """Writes blocks as tags and words come in."""

    def __init__(self, *, reads_marks: bool) -> None:
        self._reads_marks = reads_marks
        self._blocks: list[Block] = []
        self._words = _Words()
        self._kind = Kind.TEXT
        self._level = 0
        self._number: int | None = None
        self._starts = True
        self._lists: list[list[int]] = []
        self._bold = 0
        self._link = False
        self._internal = False
        self._code: list[str] | None = None
        self._info = ""
        self._summary: list[str] | None = None
        self._cells: list[list[str]] | None = None
        self._tables = 0
        self._line = 0
        self._code_line = 0
        self._row_line = 0

    def take(self, piece: Piece, line: int) -> None:
        """One tag or run of words, with its line."""
        self._line = line
        if piece.tag:
            self._tag(piece)
        else:
            self._text(html.unescape(piece.text))

    def start_line(self, line: str, number: int) -> None:
        """A line of Markdown begins: it is a line of its own outside of code, tables and summaries."""
        if self._code is not None:
            self._code.append("\n")
        elif self._summary is not None or self._cells is not None:
            self._text("\n")
        elif self._kind is not Kind.HEADING:
            self._line = number
            self._flush(same_paragraph=True)
            bullet = BULLET.match(line)
            if bullet and self._kind is Kind.TEXT:
                self._kind = Kind.ITEM
                self._number = int(bullet["number"]) if bullet["number"] else None

    def finish(self) -> list[Block]:
        """Everything written."""
        self._end_code()
        self._end_summary()
        self._flush()
        self._end_table()
        return self._blocks

    def _text(self, text: str) -> None:
        text = text.replace("\xa0", " ")
        if self._code is not None:
            self._code.append(text)
        elif self._summary is not None:
            self._summary.append(text)
        elif self._cells is not None:
            if self._cells and self._cells[-1]:
                self._cells[-1][-1] += text
        else:
            self._say(text)

    def _say(self, text: str) -> None:
        words = self._words
        if not words.text.strip() and text.strip():
            words.line = self._line + len(text) - len(text.lstrip("\n"))
        words.text += text
        letters = sum(character.isalnum() for character in text)
        if self._bold:
            words.bold += letters
            if not words.plain:
                words.head += text
        else:
            words.plain += letters
        if self._link:
            words.linked += letters
            words.internal = words.internal or self._internal
        else:
            words.free += letters

    def _tag(self, piece: Piece) -> None:
        name = piece.tag
        if self._code is not None and name != "pre":
            if name == "br":
                self._code.append("\n")
            return
        if self._cells is not None and name not in {"table", "tr", "td", "th", "pre"}:
            if name in {"br", "li", "p", "div"}:
                self._text("\n")
            return
        handler = getattr(self, f"_on_{name}", None)
        if handler is not None:
            handler(piece)
        elif name in _BREAKS:
            self._flush()
        elif name in _BOLD:
            self._on_bold(piece)
        elif re.fullmatch(r"h[1-6]", name):
            self._on_heading(piece)

    def _on_bold(self, piece: Piece) -> None:
        if piece.tag == "dt":
            self._flush()
        self._bold = max(0, self._bold + (-1 if piece.closes else 1))

    def _on_heading(self, piece: Piece) -> None:
        self._flush()
        if not piece.closes:
            self._kind, self._level = Kind.HEADING, int(piece.tag[1])

    def _on_a(self, piece: Piece) -> None:
        href = attributes(piece.attributes).get("href")
        self._link = not piece.closes and href is not None
        self._internal = bool(href and href.startswith("#"))

    def _on_br(self, _: Piece) -> None:
        if self._summary is not None:
            self._summary.append(" ")
        elif self._kind is Kind.HEADING:
            self._say(" ")
        else:
            self._flush(same_paragraph=True)

    def _on_hr(self, _: Piece) -> None:
        self._flush()
        self._blocks.append(Block(Kind.RULE, line=self._line, end_line=self._line))

    def _on_ul(self, piece: Piece) -> None:
        self._flush()
        if piece.closes:
            if self._lists:
                self._lists.pop()
        elif len(self._lists) < _MAX_DEPTH:
            start = attributes(piece.attributes).get("start", "1")
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            self._lists.append([first if piece.tag == "ol" else -1])

    def _on_ol(self, piece: Piece) -> None:
        self._on_ul(piece)

    def _on_li(self, piece: Piece) -> None:
        self._flush()
        if piece.closes:
            return
        self._kind = Kind.ITEM
        if self._lists and self._lists[-1][0] >= 0:
            value = attributes(piece.attributes).get("value", "")
            if value.isdecimal() and len(value) < 6:
                self._lists[-1][0] = int(value)
            self._number = self._lists[-1][0]
            self._lists[-1][0] += 1

    def _on_pre(self, piece: Piece) -> None:
        if piece.closes:
            self._end_code()
            return
        self._flush()
        self._code, self._code_line = [], self._line
        language = re.search(r"(?:lang(?:uage)?-|brush:\s*)([\w+#-]{1,20})", piece.attributes)
        self._info = language[1] if language else ""

    def _end_code(self) -> None:
        if self._code is None:
            return
        code = "".join(self._code).strip("\n")
        self._code = None
        if self._cells is not None:
            self._text(code)
        elif code.strip():
            place = self._code_line
            self._blocks.append(
                Block(Kind.CODE, code, place, place + code.count("\n"), depth=len(self._lists), info=self._info)
            )

    def _on_details(self, piece: Piece) -> None:
        self._end_summary()
        self._flush()
        kind = Kind.END if piece.closes else Kind.DETAILS
        self._blocks.append(Block(kind, line=self._line, end_line=self._line, depth=len(self._lists)))

    def _on_summary(self, piece: Piece) -> None:
        if piece.closes:
            self._end_summary()
        else:
            self._flush()
            self._summary = []

    def _end_summary(self) -> None:
        if self._summary is None:
            return
        text = " ".join("".join(self._summary).split())
        self._summary = None
        text = read_inline(text).text if self._reads_marks else text
        if self._blocks and self._blocks[-1].kind is Kind.DETAILS and not self._blocks[-1].text:
            self._blocks[-1] = replace(self._blocks[-1], text=text, end_line=self._line)
        else:
            self._blocks.append(Block(Kind.DETAILS, text, self._line, self._line, depth=len(self._lists)))

    def _on_table(self, piece: Piece) -> None:
        self._tables = max(0, self._tables + (-1 if piece.closes else 1))
        if not piece.closes and self._tables == 1:
            self._flush()
            self._cells, self._row_line = [], self._line
        elif not self._tables:
            self._end_table()

    def _on_tr(self, piece: Piece) -> None:
        if self._cells is not None and not piece.closes:
            self._cells.append([])

    def _on_td(self, piece: Piece) -> None:
        if self._cells and not piece.closes:
            self._cells[-1].append("")

    def _on_th(self, piece: Piece) -> None:
        self._on_td(piece)

    def _end_table(self) -> None:
        if self._cells is None:
            return
        rows = tuple(tuple(_cell(cell, reads_marks=self._reads_marks) for cell in row) for row in self._cells if row)
        self._cells, self._tables = None, 0
        if rows:
            self._blocks.append(
                Block(Kind.TABLE, line=self._row_line, end_line=self._line, depth=len(self._lists), rows=rows)
            )

    def _flush(self, *, same_paragraph: bool = False) -> None:
        words, self._words = self._words, _Words()
        block = self._block(words)
        if block is not None:
            self._blocks.append(block)
            self._kind, self._number = Kind.TEXT, None
            self._starts = not same_paragraph
        elif not same_paragraph:
            self._starts = True
            if self._kind is Kind.HEADING:
                self._kind = Kind.TEXT

    def _block(self, words: _Words) -> Block | None:
        text = " ".join(words.text.split())
        bold, head = words.bold > 0 and not words.plain, words.head
        links_only, internal = words.linked > 0 and not words.free, words.internal
        if self._reads_marks and text:
            inline = read_inline(text)
            text, bold = inline.text, bold or inline.bold
            head = inline.head or head
            links_only, internal = links_only or inline.links_only, internal or inline.internal
        if not text:
            return None
        depth = len(self._lists) - 1 if self._kind is Kind.ITEM else len(self._lists)
        return Block(
            self._kind, text, words.line, self._line, self._level if self._kind is Kind.HEADING else 0,
            max(0, depth), self._number, bold, "" if bold else " ".join(head.split()), self._starts,
            links_only=links_only, internal=internal,
        )  # fmt: skip


def _cell(text: str, *, reads_marks: bool) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept = [read_inline(line).text if reads_marks else line for line in lines if line]
    return "\n".join(kept)
