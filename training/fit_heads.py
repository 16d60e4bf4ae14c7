"""Fits a head of the embedded grader and writes rubrics/local/data/heads.npz, or with --brief heads_brief.npz.

1. Trees over the encoder's features, by cross-validation over the four folds of questions, then on all of them.
2. On fold 0, whose labels the cross-encoder never saw: the layer that joins the trees' out-of-fold log-odds with
   the cross-encoder's log-probabilities.
3. Decision thresholds on the same out-of-fold probabilities.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from rubrics.local.files import DATA
from rubrics.local.head import BRIEF, USUAL, Rule, log_softmax
from rubrics.local.trees import Trees
from training.dataset import Row, load_rows
from training.metrics import kappa
from training.paths import SPLITS, parser

Matrix = npt.NDArray[np.float64]
DEPTH = 3
SEEDS = (0, 1)
FOLDS = 4
MADE_WEIGHT = 0.5


@dataclass(frozen=True)
class Table:
    """Criteria of many answers, stacked."""

    x: Matrix
    y: npt.NDArray[np.int64]
    crossed: Matrix
    fold: npt.NDArray[np.int64]
    kind: npt.NDArray[np.str_]
    domain: npt.NDArray[np.str_]
    question: npt.NDArray[np.str_]
    answer: npt.NDArray[np.int64]
    """Number of the answer among the rows given."""

    @property
    def real(self) -> npt.NDArray[np.bool_]:
        """Which rows belong to labelled answers, not to made-up ones."""
        return ~np.isin(self.kind, ("nonsense", "beside", "covered", "brief"))


def table(data: list[Row], which: str) -> Table:
    """The rows that have features of that kind, `anchored` or `plain`."""
    folds = json.loads(SPLITS.read_text("utf-8"))["folds"]
    kept = [(i, r) for i, r in enumerate(data) if getattr(r, which) is not None]

    def each(values: list[object]) -> np.ndarray:  # type: ignore[type-arg]
        return np.repeat(np.array(values), [len(r.labels) for _, r in kept])

    return Table(
        x=np.vstack([getattr(r, which) for _, r in kept]),
        y=np.concatenate([r.labels for _, r in kept]),
        crossed=np.vstack([r.crossed for _, r in kept]),
        fold=each([folds.get(r.question.id, -1) for _, r in kept]),
        kind=each([r.answer.kind for _, r in kept]),
        domain=each([r.question.domain for _, r in kept]),
        question=each([r.question.id for _, r in kept]),
        answer=each([i for i, _ in kept]),
    )


def taken(t: Table, chosen: npt.NDArray[np.bool_]) -> Table:
    """Some rows of a table."""
    return Table(**{field.name: getattr(t, field.name)[chosen] for field in fields(Table)})


def fit_trees(t: Table, chosen: npt.NDArray[np.bool_]) -> Trees:
    """Boosted trees, the mean of several seeds."""
    weights = np.where(t.real, 1.0, MADE_WEIGHT)[chosen]
    models = [
        HistGradientBoostingClassifier(
            max_depth=DEPTH,
            learning_rate=0.05,
            max_iter=250,
            l2_regularization=10,
            min_samples_leaf=30,
            max_features=0.3,
            random_state=seed,
            early_stopping=False,
        ).fit(t.x[chosen], t.y[chosen], sample_weight=weights)
        for seed in SEEDS
    ]
    return merged([as_trees(m) for m in models])


def as_trees(model: HistGradientBoostingClassifier) -> Trees:
    """The model's trees as complete arrays."""
    stages, baseline = vars(model)["_predictors"], vars(model)["_baseline_prediction"]
    filled = [(_filled(p.nodes), label) for stage in stages for label, p in enumerate(stage)]
    return Trees(
        feature=np.array([f for (f, _, _), _ in filled]),
        threshold=np.array([t for (_, t, _), _ in filled]),
        leaf=np.array([v for (_, _, v), _ in filled]),
        votes_for=np.array([label for _, label in filled]),
        baseline=np.asarray(baseline, dtype=float).ravel(),
    )


def _filled(nodes: np.ndarray) -> tuple[list[int], list[float], list[float]]:  # type: ignore[type-arg]
    inner = 2**DEPTH - 1
    feature, threshold, leaf = [0] * inner, [np.inf] * inner, [0.0] * (inner + 1)

    def visit(place: int, node: int) -> None:
        if place >= inner:
            leaf[place - inner] = float(nodes[node]["value"])
            return
        if nodes[node]["is_leaf"]:
            visit(2 * place + 1, node)
            visit(2 * place + 2, node)
            return
        feature[place], threshold[place] = int(nodes[node]["feature_idx"]), float(nodes[node]["num_threshold"])
        visit(2 * place + 1, int(nodes[node]["left"]))
        visit(2 * place + 2, int(nodes[node]["right"]))

    visit(0, 0)
    return feature, threshold, leaf


