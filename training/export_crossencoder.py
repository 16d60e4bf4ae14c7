"""Exports the trained cross-encoder as int8 ONNX and shows how far it agrees with the full-precision model.

Usage: python -m training.export_crossencoder --weights FOLDER --trained OUT/final.pt
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

from rubrics.local.files import open_session
from rubrics.local.head import log_softmax
from rubrics.local.packing import pack
from training.corpus import Question, load_labelled
from training.graph import crossencoder_graph, write_quantised
from training.metrics import auc
from training.narrowing import loaded
from training.paths import ROOT, SPLITS, parser
from training.setwise import Setwise, Tokens, chunked, tensors
from training.synthetic import example


def main() -> None:
    """Exports and prints the agreement on held-out questions."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--weights", type=Path, required=True)
    arguments.add_argument("--trained", type=Path, required=True)
    arguments.add_argument("--out", type=Path, default=ROOT / "rubrics/local/data/crossencoder.onnx")
    options = arguments.parse_args()
    model = loaded(options.weights, options.trained).eval()
    write_quantised(crossencoder_graph(model.state_dict()), options.out, ["MatMul"])
    folds = json.loads(SPLITS.read_text("utf-8"))["folds"]
    held = [q for q in load_labelled(options.labelled, options.anchors) if folds[q.id] == 0]
    print(agreement(model, options.out, Tokens(options.weights), held[::3]))


@torch.no_grad()
def agreement(model: Setwise, exported: Path, tokens: Tokens, questions: list[Question]) -> str:
    """How the two models' probabilities and verdicts differ, and the AUC of either."""
    session = open_session(exported, 2)
    examples = [part for q in questions for a in q.answers for part in chunked(example(q, a))]
    full, small = [], []
    for e in examples:
        packed = pack([tokens.layout(e)])
        full.append(model(**tensors(packed))[0, : len(e.labels)].numpy())
        small.append(session.run(None, packed.feed())[0][0, : len(e.labels)])
    a, b = (np.exp(log_softmax(np.concatenate(x).astype(float))) for x in (full, small))
    met = np.concatenate([e.labels for e in examples]) == 0
    return (
        f"{len(a)} decisions: same verdict {(a.argmax(1) == b.argmax(1)).mean():.3f}, "
        f"probability of met differs by {np.abs(a - b)[:, 0].mean():.4f} on average, "
        f"AUC {auc(met, a[:, 0]):.4f} in fp32, {auc(met, b[:, 0]):.4f} in int8"
    )


if __name__ == "__main__":
    main()
