"""Ways to split a document into questions: each proposes where questions start.

Every splitter that finds something becomes a candidate; `scoring` decides between them. A splitter may propose all
lines of its shape, or only those that are marked or worded as questions.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bank.importers import chrome
from bank.importers.blocks import Kind
from bank.importers.evidence import QUESTION, evidence, next_line
from bank.importers.likeness import likeness_of
from bank.importers.outline import Line, Outline, title_index
from bank.importers.question_lists import in_lists_of_questions

_SURE = 0.85
_MOST = 0.75
_NEARLY_ALL = 0.8
_MAX_QUESTION_LINES = 8
_GAP = 2
"""Numbers that skip so much still count on, in lines that follow each other."""
_WRAPPED = 60
"""A line of this length may go on in the next."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal: the lines, by index, at which questions start."""

    splitter: str
    """Name of the family, as the command line knows it."""
    words: str
    """The shape in words: “a heading of level 3 per question”."""
    starts: tuple[int, ...]
    kind: Kind
    level: int = 0
    """Level of the headings that start questions; 0 when others do."""
    runs_in: bool = False
    """Whether bold words at the start of a line are the question and the rest of the line the answer."""


def candidates(document: Outline) -> list[Candidate]:
    """Every proposal for a document, the same lines at most once."""
    found: dict[tuple[int, ...], Candidate] = {}
    for propose in _SPLITTERS:
        for candidate in propose(document.lines):
            if candidate.starts and candidate.starts not in found:
                found[candidate.starts] = candidate
    return list(found.values())


def _headings(lines: Sequence[Line]) -> Iterator[Candidate]:
    """A heading per question: all of one level, or those that are marked, of one level or several."""
    at: dict[int, list[int]] = {}
    title = title_index(lines)
    for index, line in enumerate(lines):
        if line.block.kind is Kind.HEADING and index != title and _may_ask(line):
            at.setdefault(line.block.level, []).append(index)
    for level, every in at.items():
        sure = [index for index in every if evidence(lines, index) >= QUESTION]
        indexes = _without_sections(lines, every, frozenset(sure))
        words = f"a heading of level {level} per question"
        yield Candidate("heading", words, tuple(indexes), Kind.HEADING, level)
        if len(sure) < _MOST * len(indexes):
            yield Candidate(
                "heading", f"{words}, where it is marked or worded as one", tuple(sure), Kind.HEADING, level
            )
    numbered = sorted(i for indexes in at.values() for i in indexes if lines[i].marked.is_numbered)
    if len({lines[i].block.level for i in numbered}) > 1:
        top = min(lines[i].block.level for i in numbered)
        words = "a numbered heading per question, of any level"
        yield Candidate("heading", words, tuple(numbered), Kind.HEADING, top)
    everywhere = [i for indexes in at.values() for i in indexes if evidence(lines, i) >= QUESTION]
    if len(numbered) >= _NEARLY_ALL * len(everywhere):
        everywhere = [i for i in everywhere if lines[i].marked.is_numbered or not _is_bare(lines, i)]
    top = min((lines[i].block.level for i in everywhere), default=1)
    yield Candidate("heading", "a heading per question, of any level", tuple(sorted(everywhere)), Kind.HEADING, top)


def _is_bare(lines: Sequence[Line], index: int) -> bool:
    """Whether there is nothing between a heading and the next."""
    below = next_line(lines, index + 1)
    return below is None or lines[below].block.kind is Kind.HEADING


def _without_sections(lines: Sequence[Line], indexes: Sequence[int], sure: frozenset[int]) -> list[int]:
    """Headings of one level without those that recur (“Example”) or only head the next question."""
    counts = Counter(lines[index].marked.text.casefold() for index in indexes)
    kept: list[int] = []
    for index in indexes:
        recurs = counts[lines[index].marked.text.casefold()] > 1
        below = next_line(lines, index + 1)
        heads = below is not None and below in sure and lines[index].block.kind is not Kind.ITEM
        if index in sure or not ((recurs or heads) and sure):
            kept.append(index)
    return kept


def _may_ask(line: Line) -> bool:
    has_words = bool(line.block.text) and line.answer is None
    is_about = chrome.heads_back_matter(line.block.text) and not (line.marked.is_numbered or line.likeness >= _SURE)
    return has_words and not is_about


