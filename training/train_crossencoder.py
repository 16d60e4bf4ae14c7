"""Trains the set-wise cross-encoder on three of four folds of the labelled questions and on synthetic answers.

Runs on two CPU cores in bfloat16. Fold 0 and all labels of the seed stay unseen. Writes OUT/last.pt (with optimiser,
to resume) and OUT/final.pt (weights averaged over the last steps). With `--start FILE` it goes on from the weights
of an earlier run, made smaller (`narrowing.py`), on the second stage's mixture (`contrasts.py`); with `--stage 3` it
starts from weights that are narrow already, reads short answers too (`brief.py`), and ends half-way between the
weights it started from and those it learned: better on fold 0 than either (Wortsman et al. 2022, "Robust fine-tuning
of zero-shot models", arXiv:2109.01903).
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from rubrics.local.encoder import Encoder
from rubrics.local.packing import pack
from training.contrasts import Library
from training.corpus import Question, load_labelled
from training.material import Material, batches, seed_questions
from training.metrics import auc, kappa
from training.narrowing import loaded, narrowed
from training.paths import parser
from training.setwise import CLASS_WEIGHTS, Setwise, Tokens, logits, tensors, use_pooled_dropout
from training.synthetic import Example, example


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
    model = second_model(arguments, tokens, material) if arguments.start else Setwise(arguments.weights)
    use_pooled_dropout(model)
    optimiser = torch.optim.AdamW(parameter_groups(model, arguments.rate, 0.9), weight_decay=0.01)
    average, queue = copy.deepcopy(model), []
    library = None
    if arguments.start:
        library = Library([*material.trained, *seed], Encoder.load())
        print(f"at the start, held out: {check(model, tokens, material.held)}", flush=True)
    step = resume(arguments.out / "last.pt", model, average, optimiser)
    rng.seed(step)
    started, first, total = time.time(), step, 0.0
    while (done := progress(arguments, step, first, time.time() - started)) < 1:
        if not queue:
            units = round_of(arguments.stage, material, rng, library)
            queue = batches(units, tokens, arguments.size, rng)
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
    if arguments.start and arguments.stage == 3:
        update_average(average, loaded(arguments.weights, arguments.start), keep=0.5)
    torch.save(average.state_dict(), arguments.out / "final.pt")
    print(f"step {step} held out: now {check(model, tokens, material.held)}", flush=True)
    print(f"step {step} held out: mean {check(average, tokens, material.held)}", flush=True)


def round_of(stage: int, material: Material, rng: random.Random, library: Library | None) -> list[list[Example]]:
    """What a round of that stage passes over; the later stages need a library."""
    if library is None:
        return material.round(rng)
    return material.third_round(rng, library) if stage == 3 else material.second_round(rng, library)


def second_model(arguments: argparse.Namespace, tokens: Tokens, material: Material) -> Setwise:
    """What the second stage starts from, and the third."""
    if arguments.stage == 3:
        return loaded(arguments.weights, arguments.start)
    seen = [example(q, a) for q in material.trained[::8] for a in q.answers]
    return narrowed(loaded(arguments.weights, arguments.start), tokens, seen)


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
    arguments.add_argument("--start", type=Path, help="weights to go on from, by a later stage's mixture")
    arguments.add_argument("--stage", type=int, choices=(2, 3), default=2, help="which mixture, with --start")
    arguments.add_argument("--steps", type=int, default=2200)
    arguments.add_argument("--size", type=int, default=10)
    arguments.add_argument("--rate", type=float, default=1.5e-4)
    arguments.add_argument("--minutes", type=float, help="end by the clock instead of by steps")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--every", type=int, default=250)
    train(arguments.parse_args())


if __name__ == "__main__":
    main()
