"""Odds of pairs made into shares: each row has one column or none, and each column one row or none (Sinkhorn 1967)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shares(odds: Floats, rounds: int) -> Floats:
    """Shares [row, column] of odds [row, column] against none, which has odds of 1 in each row and each column."""
    row, column = np.ones(len(odds)), np.ones(odds.shape[1])
    for _ in range(rounds):
        row = 1 / (1 + odds @ column)
        column = 1 / (1 + row @ odds)
    found: Floats = row[:, None] * odds * column[None]
    return found