def merged(models: list[Trees]) -> Trees:
    """One model whose log-odds are the mean of several."""
    return Trees(
        feature=np.concatenate([m.feature for m in models]),
        threshold=np.concatenate([m.threshold for m in models]),
        leaf=np.concatenate([m.leaf for m in models]) / len(models),
        votes_for=np.concatenate([m.votes_for for m in models]),
        baseline=np.mean([m.baseline for m in models], axis=0),
    )


def out_of_fold(t: Table) -> Matrix:
    """Normalised log-probabilities of the trees for questions they were not fitted to."""
    result = np.zeros((len(t.y), 4))
    for fold in range(FOLDS):
        result[t.fold == fold] = log_softmax(fit_trees(t, t.fold != fold).logits(t.x[t.fold == fold]))
    return result


def joint_input(trees: Matrix, crossed: Matrix) -> Matrix:
    """What the joining layer reads."""
    return np.hstack([trees, crossed, np.ones((len(trees), 1))])


def fit_joint(trees: Matrix, t: Table) -> Matrix:
    """Weights (9, 4) of the joining layer.

    A head for brief answers learns from these in the first place: contradictions of labelled answers stand in wrong,
    self-assured prose, and on fold 0 a layer fitted to them as well knows right short answers less well (AUC of met
    0.949 and not 0.953, met against contradicted 0.64 and not 0.69).
    """
    is_brief = t.kind == "brief"
    real, made = (0.2, 0.3) if is_brief.any() else (1.0, MADE_WEIGHT)
    weights = np.where(t.real, real, np.where(is_brief, 1.0, made))
    model = LogisticRegression(C=0.1, max_iter=3000).fit(np.hstack([trees, t.crossed]), t.y, sample_weight=weights)
    return np.vstack([model.coef_.T, model.intercept_[None]])


def joined(joint: Matrix, trees: Matrix, crossed: Matrix) -> Matrix:
    """Probabilities (n, 4)."""
    return np.exp(log_softmax(joint_input(trees, crossed) @ joint))


def judged_met(p: Matrix, least: float) -> npt.NDArray[np.bool_]:
    """Which rows a rule with that threshold calls met."""
    return (p.argmax(1) == 0) & (p[:, 0] >= least)


def choose_rule(t: Table, p: Matrix, abstain: float) -> Rule:
    """The threshold of `met` that agrees best while wrong answers earn little, and the floor of certainty.

    Agreement hardly depends on the threshold over a wide range. Of those as good as the best, the strictest stands:
    credit that was not earned is the worse mistake.
    """

    def worth(least: float) -> float:
        met = judged_met(p, least)
        misled = met[(t.kind == "wrong-confident") & (t.y != 0)].mean()
        return kappa(t.y == 0, met) - 2 * max(0.0, float(misled) - 0.09)

    found = {least: worth(least) for least in np.arange(0.30, 0.71, 0.02)}
    least = max(least for least, value in found.items() if value >= max(found.values()) - AS_GOOD)
    allowed = p.copy()
    allowed[p[:, 0] < least, 0] = -1
    chosen = p[np.arange(len(p)), allowed.argmax(1)]
    return Rule(float(least), float(np.quantile(chosen, abstain)), APART_BY)


def arrays(prefix: str, trees: Trees, joint: Matrix, rule: Rule) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    """A branch of the head as arrays."""
    return {
        f"{prefix}.feature": trees.feature.astype(np.int16),
        f"{prefix}.threshold": trees.threshold,
        f"{prefix}.leaf": trees.leaf.astype(np.float32),
        f"{prefix}.votes_for": trees.votes_for.astype(np.int8),
        f"{prefix}.baseline": trees.baseline,
        f"{prefix}.joint": joint,
        f"{prefix}.rule": np.array([rule.met_at_least, rule.sure_at_least, rule.apart_by]),
    }


APART_BY = 0.1
AS_GOOD = 0.01
"""Kappa within which two thresholds are equally good: half its standard error on fold 0."""
ABSTAIN = {"anchored": 0.03, "plain": 0.12}
"""Share of verdicts, the least certain ones, that become unsure."""


def main() -> None:
    """Fits both branches and writes them."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--dataset", type=Path, required=True, help="pickle written by build_dataset")
    arguments.add_argument("--brief", action="store_true", help="learn from made-up short answers too")
    options = arguments.parse_args()
    data = load_rows(options.dataset)
    made = [row for row in data["made"] if options.brief or row.answer.kind != "brief"]
    out: dict[str, np.ndarray] = {}  # type: ignore[type-arg]
    for which in ("anchored", "plain"):
        t = table([*data["labelled"], *made], which)
        trees = out_of_fold(t)
        rest = taken(t, t.fold == 0)
        joint = fit_joint(trees[t.fold == 0], rest)
        rule = choose_rule(
            taken(rest, rest.real), joined(joint, trees[t.fold == 0], rest.crossed)[rest.real], ABSTAIN[which]
        )
        print(which, rule)
        out |= arrays(which, fit_trees(t, np.ones(len(t.y), dtype=bool)), joint, rule)
    np.savez_compressed(DATA / (BRIEF if options.brief else USUAL), **out)


if __name__ == "__main__":
    main()
