"""Writes splits.json: a fold 0-3 for every labelled question, and which held-out anchors training may read.

Fold 0 is held out of the cross-encoder's training, so that the head above it is fitted and validated on predictions
for questions whose labels the cross-encoder never saw. Of fold 0's anchored questions, half lend their anchors (never
their labelled answers) to the synthetic training answers, as shipped banks do, and half do not, as banks of users.
"""

from __future__ import annotations

import json
import random

from training.corpus import ANCHORED, load_labelled
from training.paths import SPLITS, parser

FOLDS = 4


def main() -> None:
    """Draws the split once, with a fixed seed."""
    arguments = parser(__doc__ or "").parse_args()
    rng = random.Random(20)
    folds: dict[str, int] = {}
    unseen: list[str] = []
    questions = load_labelled(arguments.labelled, arguments.anchors)
    for domain in dict.fromkeys(q.domain for q in questions):
        ids = [q.id for q in questions if q.domain == domain]
        rng.shuffle(ids)
        folds.update({identifier: place % FOLDS for place, identifier in enumerate(ids)})
        if domain in ANCHORED:
            unseen += ids[::FOLDS][::2]
    SPLITS.write_text(
        json.dumps({"folds": dict(sorted(folds.items())), "anchors_unseen": sorted(unseen)}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
