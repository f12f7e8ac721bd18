"""Two small nets that meet at a joint: one reads the end of a line, the other the beginning of the next.

Each turns its few characters into a vector (embeddings side by side, one hidden layer of rectified linear
units), and the product of the two vectors tells how well the lines fit: it has seen by the company
that characters keep what n-grams can only know when they have met the very same ones. Trained to find a
line's own continuation among others of the same page (van den Oord, Li and Vinyals 2018, InfoNCE).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

REACH = 6
"""Characters that a tower sees."""
PADDING, UNKNOWN = 0, 1
"""Rows of the embedding for a place beyond the line and for a character without a row of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Tower:
    embedding: Floats
    """One row a character, [characters, width]."""
    hidden: Floats
    """[REACH * width, units]"""
    hidden_bias: Floats
    output: Floats
    """[units, length of the vector]"""
    output_bias: Floats

    def vectors(self, rows: NDArray[np.int64]) -> Floats:
        """Vectors [n, length] for rows of the embedding [n, REACH]."""
        seen = self.embedding[rows].reshape(len(rows), -1)
        units = np.maximum(seen @ self.hidden + self.hidden_bias, 0.0)
        vectors: Floats = units @ self.output + self.output_bias
        return vectors


def rows_before(rows: list[int]) -> list[int]:
    """The last `REACH` rows of a tail, padded on the left."""
    return ([PADDING] * REACH + rows)[-REACH:]


def rows_after(rows: list[int]) -> list[int]:
    """The first `REACH` rows of a head, padded on the right."""
    return (rows + [PADDING] * REACH)[:REACH]
