"""What a good editor would say of a bank: points that overlap or say two things, questions that cannot be graded."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bank.importers.document import Diagnostic, same_text
from bank.importers.spans import GENERAL
from bank.importing import Noticed
from bank.question import Bank, Bullet, Point, Question

MAX_POINTS = 12
"""More points than this are hard to grade apart and to say in one answer."""
_MAX_POINT_WORDS = 60
_MAX_QUESTION_WORDS = 80
_MIN_OVERLAP = 0.7
_WORD = re.compile(r"[^\W_]{3,}")
_STOP = frozenset(
    "the and for are was were with that this from have has can not but its their they which when"
    " into than then also more most"
    " such use used using will may".split()
)
_COMPOUND = re.compile(r";\s+\S|[.!?]\s+[A-Z]\w+\s+\w+\s+\w+|\b(?:as well as|and also|in addition)\b")


def check(bank: Bank) -> list[Noticed]:
    """What could be better, in the order of the document; each names the document that its line is of."""
    found = [
        Noticed(_file_of(question, bank), diagnostic)
        for question in bank.questions
        for diagnostic in _check_question(question)
    ]
    found += [Noticed(_file_of(question, bank), diagnostic) for question, diagnostic in _repeated(bank.questions)]
    without = sum(1 for question in bank.questions if question.topic == GENERAL)
    if bank.questions and without == len(bank.questions) and without > 10:
        message = "no question has a topic; reports by topic will have one line"
        found.append(Noticed(_file_of(bank.questions[0], bank), Diagnostic(1, "warning", "NOTOPIC", message)))
    files = list(dict.fromkeys(_file_of(question, bank) for question in bank.questions))
    return sorted(found, key=lambda each: (files.index(each.file), each.diagnostic.line))


def _file_of(question: Question, bank: Bank) -> str:
    return question.source.file if question.source else bank.id


def _check_question(question: Question) -> Iterator[Diagnostic]:
    line = question.source.first_line if question.source else 0
    name = f"“{question.text[:50]}”"
    bullets = list(question.reference.bullets())
    if question.kind == "choice":
        return
    if not question.is_answered:
        yield Diagnostic(line, "warning", "UNANSWERED", f"{name} has no reference answer and is for practice only")
    elif not bullets:
        yield Diagnostic(line, "notice", "NOPOINTS", f"{name} has no points; its sentences will be the criteria")
    if len(bullets) > MAX_POINTS:
        many = f"{name} has {len(bullets)} points; up to {MAX_POINTS} can be graded well"
        yield Diagnostic(line, "warning", "MANYPOINTS", many)
    if len(question.text.split()) > _MAX_QUESTION_WORDS:
        yield Diagnostic(line, "warning", "LONGQUESTION", f"{name} has {len(question.text.split())} words")
    for bullet in bullets:
        yield from _check_point(bullet, line)
    yield from _overlaps(bullets, line)


def _check_point(bullet: Bullet, line: int) -> Iterator[Diagnostic]:
    text = bullet.point.text
    place = bullet.point.line or line
    words = len(text.split())
    if words > _MAX_POINT_WORDS:
        yield Diagnostic(place, "notice", "LONGPOINT", f"the point “{text[:40]}…” has {words} words; split it")
    elif _COMPOUND.search(text):
        yield Diagnostic(place, "notice", "COMPOUND", f"the point “{text[:40]}…” says more than one thing; split it")
    elif bullet.is_bare:
        yield Diagnostic(place, "notice", "BAREPOINT", f"the point “{text}” names something and claims nothing")
    yield from _drafts(bullet.point, place)
    if bullet.point.anchors and any(same_text(says) == same_text(text) for says in bullet.point.anchors.says):
        yield Diagnostic(place, "notice", "COPYANCHOR", f"a way to say “{text[:40]}” only repeats the point")


def _drafts(point: Point, line: int) -> Iterator[Diagnostic]:
    """What a model drafted and nobody has approved."""
    name = f"“{point.text[:40]}…”"
    if point.drafted_by:
        yield Diagnostic(line, "notice", "DRAFT", f"the point {name} is a draft by {point.drafted_by}; approve it")
    if point.anchors and point.anchors.drafted_by:
        model = point.anchors.drafted_by
        yield Diagnostic(
            line, "notice", "DRAFT", f"the anchors of {name} are a draft by {model}, unused till approved"
        )


def _overlaps(bullets: Sequence[Bullet], line: int) -> Iterator[Diagnostic]:
    """Pairs of points that share most of their words; long lists are left out, they are reported anyway."""
    if len(bullets) > 40:
        return
    words = [_words(bullet.point.text) for bullet in bullets]
    for second in range(1, len(bullets)):
        for first in range(second):
            shared = len(words[first] & words[second])
            smaller = min(len(words[first]), len(words[second]))
            if smaller >= 4 and shared >= _MIN_OVERLAP * smaller:
                one, two = (bullets[index].point.text[:40] for index in (first, second))
                place = bullets[second].point.line or line
                yield Diagnostic(place, "warning", "OVERLAP", f"the points “{one}” and “{two}” say much the same")


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.casefold()) if word not in _STOP)


def _repeated(questions: Sequence[Question]) -> Iterator[tuple[Question, Diagnostic]]:
    counts = Counter((same_text(question.text), question.details) for question in questions)
    for question in questions:
        if counts.pop((same_text(question.text), question.details), 0) > 1:
            line = question.source.first_line if question.source else 0
            message = f"“{question.text[:50]}” is asked more than once, with other answers"
            yield question, Diagnostic(line, "warning", "REPEATED", message)
