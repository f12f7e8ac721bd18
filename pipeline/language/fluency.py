"""How well the characters of a line follow each other, read this way rather than the other."""

from __future__ import annotations

from math import log

from pipeline.language.folding import fold
from pipeline.language.model import load
from pipeline.language.ngrams import AMOUNTS, ORDER, UNSEEN


def fluency(text: str) -> float:
    """Log likelihood of the characters of a text, one after the other, in nats; simplified characters."""
    ngrams = load().ngrams
    codes = [ord(c) & 0xFFFF for c in fold(text)]
    # The n-gram of `length + 1` characters that ends at `end` stands at ORDER * end + length.
    packed = [0] * (ORDER * len(codes))
    for end in range(len(codes)):
        gram = 0
        for length in range(min(ORDER, end + 1)):
            gram |= codes[end - length] << 16 * length
            packed[ORDER * end + length] = gram
    if not packed:
        return 0.0
    alphas, gammas = ngrams.find(packed)
    total = 0.0
    for end in range(len(codes)):
        place = ORDER * end
        likely = AMOUNTS[alphas[place]] or UNSEEN
        for length in range(1, min(ORDER, end + 1)):
            likely = AMOUNTS[alphas[place + length]] + AMOUNTS[gammas[place - ORDER + length - 1]] * likely
        total += log(likely)
    return total


def leftward_evidence(text: str) -> float:
    """How much likelier a line is from right to left than from left to right, in nats; simplified characters."""
    return fluency(text[::-1]) - fluency(text)