def _bold_lines(lines: Sequence[Line]) -> Iterator[Candidate]:
    """A bold line per question."""
    bold = [i for i, line in enumerate(lines) if _is_bold_line(line)]
    sure = [i for i in bold if evidence(lines, i) >= QUESTION]
    every = _without_sections(lines, bold, frozenset(sure))
    yield Candidate("bold", "a bold line per question", tuple(every), Kind.TEXT)
    yield Candidate("bold", "a bold line per question, where it is marked or worded as one", tuple(sure), Kind.TEXT)
    heads = [i for i, line in enumerate(lines) if _is_bold_line(line) or _asks_in_bold(line)]
    sure = [i for i in heads if _asks_in_bold(lines[i]) or evidence(lines, i) >= QUESTION]
    yield Candidate("bold", "bold words that ask, then the answer", tuple(sure), Kind.TEXT, runs_in=True)


def _is_bold_line(line: Line) -> bool:
    block = line.block
    return block.bold and block.kind in {Kind.TEXT, Kind.ITEM} and block.depth == 0 and _may_ask(line)


def _asks_in_bold(line: Line) -> bool:
    block = line.block
    if not block.head or block.kind not in {Kind.TEXT, Kind.ITEM} or line.answer is not None:
        return False
    return likeness_of(block.head) >= 0.9


def _details(lines: Sequence[Line]) -> Iterator[Candidate]:
    """A collapsible section per question, its summary asking."""
    found = tuple(i for i, line in enumerate(lines) if line.block.kind is Kind.DETAILS and _may_ask(line))
    yield Candidate("details", "a collapsible section per question", found, Kind.DETAILS)


def _labelled(lines: Sequence[Line]) -> Iterator[Candidate]:
    """`Q:` lines."""
    labelled = [i for i, line in enumerate(lines) if line.marked.is_labelled and _is_wordy(line)]
    found = [i for before, i in zip([None, *labelled], labelled, strict=False) if not _goes_on(lines, before, i)]
    yield Candidate("label", "a line labelled as a question (Q:)", tuple(found), Kind.TEXT)


def _goes_on(lines: Sequence[Line], before: int | None, index: int) -> bool:
    """Whether a label without a number opens the text of the question whose number stands above (“Question 7”)."""
    if before is None or lines[index].marked.is_numbered or index - before > _MAX_QUESTION_LINES:
        return False
    is_bare = lines[before].marked.is_numbered and not lines[before].marked.text
    return is_bare and all(line.answer is None for line in lines[before:index])


def _is_wordy(line: Line) -> bool:
    return line.block.kind in {Kind.TEXT, Kind.ITEM, Kind.HEADING, Kind.DETAILS} and line.answer is None


def _answered(lines: Sequence[Line]) -> Iterator[Candidate]:
    """What stands right before an answer label."""
    found: list[int] = []
    for index, line in enumerate(lines):
        if line.answer is not None:
            start = _start_before(lines, index)
            if start is not None and (not found or start > found[-1]):
                found.append(start)
    yield Candidate("answer-label", "a question, then a line labelled as its answer (Ans:)", tuple(found), Kind.TEXT)


def _start_before(lines: Sequence[Line], label: int) -> int | None:
    """Where the question that an answer label belongs to starts: the marked line nearest above, in a few lines."""
    first: int | None = None
    for index in range(label - 1, max(-1, label - 1 - _MAX_QUESTION_LINES), -1):
        line = lines[index]
        if line.answer is not None:
            break
        if line.block.kind in {Kind.CODE, Kind.RULE, Kind.TABLE}:
            continue
        if not _is_wordy(line):
            break
        is_marked = line.marked.is_labelled or line.marked.is_numbered or line.block.kind is Kind.HEADING
        if is_marked and (line.likeness >= QUESTION or first is None or line.block.kind is Kind.HEADING):
            return index
        if first is None or (not lines[first].block.starts and line.block.kind is Kind.TEXT):
            first = index
        elif lines[first].likeness >= QUESTION:
            break
    return first


def _numbered(lines: Sequence[Line]) -> Iterator[Candidate]:
    """Numbered lines, marked or worded as questions, with the gaps in their numbers filled."""
    numbered = [i for i, line in enumerate(lines) if _is_numbered_line(line)]
    sure = [i for i in numbered if evidence(lines, i) >= QUESTION]
    yield Candidate("numbered", "a numbered line per question", tuple(_filled(lines, numbered, sure)), Kind.ITEM)
    listed = in_lists_of_questions(lines, numbered)
    yield Candidate("numbered", "numbered lists of questions", tuple(sorted({*sure, *listed})), Kind.ITEM)


