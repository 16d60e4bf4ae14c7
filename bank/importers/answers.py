"""From the lines of one answer to a reference answer: prose, sections of points, and exhibits.

Items of lists are points, with their nesting. Code and tables are exhibits. Lists of links to read, placeholders and
links that lead elsewhere are dropped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bank.importers import chrome, marks
from bank.importers.blocks import Block, Kind
from bank.importers.text import nest
from bank.question import Point, Reference, Section

_MAX_WORDS_OF_A_HEADING = 16
_COUNTED = re.compile(r"^(?P<number>\d{1,2})[.)](?=\s|[A-Z])")


def read_answer(blocks: Sequence[Block]) -> Reference:
    """The reference answer that these blocks make."""
    shown = [block for block in _without_sources(blocks) if block.kind not in {Kind.RULE, Kind.END}]
    shown = [block for block in shown if not (block.links_only and block.kind is not Kind.HEADING)]
    shown = [block for block in shown if not (block.kind is Kind.TEXT and _says_nothing(block.text))]
    shown = _with_numbered_items(shown)
    words = [block for block in shown if block.kind in {Kind.TEXT, Kind.ITEM, Kind.HEADING} and block.text]
    if words and len(words) <= 2 and all(chrome.is_placeholder(block.text) for block in words):
        shown = [block for block in shown if block not in words]
    while shown and shown[-1].kind is Kind.HEADING:
        shown.pop()
    builder = _Builder(min((block.depth for block in shown), default=0))
    for index, block in enumerate(shown):
        following = shown[index + 1] if index + 1 < len(shown) else None
        builder.take(block, following)
    return builder.reference()


def _says_nothing(text: str) -> bool:
    """Whether a line only names a source, or is the label of an answer that has none."""
    return chrome.names_source(text) or marks.answer_label(text) == ""


def _with_numbered_items(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with lines that count from one as the items of a list that they were meant to be."""
    made = list(blocks)
    run: list[int] = []
    for index, block in enumerate([*blocks, None]):
        number = _number_of(block) if block is not None else None
        if number == len(run) + 1:
            run.append(index)
        elif number == 1 or block is None or (block.kind is Kind.HEADING and run):
            if len(run) > 1:
                for place in run:
                    made[place] = replace(
                        blocks[place], kind=Kind.ITEM, text=marks.undecorate(blocks[place].text).text
                    )
            run = [index] if number == 1 else []
    return made


def _number_of(block: Block) -> int | None:
    """The number that a line of prose starts with and that no list holds."""
    if block.kind is not Kind.TEXT or block.bold or not block.text[:1].isdigit():
        return None
    match = _COUNTED.match(block.text)
    return int(match["number"]) if match else None


def exhibit_of(block: Block) -> str:
    """Code or a table as Markdown."""
    if block.kind is Kind.CODE:
        fence = "```"
        while fence in block.text:
            fence += "`"
        return f"{fence}{block.info}\n{block.text}\n{fence}"
    return _markdown_table(block.rows)


def _markdown_table(rows: Sequence[Sequence[str]]) -> str:
    width = max((len(row) for row in rows), default=0)
    cells = [
        [cell.replace("\n", " ").replace("|", "\\|") for cell in (*row, *[""] * (width - len(row)))] for row in rows
    ]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([*lines[:1], "|" + " --- |" * width, *lines[1:]])


