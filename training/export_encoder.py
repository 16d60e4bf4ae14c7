"""Exports all-MiniLM-L6-v2 as an int8 ONNX encoder and shows how far it agrees with the original.

Usage: python -m training.export_encoder --weights FOLDER [--out rubrics/local/data]
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import BertModel

from rubrics.local.encoder import Encoder
from rubrics.local.files import open_session
from rubrics.local.wordpiece import CLS, SEP, WordPiece
from training.corpus import load_labelled
from training.paths import ROOT, parser

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OPSET = 17


class TokenStates(nn.Module):
    """The last layer's states of every token."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.model = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")

    def forward(self, input_ids, position_ids, attention_bias):
        """States (1, L, 384); the bias (1, 1, L, L) keeps texts that share the row apart."""
        return self.model(
            input_ids=input_ids, position_ids=position_ids, attention_mask=attention_bias
        ).last_hidden_state


def quantised(
    model: nn.Module, inputs: dict[str, torch.Tensor], axes: dict[str, dict[int, str]], output: str, target: Path
) -> None:
    """Writes `model` to `target` with int8 weights, per channel, activations quantised as they come."""
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            model,
            tuple(inputs.values()),
            str(full),
            input_names=list(inputs),
            output_names=[output],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(full, target, per_channel=True, weight_type=QuantType.QInt8)


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
    model = TokenStates(options.weights).eval()
    inputs = {
        "input_ids": torch.randint(1000, 20000, (1, 16)),
        "position_ids": torch.arange(16)[None],
        "attention_bias": torch.zeros(1, 1, 16, 16),
    }
    axes = {name: {1: "length"} for name in ("input_ids", "position_ids", "states")}
    axes["attention_bias"] = {2: "length", 3: "length"}
    quantised(model, inputs, axes, "states", options.out / "encoder.onnx")
    shutil.copyfile(options.weights / "vocab.txt", options.out / "vocab.txt")
    texts = [a.text for q in load_labelled(options.labelled, options.anchors)[::9] for a in q.answers[:2]]
    print(agreement(model, options.out / "encoder.onnx", WordPiece.from_file(options.out / "vocab.txt"), texts))


@torch.no_grad()
def agreement(model: TokenStates, exported: Path, tokenizer: WordPiece, texts: list[str]) -> str:
    """Cosine of each text, alone in the original, with itself in the export, and how their similarities differ."""
    rows = [torch.tensor([[CLS, *tokenizer.encode(text)[:254], SEP]]) for text in texts]
    full = [
        model.model(input_ids=row, attention_mask=torch.ones_like(row)).last_hidden_state[0].mean(0) for row in rows
    ]
    a = np.array([vector.numpy() / vector.norm().item() for vector in full])
    b = Encoder(open_session(exported, 2), tokenizer).encode(texts)
    same = (a * b).sum(1)
    gap = np.abs(a @ a.T - b @ b.T)
    cosine = f"cosine mean {same.mean():.4f} min {same.min():.4f}"
    return f"{len(texts)} texts: {cosine}; similarities differ by {gap.mean():.4f} on average"


if __name__ == "__main__":
    main()
