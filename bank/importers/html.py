"""HTML as blocks: whole pages, and the fragments that stand in Markdown.

A small scanner of tags that never looks back, so that no page can make it slow. Scripts, styles, navigation and
comments are dropped.
"""

import html
import re
from bisect import bisect_right

from bank.importers.blocks import Block, Blocks
from bank.importers.html_tags import pieces
from bank.importers.html_writer import BULLET, HtmlWriter

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


def read_html(text: str) -> Blocks:
    """The blocks of a page; its `<title>` is the title."""
    title = re.search(r"<title[^<>]{0,200}>([^<]{0,500})</title", text[:20_000], re.IGNORECASE)
    writer = HtmlWriter(reads_marks=False)
    newlines = [index for index, character in enumerate(text) if character == "\n"]
    for piece in pieces(_without_dropped(text)):
        writer.take(piece, bisect_right(newlines, piece.start) + 1)
    return Blocks(tuple(writer.finish()), html.unescape(" ".join(title[1].split())) if title else "")


def read_fragment(lines: list[tuple[int, str]]) -> list[Block]:
    """The blocks of HTML lines that stand in Markdown, each with its line number."""
    writer = HtmlWriter(reads_marks=True)
    for number, line in lines:
        writer.start_line(line, number)
        bullet = BULLET.match(line)
        for piece in pieces(bullet["text"] if bullet else line):
            writer.take(piece, number)
    return writer.finish()


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
