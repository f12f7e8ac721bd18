"""How likely a traditional character is after those before it, by all that is known of the language.

Republican newspapers (`period.py`) know its time, the newspapers and reviews of our own time (`model.py`, simplified
characters) know far more words. Half of each: neither is the page's own.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.language import ngrams, period
from pipeline.language.folding import fold
from pipeline.language.model import load
from pipeline.language.traditional import simplified_character

CONTEXT = ngrams.ORDER - 1
"""Characters before that are looked at."""


@lru_cache(maxsize=1 << 17)
def likelihood(before: str, character: str) -> float:
    """Probability of a character after the last `CONTEXT` ones before it."""
    plain = fold(simplified_character(character))[:1]
    if not plain:
        return ngrams.UNSEEN
    context = fold("".join(map(simplified_character, before[-CONTEXT:])))
    return (period.likelihood(before, character) + ngrams.likelihood(load().ngrams, context, plain)) / 2


__all__ = ["CONTEXT", "likelihood"]
