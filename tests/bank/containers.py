"""Small documents in binary containers, made in memory."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(*paragraphs: str, numbering: str = "", styles: str = "") -> bytes:
    """A Word document with these paragraphs of XML."""
    parts = {"word/document.xml": f"<w:document {W}><w:body>{''.join(paragraphs)}</w:body></w:document>"}
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {W}>{numbering}</w:numbering>"
    if styles:
        parts["word/styles.xml"] = f"<w:styles {W}>{styles}</w:styles>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def paragraph(text: str, *, style: str = "", number: tuple[int, int] | None = None, run: str = "") -> str:
    """A paragraph of XML; `number` is a list's id and level, `run` what its words look like (`<w:b/>`)."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def levels(list_id: int, *formats: str) -> str:
    """The definition of a list, a format for each level."""
    parts = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/></w:lvl>'
        for n, form in enumerate(formats)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{list_id}">{parts}</w:abstractNum>'
        f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
    )


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF with a text layer: pages of lines."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(f"({_escaped(line)}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td\n{shown}\nET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = b"%PDF-1.4\n"
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = len(out)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def apkg(folder: Path, *notes: tuple[str, str], deck: str = "Course::Tides") -> bytes:
    """A package of Anki with these notes: fields joined by U+001F, and tags."""
    path = folder / "collection.anki2"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE col (decks TEXT)")
    connection.execute("CREATE TABLE notes (id INTEGER, flds TEXT, tags TEXT)")
    connection.execute("CREATE TABLE cards (nid INTEGER, did INTEGER)")
    connection.execute("INSERT INTO col VALUES (?)", (json.dumps({"7": {"name": deck}}),))
    for number, (fields, tags) in enumerate(notes, 1):
        connection.execute("INSERT INTO notes VALUES (?, ?, ?)", (number, fields, tags))
        connection.execute("INSERT INTO cards VALUES (?, 7)", (number,))
    connection.commit()
    connection.close()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.write(path, "collection.anki2")
    return stream.getvalue()
