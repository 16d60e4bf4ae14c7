"""Multiple choice: which lines are options, and what its key says."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bank.importers.answers import exhibit_of
from bank.importers.blocks import Block, Kind
from bank.question import Reference

OPTION = re.compile(r"^\W{0,3}(?:(?P<letter>[A-Ha-h])\s*[.):\]]|(?P<digit>[1-8])\s*[:)])\s*\S")
_KEY = re.compile(
    r"^\W*(?:(?:correct |right )?(?:answer|ans|option|solution"
    r"|key)(?: is)?\s*[:：.-]?\s*)?(?:option\s+)?[\(\[]?(?:[A-Ha-h][\)\]]?(?:\W*$|[.):,]\s)"
    r"|[1-8]\W*$)",
    re.IGNORECASE,
)
_ASKS_TO_CHOOSE = re.compile(
    r"\b(?:which (?:one )?of (?:the following|these)|select (?:all|one|the)|choose (?:all|one|the)|true or false)\b",
    re.IGNORECASE,
)


def choice(text: str, asking: list[Block], answering: list[Block]) -> tuple[bool, list[Block], list[Block]]:
    """Whether this is a multiple choice, and then its options on the side of the question."""
    every = [*asking, *answering]
    boxes = [block for block in every if block.checked is not None]
    options = boxes if len(boxes) >= 2 else _lettered(every)
    if len(options) < 2:
        return False, asking, answering
    chosen = {id(block) for block in options}
    asked = chosen | {id(block) for block in asking}
    answering = [block for block in every if id(block) not in asked]
    has_key = bool(boxes) or any(_KEY.match(block.text) for block in answering[:3])
    if not has_key and not _ASKS_TO_CHOOSE.search(text):
        return False, asking, answering
    asking = [block for block in every if id(block) in asked]
    keys = [replace(box, text=f"Answer: {box.text}", checked=None) for box in boxes if box.checked]
    return True, asking, [*keys, *answering]


def _lettered(blocks: Sequence[Block]) -> list[Block]:
    """Lines marked A, B, C … in a row."""
    found: list[Block] = []
    for block in blocks:
        match = OPTION.match(block.text) if block.kind in {Kind.TEXT, Kind.ITEM} else None
        mark = (match["letter"] or match["digit"]).lower() if match else ""
        if mark and mark in {"abcdefgh"[len(found) : len(found) + 1], "12345678"[len(found) : len(found) + 1]}:
            found.append(block)
    return found


def explained(blocks: Sequence[Block]) -> Reference:
    """The key of a multiple choice with its explanation, as something shown and not judged."""
    text = "\n".join(
        exhibit_of(b) if b.kind in {Kind.CODE, Kind.TABLE} else b.text for b in blocks if b.text or b.rows
    )
    return Reference(exhibits=(text,)) if text.strip() else Reference()
