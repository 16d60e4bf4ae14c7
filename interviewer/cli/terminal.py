"""Words to a plain terminal: outside text made harmless, and a progress line where someone watches."""

import sys
import unicodedata
from typing import Any, TextIO

_STRIPPED = {"Cc", "Cs", "Co", "Cn"}
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF, 0x200B])


def harmless(text: str) -> str:
    """Outside text without escapes, control characters and invisible marks; line breaks and tabs stay."""
    visible = text.translate(_BIDI)
    return "".join(c for c in visible if c in "\n\t" or unicodedata.category(c) not in _STRIPPED)


def say(text: str = "", stream: TextIO | None = None) -> None:
    """A line of outside text, on stdout unless another stream is named; characters it cannot show become `?`."""
    out = stream or sys.stdout
    line = harmless(text)
    encoding = out.encoding or "utf-8"
    out.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    out.flush()


def tell(text: str = "") -> None:
    """A line for the person at the terminal, on stderr."""
    say(text, sys.stderr)


def print_json(value: Any) -> None:
    """A JSON value on stdout, readable."""
    import json

    say(json.dumps(value, indent=2, ensure_ascii=False))


class Progress:
    """A line on stderr that counts, rewritten in place; silent where nobody watches."""

    def __init__(self, total: int, what: str) -> None:
        self._total = total
        self._what = what
        self._watched = sys.stderr.isatty()

    def show(self, done: int, rest: str = "") -> None:
        """How many are done, and anything else worth a few words."""
        if self._watched:
            sys.stderr.write(f"\r\x1b[K{self._what} {done}/{self._total} {harmless(rest)}")
            sys.stderr.flush()

    def close(self) -> None:
        """Leave the cursor on a fresh line."""
        if self._watched:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