def _without_sources(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without sections of links to read, and the lines that announce them."""
    skipping: Block | None = None
    for index, block in enumerate(blocks):
        if skipping is not None:
            if _belongs_to_sources(block, skipping):
                continue
            skipping = None
        if _heads_sources(blocks, index):
            skipping = block
            continue
        yield block


def _belongs_to_sources(block: Block, heading: Block) -> bool:
    if block.kind is Kind.HEADING:
        return heading.kind is Kind.HEADING and block.level > heading.level
    return heading.kind is Kind.HEADING or block.links_only or (block.kind is Kind.ITEM and "http" in block.text)


def _heads_sources(blocks: Sequence[Block], index: int) -> bool:
    block = blocks[index]
    if block.kind not in {Kind.HEADING, Kind.TEXT} or not chrome.heads_sources(block.text):
        return False
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return block.kind is Kind.HEADING or following is None or following.links_only or "http" in following.text


@dataclass(slots=True)
class _Draft:
    """A point in the making, and how deep it stands."""

    depth: int
    text: str
    line: int
    end_line: int


@dataclass(slots=True)
class _DraftSection:
    heading: str | None
    line: int | None
    points: list[_Draft] = field(default_factory=list)


class _Builder:
    def __init__(self, base: int) -> None:
        self._base = base
        self._lead: list[str] = []
        self._prose: list[str] = []
        self._sections: list[_DraftSection] = []
        self._exhibits: list[str] = []

    def take(self, block: Block, following: Block | None) -> None:
        """One block, and the one after it."""
        if block.kind in {Kind.CODE, Kind.TABLE}:
            if block.text.strip() or block.rows:
                self._exhibits.append(exhibit_of(block))
        elif block.kind is Kind.ITEM:
            self._point(block)
        elif self._continues_point(block):
            last = self._sections[-1].points[-1]
            last.text = f"{last.text} {block.text}".strip()
            last.end_line = block.end_line
        elif self._heads_list(block, following):
            self._open_section(block)
        else:
            self._say(block)

    def _continues_point(self, block: Block) -> bool:
        points = self._sections[-1].points if self._sections else []
        return block.kind is Kind.TEXT and bool(points) and block.depth > points[-1].depth

    def _heads_list(self, block: Block, following: Block | None) -> bool:
        if following is None or following.kind is not Kind.ITEM or following.depth > block.depth:
            return False
        if block.kind is Kind.HEADING or (block.bold and block.kind is Kind.TEXT):
            return True
        is_announcement = block.text.endswith((":", "：")) and len(block.text.split()) <= _MAX_WORDS_OF_A_HEADING
        return is_announcement and block.starts and bool(self._sections or self._prose)

    def _open_section(self, block: Block) -> None:
        self._keep_prose_as_lead()
        heading = marks.undecorate(block.text).text.rstrip(":： ").strip()
        self._sections.append(_DraftSection(heading or None, block.line))

    def _keep_prose_as_lead(self) -> None:
        if not self._sections:
            self._lead, self._prose = self._prose, []

    def _point(self, block: Block) -> None:
        if not self._sections:
            self._keep_prose_as_lead()
            self._sections.append(_DraftSection(None, None))
        elif self._prose and not self._sections[-1].points and self._sections[-1].heading is None:
            self._keep_prose_as_lead()
        text = marks.without_source_marks(block.text)
        self._sections[-1].points.append(_Draft(block.depth, text, block.line, block.end_line))

    def _say(self, block: Block) -> None:
        text = marks.without_source_marks(block.text)
        if block.kind in {Kind.HEADING, Kind.DETAILS}:
            text = marks.undecorate(text).text.rstrip(":")
            text += "" if text.endswith(("?", ".", "!")) else ":"
        if self._prose and not block.starts and block.kind is Kind.TEXT:
            self._prose[-1] = f"{self._prose[-1]} {text}"
        elif text:
            self._prose.append(text)

    def reference(self) -> Reference:
        """What was taken, as a reference answer."""
        sections = tuple(section for draft in self._sections if (section := _section(draft)).points)
        if not sections:
            return Reference(lead="\n".join([*self._lead, *self._prose]), exhibits=tuple(self._exhibits))
        return Reference(
            lead="\n".join(self._lead),
            sections=sections,
            closing="\n".join(self._prose),
            exhibits=tuple(self._exhibits),
        )


def _section(draft: _DraftSection) -> Section:
    items = [
        (point.depth, Point(text=point.text, line=point.line, end_line=point.end_line))
        for point in draft.points
        if point.text
    ]
    return Section(heading=draft.heading, line=draft.line, points=nest(items))
