"""What each group of features and the cross-encoder add, on fold 0's anchored questions.

Usage: python -m training.ablate --dataset ROWS.pkl
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from rubrics.local.features import anchored_columns
from rubrics.local.head import log_softmax
from training.dataset import load_rows
from training.evaluate import held_out_joint
from training.fit_heads import Table, fit_trees, table
from training.metrics import auc, kappa, macro_f1
from training.paths import parser

GROUPS = {
    "words and negations": (
        "best_words",
        "function_words",
        "best_function_words",
        "negation",
        "best_negations",
        "pieces",
    ),
    "misconceptions": ("wrong", "less_wrong", "against", "at_best", "at_wrong"),
    "says": ("says", "good", "owned"),
    "other criteria and question": ("_mean", "_above", "over_others", "rank", "owned", "question", "_rest"),
}


def without(t: Table, *groups: str) -> Table:
    """The table without the columns of some groups."""
    marks = [mark for group in groups for mark in GROUPS[group]]
    kept = [i for i, name in enumerate(anchored_columns()) if not any(mark in name for mark in marks)]
    return replace(t, x=t.x[:, kept])


def row(name: str, t: Table, logits: np.ndarray, crossed: np.ndarray) -> str:  # type: ignore[type-arg]
    """One line of the table."""
    p = held_out_joint(replace(t, crossed=crossed), logits)
    chosen = (t.fold == 0) & t.real
    y, p = t.y[chosen], p[chosen]
    pole = (y == 0) | (y == 3)
    wrong = (t.kind[chosen] == "wrong-confident") & (y != 0)
    return (
        f"{name:44s} AUC {auc(y == 0, p[:, 0]):.3f}  met/contradicted {auc(y[pole] == 0, p[pole, 0]):.3f}  "
        f"kappa {kappa(y == 0, p.argmax(1) == 0):.3f}  F1 {macro_f1(y, p.argmax(1)):.3f}  "
        f"false met, wrong-confident {(p[wrong].argmax(1) == 0).mean():.3f}"
    )


def main() -> None:
    """Prints the table."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--dataset", type=Path, required=True)
    options = arguments.parse_args()
    data = load_rows(options.dataset)
    t = table([*data["labelled"], *data["made"]], "anchored")
    mute = np.zeros_like(t.crossed)
    every = tuple(GROUPS)
    variants = {
        "criterion text alone": every,
        "text and says": ("words and negations", "misconceptions", "other criteria and question"),
        "text, says, misconceptions": ("words and negations", "other criteria and question"),
        "the same with other criteria and question": ("words and negations",),
        "all of the encoder's": (),
    }
    print(row("cross-encoder alone", t, mute, t.crossed), flush=True)
    for name, left_out in variants.items():
        fewer = without(t, *left_out)
        logits = log_softmax(fit_trees(fewer, t.fold != 0).logits(fewer.x))
        print(row(name, t, logits, mute), flush=True)
        print(row(f"  and cross-encoder ({name})", t, logits, t.crossed), flush=True)


if __name__ == "__main__":
    main()
