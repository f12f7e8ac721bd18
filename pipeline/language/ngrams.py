"""Which characters follow which: an interpolated model of character n-grams in three flat arrays.

For a context h and a character w, P(w | h) = alpha(hw) + gamma(h) P(w | h without its first character),
with absolute discounting (Ney, Essen and Kneser 1994): alpha is the discounted share of w after h,
gamma what the discount leaves. Of both the logarithm is kept, in one byte, an n-gram as a
32-bit hash of its characters; `models/joints/train.py` counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ORDER = 4
"""Characters of the longest n-gram."""
STEPS_PER_OCTAVE = 6
NOTHING = 255
"""The byte that stands for an alpha of zero."""
UNSEEN = 2.0**-20
"""Probability of a character that the corpus has not."""
MULTIPLIER = 0x9E3779B97F4A7C15
WEIGHTS = Path(__file__).with_name("joints.npz")

AMOUNTS: tuple[float, ...] = tuple(0.0 if q == NOTHING else 2.0 ** (-q / STEPS_PER_OCTAVE) for q in range(256))
"""What a byte stands for."""


def hashes(packed: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """32-bit hashes of n-grams packed 16 bits a character, the last lowest (Fibonacci hashing: Knuth 6.4)."""
    spread: NDArray[np.uint64] = (packed ^ (packed >> np.uint64(29))) * np.uint64(MULTIPLIER)
    return (spread >> np.uint64(32)).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Ngrams:
    keys: NDArray[np.uint32]
    """Hashes, rising."""
    alphas: NDArray[np.uint8]
    gammas: NDArray[np.uint8]
    weights: tuple[float, ...]
    """Of the evidence in `joints.py`."""

    def find(self, packed: Sequence[int]) -> tuple[list[int], list[int]]:
        """Bytes of alpha and of gamma for packed n-grams; an n-gram that is not there has alpha zero and gamma one."""
        wanted = hashes(np.array(packed, dtype=np.uint64))
        at = self.keys.searchsorted(wanted)
        at[at == len(self.keys)] = 0
        there = self.keys[at] == wanted
        return np.where(there, self.alphas[at], NOTHING).tolist(), np.where(there, self.gammas[at], 0).tolist()


def save(path: Path, ngrams: Ngrams) -> None:
    """Writes a model: distances between the keys in two planes of bytes pack far better than keys."""
    steps = np.diff(ngrams.keys, prepend=np.uint32(0)).astype(np.uint32)
    planes = {f"step{k}": (steps >> np.uint32(8 * k)).astype(np.uint8) for k in range(4)}
    weights = np.array(ngrams.weights, dtype=np.float64)
    np.savez_compressed(path, alphas=ngrams.alphas, gammas=ngrams.gammas, weights=weights, **planes)


@cache
def load(path: Path = WEIGHTS) -> Ngrams:
    """The model in a file, read once."""
    with np.load(path) as held:
        steps = sum(held[f"step{k}"].astype(np.uint32) << np.uint32(8 * k) for k in range(4))
        keys = np.cumsum(steps, dtype=np.uint32)
        return Ngrams(keys, held["alphas"], held["gammas"], tuple(held["weights"].tolist()))
