"""PDF with a text layer as blocks.

Running heads and page numbers are dropped; paragraphs are found again by how full their lines are. Places count
pages.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bank.errors import BankReadError
from bank.importers.blocks import Blocks
from bank.importers.decoding import clean
from bank.importers.plain import plain_blocks

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 1500
_MAX_TEXT = 20_000_000
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
_STARTS = re.compile(
    r"^\s*(?:[•‣◦▪●○·–-]\s+|\(?\d{1,4}[.)]\s+|(?:Q|A|Ans|Answer|Question)\s*\d{0,4}\s*[.:)])", re.IGNORECASE
)


def read_pdf(raw: bytes, file: str) -> Blocks:
    """The blocks of a PDF. Raises BankReadError when it is damaged, locked, or has no text layer."""
    if b"%PDF-" not in raw[:1024]:
        raise BankReadError(f"{file} is no PDF; leave out --format, or name the format that it has.")
    pages = _pages(raw, file)
    if not any(line.strip() for page in pages for line in page):
        raise BankReadError(
            f"{file} has no text layer, only pictures of pages; run a text recognition over it first."
        )
    running = _running_heads(pages)
    lines: list[tuple[int, str]] = []
    for number, page in enumerate(pages, 1):
        kept = [line for line in page if line.strip() not in running and not _PAGE_NUMBER.match(line)]
        lines.extend((number, line) for line in _with_paragraphs(kept))
    return Blocks(tuple(plain_blocks(lines)), unit="page")


def _pages(raw: bytes, file: str) -> list[list[str]]:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(raw))
        _refuse_unreadable(reader, file)
        return list(_texts(reader))
    except BankReadError:
        raise
    except Exception as error:  # pypdf raises whatever a broken file makes it meet
        raise BankReadError(
            f"{file} is a damaged PDF; open it in a viewer and save or print it to a new PDF."
        ) from error


def _refuse_unreadable(reader: "PdfReader", file: str) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise BankReadError(f"{file} is locked with a password; save a copy without one.")
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise BankReadError(f"{file} has {count} pages; up to {MAX_PAGES} are read.")


def _texts(reader: "PdfReader") -> Iterator[list[str]]:
    size = 0
    for page in reader.pages:
        text = clean(page.extract_text() or "")
        size += len(text)
        if size > _MAX_TEXT:
            raise BankReadError("The PDF has more text than a bank may have.")
        yield text.split("\n")


def _running_heads(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Lines that stand at the top or the bottom of most pages."""
    if len(pages) < 3:
        return frozenset()
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line.strip() for line in page if line.strip()]
        edges.update({*filled[:2], *filled[-2:]})
    return frozenset(line for line, count in edges.items() if count >= 0.6 * len(pages))


def _with_paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with a blank one before each that starts a paragraph."""
    width = sorted(len(line) for line in lines)[int(0.9 * len(lines))] if lines else 0
    above = ""
    for line in lines:
        ends = above.rstrip().endswith((".", "?", "!", ":", "”", ")")) and len(above) < 0.9 * width
        if above.strip() and line.strip() and (ends or len(above) < 0.5 * width or _STARTS.match(line)):
            yield ""
        yield line
        above = line
