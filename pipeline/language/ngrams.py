"""Which characters follow which: an interpolated model of character n-grams in three flat arrays.

For a context h and a character w, P(w | h) = alpha(hw) + gamma(h) P(w | h without its first character),
with absolute discounting (Ney, Essen and Kneser 1994): alpha is the discounted share of w after h,
gamma what the discount leaves. Of both the logarithm is kept, in one byte, an n-gram as a
hash of its characters; `models/joints/train.py` counts them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

ORDER = 4
"""Characters of the longest n-gram."""
STEPS_PER_OCTAVE = 4
NOTHING = 255
"""The byte that stands for an alpha of zero."""
UNSEEN = 2.0**-20
"""Probability of a character that the corpus has not."""
HASH_BITS = 31
"""One absent n-gram in 1,500 is taken for another. With 28 bits one in 200 is, and a joint in a hundred lost."""
MULTIPLIER = 0x9E3779B97F4A7C15

AMOUNTS: tuple[float, ...] = tuple(0.0 if q == NOTHING else 2.0 ** (-q / STEPS_PER_OCTAVE) for q in range(256))
"""What a byte stands for."""


def hashes(packed: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Hashes of n-grams packed 16 bits a character, the last lowest (Fibonacci hashing: Knuth 6.4)."""
    spread: NDArray[np.uint64] = (packed ^ (packed >> np.uint64(29))) * np.uint64(MULTIPLIER)
    return (spread >> np.uint64(64 - HASH_BITS)).astype(np.uint32)


KEY_BYTES = 4


@dataclass(frozen=True, slots=True, eq=False)
class Ngrams:
    keys: NDArray[np.uint32]
    """Hashes, rising."""
    alphas: NDArray[np.uint8]
    gammas: NDArray[np.uint8]

    def find(self, packed: Sequence[int]) -> tuple[list[int], list[int]]:
        """Bytes of alpha and of gamma for packed n-grams; an n-gram that is not there has alpha zero and gamma one."""
        wanted = hashes(np.array(packed, dtype=np.uint64))
        at = self.keys.searchsorted(wanted)
        there = self.keys.take(at, mode="clip") == wanted
        alphas, gammas = self.alphas.take(at, mode="clip"), self.gammas.take(at, mode="clip")
        return (alphas | (there - np.uint8(1))).tolist(), (gammas * there).tolist()

    def find_one(self, packed: int) -> tuple[int, int]:
        """The same of one n-gram, without arrays of one: a page asks a quarter of a million times."""
        wanted = np.uint32((((packed ^ packed >> 29) * MULTIPLIER) & (1 << 64) - 1) >> 64 - HASH_BITS)
        at = int(self.keys.searchsorted(wanted))
        there = at < len(self.keys) and self.keys[at] == wanted
        return (int(self.alphas[at]), int(self.gammas[at])) if there else (NOTHING, 0)


@lru_cache(maxsize=1 << 18)
def _amounts(ngrams: Ngrams, gram: str) -> tuple[float, float]:
    """Alpha and gamma of an n-gram."""
    packed = 0
    for character in gram:
        packed = packed << 16 | ord(character) & 0xFFFF
    alpha, gamma = ngrams.find_one(packed)
    return AMOUNTS[alpha], AMOUNTS[gamma]


def likelihood(ngrams: Ngrams, before: str, character: str) -> float:
    """Probability of a character after the last `ORDER - 1` ones before it; all in the shape of the model (`fold`)."""
    likely = _amounts(ngrams, character)[0] or UNSEEN
    for length in range(1, min(ORDER - 1, len(before)) + 1):
        context = before[-length:]
        likely = _amounts(ngrams, context + character)[0] + _amounts(ngrams, context)[1] * likely
    return likely


def stored(ngrams: Ngrams) -> dict[str, NDArray[np.generic]]:
    """The arrays of a small file: the distances between keys in planes of bytes."""
    steps = np.diff(ngrams.keys, prepend=np.uint32(0)).astype(np.uint32)
    held: dict[str, NDArray[np.generic]] = {
        f"step{k}": (steps >> np.uint32(8 * k)).astype(np.uint8) for k in range(KEY_BYTES)
    }
    return held | {"alphas": ngrams.alphas, "gammas": ngrams.gammas}


def restored(held: Mapping[str, NDArray[Any]]) -> Ngrams:
    """What `stored` put away."""
    steps = np.zeros(len(held["step0"]), np.uint32)
    for k in range(KEY_BYTES):
        steps |= held[f"step{k}"].astype(np.uint32) << np.uint32(8 * k)
    return Ngrams(np.cumsum(steps, dtype=np.uint32), held["alphas"], held["gammas"])
