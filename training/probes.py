"""How the judge takes statements in nearly the rubric's words, the same turned round, and lists of key words.

Made from the criteria of fold 0, which took part in no training, judged without their anchors: the whole judge, its
rules included, and the cross-encoder alone. Also, with what anchors there are, the words quoted as proof from strong
answers, handed in alone.

Usage: python -m training.probes [--folder rubrics/local/data]
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rubrics.local.files import DATA
from rubrics.local.judge import LocalJudge
from rubrics.local.windows import sentences
from training.contrasts import keyword_list, put_in, said_and_turned
from training.corpus import STATUSES, Criterion, Question, load_labelled
from training.dataset import judged_by
from training.paths import SPLITS, parser
from training.rewording import body
from training.synthetic import CONTRADICTED, MET, Example


@dataclass(frozen=True, slots=True)
class Probe:
    """An answer and the criterion that is asked about."""

    name: str
    question: Question
    answer: str
    criteria: tuple[Criterion, ...]
    place: int


def probes(questions: list[Question], rng: random.Random) -> Iterator[Probe]:
    """Some of every kind for every question."""
    for q in questions:
        c = rng.randrange(len(q.criteria))
        yield Probe("a criterion word for word", q, f"{body(q.criteria[c].text)}.", q.criteria, c)
        for name, unit in (
            ("alone", said_and_turned(q, rng)),
            ("alone", said_and_turned(q, rng)),
            ("in an answer", put_in(q, rng.choice(q.answers), rng)),
            ("in an answer", put_in(q, rng.choice(q.answers), rng)),
        ):
            yield from _pair(name, q, unit)
        listed = keyword_list(q, rng)[0]
        yield from (Probe("list of key words", q, listed.answer, q.criteria, i) for i in range(len(q.criteria)))


def _pair(name: str, q: Question, unit: list[Example]) -> Iterator[Probe]:
    """The criterion that differs in a pair, as said and as turned round."""
    if len(unit) < 2:
        return
    said, turned = unit
    for place, (before, after) in enumerate(zip(said.labels, turned.labels, strict=True)):
        if (before, after) == (MET, CONTRADICTED):
            yield Probe(f"nearly its words, {name}", q, said.answer, said.criteria, place)
            yield Probe(f"turned round, {name}", q, turned.answer, turned.criteria, place)


def alone(judge: LocalJudge, q: Question) -> Iterator[str]:
    """What the judge says of a point when handed only the words that it quoted for it from a strong answer."""
    criteria = judged_by(q.criteria, with_anchors=True)
    for answer in (a for a in q.answers if a.kind == "strong"):
        for place, found in enumerate(judge.judge(q.text, criteria, answer.text)):
            if found.status == "met" and found.span and answer.labels.get(q.criteria[place].id) == MET:
                yield judge.judge(q.text, criteria, answer.text[slice(*found.span)])[place].status


def main() -> None:
    """Prints, for every kind, how often each status was given."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--folder", type=Path, default=DATA)
    options = arguments.parse_args()
    judge = LocalJudge.load(options.folder)
    folds = json.loads(SPLITS.read_text("utf-8"))["folds"]
    held = [q for q in load_labelled(options.labelled, options.anchors) if folds[q.id] == 0]
    found: dict[str, dict[str, int]] = {}
    for p in probes(held, random.Random(0)):
        criteria = judged_by(p.criteria, with_anchors=False)
        status = judge.judge(p.question.text, criteria, p.answer)[p.place].status
        crossed = judge.crossed(p.question.text, criteria, p.answer, sentences(p.answer))[p.place]
        for who, said in (("judge", status), ("cross-encoder", STATUSES[int(crossed.argmax())])):
            row = found.setdefault(f"{p.name}, {who}", {})
            row[said] = row.get(said, 0) + 1
    for q in held:
        for status in alone(judge, q):
            row = found.setdefault(f"proof alone, {'anchors' if q.anchored else 'no anchors'}, judge", {})
            row[status] = row.get(status, 0) + 1
    for name, row in sorted(found.items()):
        total = sum(row.values())
        shares = " ".join(f"{status} {row.get(status, 0) / total:.2f}" for status in (*STATUSES, "unsure"))
        print(f"{name:46s} n {total:4d}  {shares}")


if __name__ == "__main__":
    main()
