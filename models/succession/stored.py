"""Stored weights of the net, taken out of their eight bits to be taught further."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from models.succession.net import CHARACTERS, Encoder
from pipeline.language.succession import FIRST, REACH


def load(path: Path) -> tuple[Encoder, dict[str, int]]:
    """(the net, numbers of its characters) of a file that `train.save` wrote."""
    model = onnx.load(path)
    held = {tensor.name: numpy_helper.to_array(tensor).astype(np.float32) for tensor in model.graph.initializer}
    # Matrices of products have lost their names; they stand in the order of the layers.
    nameless = [name.removesuffix("_scale") for name in held if name.startswith("onnx::") and name.endswith("_scale")]
    nameless.sort(key=lambda name: int(name.rpartition("_")[2]))
    net = Encoder(CHARACTERS, REACH)
    state = {}
    for name, blank in net.state_dict().items():
        if name in held:
            found = held[name]
        elif f"{name}_quantized" in held:
            found = _dequantized(held, name)
        elif f"{name}_Transposed_quantized" in held:
            found = _dequantized(held, f"{name}_Transposed").T
        else:
            found = _dequantized(held, nameless.pop(0)).T
        state[name] = torch.tensor(np.ascontiguousarray(found)).reshape(blank.shape)
    net.load_state_dict(state)
    characters = next(p.value for p in model.metadata_props if p.key == "characters")
    return net, {character: number for number, character in enumerate(characters, FIRST)}


def _dequantized(held: dict[str, NDArray[np.float32]], name: str) -> NDArray[np.float32]:
    found: NDArray[np.float32] = (held[f"{name}_quantized"] - held[f"{name}_zero_point"]) * held[f"{name}_scale"]
    return found
