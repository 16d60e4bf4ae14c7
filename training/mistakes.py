"""Prints the verdicts on gold that were surest and wrong, for a person to say why.

Usage: python -m training.mistakes --dataset ROWS.pkl [--count 30]
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rubrics.local.head import Head
from training.corpus import STATUSES
from training.dataset import load_rows
from training.fit_heads import table
from training.paths import parser


def main() -> None:
    """Prints label, verdict, probability, criterion and answer."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--dataset", type=Path, required=True)
    arguments.add_argument("--count", type=int, default=30)
    options = arguments.parse_args()
    gold = load_rows(options.dataset)["gold"]
    t = table(gold, "anchored")
    p = Head.load().anchored.probabilities(t.x, t.crossed)
    place = np.concatenate([np.arange(len(row.labels)) for row in gold])
    wrong = np.flatnonzero((p.argmax(1) == 0) != (t.y == 0))
    for i in wrong[np.argsort(-p[wrong].max(1))][: options.count]:
        row = gold[t.answer[i]]
        criterion = [c for c in row.question.criteria if c.id in row.answer.labels][place[i]]
        verdict = f"{STATUSES[p[i].argmax()]} {p[i].max():.2f}, truly {STATUSES[t.y[i]]}"
        print(f"\n{row.question.id} {row.answer.id} {row.answer.kind} {criterion.id}: {verdict}")
        print(f"  criterion: {criterion.text}\n  answer: {row.answer.text}")


if __name__ == "__main__":
    main()