def _is_numbered_line(line: Line) -> bool:
    return (
        line.marked.is_numbered
        and line.block.depth == 0
        and line.block.kind in {Kind.ITEM, Kind.TEXT}
        and _may_ask(line)
    )


def _filled(lines: Sequence[Line], numbered: Sequence[int], sure: Sequence[int]) -> list[int]:
    """Sure starts, and between two of them the numbered lines that count from the one to the other."""
    chosen: list[int] = []
    position = 0
    for start in sure:
        last = lines[chosen[-1]].marked.number if chosen else None
        target = lines[start].marked.number
        between: list[int] = []
        while position < len(numbered) and numbered[position] < start:
            if last is not None and lines[numbered[position]].marked.number == last + len(between) + 1:
                between.append(numbered[position])
            position += 1
        if last is not None and target is not None and between and target == last + len(between) + 1:
            chosen.extend(between)
        chosen.append(start)
    return _extended(lines, numbered, chosen)


def _extended(lines: Sequence[Line], numbered: Sequence[int], chosen: Sequence[int]) -> list[int]:
    """Starts, and the numbered lines right before and after them that count on: a list of bare questions."""
    found = set(chosen)
    for step, order in ((1, numbered), (-1, reversed(numbered))):
        for index in order:
            number = lines[index].marked.number
            beside = lines[index - step].marked.number if index - step in found else None
            if number is not None and beside is not None and 0 < (number - beside) * step <= _GAP:
                found.add(index)
    found.update(index for index in numbered if {index - 1, index + 1} <= found and _climbs(lines, index))
    return sorted(found)


def _climbs(lines: Sequence[Line], index: int) -> bool:
    """Whether a line's number lies between those of the lines beside it, which may skip."""
    before, own, after = (lines[i].marked.number or 0 for i in (index - 1, index, index + 1))
    return before < own < after


def _bullets(lines: Sequence[Line]) -> Iterator[Candidate]:
    """Lists whose items mostly ask."""
    items = [
        i for i, line in enumerate(lines) if line.block.kind is Kind.ITEM and line.block.depth == 0 and _may_ask(line)
    ]
    listed = in_lists_of_questions(lines, items)
    yield Candidate("bullets", "lists of questions", tuple(listed), Kind.ITEM)
    sure = tuple(i for i in items if lines[i].likeness >= _SURE)
    if len(frozenset(sure) & frozenset(listed)) < _MOST * len(sure):
        yield Candidate("bullets", "list items that ask", sure, Kind.ITEM)


def _question_lines(lines: Sequence[Line]) -> Iterator[Candidate]:
    """Paragraphs of one line that end as questions do."""
    found: list[int] = []
    for index, line in enumerate(lines):
        block = line.block
        is_line = block.kind is Kind.TEXT and block.starts and block.depth == 0 and line.answer is None
        is_line = is_line and not block.links_only
        if is_line and line.likeness >= 0.9 and _is_line_of_its_own(lines, index):
            found.append(index)
    yield Candidate("question-line", "a line that ends in a question mark per question", tuple(found), Kind.TEXT)
    asking = [i for i, line in enumerate(lines) if _asks_in_a_short_line(lines, i, line)]
    yield Candidate("question-line", "a line that asks per question", tuple(asking), Kind.TEXT)


def _asks_in_a_short_line(lines: Sequence[Line], index: int, line: Line) -> bool:
    block = line.block
    if block.kind is not Kind.TEXT or block.depth or line.answer is not None or line.likeness < _SURE:
        return False
    if block.links_only:
        return False
    wraps = not block.starts and index > 0 and len(lines[index - 1].block.text) >= _WRAPPED
    return not wraps and len(block.text) < 3 * _WRAPPED


def _is_line_of_its_own(lines: Sequence[Line], index: int) -> bool:
    """Whether a paragraph is this question alone, or the question and then its answer on the next line."""
    return len(lines[index].block.text.split()) <= 60 and lines[index].block.text.rstrip().endswith(
        ("?", "？", "؟", ":")
    )


_SPLITTERS: tuple[Callable[[Sequence[Line]], Iterable[Candidate]], ...] = (
    _headings, _details, _labelled, _answered, _bold_lines, _numbered, _bullets, _question_lines,
)  # fmt: skip
NAMES = ("heading", "details", "label", "answer-label", "bold", "numbered", "bullets", "question-line", "table")
"""Names of the splitters, as the command line knows them."""
