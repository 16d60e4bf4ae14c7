"""Writes BERT networks as ONNX graphs made of the operators that ONNX Runtime has fast code for.

A traced graph computes attention in seven operators and writes every weight of it to memory; `MultiHeadAttention`
keeps them in the cache. The last layer of the cross-encoder is worked out only for the tokens that are looked at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

HEADS = 12
WIDTH = 384
OPSET = 17
_MICROSOFT = "com.microsoft"
_INPUTS = {
    "input_ids": (TensorProto.INT64, ["batch", "length"]),
    "position_ids": (TensorProto.INT64, ["batch", "length"]),
    "token_type_ids": (TensorProto.INT64, ["batch", "length"]),
    "attention_bias": (TensorProto.FLOAT, ["batch", 1, "length", "length"]),
    "rows": (TensorProto.INT64, ["rows"]),
    "pool": (TensorProto.FLOAT, ["batch", "criteria", "rows"]),
}

State = Mapping[str, torch.Tensor]


class BertGraph:
    """A graph under construction; `layers` of the network are found in the weights."""

    def __init__(self, weights: State) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}
        self.layers = sum(f"encoder.layer.{i}.output.dense.weight" in weights for i in range(24))

    def call(self, operator: str, *inputs: str, domain: str = "", **options: float) -> str:
        """The output of a new node."""
        name = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [name], name=name, domain=domain, **options))
        return name

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        """A constant by name."""
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def weight(self, name: str) -> npt.NDArray[np.float32]:
        """A weight as an array."""
        return self._weights[name].float().numpy()

    def linear(self, x: str, name: str) -> str:
        """A dense layer."""
        product = self.call("MatMul", x, self.constant(f"{name}.weight", self.weight(f"{name}.weight").T))
        return self.call("Add", product, self.constant(f"{name}.bias", self.weight(f"{name}.bias")))

    def normalised(self, x: str, name: str) -> str:
        """A layer normalisation."""
        scale = self.constant(f"{name}.weight", self.weight(f"{name}.weight"))
        shift = self.constant(f"{name}.bias", self.weight(f"{name}.bias"))
        return self.call("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-12)

    def looked_up(self, table: str, ids: str) -> str:
        """Embeddings of ids."""
        name = f"embeddings.{table}.weight"
        return self.call("Gather", self.constant(name, self.weight(name)), ids)

    def words(self) -> str:
        """Embeddings of the words, int8 with a scale a word: closer to full precision than one scale for all."""
        table = self.weight("embeddings.word_embeddings.weight")
        scale = np.abs(table).max(1, keepdims=True) / 127
        small = self.constant("words", np.round(table / np.maximum(scale, 1e-12)).astype(np.int8))
        found = self.call("Cast", self.call("Gather", small, "input_ids"), to=TensorProto.FLOAT)
        return self.call("Mul", found, self.call("Gather", self.constant("words.scale", scale), "input_ids"))

    def embedded(self, words: str, types: str) -> str:
        """The states before the first layer."""
        places = self.looked_up("position_embeddings", "position_ids")
        return self.normalised(self.call("Add", self.call("Add", words, places), types), "embeddings.LayerNorm")

    def layer(self, number: int, x: str, *, rows: str = "", bias: str = "") -> str:
        """The states after a layer: of all tokens, or of some rows only."""
        name = f"encoder.layer.{number}"
        mine = self.call("Gather", x, rows, axis=1) if rows else x
        query = self.linear(mine, f"{name}.attention.self.query")
        key, value = self.linear(x, f"{name}.attention.self.key"), self.linear(x, f"{name}.attention.self.value")
        inputs = [query, key, value, *(["", "", bias] if bias else [])]
        seen = self.call("MultiHeadAttention", *inputs, domain=_MICROSOFT, num_heads=HEADS)
        seen = self.call("Add", self.linear(seen, f"{name}.attention.output.dense"), mine)
        seen = self.normalised(seen, f"{name}.attention.output.LayerNorm")
        inner = self.call("Gelu", self.linear(seen, f"{name}.intermediate.dense"), domain=_MICROSOFT)
        return self.normalised(
            self.call("Add", self.linear(inner, f"{name}.output.dense"), seen), f"{name}.output.LayerNorm"
        )

    def finished(self, inputs: tuple[str, ...], result: str, name: str, shape: list[str | int]) -> onnx.ModelProto:
        """The model that gives `result` the name and shape told."""
        self._nodes.append(helper.make_node("Identity", [result], [name]))
        graph = helper.make_graph(
            self._nodes,
            name,
            [helper.make_tensor_value_info(i, *_INPUTS[i]) for i in inputs],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)],
            list(self._constants.values()),
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def encoder_graph(weights: State) -> onnx.ModelProto:
    """States (batch, length, 384) of every token; the bias (batch, 1, length, length) keeps texts in a row apart."""
    graph = BertGraph(weights)
    first = graph.constant("type", graph.weight("embeddings.token_type_embeddings.weight")[0])
    x = graph.embedded(graph.looked_up("word_embeddings", "input_ids"), first)
    for number in range(graph.layers):
        x = graph.layer(number, x, bias="attention_bias")
    inputs = ("input_ids", "position_ids", "attention_bias")
    return graph.finished(inputs, x, "states", ["batch", "length", WIDTH])


def crossencoder_graph(weights: State) -> onnx.ModelProto:
    """Logits (batch, criteria, 4) of a `setwise.Setwise`; row 0 of `rows` is the sequence's first token."""
    graph = BertGraph({**weights, **{k.removeprefix("encoder."): v for k, v in weights.items()}})
    x = graph.embedded(graph.words(), graph.looked_up("token_type_embeddings", "token_type_ids"))
    for number in range(graph.layers - 1):
        x = graph.layer(number, x)
    x = graph.layer(graph.layers - 1, x, rows="rows")
    rise = graph.weight("head.0.weight").T
    pooled = graph.call("MatMul", graph.call("MatMul", "pool", x), graph.constant("head.pooled", rise[:WIDTH]))
    first = graph.call("Gather", x, graph.constant("zero", np.array([0])), axis=1)
    first = graph.call("MatMul", first, graph.constant("head.first", rise[WIDTH:]))
    both = graph.call(
        "Add", graph.call("Add", pooled, first), graph.constant("head.bias", graph.weight("head.0.bias"))
    )
    logits = graph.linear(graph.call("Gelu", both, domain=_MICROSOFT), "head.3")
    inputs = ("input_ids", "token_type_ids", "position_ids", "rows", "pool")
    return graph.finished(inputs, logits, "logits", ["batch", "criteria", 4])


def write_quantised(model: onnx.ModelProto, target: Path, operators: Sequence[str] = ("MatMul", "Gather")) -> None:
    """Writes `model` with the weights of those operators in int8, activations quantised as they come.

    Matrices are quantised per channel, except those of a head, which are small.
    """
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        onnx.save(model, full)
        quantize_dynamic(
            full,
            target,
            per_channel=True,
            nodes_to_exclude=[n.name for n in model.graph.node if any(i.startswith("head.") for i in n.input)],
            weight_type=QuantType.QInt8,
            op_types_to_quantize=list(operators),
            # Types cannot be inferred behind operators of another domain.
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
