"""Exports all-MiniLM-L6-v2 as an int8 ONNX encoder and shows how far it agrees with the original.

Usage: python -m training.export_encoder --weights FOLDER [--out rubrics/local/data]
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import torch
from transformers import BertModel

from rubrics.local.encoder import Encoder
from rubrics.local.files import open_session
from rubrics.local.wordpiece import CLS, SEP, WordPiece
from training.corpus import load_labelled
from training.graph import encoder_graph, write_quantised
from training.paths import ROOT, parser

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def main() -> None:
    """Exports, copies the vocabulary, prints the agreement."""
    arguments = parser(__doc__ or "")
    arguments.add_argument("--weights", type=Path, required=True)
    arguments.add_argument("--out", type=Path, default=ROOT / "rubrics/local/data")
    options = arguments.parse_args()
    found = hashlib.sha256((options.weights / "model.safetensors").read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise SystemExit(f"{options.weights} does not hold the official weights: {found}")
    options.out.mkdir(parents=True, exist_ok=True)
    model = BertModel.from_pretrained(options.weights, add_pooling_layer=False).eval()
    write_quantised(encoder_graph(model.state_dict()), options.out / "encoder.onnx")
    shutil.copyfile(options.weights / "vocab.txt", options.out / "vocab.txt")
    texts = [a.text for q in load_labelled(options.labelled, options.anchors)[::9] for a in q.answers[:2]]
    print(agreement(model, options.out / "encoder.onnx", WordPiece.from_file(options.out / "vocab.txt"), texts))


@torch.no_grad()
def agreement(model: BertModel, exported: Path, tokenizer: WordPiece, texts: list[str]) -> str:
    """Cosine of each text, alone in the original, with itself in the export, and how their similarities differ."""
    rows = [torch.tensor([[CLS, *tokenizer.encode(text)[:254], SEP]]) for text in texts]
    full = [model(input_ids=row, attention_mask=torch.ones_like(row)).last_hidden_state[0].mean(0) for row in rows]
    a = np.array([vector.numpy() / vector.norm().item() for vector in full])
    b = Encoder(open_session(exported, 2), tokenizer).encode(texts)
    same = (a * b).sum(1)
    gap = np.abs(a @ a.T - b @ b.T)
    cosine = f"cosine mean {same.mean():.4f} min {same.min():.4f}"
    return f"{len(texts)} texts: {cosine}; similarities differ by {gap.mean():.4f} on average"


if __name__ == "__main__":
    main()
