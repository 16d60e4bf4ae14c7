"""From bytes to clean text: encodings, line ends, invisible characters."""

import re
from dataclasses import dataclass

from bank.errors import BankReadError
from bank.importers.document import Diagnostic

MAX_BYTES = 20 * 1024 * 1024
"""Largest file read, in bytes."""
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 65_536
_COMMON = "cp1252"
_INVISIBLE = dict.fromkeys(
    (0x200B, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_BLANKS = dict.fromkeys((0xA0, 0x2007, 0x202F, 0x0B, 0x0C, 0x2000, 0x2001, 0x2002, 0x2003, 0x2009), " ")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]{0,40}[ -/]{0,10}[@-~]|\][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\)"
    r"|[PX^_][^\x1b\n]{0,2000}\x1b\\|[ -/]{0,4}[0-~])"
)
"""Escape sequences of terminals, whole: ECMA-48, 5th edition, section 5."""
_MANY_CONTROL = 0.1


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and what was noticed on the way to it."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(raw: bytes, file: str) -> Decoded:
    """The text of a file: by its byte order mark, as UTF-8, or by a guess that is reported.

    Raises BankReadError for what is not text.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return Decoded(clean(raw[len(bom) :].decode(encoding, "replace")))
    if b"\0" in raw[:_SAMPLE] or raw.count(b"\0") > 8:
        return _without_mark(raw, file)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(raw, file)
    _refuse_binary(text, file)
    return Decoded(clean(text))


def _without_mark(raw: bytes, file: str) -> Decoded:
    """UTF-16 that lacks its mark shows itself by a zero in every second byte."""
    sample = raw[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if max(even, odd) >= 0.4 * half and min(even, odd) <= 0.05 * half:
        encoding = "utf-16-be" if even > odd else "utf-16-le"
        return Decoded(clean(raw.decode(encoding, "replace")), (_notice(encoding),))
    raise BankReadError(f"{file} is not a text file, nor one of the documents that can be read.")


def _guessed(raw: bytes, file: str) -> Decoded:
    from charset_normalizer import from_bytes

    matches = from_bytes(raw[:_SAMPLE])
    best = matches.best()
    # Short texts often fit several code pages equally well; the most common of them is then the likeliest.
    tied = [m for m in matches if best is not None and (m.chaos, m.coherence) == (best.chaos, best.coherence)]
    is_common = best is None or any(_COMMON in match.could_be_from_charset for match in tied)
    encoding = _COMMON if is_common or best is None else best.encoding
    text = raw.decode(encoding, "replace")
    _refuse_binary(text, file)
    return Decoded(clean(text), (_notice(encoding),))


def _notice(encoding: str) -> Diagnostic:
    return Diagnostic(1, "notice", "ENCODING", f"the text is not UTF-8; it was read as {encoding}")


def _refuse_binary(text: str, file: str) -> None:
    sample = text[:_SAMPLE]
    odd = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    if odd > _MANY_CONTROL * max(1, len(sample)):
        raise BankReadError(f"{file} is not a text file, nor one of the documents that can be read.")


def clean(text: str) -> str:
    """Text with one kind of line end and blank, and without invisible and control characters."""
    unified = _ESCAPE.sub("", text) if "\x1b" in text else text
    unified = unified.replace("\r\n", "\n").replace("\r", "\n")
    if unified.isascii():
        return _CONTROL.sub("", unified.replace("\x0c", " ").replace("\x0b", " "))
    return _CONTROL.sub(
        "", unified.translate({**_INVISIBLE, **_BLANKS}).replace("\u2028", " ").replace("\u2029", " ")
    )
