"""Text made comparable: one spelling for the many ways to write the same words, with a way back to the original.

Folding applies NFKC and case folding, straightens quotes and dashes, drops zero-width, bidirectional and control
characters, and makes one blank of every run of white space. Every folded character knows which characters of the
raw text it stands for, so that a match in folded text is a span of the raw text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SAME = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
})  # fmt: skip
_PLAIN = re.compile(r"(?:[!-~]+(?: [!-~]+)*)?")
"""Printable ASCII with single blanks inside: nothing to fold but case."""
_CONTROLS = {code: None for code in range(128) if not chr(code).isprintable() and not chr(code).isspace()}
_INVISIBLE = {"Cf", "Cc", "Cs", "Co", "Cn"}
_WORD = re.compile(r"\w+(?:[-'.]\w+)*", re.UNICODE)

STOPWORDS = frozenset(
    """a about after all also am an and any are as at be because been being both but by can could did do does doing
    for from had has have having he her here his how i if in into is it its itself just me more most my no nor not now
    of off on once one only or other our out over own per same she should so some such than that the their them then
    there these they this those to too under until up upon us very was we were what when where which while who whom
    why will with would you your it's i'd i'll i'm i've don't that's there's they're we're you're""".split()
)
NEGATIONS = frozenset("no not never none neither nor cannot without hardly nothing n't".split())


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `starts[i]` and `ends[i]` delimit the raw characters behind `text[i]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Span of the raw text behind the folded `text[start:end]`, which must not be empty."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=64)
def fold(raw: str) -> Folded:
    """The comparable form of a text."""
    if _PLAIN.fullmatch(raw):
        return Folded(raw.lower(), tuple(range(len(raw))), tuple(range(1, len(raw) + 1)))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(raw):
        for char in _fold_cluster(raw[start:end]):
            if char == " " and (not text or text[-1] == " "):
                continue
            text.append(char)
            starts.append(start)
            ends.append(end)
    while text and text[-1] == " ":
        del text[-1], starts[-1], ends[-1]
    return Folded("".join(text), tuple(starts), tuple(ends))


def _clusters(raw: str) -> Iterator[tuple[int, int]]:
    """Spans of a base character with the marks that combine with it."""
    start = 0
    for index in range(1, len(raw) + 1):
        if index == len(raw) or not unicodedata.combining(raw[index]):
            yield start, index
            start = index


def _fold_cluster(cluster: str) -> str:
    if cluster.isascii():
        return " " if cluster.isspace() else cluster.lower() if cluster.isprintable() else ""
    folded = unicodedata.normalize("NFKC", cluster.translate(_SAME)).casefold().translate(_SAME)
    return "".join(" " if char.isspace() else char for char in folded if not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE and not char.isspace()


@lru_cache(maxsize=4096)
def folded(raw: str) -> str:
    """The comparable form alone, without the way back: quicker, above all for ASCII."""
    return " ".join(raw.translate(_CONTROLS).lower().split()) if raw.isascii() else fold(raw).text


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return _WORD.findall(folded(text))


def content_words(text: str) -> list[str]:
    """The words that carry meaning, reduced to a rough stem, in order."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """A rough stem: the common English endings cut off, so that “weights” meets “weighting”."""
    for ending in (
        "ations",
        "ation",
        "ingly",
        "ings",
        "ing",
        "ies",
        "ied",
        "edly",
        "ed",
        "es",
        "ly",
        "s",
        "e",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A span of a text, widened to whole words, without blanks before them."""
    while start < end and text[start] == " ":
        start += 1
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end
