"""What a round of the cross-encoder's training is drawn from: labelled answers of three folds, and synthetic ones."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import yaml

from bank.importers.text import read_text
from rubrics.local.packing import MAX_CRITERIA
from training.brief import brief_units
from training.contrasts import (
    Library,
    beside_related,
    keyword_list,
    left_out,
    own_words_turned,
    put_in,
    said_and_turned,
)
from training.corpus import Criterion, Question
from training.paths import SPLITS
from training.setwise import Tokens
from training.synthetic import MISSED, Example, beside, compose, covered, example, graft, nonsense

BESIDE_SHARE = 0.25
"""Share of labelled answers that are also shown without the criteria they meet."""


def seed_questions(text: Path, anchors: Path) -> list[Question]:
    """The seed's questions with their anchors and without any answers."""
    files = [yaml.safe_load(p.read_text("utf-8"))["criteria"] for p in sorted(anchors.glob("q*.yaml"))]
    document = read_text(text.read_text("utf-8"), text.name)
    result = []
    for q, anchored in zip(document.questions, files, strict=True):
        bullets = list(q.reference.bullets())
        criteria = tuple(
            Criterion(
                i,
                b.point.text,
                _group(b),
                optional=False,
                says=tuple(a["says"]),
                misconceptions=tuple(a["misconceptions"]),
            )
            for (i, a), b in zip(anchored.items(), bullets, strict=True)
        )
        result.append(Question(q.id, "seed", q.text, criteria, ()))
    return result


def _group(bullet: object) -> str | None:
    headers = [h.text.rstrip(": ") for h in bullet.headers] or [bullet.section.heading]  # type: ignore[attr-defined]
    return headers[-1]


class Material:
    """What one round of training is drawn from."""

    def __init__(self, labelled: list[Question], seed: list[Question]) -> None:
        split = json.loads(SPLITS.read_text("utf-8"))
        folds, unseen = split["folds"], set(split["anchors_unseen"])
        self.trained = [q for q in labelled if folds[q.id] != 0]
        self.held = [q for q in labelled if folds[q.id] == 0]
        self.anchored = [q for q in labelled if q.anchored and q.id not in unseen]
        self.seed = seed
        self.same_domain = {
            q.id: [o for o in self.trained if o.domain == q.domain and o.id != q.id] for q in self.trained
        }

    def round(self, rng: random.Random) -> list[list[Example]]:
        """One pass over the labelled answers, minimal pairs together, and a fresh share of synthetic ones."""
        units = []
        for q in self.trained:
            by_id = {a.id: example(q, a) for a in q.answers}
            pair = [by_id.pop(i) for i in ("a1", "a6", "a7") if i in by_id]
            units += [
                [vary(e, self.same_domain[q.id], rng) for e in unit]
                for unit in (pair, *([e] for e in by_id.values()))
            ]
        grafts = [graft(q, rng.choice(q.answers), rng) for q in self.trained if q.anchored for _ in range(5)]
        synthetic = [e for e in grafts if e]
        synthetic += [compose(q, self._peers(q), rng) for q in self.anchored for _ in range(3)]
        synthetic += [compose(q, self.seed, rng) for q in self.seed for _ in range(4)]
        synthetic += [nonsense(rng.choice(self.trained + self.seed), self.trained, rng) for _ in range(110)]
        parts = [(rng.random(), example(q, a)) for q in self.trained for a in q.answers]
        besides = [beside(e) for share, e in parts if share < BESIDE_SHARE]
        besides += [covered(e) for share, e in parts if share > 1 - BESIDE_SHARE / 2]
        besides += [beside(compose(q, self.seed, rng)) for q in self.seed]
        return units + [[vary(e, [], rng)] for e in [*synthetic, *(b for b in besides if b)]]

    def second_round(self, rng: random.Random, library: Library) -> list[list[Example]]:
        """The labelled answers, some beside points that are near theirs; contrasts; fewer of the first stage's."""
        units = []
        for q in self.trained:
            by_id = {a.id: example(q, a) for a in q.answers}
            pair = [by_id.pop(i) for i in ("a1", "a6", "a7") if i in by_id]
            near = library.related(q)
            units += [
                [beside_related(e, near, rng) if rng.random() < 0.4 else e for e in unit]
                for unit in (pair, *([e] for e in by_id.values()))
            ]
            units += [
                said_and_turned(q, rng),
                put_in(q, rng.choice(q.answers), rng),
                own_words_turned(q, rng.choice(q.answers), library, rng),
                left_out(q, rng.choice(q.answers), library, rng),
            ]
        units += [said_and_turned(q, rng) for q in self.seed]
        units += [keyword_list(rng.choice(self.trained + self.seed), rng) for _ in range(60)]
        first = self.round(rng)[-1200:]
        units += rng.sample(first, 450)
        return [[vary(e, [], rng) for e in unit] for unit in units if unit]

    def third_round(self, rng: random.Random, library: Library) -> list[list[Example]]:
        """The second stage's with half of its pairs, and short answers."""
        units = [*rng.sample(second := self.second_round(rng, library), len(second) // 2)]
        for q in (*self.trained, *self.seed):
            units += [[vary(e, [], rng) for e in unit] for unit in brief_units(q, library, rng)]
        return units

    def _peers(self, q: Question) -> list[Question]:
        return [o for o in self.anchored if o.domain == q.domain and o.id != q.id]


def vary(e: Example, others: list[Question], rng: random.Random) -> Example:
    """Criteria shuffled and some dropped, at times without groups or question, or with a foreign criterion."""
    order = rng.sample(range(len(e.criteria)), len(e.criteria))[:MAX_CRITERIA]
    if len(order) > 3 and rng.random() < 0.3:
        order = order[: rng.randint(2, len(order))]
    rows = [(e.criteria[i], e.labels[i], e.weights[i]) for i in order]
    if others and len(rows) < MAX_CRITERIA and rng.random() < 0.25:
        rows.insert(rng.randint(0, len(rows)), (rng.choice(rng.choice(others).criteria), MISSED, 1.0))
    if rng.random() < 0.3:
        rows = [(replace(c, group=None), y, w) for c, y, w in rows]
    criteria, labels, weights = zip(*rows, strict=True)
    return Example(e.question if rng.random() > 0.1 else "", criteria, e.answer, labels, weights)


def batches(units: list[list[Example]], tokens: Tokens, size: int, rng: random.Random) -> list[list[Example]]:
    """Units of like length, `size` examples or a few more together."""

    def length(unit: list[Example]) -> float:
        return (
            max(len(tokens.of(e.answer)) + sum(len(tokens.of(c.text)) for c in e.criteria) for e in unit)
            + rng.random() * 60
        )

    result: list[list[Example]] = [[]]
    for unit in sorted(units, key=length):
        if len(result[-1]) >= size:
            result.append([])
        result[-1] += unit
    rng.shuffle(result)
    return result
