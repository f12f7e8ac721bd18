"""The recogniser in PyTorch, so that it can go on learning: the graph of its ONNX file, operation by operation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional as F

HEAD = "linear_8"
"""The last layer, which tells the characters apart: 18,710 of them. It stays as it is."""


class Recogniser(nn.Module):
    """Strips [batch, 3, 48, width] in [-1, 1] to scores [batch, time steps, classes], before their softmax."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        model = onnx.load(path)
        self._nodes = [(n, {a.name: onnx.helper.get_attribute_value(a) for a in n.attribute}) for n in model.graph.node]
        self._input, self._output = model.graph.input[0].name, model.graph.output[0].name
        self._last_use = {name: k for k, (node, _) in enumerate(self._nodes) for name in node.input}
        characters = {each.key: each.value for each in model.metadata_props}["character"]
        self.vocabulary = ("", *characters.split("\n"), " ")
        self._constants: dict[str, Tensor] = {}
        self._learnt = nn.ParameterDict()
        for held in model.graph.initializer:
            tensor = torch.from_numpy(numpy_helper.to_array(held).copy())
            if tensor.dtype == torch.float32 and tensor.numel() > 1:
                is_head = held.name.startswith(HEAD)
                self._learnt[_key(held.name)] = nn.Parameter(tensor, requires_grad=not is_head)
            else:
                self._constants[held.name] = tensor

    def weights(self) -> dict[str, nn.Parameter]:
        """What learns, by the names of the file."""
        return {key.replace("|", "."): held for key, held in self._learnt.items() if held.requires_grad}

    def forward(self, strips: Tensor) -> Tensor:
        known: dict[str, Tensor] = {self._input: strips}
        for k, (node, given) in enumerate(self._nodes):
            inputs = [self._value(name, known) for name in node.input if name]
            if node.op_type == "Softmax" and node.output[0] == self._output:
                return inputs[0]
            known[node.output[0]] = OPERATIONS[node.op_type](inputs, given)
            for name in node.input:  # what is not needed again makes room
                if self._last_use[name] == k:
                    known.pop(name, None)
        raise ValueError("the model does not end in a softmax")

    def _value(self, name: str, known: dict[str, Tensor]) -> Tensor:
        if name in known:
            return known[name]
        return self._learnt[_key(name)] if _key(name) in self._learnt else self._constants[name]


def _key(name: str) -> str:
    """PyTorch allows no dots in the names of parameters."""
    return name.replace(".", "|")


def _padded(x: Tensor, sides: tuple[int, ...], given: dict[str, Any], value: float = 0.0) -> Tensor:
    """With the margins that a window of these `sides` asks for."""
    top, left, bottom, right = given.get("pads", (0, 0, 0, 0))
    if given.get("auto_pad") == b"SAME_UPPER":
        steps = given.get("strides", (1, 1))
        missing = [max((-(-n // s) - 1) * s + k - n, 0) for n, k, s in zip(x.shape[2:], sides, steps, strict=True)]
        top, left = (m // 2 for m in missing)
        bottom, right = missing[0] - top, missing[1] - left
    return F.pad(x, (left, right, top, bottom), value=value)


def _convolved(inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
    x, weight, *bias = inputs
    x = _padded(x, tuple(weight.shape[2:]), given)
    steps, holes = given.get("strides", (1, 1)), given.get("dilations", (1, 1))
    return F.conv2d(x, weight, bias[0] if bias else None, tuple(steps), 0, tuple(holes), given.get("group", 1))


def _largest(inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
    sides = tuple(given["kernel_shape"])
    return F.max_pool2d(_padded(inputs[0], sides, given, float("-inf")), sides, tuple(given["strides"]))


def _mean(inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
    sides = tuple(given["kernel_shape"])
    return F.avg_pool2d(_padded(inputs[0], sides, given), sides, tuple(given["strides"]))


def _reshaped(inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
    x, shape = inputs
    return x.reshape([x.shape[k] if n == 0 else n for k, n in enumerate(shape.flatten().tolist())])


def _sliced(inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
    x, starts, ends, axes = inputs[:4]
    for start, end, axis in zip(starts.tolist(), ends.tolist(), axes.tolist(), strict=True):
        x = x.narrow(axis, start, min(end, x.shape[axis]) - start)
    return x


def _squeezed(inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
    return inputs[0].squeeze(tuple(given["axes"]))


def _unsqueezed(inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
    (axis,) = given["axes"]
    return inputs[0].unsqueeze(axis)


def _joined(inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
    return torch.cat([x.reshape(-1) if x.dim() == 0 else x for x in inputs], given["axis"])


def _normalised(inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
    """As at inference: the means and spreads of the first training are kept."""
    x, factor, shift, mean, spread = inputs
    return F.batch_norm(x, mean.detach(), spread.detach(), factor, shift, False, 0.0, given.get("epsilon", 1e-5))


OPERATIONS: dict[str, Callable[[list[Tensor], dict[str, Any]], Tensor]] = {
    "Add": lambda x, _: x[0] + x[1],
    "AveragePool": _mean,
    "BatchNormalization": _normalised,
    "Concat": _joined,
    "Conv": _convolved,
    "Div": lambda x, _: x[0] / x[1],
    "Erf": lambda x, _: torch.erf(x[0]),
    "HardSigmoid": lambda x, given: torch.clamp(x[0] * given.get("alpha", 0.2) + given.get("beta", 0.5), 0, 1),
    "Identity": lambda x, _: x[0],
    "MatMul": lambda x, _: x[0] @ x[1],
    "MaxPool": _largest,
    "Mul": lambda x, _: x[0] * x[1],
    "Pow": lambda x, _: x[0] ** x[1],
    "ReduceMean": lambda x, given: x[0].mean(tuple(given["axes"]), keepdim=bool(given.get("keepdims", 1))),
    "Relu": lambda x, _: F.relu(x[0]),
    "Reshape": _reshaped,
    "Shape": lambda x, _: torch.tensor(x[0].shape),
    "Sigmoid": lambda x, _: torch.sigmoid(x[0]),
    "Slice": _sliced,
    "Softmax": lambda x, given: F.softmax(x[0], given.get("axis", -1)),
    "Sqrt": lambda x, _: x[0].sqrt(),
    "Squeeze": _squeezed,
    "Sub": lambda x, _: x[0] - x[1],
    "Transpose": lambda x, given: x[0].permute(given["perm"]),
    "Unsqueeze": _unsqueezed,
}
