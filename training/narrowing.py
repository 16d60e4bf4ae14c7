"""Makes a trained cross-encoder smaller: a layer less, and a quarter of the inner neurons less in every other.

What is lost is little and is learned again in the second stage; a pass takes a quarter less time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn

from training.setwise import Setwise, Tokens, logits
from training.synthetic import Example

SPARED_LAYER = 4
"""The layer (from 0) whose removal costs least agreement before any training."""
KEPT_SHARE = 0.75


def narrowed(model: Setwise, tokens: Tokens, examples: Sequence[Example]) -> Setwise:
    """The model itself, without a layer and without the inner neurons that add least on the examples."""
    layers = [layer for i, layer in enumerate(model.encoder.encoder.layer) if i != SPARED_LAYER]
    model.encoder.encoder.layer = nn.ModuleList(layers)
    added = [_Added(layer) for layer in layers]
    logits(model, tokens, examples)
    for layer, seen in zip(layers, added, strict=True):
        seen.stop()
        _keep(layer, seen.total.argsort(descending=True)[: int(KEPT_SHARE * len(seen.total))].sort().values)
    return model


def loaded(folder: Path, file: Path) -> Setwise:
    """The model of a file of weights, as narrow as they are."""
    state = torch.load(file)
    state = state.get("average", state)
    model = Setwise(folder)
    inner = "encoder.encoder.layer.{}.intermediate.dense.weight"
    count = sum(inner.format(i) in state for i in range(len(model.encoder.encoder.layer)))
    model.encoder.encoder.layer = model.encoder.encoder.layer[:count]
    for i, layer in enumerate(model.encoder.encoder.layer):
        _keep(layer, torch.arange(len(state[inner.format(i)])))
    model.load_state_dict(state)
    return model


class _Added:
    """Sums how much each inner neuron of a layer adds to the layer's output."""

    def __init__(self, layer: nn.Module) -> None:
        self._strength = layer.output.dense.weight.detach().float().norm(dim=0)
        self.total = torch.zeros_like(self._strength)
        self.stop = layer.intermediate.register_forward_hook(self._see).remove

    def _see(self, _module: nn.Module, _given: object, out: torch.Tensor) -> None:
        self.total += out.float().abs().flatten(0, -2).mean(0) * self._strength


def _keep(layer: nn.Module, neurons: torch.Tensor) -> None:
    """Leaves only those inner neurons; whether they learn stays as it was."""
    rise, fall = layer.intermediate.dense, layer.output.dense
    if len(neurons) == rise.out_features:
        return
    learns = rise.weight.requires_grad
    for linear, part in ((rise, rise.weight[neurons]), (fall, fall.weight[:, neurons])):
        linear.weight = nn.Parameter(part.detach().clone(), requires_grad=learns)
        linear.out_features, linear.in_features = part.shape
    rise.bias = nn.Parameter(rise.bias[neurons].detach().clone(), requires_grad=learns)
