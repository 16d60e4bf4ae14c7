"""Difficulty, as authors write it: emoji, words, (E)/(M)/(H), stars, lines and sections of their own."""

import re

from bank.question import Difficulty

_END = 40

_LEVEL_WORDS = {
    Difficulty.EASY: "e,easy,basic,basics,beginner,beginners,junior,entry,entry-level,entry level,warm-up,warmup"
    ",fresher,freshers,novice,simple,fundamental,l1,low,1",
    Difficulty.MEDIUM: "m,medium,intermediate,mid,mid-level,mid level,middle,regular,moderate,normal,l2,2",
    Difficulty.HARD: "h,hard,difficult,advanced,senior,expert,experts,experienced,l3,challenging,tricky,guru,high,3",
}
WORD_LEVELS = {word: level for level, words in _LEVEL_WORDS.items() for word in words.split(",")}
_EMOJIS = {Difficulty.EASY: "👶🟢🐣🌱", Difficulty.MEDIUM: "🟡🟠", Difficulty.HARD: "🔴🚀🔥💀🤯⚫"}
_EMOJI_LEVELS = {emoji: level for level, emojis in _EMOJIS.items() for emoji in emojis}
_LEVEL_WORD = "|".join(sorted((re.escape(word) for word in WORD_LEVELS if len(word) > 2), key=len, reverse=True))
LEVEL_AT_END = re.compile(
    rf"\s*(?:[(\[{{](?P<short>e|m|h|l[123]|{_LEVEL_WORD})(?:\s+level)?[)\]}}]|[-–—|:]\s+(?P<word>{_LEVEL_WORD}))\s*$",
    re.IGNORECASE,
)
LEVEL_AT_START = re.compile(
    rf"^[(\[{{](?P<short>e|m|h|l[123]|{_LEVEL_WORD})(?:\s+level)?[)\]}}]\s*[-:]?\s*", re.IGNORECASE
)
_LEVEL_LINE = re.compile(
    rf"^\W*(?:difficulty|level|difficulty level|complexity)\s*[:：-]?\s*\W*(?P<word>{_LEVEL_WORD}|e|m|h"
    rf"|[123])\b[^\w]*(?:level)?\W*$",
    re.IGNORECASE,
)
_SECTION_LEVEL = (
    "easy|medium|hard|beginners?|intermediate|advanced|junior|senior|experts?|freshers?|mid[- ]level|entry[- ]level"
    "|experienced"
)
_LEVEL_HEADING = re.compile(
    rf"^\W*(?:for\s+)?(?:{_SECTION_LEVEL})(?:[ -]+level)?(?:\s+(?:interview\s+)?(?:questions?|level))?\W*$",
    re.IGNORECASE,
)
_LEVEL_FIRST = re.compile(rf"^\W*(?:for\s+)?(?P<word>{_LEVEL_WORD})\b", re.IGNORECASE)
_STARS = re.compile(r"(?:\s*⭐\ufe0f?){1,5}\s*$")


def emoji_level(line: str) -> Difficulty | None:
    """The difficulty that the first emoji of difficulty in a line stands for."""
    if line.isascii():
        return None
    for character in line:
        if ord(character) > 0x2000 and character in _EMOJI_LEVELS:
            return _EMOJI_LEVELS[character]
    return None


def stars_of(line: str) -> int:
    """How many stars stand at the end of a line."""
    stars = _STARS.search(line[-_END:]) if "⭐" in line else None
    return stars.group().count("⭐") if stars else 0


def level_of_stars(stars: int, *, is_scale: bool) -> Difficulty | None:
    """The difficulty that stars mean: of one to five where they are a scale, medium where there is only ever one."""
    if not stars:
        return None
    if not is_scale:
        return Difficulty.MEDIUM
    return Difficulty.EASY if stars == 1 else Difficulty.MEDIUM if stars <= 3 else Difficulty.HARD


def level_of_line(text: str) -> Difficulty | None:
    """The difficulty that a line of its own states (“Difficulty: hard”)."""
    match = _LEVEL_LINE.match(text)
    return WORD_LEVELS[match["word"].lower()] if match else None


def level_of_word(text: str) -> Difficulty | None:
    """The difficulty that the cell of a table states."""
    lowered = " ".join(text.lower().split())
    return WORD_LEVELS.get(lowered) or level_of_heading(text)


def level_of_heading(text: str) -> Difficulty | None:
    """The difficulty that a section's heading states for all its questions, when that is all it says."""
    match = _LEVEL_FIRST.match(text) if _LEVEL_HEADING.match(text) else None
    return WORD_LEVELS[match["word"].lower()] if match else emoji_level(text)
