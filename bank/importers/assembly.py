"""From blocks to questions: splits the document in the way that scores best, and says what it did."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bank.counting import counted
from bank.errors import BankReadError
from bank.importers import levels, marks
from bank.importers.blocks import Blocks, Kind
from bank.importers.document import Diagnostic, Document, distinct, same_text, slug_of
from bank.importers.habits import habits_of
from bank.importers.items import Item, read_item
from bank.importers.outline import Outline, outline, title_of
from bank.importers.rows import about_questions
from bank.importers.scoring import Scored, rank
from bank.importers.spans import GENERAL, Span
from bank.importers.splitters import NAMES, Candidate, candidates
from bank.importers.tables import read_table, tables
from bank.question import Question, Source

_NAMES_DOCUMENT = re.compile(r"\binterview|\bquestions? *(?:and|&|\+) *answers?\b|面试", re.IGNORECASE)
_MIN_SCORE = 0.3
_MIN_LEFTOVERS = 3
_MIN_MARKED_LEFTOVERS = 2
_LEFTOVER_LIKENESS = 0.85


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports has decided."""

    splitter: str = "auto"
    topic: str | None = None
    licence: str | None = None


def assemble(document: Blocks, file: str, wishes: Wishes) -> Document:
    """The questions of a document. Raises BankReadError for a splitter that does not exist."""
    if wishes.splitter not in {"auto", *NAMES}:
        raise BankReadError(f"There is no splitter “{wishes.splitter}”; there are: auto, {', '.join(NAMES)}.")
    made = outline(document.blocks)
    ranked = rank(made, [*candidates(made), *tables(made.lines)])
    chosen = [each for each in ranked if wishes.splitter in {"auto", each.candidate.splitter}]
    best = chosen[0] if chosen and (chosen[0].score >= _MIN_SCORE or wishes.splitter != "auto") else None
    if best is None:
        return Document(document.title or title_of(made.lines), (), tuple(_about_contents(made)))
    parts = [best, *_leftovers(made, best, ranked)] if wishes.splitter == "auto" else [best]
    pairs = sorted((pair for part in parts for pair in _items(made, part)), key=lambda pair: pair[0])
    found = [item for _, item in pairs if item.text.strip()]
    title = document.title or title_of(made.lines)
    if _names_document_only(found):
        title, found = title or found[0].topic, [replace(item, topic=GENERAL) for item in found]
    is_scale = any(item.stars > 1 for item in found)
    questions = [_question(item, file, wishes, is_scale=is_scale) for item in found]
    merged = distinct(list(_without_bare_copies(questions)))
    diagnostics = [*_about_choice(best, ranked), *_about_contents(made), *_about_leftovers(parts[1:], made)]
    diagnostics += [*merged.diagnostics, *about_questions(merged.questions), *_about_numbers(merged.questions)]
    ordered = sorted(diagnostics, key=lambda diagnostic: diagnostic.line)
    return Document(title, merged.questions, tuple(ordered))


def _names_document_only(items: Sequence[Item]) -> bool:
    """Whether the only topic there is is the name of the whole document (“Java interview questions”)."""
    topics = {item.topic for item in items}
    return len(topics) == 1 and bool(_NAMES_DOCUMENT.search(next(iter(topics))))


def _items(made: Outline, part: Scored) -> Iterator[tuple[int, Item]]:
    if part.candidate.kind is Kind.TABLE:
        for span in part.spans:
            for item in read_table(made.lines[span.start].block, span.topic, span.difficulty):
                yield span.start, item
        return
    habits = habits_of(made.lines, part.candidate, part.spans)
    for span in part.spans:
        yield span.start, read_item(made.lines, span, part.candidate, habits)


def _leftovers(made: Outline, best: Scored, ranked: Sequence[Scored]) -> list[Scored]:
    """Other shapes in the parts of the document that the best splitter leaves alone."""
    covered = [False] * len(made.lines)
    _cover(covered, _without_loose_text(made, best))
    known = {marks.text_key(made.lines[span.start].block.text[:300]) for span in best.spans} - {""}
    added: list[Scored] = []
    for other in ranked:
        if other is best or other.parts["asking"] < _LEFTOVER_LIKENESS:
            continue
        free = (span for span in other.spans if not any(covered[span.start : span.end]))
        spans = tuple(span for span in free if marks.text_key(made.lines[span.start].block.text[:300]) not in known)
        size = sum(made.lines[span.start].rows or 1 for span in spans)
        is_marked = other.candidate.splitter in {"details", "label", "answer-label", "heading", "bold"}
        if other.candidate.splitter == "question-line" and not _stand_together(spans):
            continue
        if size < (_MIN_MARKED_LEFTOVERS if is_marked else _MIN_LEFTOVERS) or not _ask_plainly(
            made, spans, other.candidate
        ):
            continue
        part = Scored(other.candidate, spans, other.score, other.parts)
        _cover(covered, part)
        added.append(part)
    return added


