"""Figures of the embedded grader: over questions not fitted to on the labelled sets, and on the seed's gold set.

Usage: python -m training.evaluate --dataset FILE [--brief] [--gold-too]   (the file that build_dataset wrote)
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rubrics.local.head import BRIEF_WORDS, USUAL_WORDS, Branch, Heads, log_softmax
from training.brief import KIND as BRIEF
from training.corpus import STATUSES
from training.dataset import Row, load_rows
from training.fit_heads import Table, fit_joint, joined, out_of_fold, table, taken
from training.metrics import auc, kappa, macro_f1, spearman
from training.paths import SPLITS, parser

Matrix = npt.NDArray[np.float64]
UNSURE = 4


def verdicts(branch: Branch, p: Matrix) -> npt.NDArray[np.int64]:
    """Statuses by number, UNSURE included."""
    names = ("met", "partial", "missed", "contradicted", "unsure")
    return np.array([names.index(branch.rule.status(row)) for row in p])


def score(statuses: npt.NDArray[np.int64], optional: npt.NDArray[np.bool_]) -> float:
    """The score of one answer: min(1, (met + partial / 2) / 0.8 n) over required criteria; unsure counts nothing."""
    required = statuses[~optional]
    required = required[required != UNSURE]
    if not len(required):
        return 0.0
    return min(1.0, float((required == 0).sum() + 0.5 * (required == 1).sum()) / (0.8 * len(required)))


def figures(data: list[Row], t: Table, p: Matrix, branch: Branch) -> dict[str, float]:
    """Agreement of verdicts with labels over the rows of a table."""
    v = verdicts(branch, p)
    sure = v != UNSURE
    forced = np.where(sure, v, p.argmax(1))
    pole = (t.y == 0) | (t.y == 3)
    result = {
        "decisions": float(len(t.y)),
        "AUC met": auc(t.y == 0, p[:, 0]),
        "AUC met/contradicted": auc(t.y[pole] == 0, p[pole, 0]),
        "kappa": kappa(t.y == 0, v == 0),
        "kappa sure": kappa(t.y[sure] == 0, v[sure] == 0),
        "F1 four-way": macro_f1(t.y, forced),
        "exact": float((forced == t.y).mean()),
        "unsure": float((~sure).mean()),
    }
    answers = np.unique(t.answer)
    marks = [score(v[t.answer == i], data[i].optional) for i in answers]
    overall = np.array([data[i].answer.overall for i in answers])
    result["Spearman"] = spearman(np.array(marks), overall)
    result["MAE"] = float(np.abs(np.array(marks) * 100 - overall).mean())
    return result


def false_met(t: Table, v: npt.NDArray[np.int64]) -> dict[str, tuple[float, float, int]]:
    """By kind: share of not-met criteria called met, share of all criteria called met, criteria."""
    result = {}
    for kind in sorted(set(t.kind)):
        mine = t.kind == kind
        wrong = mine & (t.y != 0)
        result[kind] = (
            float((v[wrong] == 0).mean()) if wrong.any() else 0.0,
            float((v[mine] == 0).mean()),
            int(mine.sum()),
        )
    return result


def line(name: str, found: dict[str, float]) -> str:
    """One row of a table of figures."""
    return f"{name:34s} " + " ".join(f"{k} {v:.3f}" if k != "decisions" else f"n {v:.0f}" for k, v in found.items())


def held_out_joint(t: Table, trees: Matrix) -> Matrix:
    """Probabilities on fold 0, where trees and joining layer are each out of fold (five groups of questions)."""
    fitted = np.flatnonzero(t.fold == 0)
    names = sorted(set(t.question[fitted]))
    groups = np.array([names.index(q) % 5 for q in t.question[fitted]])
    result = np.zeros((len(t.y), 4))
    for group in range(5):
        rest, mine = fitted[groups != group], fitted[groups == group]
        result[mine] = joined(fit_joint(trees[rest], taken(t, rest)), trees[mine], t.crossed[mine])
    return result


def held_out(which: str, data: list[Row], branch: Branch) -> None:
    """Prints the figures on labelled questions that were not fitted to."""
    t = table(data, which)
    trees = out_of_fold(t)
    show(f"{which}: encoder, labelled, 4 folds", data, t, np.exp(trees), branch, t.real)
    held = t.fold == 0
    both = held_out_joint(t, trees)
    show(f"{which}: encoder, fold 0", data, t, np.exp(trees), branch, held & t.real)
    show(f"{which}: cross-encoder, fold 0", data, t, np.exp(log_softmax(t.crossed)), branch, held & t.real)
    show(f"{which}: both, fold 0", data, t, both, branch, held & t.real)
    for domain in dict.fromkeys(t.domain):
        show(f"  {domain}", data, t, both, branch, held & t.real & (t.domain == domain))
    if which == "anchored":
        unseen = np.isin(t.question, json.loads(SPLITS.read_text("utf-8"))["anchors_unseen"])
        show("  anchors lent to training", data, t, both, branch, held & t.real & ~unseen)
        show("  anchors never seen", data, t, both, branch, held & t.real & unseen)
    print_kinds(taken(t, held), both[held], branch)
    print_brief(taken(t, held), both[held], branch)


def show(name: str, data: list[Row], t: Table, p: Matrix, branch: Branch, chosen: npt.NDArray[np.bool_]) -> None:
    """Prints the figures of some rows."""
    print(line(name, figures(data, taken(t, chosen), p[chosen], branch)))


def print_kinds(t: Table, p: Matrix, branch: Branch) -> None:
    """Prints how often each kind of answer was called met, rightly or wrongly."""
    for kind, (false, share, n) in false_met(t, verdicts(branch, p)).items():
        truth = float((t.y[t.kind == kind] == 0).mean())
        print(f"    {kind:20s} false met {false:.3f}   judged met {share:.3f}, truly {truth:.3f}, of {n}")


def print_brief(t: Table, p: Matrix, branch: Branch) -> None:
    """Prints what became of the points that made-up short answers make, leave out or tell wrongly."""
    v = verdicts(branch, p)
    for truth, name in enumerate(STATUSES):
        mine = v[(t.kind == BRIEF) & (t.y == truth)]
        if len(mine):
            shares = ", ".join(f"{s} {(mine == i).mean():.3f}" for i, s in enumerate((*STATUSES, "unsure")))
            print(f"    brief, {name}: {shares}, of {len(mine)}")


def main() -> None:
    """Prints all figures."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--dataset", type=Path, required=True)
    arguments.add_argument("--brief", action="store_true", help="the head for brief answers, and such answers too")
    arguments.add_argument("--gold-too", action="store_true", help="open the final test")
    options = arguments.parse_args()
    data = load_rows(options.dataset)
    made = [row for row in data["made"] if options.brief or row.answer.kind != "brief"]
    heads = Heads.load()
    head, words = (heads.brief, BRIEF_WORDS) if options.brief else (heads.usual, USUAL_WORDS)
    for which, fitted in (("anchored", head.anchored), ("plain", head.plain)):
        branch = replace(fitted, rule=heads.rule(anchored=which == "anchored", words=words))
        held_out(which, [*data["labelled"], *made], branch)
        if options.gold_too:
            t = table(data["gold"], which)
            p = branch.probabilities(t.x, t.crossed)
            show(f"{which}: GOLD", data["gold"], t, p, branch, t.real)
            print_kinds(t, p, branch)


if __name__ == "__main__":
    main()
