"""Worn vertical type: which lines are read once more, with the weights that the recogniser learnt for it.

On microfilm strokes run together, the neighbours' characters reach into a strip, and a column's box is off its
middle. `models/worn` taught PP-OCRv6 on made strips of that kind; what it learnt lies over the weights of the
package, all but its last layer, which stays. The net is the same, so its cost is that of the second reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.language.traditional import simplified
from pipeline.page import Direction
from pipeline.plugins import LineBox, ReadChar

WEIGHTS = Path(__file__).with_name("worn.npz")
SCALES = ":scales"
"""After the name of a tensor: what the small whole numbers of each of its rows are to be multiplied by."""
TAUGHT_FROM = "taught_from"
"""The sha256 of the model file whose weights were the beginning, as text."""
EXACT = 2000
"""Tensors of fewer numbers, the biases and factors, are kept as they are."""
WORN = 0.93
"""In the mean the characters of vertical type are surer than this where the print is good."""
CLEAN = 0.985
"""A line as sure as this is not read again."""
TRADITIONAL = 0.12
"""Part of the characters that have a simplified form: a quarter to a third of traditional text, hardly any of other."""
NARROWER = 0.85
"""The boxes of worn columns are often too wide; each is read in this part of its width too."""


def taught_weights(model: Path) -> dict[str, NDArray[np.float32]]:
    """The weights for worn type by the names that `model` gives them; none where another model was taught."""
    with np.load(WEIGHTS) as held:
        if str(held[TAUGHT_FROM]) != hashlib.sha256(model.read_bytes()).hexdigest():
            return {}
        return unpacked(held)


def unpacked(held: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.float32]]:
    """The weights in a file that `packed` made."""
    names = [name for name in held if name != TAUGHT_FROM and not name.endswith(SCALES)]
    return {name: _restored(held[name], held[name + SCALES]) for name in names}


def packed(weights: dict[str, NDArray[np.float32]], taught_from: str) -> dict[str, NDArray[np.generic]]:
    """What `taught_weights` reads: each tensor in eight bits, with a scale for each of its rows."""
    held: dict[str, NDArray[np.generic]] = {TAUGHT_FROM: np.array(taught_from)}
    for name, tensor in weights.items():
        if tensor.size < EXACT:
            held[name], held[name + SCALES] = tensor.astype(np.float32), np.ones(len(tensor), np.float32)
            continue
        rows = tensor.reshape(len(tensor), -1)
        scales = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127
        held[name] = np.round(rows / scales[:, None]).astype(np.int8).reshape(tensor.shape)
        held[name + SCALES] = scales.astype(np.float32)
    return held


def _restored(tensor: NDArray[np.generic], scales: NDArray[np.generic]) -> NDArray[np.float32]:
    each = scales.astype(np.float32).reshape(-1, *[1] * (tensor.ndim - 1))
    return np.ascontiguousarray(tensor.astype(np.float32) * each)


def worn_lines(lines: Sequence[LineBox], readings: Sequence[Sequence[ReadChar]]) -> list[int]:
    """The numbers of the lines to read again: the unsure ones of vertical traditional type that reads badly."""
    vertical = [n for n, line in enumerate(lines) if line.direction is Direction.TTB and readings[n]]
    chars = [char for n in vertical for char in readings[n]]
    if not chars or _sureness(chars) >= WORN or not _is_traditional("".join(char.text for char in chars)):
        return []
    return [n for n in vertical if _sureness(readings[n]) < CLEAN]


def narrowed(line: LineBox) -> LineBox:
    """A vertical line about its middle, as its box would be were its type smaller than was said."""
    x0, y0, x1, y1 = line.box
    off_px = (1 - NARROWER) / 2 * (x1 - x0)
    return replace(line, box=(x0 + off_px, y0, x1 - off_px, y1), type_size_px=NARROWER * line.type_size_px)


def surer(wide: tuple[ReadChar, ...], narrow: tuple[ReadChar, ...]) -> tuple[ReadChar, ...]:
    """Of two readings of a line the surer one; the narrow one only if it lost no more than one character."""
    if not narrow or len(narrow) < len(wide) - 1:
        return wide
    return narrow if not wide or _sureness(narrow) > _sureness(wide) else wide


def _is_traditional(text: str) -> bool:
    changed = sum(a != b for a, b in zip(text, simplified([text])[0], strict=False))
    return changed >= TRADITIONAL * len(text)


def _sureness(chars: Sequence[ReadChar]) -> float:
    return sum(char.confidence for char in chars) / len(chars)
