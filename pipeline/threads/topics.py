"""Whether a line speaks of the same as the lines around another: pairs of characters in common, the rare ones most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

AROUND = 6
"""Lines before and after, in the order given."""


@dataclass(frozen=True, slots=True)
class Topics:
    of_lines: Floats
    """[line around which, line]: the cosine of the lines around the one, itself among them, and the other."""
    own: Floats
    """For each line the cosine of what stands around it, itself left out, and the line."""


def topics_of(texts: Sequence[str]) -> Topics:
    """The cosines of all lines of a text; 0 for a line of which no pair of characters comes again."""
    grams = [{text[k : k + 2] for k in range(len(text) - 1) if _is_han(text[k : k + 2])} for text in texts]
    spread = Counter(gram for own in grams for gram in own)
    numbers = {gram: n for n, gram in enumerate(gram for gram, count in spread.items() if count > 1)}
    size = len(texts)
    rows = np.zeros((size, len(numbers)))
    for n, own in enumerate(grams):
        for gram in own:
            if gram in numbers:
                rows[n, numbers[gram]] = log(size / spread[gram])
    total = np.concatenate([np.zeros((1, len(numbers))), np.cumsum(rows, axis=0)])
    at = np.arange(size)
    around = total[np.minimum(at + AROUND + 1, size)] - total[np.maximum(at - AROUND, 0)]
    lines = _of_length_one(rows)
    others = _of_length_one(around - rows)
    own_cosines: Floats = (others * lines).sum(axis=1)
    return Topics(_of_length_one(around) @ lines.T, own_cosines)


def _is_han(pair: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in pair)


def _of_length_one(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = rows / np.where(lengths > 0, lengths, 1.0)
    return unit
