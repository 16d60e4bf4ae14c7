"""Pairs of answers that differ in one thing, for the cross-encoder's second stage.

- said and turned: criteria in nearly their own words, alone or in a labelled answer, and one of them turned round;
- own words turned: the sentence of a labelled answer that makes a point, turned round;
- left out: the sentences that make some points taken out of a good answer, the points then missed;
- keyword lists: runs of words of the criteria.

Every function returns a unit: examples that belong into one batch.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rubrics.local.encoder import Encoder, Vectors
from rubrics.local.windows import sentences
from training.corpus import Answer, Criterion, Question
from training.rewording import flipped, loosely, phrases
from training.synthetic import CONTRADICTED, MET, MISSED, Example, example

Unit = list[Example]
SUPPORTS = 0.45
"""Least similarity of a sentence to the criterion that it is taken to make."""
STANDS_OUT = 0.06
"""Least distance of that sentence from the next one."""
RELATED = (0.38, 0.8)
"""Similarity of another question's criterion to one of this question's that makes it a near miss."""


@dataclass(frozen=True, slots=True)
class Support:
    """Similarities of an answer's sentences to its question's criteria."""

    texts: tuple[str, ...]
    similar: Vectors
    """(sentences, criteria): the highest of criterion text and ways to say it."""


class Library:
    """What the encoder knows about questions and answers."""

    def __init__(self, questions: Sequence[Question], encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors = {q.id: encoder.encode([c.text for c in q.criteria]) for q in questions}
        self._supports: dict[tuple[str, str], Support] = {}
        self._related = {q.id: self._near_misses(q, questions) for q in questions}

    def support(self, question: Question, answer: Answer) -> Support:
        """Read once an answer."""
        key = (question.id, answer.id)
        if key not in self._supports:
            texts = tuple(answer.text[a:b] for a, b in (s.span for s in sentences(answer.text)))
            vectors = self._encoder.encode(texts)
            best = [self._best(vectors, c, i, question) for i, c in enumerate(question.criteria)]
            self._supports[key] = Support(texts, np.array(best).T)
        return self._supports[key]

    def related(self, question: Question) -> list[Criterion]:
        """Criteria of other questions that speak of neighbouring things."""
        return self._related[question.id]

    def _best(self, vectors: Vectors, criterion: Criterion, place: int, question: Question) -> Vectors:
        found = vectors @ self._vectors[question.id][place]
        if criterion.says:
            found = np.maximum(found, (vectors @ self._encoder.encode(criterion.says).T).max(1))
        return found

    def _near_misses(self, q: Question, questions: Sequence[Question]) -> list[Criterion]:
        own = self._vectors[q.id]
        found = []
        for other in questions:
            if other.id != q.id and other.domain == q.domain:
                near = (self._vectors[other.id] @ own.T).max(1)
                found += [c for c, s in zip(other.criteria, near, strict=True) if RELATED[0] <= s <= RELATED[1]]
        return found


def said_and_turned(question: Question, rng: random.Random) -> Unit:
    """An answer of criteria in nearly their own words, and the same with one of them turned round."""
    used = rng.sample(question.criteria, rng.randint(1, min(5, len(question.criteria))))
    labels = dict.fromkeys((c.id for c in used), MET)
    said = {c.id: loosely(_statement(c, rng), rng) for c in used}
    unit = [_told(question, list(said.values()), labels)]
    for criterion in rng.sample(used, min(len(used), rng.choice((1, 1, 2)))):
        if turned := flipped(said[criterion.id], rng):
            said[criterion.id], labels = turned, {**labels, criterion.id: CONTRADICTED}
    if CONTRADICTED in labels.values():
        unit.append(_told(question, list(said.values()), labels))
    return unit


def put_in(question: Question, answer: Answer, rng: random.Random) -> Unit:
    """A labelled answer with a missed criterion put in, in nearly its own words; and the same turned round."""
    base = example(question, answer)
    missed = [i for i, y in enumerate(base.labels) if y == MISSED]
    if not missed:
        return []
    place = rng.choice(missed)
    said = loosely(_statement(base.criteria[place], rng), rng)
    parts = re.split(r"(?<=[.!?])\s+", answer.text)
    at = rng.randint(0, len(parts))
    unit = []
    for text, label in ((said, MET), (flipped(said, rng), CONTRADICTED)):
        if text:
            whole = " ".join([*parts[:at], text, *parts[at:]])
            unit.append(replace(_relabelled(base, {place: (label, 1.0)}), answer=whole))
    return unit


def own_words_turned(question: Question, answer: Answer, library: Library, rng: random.Random) -> Unit:
    """A labelled answer, and the same with the sentence that makes one of its points turned round."""
    base = example(question, answer)
    support, columns = _support_of(base, question, answer, library)
    places = [i for i, y in enumerate(base.labels) if y == MET and _stands_out(support.similar[:, columns[i]])]
    rng.shuffle(places)
    for place in places:
        best = int(support.similar[:, columns[place]].argmax())
        turned = flipped(support.texts[best], rng)
        if turned is None or support.texts[best] not in answer.text:
            continue
        shared = [i for i in range(len(columns)) if support.similar[:, columns[i]].argmax() == best]
        weights = {i: (base.labels[i], 0.2) for i in shared} | {place: (CONTRADICTED, 0.6)}
        text = answer.text.replace(support.texts[best].rstrip(".:;"), turned, 1)
        return [base, replace(_relabelled(base, weights), answer=text)]
    return []


def left_out(question: Question, answer: Answer, library: Library, rng: random.Random) -> Unit:
    """A labelled answer without the sentences that make some of its points."""
    base = example(question, answer)
    support, columns = _support_of(base, question, answer, library)
    met = [i for i, y in enumerate(base.labels) if y == MET and support.similar[:, columns[i]].max() >= SUPPORTS]
    if len(met) < 3:
        return []
    gone = rng.sample(met, rng.randint(1, max(1, len(met) // 2)))
    dropped = {int(k) for i in gone for k in np.flatnonzero(_close_to_best(support.similar[:, columns[i]]))}
    kept = [text for k, text in enumerate(support.texts) if k not in dropped]
    if len(kept) < 2:
        return []
    unsure = {i: (base.labels[i], 0.2) for i in met if support.similar[:, columns[i]].argmax() in dropped}
    changes = unsure | dict.fromkeys(gone, (MISSED, 0.6))
    return [replace(_relabelled(base, changes), answer=" ".join(kept))]


def keyword_list(question: Question, rng: random.Random) -> Unit:
    """Runs of words from some criteria, in their order or not."""
    used = rng.sample(question.criteria, rng.randint(1, min(6, len(question.criteria))))
    words = [p for c in used for p in phrases(c.text, rng)]
    if rng.random() < 0.5:
        rng.shuffle(words)
    text = rng.choice((", ", " / ", "; ", " - ", "\n- ")).join(words[: rng.randint(6, 40)]) + "."
    opening = rng.choice(("", "", "Key words: ", "Keywords: ", "Relevant terms here are ", "Topics: "))
    return [_told(question, [opening + text], {}, missed_weight=1.0)]


def beside_related(e: Example, related: Sequence[Criterion], rng: random.Random) -> Example:
    """The example with one or two criteria of other questions about neighbouring things, missed."""
    if not related:
        return e
    strange = rng.sample(related, min(len(related), rng.randint(1, 2)))
    rows = [*zip(e.criteria, e.labels, e.weights, strict=True), *((c, MISSED, 0.7) for c in strange)]
    rng.shuffle(rows)
    criteria, labels, weights = zip(*rows, strict=True)
    return replace(e, criteria=criteria, labels=labels, weights=weights)


def _statement(criterion: Criterion, rng: random.Random) -> str:
    """The criterion mostly, one of the ways to say it at times."""
    return rng.choice(criterion.says) if criterion.says and rng.random() < 0.35 else criterion.text


def _told(question: Question, parts: list[str], labels: dict[str, int], missed_weight: float = 0.5) -> Example:
    return Example(
        question.text,
        question.criteria,
        " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts),
        tuple(labels.get(c.id, MISSED) for c in question.criteria),
        tuple(1.0 if c.id in labels else missed_weight for c in question.criteria),
    )


def _relabelled(e: Example, changes: dict[int, tuple[int, float]]) -> Example:
    labels, weights = list(e.labels), list(e.weights)
    for place, (label, weight) in changes.items():
        labels[place], weights[place] = label, weight
    return replace(e, labels=tuple(labels), weights=tuple(weights))


def _support_of(e: Example, question: Question, answer: Answer, library: Library) -> tuple[Support, list[int]]:
    """The answer's support, and the column of every criterion of the example in it."""
    places = {c.id: i for i, c in enumerate(question.criteria)}
    return library.support(question, answer), [places[c.id] for c in e.criteria]


def _stands_out(similar: Vectors) -> bool:
    ordered = np.sort(similar)
    return bool(ordered[-1] >= SUPPORTS and (len(ordered) < 2 or ordered[-1] - ordered[-2] >= STANDS_OUT))


def _close_to_best(similar: Vectors) -> Vectors:
    return similar >= max(SUPPORTS - 0.1, float(similar.max()) - 0.08)
