"""Word documents as blocks.

Numbers often live only in list definitions, and bold or italics may be all that marks a question, so styles and
numbering are read too. Places count paragraphs.
"""

from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from bank.importers.archives import open_archive, read_member
from bank.importers.blocks import Block, Blocks, Kind, with_italics
from bank.importers.decoding import clean
from bank.importers.word_styles import MAX_LEVEL, WORD, Numbering, Style, Styles, is_on, small, value_of
from bank.importers.xml import local_name, parse_xml

_MONOSPACE = ("courier", "consolas", "menlo", "monaco", "mono", "lucida console")
_LETTERS = {"lowerLetter": "abcdefghijklmnopqrstuvwxyz", "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_MAX_START = 100_000


def read_docx(raw: bytes, file: str) -> Blocks:
    """The blocks of a Word document. Raises BankReadError when it is damaged."""
    archive = open_archive(raw, file)
    names = set(archive.namelist())
    root = parse_xml(read_member(archive, "word/document.xml", file), file)
    styles = Styles()
    if "word/styles.xml" in names:
        styles.read(parse_xml(read_member(archive, "word/styles.xml", file), file))
    numbering = Numbering()
    if "word/numbering.xml" in names:
        numbering.read(parse_xml(read_member(archive, "word/numbering.xml", file), file))
    reader = _Reader(styles, numbering)
    body = root.find(f"{WORD}body")
    if body is not None:
        reader.read(body)
    blocks = list(with_italics(_joined_code(reader.blocks)))
    if reader.title:
        blocks = [replace(block, level=block.level + 1) if block.level else block for block in blocks]
    return Blocks(tuple(blocks), reader.title, unit="paragraph")


def _joined_code(blocks: list[Block]) -> list[Block]:
    """Lines of code that follow each other as one block."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and last.kind is Kind.CODE and block.kind is Kind.CODE and block.line == last.end_line + 1:
            joined[-1] = replace(last, text=f"{last.text}\n{block.text}", end_line=block.line)
        else:
            joined.append(block)
    return joined


@dataclass(slots=True)
class _Line:
    """A line of a paragraph in the making."""

    text: str = ""
    head: str = ""
    bold: int = 0
    italic: int = 0
    plain: int = 0
    linked: int = 0
    free: int = 0
    mono: int = 0
    internal: bool = False


@dataclass(slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    mono: bool = False
    linked: bool = False
    internal: bool = False


@dataclass(slots=True)
class _Layout:
    """What a paragraph's properties say."""

    name: str = ""
    level: int = 0
    list_id: str | None = None
    list_level: int = 0
    look: _Look = field(default_factory=_Look)


class _Reader:
    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self._styles = styles
        self._numbering = numbering
        self._place = 0

    def read(self, container: Element) -> None:
        """The paragraphs and tables of a body or of what wraps them."""
        for element in container:
            name = local_name(element.tag)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name in {"sdt", "sdtContent", "ins", "customXml", "smartTag"} and not _is_contents(element):
                self.read(element)

    def _table(self, table: Element) -> None:
        first = self._place + 1
        rows: list[tuple[str, ...]] = []
        for row in table.iter(f"{WORD}tr"):
            cells = [self._cell(cell) for cell in row if local_name(cell.tag) == "tc"]
            rows.append(tuple(cells))
        if any(any(row) for row in rows):
            self.blocks.append(Block(Kind.TABLE, line=first, end_line=self._place, rows=tuple(rows)))

    def _cell(self, cell: Element) -> str:
        lines: list[str] = []
        for paragraph in cell.iter(f"{WORD}p"):
            self._place += 1
            layout = self._layout(paragraph)
            text = "\n".join(" ".join(line.text.split()) for line in self._lines(paragraph, layout))
            lines.append(f"- {text}" if layout.list_id and text else text)
        return "\n".join(line for line in lines if line)

    def _layout(self, paragraph: Element) -> _Layout:
        properties = paragraph.find(f"{WORD}pPr")
        chain = self._styles.chain(value_of(properties, "pStyle"))
        numbers = properties.find(f"{WORD}numPr") if properties is not None else None
        styled = next((style for style in chain if style.list_id), None)
        list_id = value_of(numbers, "numId") or (styled.list_id if styled else None)
        level = small(value_of(numbers, "ilvl"))
        return _Layout(
            name=chain[0].name if chain else "",
            level=_heading_level(properties, chain),
            list_id=None if list_id == "0" else list_id,
            list_level=min(MAX_LEVEL, level if level is not None else styled.list_level if styled else 0),
            look=_Look(
                bold=next((style.bold for style in chain if style.bold is not None), False),
                italic=next((style.italic for style in chain if style.italic is not None), False),
            ),
        )

    def _paragraph(self, paragraph: Element) -> None:
        self._place += 1
        layout = self._layout(paragraph)
        if layout.name.startswith("toc"):
            return
        if layout.name == "title" and not self.title:
            self.title = " ".join(" ".join(line.text for line in self._lines(paragraph, layout)).split())
            return
        lines = [line for line in self._lines(paragraph, layout) if line.text.strip()]
        if not lines:
            return
        slanted = all(line.italic and not line.plain and not line.bold for line in lines)
        for index, line in enumerate(lines):
            self.blocks.append(replace(self._block(line, layout, starts=index == 0), slanted=slanted))

    def _block(self, line: _Line, layout: _Layout, *, starts: bool) -> Block:
        text = " ".join(line.text.split())
        is_code = any(word in layout.name for word in ("code", "preformatted", "source")) or (
            line.mono and not line.free - line.mono
        )
        if is_code and not layout.level:
            return Block(Kind.CODE, line.text.rstrip(), self._place, self._place)
        bold = line.bold > 0 and not line.plain and not line.italic
        made = Block(
            Kind.TEXT, text, self._place, self._place, bold=bold, head="" if bold else " ".join(line.head.split()),
            starts=starts, links_only=line.linked > 0 and not line.free, internal=line.internal,
        )  # fmt: skip
        if layout.level:
            number = self._numbering.next(layout.list_id, layout.list_level)[1] if layout.list_id else None
            return replace(made, kind=Kind.HEADING, level=layout.level, number=number, bold=False, head="")
        if layout.list_id and starts:
            return self._item(made, layout)
        return replace(made, depth=layout.list_level + 1) if layout.list_id else made

    def _item(self, block: Block, layout: _Layout) -> Block:
        style, count = self._numbering.next(layout.list_id or "", layout.list_level)
        item = replace(block, kind=Kind.ITEM, depth=layout.list_level)
        letters = _LETTERS.get(style)
        if letters and 0 < count <= len(letters):
            return replace(item, text=f"{letters[count - 1]}. {block.text}")
        return item if style in {"bullet", "none"} or not 0 <= count <= _MAX_START else replace(item, number=count)

    def _lines(self, paragraph: Element, layout: _Layout) -> list[_Line]:
        lines = [_Line()]
        self._runs(paragraph, layout.look, lines)
        return lines

    def _runs(self, parent: Element, look: _Look, lines: list[_Line]) -> None:
        for element in parent:
            name = local_name(element.tag)
            if name == "r":
                self._run(element, look, lines)
            elif name == "hyperlink":
                anchor = element.get(f"{WORD}anchor") is not None
                self._runs(element, replace(look, linked=True, internal=anchor), lines)
            elif name in {"ins", "smartTag", "sdt", "sdtContent", "customXml"}:
                self._runs(element, look, lines)

    def _run(self, run: Element, look: _Look, lines: list[_Line]) -> None:
        properties = run.find(f"{WORD}rPr")
        bold, italic = is_on(properties, "b"), is_on(properties, "i")
        fonts = properties.find(f"{WORD}rFonts") if properties is not None else None
        font = (fonts.get(f"{WORD}ascii") or "").lower() if fonts is not None else ""
        own = replace(
            look,
            bold=look.bold if bold is None else bold,
            italic=look.italic if italic is None else italic,
            mono=any(name in font for name in _MONOSPACE),
        )
        for element in run:
            name = local_name(element.tag)
            if name == "t":
                _say(lines[-1], clean(element.text or ""), own)
            elif name == "tab":
                _say(lines[-1], "\t", own)
            elif name in {"br", "cr"} and element.get(f"{WORD}type") in {None, "textWrapping"}:
                lines.append(_Line())


def _say(line: _Line, text: str, look: _Look) -> None:
    letters = sum(character.isalnum() for character in text)
    line.text += text
    if look.bold:
        line.bold += letters
    elif look.italic:
        line.italic += letters
    else:
        line.plain += letters
    if look.bold and not line.plain:
        line.head += text
    line.linked += letters if look.linked else 0
    line.free += 0 if look.linked else letters
    line.mono += letters if look.mono else 0
    line.internal = line.internal or look.internal


def _heading_level(properties: Element | None, chain: list[Style]) -> int:
    own = small(value_of(properties, "outlineLvl"))
    if own is not None and own < 9:
        return own + 1
    for style in chain:
        if style.name == "title":
            return 1
        if style.name.startswith("heading ") and style.name[8:].strip().isdecimal():
            return min(9, int(style.name[8:].strip()[:2]))
        if style.level is not None and style.level < 9:
            return style.level + 1
    return 0


def _is_contents(element: Element) -> bool:
    """Whether a wrapped part is a table of contents that Word keeps up to date."""
    gallery = next(element.iter(f"{WORD}docPartGallery"), None)
    return gallery is not None and "contents" in (gallery.get(f"{WORD}val") or "").lower()
