"""Trains the set-wise cross-encoder on three of four folds of the labelled questions and on synthetic answers.

Runs on two CPU cores in bfloat16. Fold 0 and all labels of the seed stay unseen. Writes OUT/last.pt (with optimiser,
to resume) and OUT/final.pt (weights averaged over the last steps).
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import yaml
from torch.nn import functional

from bank.importers.text import read_text
from rubrics.local.packing import MAX_CRITERIA, pack
from training.corpus import Criterion, Question, load_labelled
from training.metrics import auc, kappa
from training.paths import SPLITS, parser
from training.setwise import CLASS_WEIGHTS, Setwise, Tokens, logits, tensors, use_pooled_dropout
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


def loss_of(model: Setwise, tokens: Tokens, batch: list[Example]) -> torch.Tensor:
    """Weighted cross-entropy over all criteria of a batch."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = model(**tensors(pack([tokens.layout(e) for e in batch]))).float()
    labels = torch.full(out.shape[:2], -100)
    weights = torch.zeros(out.shape[:2])
    for i, e in enumerate(batch):
        labels[i, : len(e.labels)] = torch.tensor(e.labels)
        weights[i, : len(e.labels)] = torch.tensor(e.weights)
    raw = functional.cross_entropy(
        out.reshape(-1, 4),
        labels.reshape(-1),
        torch.tensor(CLASS_WEIGHTS),
        ignore_index=-100,
        reduction="none",
        label_smoothing=0.05,
    )
    return (raw * weights.reshape(-1)).sum() / weights.sum()


def parameter_groups(model: Setwise, rate: float, decay: float) -> list[dict]:  # type: ignore[type-arg]
    """Learning rates that fall by `decay` a layer from the top; the head learns fastest."""
    layers = list(model.encoder.encoder.layer)
    groups = [
        {"params": list(layer.parameters()), "scale": decay ** (len(layers) - 1 - i)}
        for i, layer in enumerate(layers)
        if next(layer.parameters()).requires_grad
    ]
    groups.append({"params": list(model.head.parameters()), "scale": 4.0})
    return [{**g, "lr": rate * g["scale"]} for g in groups]


def check(model: Setwise, tokens: Tokens, held: list[Question]) -> str:
    """Agreement on the held-out fold, in one line."""
    examples = [example(q, a) for q in held for a in q.answers]
    out = np.concatenate(logits(model, tokens, examples))
    truth = np.array([y for e in examples for y in e.labels])
    odds = np.exp(out - out.max(1, keepdims=True))
    p = odds / odds.sum(1, keepdims=True)
    sure = (truth == 0) | (truth == 3)
    return (
        f"AUC {auc(truth == 0, p[:, 0]):.3f} met/contradicted {auc(truth[sure] == 0, p[sure, 0]):.3f} "
        f"kappa {kappa(truth == 0, p.argmax(1) == 0):.3f} accuracy {(p.argmax(1) == truth).mean():.3f}"
    )


def train(arguments: argparse.Namespace) -> None:
    """The whole run; resumes from OUT/last.pt where there is one."""
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    rng = random.Random(0)
    seed = seed_questions(arguments.seed_text, arguments.seed_anchors)
    material = Material(load_labelled(arguments.labelled, arguments.anchors), seed)
    tokens = Tokens(arguments.weights)
    model = Setwise(arguments.weights)
    use_pooled_dropout(model)
    optimiser = torch.optim.AdamW(parameter_groups(model, arguments.rate, 0.9), weight_decay=0.01)
    average, queue = copy.deepcopy(model), []
    step = resume(arguments.out / "last.pt", model, average, optimiser)
    rng.seed(step)
    started, first, total = time.time(), step, 0.0
    while (done := progress(arguments, step, first, time.time() - started)) < 1:
        queue = queue or batches(material.round(rng), tokens, arguments.size, rng)
        for group in optimiser.param_groups:
            group["lr"] = arguments.rate * group["scale"] * min(1.0, (step + 1) / 80) * max(0.02, 1 - done)
        model.train()
        loss = loss_of(model, tokens, queue.pop())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        step, total = step + 1, total + loss.item()
        update_average(average, model, min(0.99, step / (step + 20)))
        if step % 25 == 0:
            print(f"{time.time() - started:.0f}s step {step} {done:.2f} loss {total / 25:.3f}", flush=True)
            total = 0.0
        if step % arguments.every == 0:
            save(arguments.out / "last.pt", step, model, average, optimiser)
    save(arguments.out / "last.pt", step, model, average, optimiser)
    torch.save(average.state_dict(), arguments.out / "final.pt")
    print(f"step {step} held out: now {check(model, tokens, material.held)}", flush=True)
    print(f"step {step} held out: mean {check(average, tokens, material.held)}", flush=True)


def progress(arguments: argparse.Namespace, step: int, first: int, seconds: float) -> float:
    """Share of the run that is over: by steps, or by the clock from where it was resumed."""
    if arguments.minutes is None:
        return float(step / arguments.steps)
    start = first / arguments.steps
    return float(start + (1 - start) * seconds / 60 / arguments.minutes)


def resume(file: Path, model: Setwise, average: Setwise, optimiser: torch.optim.Optimizer) -> int:
    """Loads what `save` wrote; the step it was at, 0 where there is no such file."""
    if not file.exists():
        return 0
    state = torch.load(file)
    model.load_state_dict(state["model"])
    average.load_state_dict(state["average"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])


def save(file: Path, step: int, model: Setwise, average: Setwise, optimiser: torch.optim.Optimizer) -> None:
    """Writes everything that a run needs to go on."""
    state = {
        "model": model.state_dict(),
        "average": average.state_dict(),
        "optimiser": optimiser.state_dict(),
        "step": step,
    }
    torch.save(state, file)


@torch.no_grad()
def update_average(average: Setwise, model: Setwise, keep: float) -> None:
    """Moves the averaged weights towards the present ones."""
    for a, b in zip(average.parameters(), model.parameters(), strict=True):
        if b.requires_grad:
            a.lerp_(b, 1 - keep)


def main() -> None:
    """Reads the arguments."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--weights", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--steps", type=int, default=2200)
    arguments.add_argument("--size", type=int, default=10)
    arguments.add_argument("--rate", type=float, default=1.5e-4)
    arguments.add_argument("--minutes", type=float, help="end by the clock instead of by steps")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--every", type=int, default=250)
    train(arguments.parse_args())


if __name__ == "__main__":
    main()
