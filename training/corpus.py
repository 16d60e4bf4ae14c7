"""The labelled questions, their anchors and the fixed split, as plain values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

STATUSES = ("met", "partial", "missed", "contradicted")
DOMAINS = ("ml", "llm", "swe", "dl", "ai2", "cs2", "web", "sci")
ANCHORED = ("ml", "llm", "swe", "dl")

# One spelling for the kinds of answer: the `swe` bank was written with its own.
KINDS = {
    "wrong_confident": "wrong-confident",
    "minimal_pair_flip": "pair-contradict",
    "minimal_pair_drop": "pair-omit",
    "medium_with_error": "medium",
    "telegraphic_expert": "telegraphic",
    "nonnative": "non-native",
    "echo_question": "quote-back",
    "keyword_list": "keyword-list",
    "beyond_reference": "beyond",
    "off_question": "related-question",
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, with its anchors where the bank has some."""

    id: str
    text: str
    group: str | None
    optional: bool
    says: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One labelled answer; `labels` maps a criterion id to an index into STATUSES."""

    id: str
    kind: str
    text: str
    labels: dict[str, int]
    overall: float


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its criteria and labelled answers."""

    id: str
    domain: str
    text: str
    criteria: tuple[Criterion, ...]
    answers: tuple[Answer, ...]

    @property
    def anchored(self) -> bool:
        """Whether any criterion carries anchors."""
        return any(c.says for c in self.criteria)


def load_domain(labelled: Path, anchors: Path, domain: str) -> list[Question]:
    """Questions of one labelled domain, anchored where a file of anchors lies beside them."""
    return [
        _question(json.loads(path.read_text("utf-8")), domain, _anchors(anchors / domain / f"{path.stem}.yaml"))
        for path in sorted((labelled / domain).glob("*.json"))
    ]


def load_labelled(labelled: Path, anchors: Path) -> list[Question]:
    """Questions of all labelled domains."""
    return [q for domain in DOMAINS for q in load_domain(labelled, anchors, domain)]


def load_gold(gold: Path, seed_anchors: Path) -> list[Question]:
    """The labelled questions of the seed: the final test, never trained or tuned on."""
    return [
        _question(json.loads(path.read_text("utf-8")), "gold", _anchors(seed_anchors / f"{path.stem}.yaml"))
        for path in sorted(gold.glob("*.json"))
    ]


def _anchors(path: Path) -> dict[str, dict[str, Any]]:
    """Anchors by criterion id, empty where there is no such file."""
    return dict(yaml.safe_load(path.read_text("utf-8"))["criteria"]) if path.exists() else {}


def _question(raw: dict[str, Any], domain: str, anchors: dict[str, dict[str, Any]]) -> Question:
    short = {c["id"]: c["id"].split(".")[-1] for c in raw["criteria"]}
    return Question(
        id=raw.get("id") or f"q{raw['number']:02d}",
        domain=domain,
        text=raw["question"],
        criteria=tuple(_criterion(c, short[c["id"]], anchors.get(short[c["id"]], {})) for c in raw["criteria"]),
        answers=tuple(
            Answer(
                id=a["id"].split(".")[-1],
                kind=KINDS.get(a["kind"], a["kind"]),
                text=a["text"],
                labels={short[k]: STATUSES.index(v) for k, v in a["labels"].items() if k in short},
                overall=float(a["overall"]),
            )
            for a in raw["answers"]
        ),
    )


def _criterion(raw: dict[str, Any], identifier: str, anchors: dict[str, Any]) -> Criterion:
    title, text = raw.get("title"), raw["text"]
    return Criterion(
        id=identifier,
        text=text if not title or text.startswith(title) else f"{title}: {text}",
        group=raw.get("group"),
        optional=bool(raw.get("optional") or raw.get("followup")),
        says=tuple(anchors.get("says", ())),
        misconceptions=tuple(anchors.get("misconceptions", ())),
    )
