"""HTML as blocks: whole pages, and the fragments that stand in Markdown.

A small scanner of tags that never looks back, so that no page can make it slow. Scripts, styles, navigation and
comments are dropped.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bank.importers.blocks import Block, Blocks, Kind
from bank.importers.inline import read_inline

_TAG = re.compile(
    r"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})(?P<attributes>[^<>]{0,4000})>|<[!?][^<>]{0,4000}>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[a-zA-Z-]{1,30})\s*=\s*(?:\"(?P<a>[^\"]{0,2000})\"|'(?P<b>[^']{0,2000})'|(?P<c>[^\s\"'>]{1,2000}))"
)
_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "head",
    "nav",
    "footer",
    "textarea",
    "select",
    "iframe",
    "math",
)
_BREAKS = {
    "p", "div", "section", "article", "main", "header", "aside", "blockquote", "center", "form", "fieldset", "figure",
    "figcaption", "address", "dl", "dd", "body", "html", "hgroup", "caption",
}  # fmt: skip
_BOLD = {"b", "strong", "dt"}
_MAX_DEPTH = 60
_BULLET = re.compile(r"^\s*(?:[-*+•]|(?P<number>\d{1,4})[.)])\s+(?P<text>\S.*)$")


def read_html(text: str) -> Blocks:
    """The blocks of a page; its `<title>` is the title."""
    title = re.search(r"<title[^<>]{0,200}>([^<]{0,500})</title", text[:20_000], re.IGNORECASE)
    writer = HtmlWriter(reads_marks=False)
    newlines = [index for index, character in enumerate(text) if character == "\n"]
    for piece in _pieces(_without_dropped(text)):
        writer.take(piece, bisect_right(newlines, piece.start) + 1)
    return Blocks(tuple(writer.finish()), html.unescape(" ".join(title[1].split())) if title else "")


def read_fragment(lines: list[tuple[int, str]]) -> list[Block]:
    """The blocks of HTML lines that stand in Markdown, each with its line number."""
    writer = HtmlWriter(reads_marks=True)
    for number, line in lines:
        writer.start_line(line, number)
        bullet = _BULLET.match(line)
        for piece in _pieces(bullet["text"] if bullet else line):
            writer.take(piece, number)
    return writer.finish()


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    text: str
    tag: str = ""
    closes: bool = False
    attributes: str = ""


def _pieces(text: str) -> Iterator[_Piece]:
    position = 0
    for match in _TAG.finditer(text):
        if match.start() > position:
            yield _Piece(position, text[position : match.start()])
        if match["name"]:
            yield _Piece(match.start(), "", match["name"].lower(), bool(match["closing"]), match["attributes"])
        position = match.end()
    if position < len(text):
        yield _Piece(position, text[position:])


def _without_dropped(text: str) -> str:
    """The page with dropped parts blanked out, so that places stay what they were."""
    page = blanked(text, "<!--", "-->")
    for name in _DROPPED:
        page = blanked(page, f"<{name}", f"</{name}>", whole_tag=True)
    return page


def blanked(text: str, opening: str, closing: str, *, whole_tag: bool = False) -> str:
    """The text with what stands between two marks blanked out, the marks too; line ends stay."""
    lowered = text.lower() if whole_tag else text
    if len(lowered) != len(text) or opening not in lowered:
        return text
    kept: list[str] = []
    position = 0
    while (start := lowered.find(opening, position)) >= 0:
        after = lowered[start + len(opening) : start + len(opening) + 1]
        if whole_tag and after.isalnum():
            kept.append(text[position : start + 1])
            position = start + 1
            continue
        end = lowered.find(closing, start)
        if end < 0:
            break
        end += len(closing)
        kept.append(text[position:start] + "".join("\n" if c == "\n" else " " for c in text[start:end]))
        position = end
    return "".join((*kept, text[position:]))


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

    def take(self, piece: _Piece, line: int) -> None:
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
            bullet = _BULLET.match(line)
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

    def _tag(self, piece: _Piece) -> None:
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

    def _on_bold(self, piece: _Piece) -> None:
        if piece.tag == "dt":
            self._flush()
        self._bold = max(0, self._bold + (-1 if piece.closes else 1))

    def _on_heading(self, piece: _Piece) -> None:
        self._flush()
        if not piece.closes:
            self._kind, self._level = Kind.HEADING, int(piece.tag[1])

    def _on_a(self, piece: _Piece) -> None:
        href = _attributes(piece.attributes).get("href")
        self._link = not piece.closes and href is not None
        self._internal = bool(href and href.startswith("#"))

    def _on_br(self, _: _Piece) -> None:
        if self._summary is not None:
            self._summary.append(" ")
        elif self._kind is Kind.HEADING:
            self._say(" ")
        else:
            self._flush(same_paragraph=True)

    def _on_hr(self, _: _Piece) -> None:
        self._flush()
        self._blocks.append(Block(Kind.RULE, line=self._line, end_line=self._line))

    def _on_ul(self, piece: _Piece) -> None:
        self._flush()
        if piece.closes:
            if self._lists:
                self._lists.pop()
        elif len(self._lists) < _MAX_DEPTH:
            start = _attributes(piece.attributes).get("start", "1")
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            self._lists.append([first if piece.tag == "ol" else -1])

    def _on_ol(self, piece: _Piece) -> None:
        self._on_ul(piece)

    def _on_li(self, piece: _Piece) -> None:
        self._flush()
        if piece.closes:
            return
        self._kind = Kind.ITEM
        if self._lists and self._lists[-1][0] >= 0:
            value = _attributes(piece.attributes).get("value", "")
            if value.isdecimal() and len(value) < 6:
                self._lists[-1][0] = int(value)
            self._number = self._lists[-1][0]
            self._lists[-1][0] += 1

    def _on_pre(self, piece: _Piece) -> None:
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

    def _on_details(self, piece: _Piece) -> None:
        self._end_summary()
        self._flush()
        kind = Kind.END if piece.closes else Kind.DETAILS
        self._blocks.append(Block(kind, line=self._line, end_line=self._line, depth=len(self._lists)))

    def _on_summary(self, piece: _Piece) -> None:
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

    def _on_table(self, piece: _Piece) -> None:
        self._tables = max(0, self._tables + (-1 if piece.closes else 1))
        if not piece.closes and self._tables == 1:
            self._flush()
            self._cells, self._row_line = [], self._line
        elif not self._tables:
            self._end_table()

    def _on_tr(self, piece: _Piece) -> None:
        if self._cells is not None and not piece.closes:
            self._cells.append([])

    def _on_td(self, piece: _Piece) -> None:
        if self._cells and not piece.closes:
            self._cells[-1].append("")

    def _on_th(self, piece: _Piece) -> None:
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


def _attributes(text: str) -> dict[str, str]:
    return {m["name"].lower(): html.unescape(m["a"] or m["b"] or m["c"] or "") for m in _ATTRIBUTE.finditer(text)}


def _cell(text: str, *, reads_marks: bool) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept = [read_inline(line).text if reads_marks else line for line in lines if line]
    return "\n".join(kept)
