"""Short answers, of one to three sentences, for the head to learn from; labelled answers have thirty words and more.

- said: ways to say some criteria, or their misconceptions, each taken out of the rubric that it is judged by;
- reworded: criteria in nearly their own words, at times with one word turned round;
- excerpts: one or two sentences of a labelled answer, judged by the points they make and by those it missed anyway.

A criterion that nobody asked about and that the answer comes close to is left out: it may be met as well.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from training.contrasts import SUPPORTS, Library
from training.corpus import Answer, Criterion, Question
from training.rewording import flipped, loosely
from training.synthetic import CONTRADICTED, MET, MISSED, Example, example

KIND = "brief"
FAR = 0.38
"""Similarity up to which a sentence does not touch a criterion."""
_WRONG = 0.25
"""Share of points that are told wrongly."""
Maker = Callable[[Question, Library, random.Random], "tuple[Question, Answer] | None"]


def with_brief(questions: Sequence[Question], library: Library, each: int = 3) -> list[Question]:
    """The questions with made-up short answers instead of their own: a question once for every answer."""
    return [made for q in questions for made in _of(q, library, each)]


def brief_units(question: Question, library: Library, rng: random.Random) -> Iterator[list[Example]]:
    """A short answer of every sort, for the cross-encoder; without what may be met as well."""
    for maker in _makers(question):
        if made := maker(question, library, rng):
            yield [example(*made)]


def _of(question: Question, library: Library, each: int) -> Iterator[Question]:
    rng = random.Random(zlib.crc32(f"brief {question.id}".encode()))
    for number in range(each):
        for place, maker in enumerate(_makers(question)):
            made = maker(question, library, rng)
            if made:
                asked, answer = made
                yield replace(asked, answers=(replace(answer, id=f"b{number}{place}"),))


def _makers(question: Question) -> list[Maker]:
    return [_reworded, *([_excerpt] if question.answers else []), *([_said, _said] if question.anchored else [])]


def _said(question: Question, library: Library, rng: random.Random) -> tuple[Question, Answer] | None:
    able = [c for c in question.criteria if len(c.says) > 1 and len(c.misconceptions) > 1]
    if not able:
        return None
    told: dict[str, int] = {}
    parts: list[str] = []
    changed: dict[str, Criterion] = {}
    for criterion in rng.sample(able, min(len(able), rng.choice((1, 1, 2, 3)))):
        is_wrong = rng.random() < _WRONG
        part = rng.choice(criterion.misconceptions if is_wrong else criterion.says)
        told[criterion.id] = CONTRADICTED if is_wrong else MET
        changed[criterion.id] = replace(
            criterion,
            says=tuple(text for text in criterion.says if text != part),
            misconceptions=tuple(text for text in criterion.misconceptions if text != part),
        )
        parts.append(part)
    asked = replace(question, criteria=tuple(changed.get(c.id, c) for c in question.criteria))
    return asked, _answer(asked, library, parts, told)


def _reworded(question: Question, library: Library, rng: random.Random) -> tuple[Question, Answer] | None:
    told: dict[str, int] = {}
    parts: list[str] = []
    for criterion in rng.sample(question.criteria, min(len(question.criteria), rng.choice((1, 1, 2, 3)))):
        said = loosely(criterion.text, rng)
        turned = flipped(said, rng) if rng.random() < _WRONG else None
        told[criterion.id] = CONTRADICTED if turned else MET
        parts.append(turned or said)
    return question, _answer(question, library, parts, told)


def _answer(question: Question, library: Library, parts: Sequence[str], told: dict[str, int]) -> Answer:
    """The parts as an answer, judged by what they tell and by the criteria that none of them comes near."""
    text = " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts)
    probe = Answer(f"probe {text}", KIND, text, {}, 0.0)
    near = library.support(question, probe).similar.max(0)
    labels = {
        c.id: told.get(c.id, MISSED)
        for c, similar in zip(question.criteria, near, strict=True)
        if c.id in told or similar <= FAR
    }
    return Answer("", KIND, text, labels, 0.0)


def _excerpt(question: Question, library: Library, rng: random.Random) -> tuple[Question, Answer] | None:
    answer = rng.choice(question.answers)
    support = library.support(question, answer)
    if len(support.texts) < 2:
        return None
    first = rng.randrange(len(support.texts))
    kept = list(range(first, min(len(support.texts), first + rng.choice((1, 1, 2)))))
    labels: dict[str, int] = {}
    for place, criterion in enumerate(question.criteria):
        similar = support.similar[:, place]
        label = answer.labels.get(criterion.id)
        if label == MET and int(similar.argmax()) in kept and similar.max() >= SUPPORTS:
            labels[criterion.id] = MET
        elif label == MISSED or (label == MET and similar[kept].max() <= FAR):
            labels[criterion.id] = MISSED
    if MET not in labels.values():
        return None
    text = " ".join(support.texts[k] for k in kept)
    return question, Answer("", KIND, text, labels, 0.0)
