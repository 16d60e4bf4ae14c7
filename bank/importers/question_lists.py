"""Lists whose items are questions."""

from collections.abc import Iterator, Sequence

from bank.importers.blocks import Kind
from bank.importers.evidence import QUESTION
from bank.importers.outline import Line

_MOST = 0.75


def in_lists_of_questions(lines: Sequence[Line], items: Sequence[int]) -> list[int]:
    """The items of those lists of which most items ask; a list ends at a heading or a bold line."""
    found: list[int] = []
    for group in _lists(lines, items):
        asking = sum(1 for i in group if lines[i].likeness >= QUESTION)
        if asking >= _needed_share(lines, group) * len(group):
            found.extend(i for i in group if _is_listed_question(lines[i]))
    return found


def _needed_share(lines: Sequence[Line], group: Sequence[int]) -> float:
    """Which share of a list must ask: little under a heading that says so, most of it where all are links."""
    links = sum(1 for i in group if lines[i].block.links_only)
    if links > 0.5 * len(group):
        return _MOST
    return 0.25 if _heads_questions(lines, group[0]) else 0.5


def _is_listed_question(line: Line) -> bool:
    """Whether an item of a list of questions is one: it has words, and is not set in under the one before."""
    if line.block.indent and line.likeness < QUESTION:
        return False
    return line.likeness > 0 or (bool(line.block.text) and not line.block.links_only)


def _heads_questions(lines: Sequence[Line], first: int) -> bool:
    """Whether the heading right above a list says that questions follow."""
    above = lines[first - 1].block if first else None
    return above is not None and above.kind is Kind.HEADING and "question" in above.text.casefold()


def _lists(lines: Sequence[Line], items: Sequence[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for item in items:
        if group and any(_ends_list(line) for line in lines[group[-1] + 1 : item]):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _ends_list(line: Line) -> bool:
    block = line.block
    return block.kind in {Kind.HEADING, Kind.RULE, Kind.DETAILS, Kind.END} or (
        block.kind is Kind.TEXT and block.depth == 0 and block.bold
    )
