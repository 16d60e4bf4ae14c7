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

    def forward(self, input_ids, attention_mask):
        """States (B, L, 384)."""
        return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state


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
    ids = torch.randint(1000, 20000, (2, 16))
    axes = {name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask", "states")}
    quantised(
        model,
        {"input_ids": ids, "attention_mask": torch.ones_like(ids)},
        axes,
        "states",
        options.out / "encoder.onnx",
    )
    shutil.copyfile(options.weights / "vocab.txt", options.out / "vocab.txt")
    texts = [a.text for q in load_labelled(options.labelled, options.anchors)[::9] for a in q.answers[:2]]
    print(agreement(model, options.out / "encoder.onnx", WordPiece.from_file(options.out / "vocab.txt"), texts))


@torch.no_grad()
def agreement(model: nn.Module, exported: Path, tokenizer: WordPiece, texts: list[str]) -> str:
    """Cosine between original and exported embeddings of `texts`, and how far their similarities differ."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(exported))
    full, small = [], []
    for text in texts:
        ids = np.array([[CLS, *tokenizer.encode(text)[:254], SEP]])
        mask = np.ones_like(ids)
        full.append(model(torch.from_numpy(ids), torch.from_numpy(mask))[0].mean(0).numpy())
        small.append(session.run(None, {"input_ids": ids, "attention_mask": mask})[0][0].mean(0))
    a, b = (np.array(x) / np.linalg.norm(x, axis=1, keepdims=True) for x in (full, small))
    same = (a * b).sum(1)
    gap = np.abs(a @ a.T - b @ b.T)
    cosine = f"cosine mean {same.mean():.4f} min {same.min():.4f}"
    return f"{len(texts)} texts: {cosine}; similarities differ by {gap.mean():.4f} on average"


if __name__ == "__main__":
    main()
