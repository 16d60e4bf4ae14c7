"""A cohort as JSON lines: what it is locked to, its people, answers, grades, judgements and log, one value a line.

Lines are `{"kind": …, …}` in this order: `cohort`, `candidate`…, `answer`…, `grade`…, `judgement`…, `entry`…. Salts
go with the candidates, so that whoever holds the file can check every commitment; so can whoever finds it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from interviewer.screening.proof import Proof

PAGE = 500
T = TypeVar("T")


def export_lines(proof: Proof, *, with_names: bool) -> Iterator[str]:
    """The lines of an export, without line ends."""
    for kind, value in _values(proof, with_names=with_names):
        yield json.dumps({"kind": kind, **value}, ensure_ascii=False)


def _values(proof: Proof, *, with_names: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    keys = proof.all_keys()
    cohort = proof.cohort.model_dump(mode="json")
    yield "cohort", {"cohort": cohort, "entries": proof.head.entries, "head": proof.head.digest}
    for person in proof.people().values():
        salt = person.salt.hex() if person.salt is not None else None
        yield "candidate", {"ref": person.ref, "id": person.id, "salt": salt, **_name(person.name, with_names)}
    for page in _pages(sorted(keys.answers)):
        yield from (("answer", asdict(row)) for row in proof.answers(page).values())
    for page in _pages(sorted(keys.grades)):
        for row in proof.grades(page).values():
            yield "grade", {**asdict(row), "body": json.loads(row.body) if row.body is not None else None}
    for page in _pages(sorted(keys.reviews)):
        yield from (("judgement", asdict(review)) for review in proof.reviews(page).values())
    for entry in proof.entries():
        yield "entry", {"digest": entry.digest, "body": entry.body}


def _name(name: str | None, with_names: bool) -> dict[str, str | None]:  # noqa: FBT001 - what the caller was asked
    return {"name": name} if with_names else {}


def _pages(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(keys), PAGE):
        yield keys[start : start + PAGE]
