"""The set-wise cross-encoder as a torch module, and its batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from transformers import BertModel

from rubrics.local.packing import MAX_CRITERIA, Layout, Packed, pack
from rubrics.local.wordpiece import WordPiece
from training.corpus import Criterion
from training.synthetic import Example

CLASS_WEIGHTS = (1.0, 1.3, 0.8, 1.2)


class Setwise(nn.Module):
    """MiniLM over one packed sequence, and a small head on each criterion's mean token beside the first token."""

    def __init__(self, folder: Path, frozen_layers: int = 2) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
        width = self.encoder.config.hidden_size
        self.head = nn.Sequential(nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, 4))
        self.encoder.embeddings.requires_grad_(requires_grad=False)
        self.encoder.encoder.layer[:frozen_layers].requires_grad_(requires_grad=False)

    def forward(self, input_ids, token_type_ids, position_ids, pool, attention_mask=None):
        """Logits (B, C, 4)."""
        states = self.encoder(
            input_ids=input_ids,
            token_type_ids=token_type_ids,
            position_ids=position_ids,
            attention_mask=attention_mask,
        ).last_hidden_state
        pooled = torch.matmul(pool, states.float())
        first = states[:, :1].float().expand_as(pooled)
        return self.head(torch.cat([pooled, first], -1))


class PooledDropout(nn.Module):
    """Dropout whose masks are slices of one random pool: drawing fresh ones costs a third of a CPU step."""

    def __init__(self, rate: float, size: int = 1 << 23) -> None:
        super().__init__()
        self.size = size
        self.register_buffer("masks", ((torch.rand(size) >= rate).float() / (1 - rate)).bfloat16(), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """`x` with a share of its values dropped, while training."""
        if not self.training:
            return x
        start = int(torch.randint(0, self.size - x.numel(), ()))
        return x * self.masks[start : start + x.numel()].view(x.shape)


def use_pooled_dropout(model: Setwise, rate: float = 0.1) -> None:
    """Replaces the hidden dropouts of all trained layers."""
    dropout = PooledDropout(rate)
    model.encoder.embeddings.dropout = nn.Identity()
    for layer in model.encoder.encoder.layer:
        trains = next(layer.parameters()).requires_grad
        layer.attention.output.dropout = layer.output.dropout = dropout if trains else nn.Identity()


def criterion_text(criterion: Criterion) -> str:
    """A criterion under its group heading."""
    return f"{criterion.group}: {criterion.text}" if criterion.group else criterion.text


class Tokens:
    """Remembers the tokens of every text."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = WordPiece.from_file(folder / "vocab.txt")
        self._known: dict[str, list[int]] = {}

    def of(self, text: str) -> list[int]:
        """Token ids of `text`."""
        if text not in self._known:
            self._known[text] = self._tokenizer.encode(text)
        return self._known[text]

    def layout(self, e: Example, *, with_groups: bool = True) -> Layout:
        """The layout of an example of at most MAX_CRITERIA criteria."""
        texts = [criterion_text(c) if with_groups else c.text for c in e.criteria]
        return Layout(self.of(e.question), [self.of(t) for t in texts], self.of(e.answer))


def tensors(packed: Packed) -> dict[str, torch.Tensor]:
    """A packed batch for torch, its length rounded up, so that few shapes occur and their kernels are found ready."""
    arrays = {field.name: getattr(packed, field.name) for field in fields(packed)}
    missing = -packed.input_ids.shape[1] % 32
    return {name: functional.pad(torch.from_numpy(array), (0, missing)) for name, array in arrays.items()}


def chunked(e: Example) -> list[Example]:
    """An example cut into runs of at most MAX_CRITERIA criteria."""
    n = MAX_CRITERIA
    return [
        Example(e.question, e.criteria[i : i + n], e.answer, e.labels[i : i + n], e.weights[i : i + n])
        for i in range(0, len(e.criteria), n)
    ]


@torch.no_grad()
def logits(model: nn.Module, tokens: Tokens, examples: Sequence[Example], *, size: int = 8) -> list[np.ndarray]:
    """Logits (criteria, 4) of every example, in order."""
    model.eval()
    parts = [(k, place, part) for k, e in enumerate(examples) for place, part in enumerate(chunked(e))]
    parts.sort(key=lambda p: len(tokens.of(p[2].answer)) + sum(len(tokens.of(c.text)) for c in p[2].criteria))
    found: dict[tuple[int, int], np.ndarray] = {}
    for i in range(0, len(parts), size):
        batch = parts[i : i + size]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = model(**tensors(pack([tokens.layout(part) for _, _, part in batch])))
        for (k, place, part), row in zip(batch, out.float().numpy(), strict=True):
            found[k, place] = row[: len(part.criteria)]
    return [np.concatenate([found[k, p] for p in range(len(chunked(e)))]) for k, e in enumerate(examples)]
