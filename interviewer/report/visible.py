"""Text from people and models, made fit to show: what would act or hide is replaced by a sign that shows it.

Control characters become their pictures (ESC becomes ␛), characters that reorder or hide text and halves of
surrogate pairs become �. Every character is replaced by exactly one, so that offsets into the text stay true.
"""

import re

_UNSHOWABLE = "\ufffd"
_RANGES = (
    (0x80, 0x9F),  # C1 controls, which some terminals obey
    (0x202A, 0x202E),  # bidirectional embeddings and overrides
    (0x2066, 0x2069),  # bidirectional isolates
    (0xD800, 0xDFFF),  # lone surrogates, which no encoding can carry
    (0xFDD0, 0xFDEF),
    (0xFFFE, 0xFFFF),  # non-characters
    (0xE0000, 0xE007F),  # tag characters: invisible text
)
_TABLE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    **{code: _UNSHOWABLE for low, high in _RANGES for code in range(low, high + 1)},
    0x09: "\t",
    0x0A: "\n",
    0x7F: "\u2421",
    0x2028: "\n",
    0x2029: "\n",
    0x85: "\n",
}
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_RETURN = re.compile("\r\n?")


def visible(text: str) -> str:
    """The text with nothing in it that acts or hides; as long as before."""
    if _SUSPECT.search(text) is None:
        return text
    return _RETURN.sub(lambda found: " \n" if len(found[0]) == 2 else "\n", text).translate(_TABLE)


def one_line(text: str) -> str:
    """The visible text on a single line."""
    return " ".join(visible(text).split())


def shortened(text: str, length: int) -> str:
    """The visible text on a single line of at most `length` characters, cut with an ellipsis."""
    line = one_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
