"""Text from people, files and models, made fit for a terminal.

Such text is data. It is never markup, and no character of it may move the cursor, change a colour, ring a bell or
turn the writing direction of what stands around it. Every screen shows it through `shown` or `content`.
"""

import unicodedata
from functools import lru_cache

from textual.content import Content

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_KEPT_FORMATS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}")
"""Format characters that spelling needs: emoji sequences and Persian words are made with joiners."""
_LINE_ENDS = {"\N{LINE SEPARATOR}": "\n", "\N{PARAGRAPH SEPARATOR}": "\n", "\x85": "\n"}


def shown(text: str) -> str:
    """The text as it is safe to show, character for character: offsets into it stay true.

    Line ends and joiners stay, tabs become blanks; control characters become their Unicode pictures (ESC is `␛`);
    what has no picture, bidirectional overrides and lone surrogates become the replacement character.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def one_line(text: str, limit: int = 400) -> str:
    """The text as `shown`, on one line, at most `limit` characters long."""
    line = " ".join(shown(text[: limit * 4]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def content(text: str, style: str = "") -> Content:
    """The text as `shown`, as content that is never read as markup."""
    return Content.styled(shown(text), style) if style else Content(shown(text))


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    if char == "\n":
        return char
    if char in "\t\r":
        return " "
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if char in _LINE_ENDS:
        return _LINE_ENDS[char]
    is_unfit = unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in _KEPT_FORMATS
    return REPLACEMENT if is_unfit else char
