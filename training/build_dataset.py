"""Reads every labelled and made-up answer with the code that ships, and remembers what the head learns from.

The cross-encoder reads fold 0 and the seed only: it was trained on the other folds.
"""

from __future__ import annotations

import json
import pickle
from pathlib import Path

from rubrics.local.crossencoder import CrossEncoder
from rubrics.local.head import Heads
from rubrics.local.judge import LocalJudge
from training.brief import with_brief
from training.contrasts import Library
from training.corpus import Question, load_gold, load_labelled
from training.dataset import Reader, RememberingEncoder, with_nonsense, with_part
from training.paths import SPLITS, parser
from training.synthetic import beside, covered


def main() -> None:
    """Writes a pickle of {labelled, made, gold}: lists of rows."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--memory", type=Path, required=True, help="keeps what the encoder saw for the next time")
    options = arguments.parse_args()
    folds = json.loads(SPLITS.read_text("utf-8"))["folds"]

    def is_crossed(question: Question) -> bool:
        return folds.get(question.id, 0) == 0

    encoder = RememberingEncoder.load(threads=1)
    views, encoder.known = pickle.loads(options.memory.read_bytes()) if options.memory.exists() else ({}, {})
    crossencoder = CrossEncoder.load(threads=2)
    reader = Reader(LocalJudge(encoder, crossencoder, Heads.load()), is_crossed, views)
    questions = load_labelled(options.labelled, options.anchors)
    made = [
        *with_nonsense(questions),
        *with_part(questions, "beside", beside),
        *with_part(questions, "covered", covered),
        *with_brief(questions, Library(questions, encoder)),
    ]
    found = {
        "labelled": reader.rows(questions),
        "made": reader.rows(made),
        "gold": reader.rows(load_gold(options.gold, options.seed_anchors)),
    }
    options.memory.write_bytes(pickle.dumps((views, encoder.known)))
    options.out.write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    main()
