"""The language of Republican newspapers: how likely a character is after those before it.

Counted by `models/period` from the Shanghai tabloid Jing bao of 1920, 1930 and 1939; traditional characters.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from pipeline.language.folding import fold
from pipeline.language.ngrams import AMOUNTS, ORDER, UNSEEN, Ngrams, restored

WEIGHTS = Path(__file__).with_name("period.npz")
CONTEXT = ORDER - 1
"""Characters before that are looked at."""


@cache
def _ngrams() -> Ngrams:
    with np.load(WEIGHTS) as held:
        return restored(held)


@lru_cache(maxsize=1 << 17)
def _amounts(gram: str) -> tuple[float, float]:
    """Alpha and gamma of an n-gram."""
    packed = 0
    for character in gram:
        packed = packed << 16 | ord(character) & 0xFFFF
    alphas, gammas = _ngrams().find([packed])
    return AMOUNTS[alphas[0]], AMOUNTS[gammas[0]]


@lru_cache(maxsize=1 << 17)
def likelihood(before: str, character: str) -> float:
    """Probability of a character after the last `CONTEXT` ones before it."""
    folded = fold(character)[:1]
    if not folded:
        return UNSEEN
    likely = _amounts(folded)[0] or UNSEEN
    for length in range(1, min(CONTEXT, len(before)) + 1):
        context = before[-length:]
        likely = _amounts(context + folded)[0] + _amounts(context)[1] * likely
    return likely
