"""The language of Republican newspapers: how likely a character is after those before it.

Counted by `models/period` from the Shanghai tabloid Jing bao of 1920, 1930 and 1939; traditional characters.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from pipeline.language import ngrams
from pipeline.language.folding import fold

WEIGHTS = Path(__file__).with_name("period.npz")
CONTEXT = ngrams.ORDER - 1
"""Characters before that are looked at."""


@cache
def _ngrams() -> ngrams.Ngrams:
    with np.load(WEIGHTS) as held:
        return ngrams.restored(held)


def likelihood(before: str, character: str) -> float:
    """Probability of a character after the last `CONTEXT` ones before it."""
    folded = fold(character)[:1]
    return ngrams.likelihood(_ngrams(), before, folded) if folded else ngrams.UNSEEN
