"""Plain text as blocks: numbered lines, bullets, underlined and capital headings, tabbed columns left as they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bank.importers import marks
from bank.importers.blocks import Block, Blocks, Kind
from bank.importers.likeness import question_likeness

_NUMBERED = re.compile(r"^(?P<indent>\s*)(?:\(?(?P<number>\d{1,4})[.)])(?:\s+|(?=[^\W\d]))(?P<text>\S.*)$")
_BULLET = re.compile(r"^(?P<indent>\s*)[*•‣◦▪●○·∙➢➤►–—-]\s+(?P<text>\S.*)$")
_UNDERLINE = re.compile(r"^\s*(?P<mark>[=\-~_*#+])(?P=mark){2,}\s*$")
_FRAMED_RULE = re.compile(r"^\s*(?P<frame>[#*|+])(?P<mark>[=\-~_])(?P=mark){2,}(?P=frame)\s*$")
_FENCE = re.compile(r"^\s{0,8}(?:```|~~~)")
_NAMED_SECTION = re.compile(
    r"^(?:section|chapter|part|topic|module|unit|category)\b\s*[\w.]{0,8}\s*[:.–—-]?\s*\S.{0,80}$", re.IGNORECASE
)
_OF_QUESTIONS = re.compile(
    r"\bquestions?\b(?: (?:for|on|about) [\w ,&+#./-]{2,40}| (?:and|&) answers?)?$", re.IGNORECASE
)
_DASHED = re.compile(r"^[^\W\d_][\w&/+#.() ]{1,40}\s[-–—]$")
_FIRST = re.compile(r"^\s*\(?1[.)]\s")
_MAX_HEADING_WORDS = 9
_MAX_BARE_HEADING_WORDS = 5
_ORNAMENTS = frozenset("🔹🔸🟦🟩🟨🟥📌📚📘📗📙🧠💡⚙🎯🚀🔥🌟⭐✨🛠🧩🐍☕🌐🔐🔒📊📈🗂🏗")
_MAX_INDENT = 40


def read_plain(text: str, *, first_line: int = 1) -> Blocks:
    """The blocks of a plain-text document; lines are counted from `first_line`."""
    blocks = list(plain_blocks([(first_line + n, line) for n, line in enumerate(text.split("\n"))]))
    levels = [block.level for block in blocks if block.kind is Kind.HEADING]
    if levels and blocks[0].kind is Kind.HEADING and levels.count(levels[0]) == 1:
        blocks[0] = replace(blocks[0], level=1)
    return Blocks(tuple(blocks))


def plain_blocks(lines: Sequence[tuple[int, str]]) -> Iterator[Block]:
    """The blocks of numbered lines."""
    starts = True
    code: list[tuple[int, str]] | None = None
    items: list[int] = []
    for index, (number, line) in enumerate(lines):
        if code is not None:
            if _FENCE.match(line):
                yield _code(code, number)
                code = None
            else:
                code.append((number, line))
            continue
        if _FENCE.match(line) and any(_FENCE.match(other) for _, other in lines[index + 1 : index + 200]):
            code = [(number, "")]
            continue
        if not line.strip():
            starts = True
            continue
        block = _line(lines, index, items, starts=starts)
        if block is None:
            starts = True
            continue
        starts = block.kind in {Kind.HEADING, Kind.RULE}
        yield block


def _code(lines: Sequence[tuple[int, str]], end: int) -> Block:
    return Block(Kind.CODE, "\n".join(line for _, line in lines[1:]), lines[0][0], end)


def _line(lines: Sequence[tuple[int, str]], index: int, items: list[int], *, starts: bool) -> Block | None:
    number, line = lines[index]
    if _FRAMED_RULE.match(line):
        return Block(Kind.RULE, line=number, end_line=number)
    if _UNDERLINE.match(line):
        is_underline = index > 0 and lines[index - 1][1].strip() and _heading_level(lines, index - 1)
        return None if is_underline else Block(Kind.RULE, line=number, end_line=number)
    level = _heading_level(lines, index)
    if level:
        items.clear()
        return Block(Kind.HEADING, line.strip().strip("#*=").strip(), number, number, level)
    numbered, bullet = _NUMBERED.match(line), _BULLET.match(line)
    match = numbered or bullet
    if match is None:
        is_inside = bool(items) and len(line) - len(line.lstrip()) > items[-1]
        depth = len(items) if is_inside else 0
        if not is_inside and starts:
            items.clear()
        return Block(Kind.TEXT, line.strip(), number, number, depth=depth, starts=starts)
    indent = min(_MAX_INDENT, len(match["indent"].expandtabs(4)))
    while items and items[-1] >= indent:
        items.pop()
    items.append(indent)
    return Block(
        Kind.ITEM, match["text"].strip(), number, number, depth=len(items) - 1,
        number=int(numbered["number"]) if numbered else None,
    )  # fmt: skip


def _heading_level(lines: Sequence[tuple[int, str]], index: int) -> int:
    """The level of a heading, guessed from its look; 0 for other lines."""
    line = lines[index][1].strip()
    words = line.split()
    if not words or len(words) > _MAX_HEADING_WORDS + 6 or not any(c.isalpha() for c in line):
        return 0
    below = lines[index + 1][1] if index + 1 < len(lines) else ""
    underline = _UNDERLINE.match(below)
    alone = _is_blank(lines, index - 1) and (_is_blank(lines, index + 1) or underline is not None)
    if underline and _is_blank(lines, index - 1) and len(words) <= _MAX_HEADING_WORDS + 6:
        return 1 if underline["mark"] == "=" else 2
    if len(words) > _MAX_HEADING_WORDS or _is_marked(line) or line.endswith((".", "?", "!", ",", ";")):
        return 0
    if _NAMED_SECTION.match(line) and _is_blank(lines, index - 1):
        return 2
    if _OF_QUESTIONS.search(line) and _asks(_next_filled(lines, index, 1)) and line[0].isupper():
        return 2
    if _DASHED.match(line) and _FIRST.match(below):
        return 2
    letters = [c for c in line if c.isalpha()]
    if alone and len(letters) >= 3 and all(c.isupper() for c in letters):
        return 2
    if line[0] in _ORNAMENTS and _is_blank(lines, index - 1):
        return 2
    return 3 if alone and _stands_between_questions(lines, index) else 0


def _stands_between_questions(lines: Sequence[tuple[int, str]], index: int) -> bool:
    """Whether a short line may head a section: a question follows, and none that it may answer is above."""
    line = lines[index][1]
    if len(line.split()) > _MAX_BARE_HEADING_WORDS or not line[0].isupper() or any(mark in line for mark in ":,;"):
        return False
    below, above = _next_filled(lines, index, 1), _next_filled(lines, index, -1)
    return _asks(below) and not (above and _asks(above))


def _next_filled(lines: Sequence[tuple[int, str]], index: int, step: int) -> str:
    for offset in range(1, 5):
        place = index + offset * step
        if 0 <= place < len(lines) and lines[place][1].strip():
            return lines[place][1].strip()
    return ""


def _asks(line: str) -> bool:
    marked = marks.undecorate(line)
    return marked.is_numbered or marked.is_labelled or question_likeness(marked.text) >= 0.85


def _is_marked(line: str) -> bool:
    marked = marks.undecorate(line)
    is_item = bool(_NUMBERED.match(line) or _BULLET.match(line))
    return is_item or marked.is_labelled or marked.is_numbered or marks.answer_label(line) is not None


def _is_blank(lines: Sequence[tuple[int, str]], index: int) -> bool:
    return not 0 <= index < len(lines) or not lines[index][1].strip()