def _without_loose_text(made: Outline, part: Scored) -> Scored:
    """The part, its questions without the prose behind a list of bare ones, which is about something else."""
    if not habits_of(made.lines, part.candidate, part.spans).loose_text_is_apart:
        return part
    spans = tuple(replace(span, end=_end_of_item(made, span)) for span in part.spans)
    return replace(part, spans=spans)


def _end_of_item(made: Outline, span: Span) -> int:
    for index in range(span.start + 1, span.end):
        block = made.lines[index].block
        if block.kind is Kind.TEXT and block.depth == 0 and block.starts:
            return index
    return span.end


def _stand_together(spans: Sequence[Span]) -> bool:
    """Whether lines that only a question mark tells from others are a list of their own."""
    together = sum(1 for one, two in pairwise(spans) if two.start == one.start + 1)
    return together >= _LEFTOVER_LIKENESS * (len(spans) - 1) and len(spans) >= _MIN_LEFTOVERS


def _ask_plainly(made: Outline, spans: Sequence[Span], candidate: Candidate) -> bool:
    if candidate.kind is Kind.TABLE:
        return True
    starts = [span.start for span in spans]
    return sum(made.lines[start].likeness for start in starts) >= _LEFTOVER_LIKENESS * len(starts)


def _cover(covered: list[bool], part: Scored) -> None:
    for span in part.spans:
        for index in range(span.start, span.end):
            covered[index] = True


def _question(item: Item, file: str, wishes: Wishes, *, is_scale: bool) -> Question:
    return Question(
        id=slug_of(item.text),
        text=item.text,
        details=item.details,
        kind="choice" if item.is_choice else "open",
        number=item.number,
        topic=wishes.topic or item.topic or GENERAL,
        difficulty=item.difficulty or levels.level_of_stars(item.stars, is_scale=is_scale),
        reference=item.reference,
        tags=item.tags,
        source=Source(file=file, first_line=item.first_line, last_line=item.last_line, licence=wishes.licence),
    )


def _without_bare_copies(questions: Sequence[Question]) -> Iterator[Question]:
    """Questions without those that stand elsewhere in the document with an answer: a list repeats them."""
    answered = {same_text(question.text) for question in questions if question.is_answered}
    for question in questions:
        is_bare = not (question.is_answered or question.details)
        if not (is_bare and same_text(question.text) in answered):
            yield question


def _about_choice(best: Scored, ranked: Sequence[Scored]) -> Iterator[Diagnostic]:
    words = f"questions were told apart by {best.candidate.words}: {best.why}"
    other = next((each for each in ranked[1:] if each.candidate.splitter != best.candidate.splitter), None)
    if other is not None:
        words += f"; next best was {other.candidate.words}"
    yield Diagnostic(1, "notice", "SPLITTER", words)


def _about_contents(made: Outline) -> Iterator[Diagnostic]:
    for contents in made.contents:
        words = f"a table of contents with {counted(len(contents.keys), 'entry', 'entries')} was left out"
        yield Diagnostic(contents.line, "notice", "CONTENTS", words)


def _about_leftovers(parts: Sequence[Scored], made: Outline) -> Iterator[Diagnostic]:
    for part in parts:
        count = sum(made.lines[span.start].rows or 1 for span in part.spans)
        words = f"{counted(count, 'more question was', 'more questions were')} found by {part.candidate.words}"
        yield Diagnostic(made.lines[part.spans[0].start].block.line, "notice", "MIXED", words)


def _about_numbers(questions: Sequence[Question]) -> Iterator[Diagnostic]:
    previous: int | None = None
    for question in questions:
        if _skips(previous, question.number):
            line = question.source.first_line if question.source else 0
            yield Diagnostic(line, "notice", "NUMBERS", f"number {question.number} comes after {previous}")
        previous = question.number if question.number is not None else previous


def _skips(previous: int | None, number: int | None) -> bool:
    return previous is not None and number is not None and number not in {1, previous + 1}
