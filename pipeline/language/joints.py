"""Does the beginning of one line go on where another line breaks off?

The evidence: how much more likely the first characters of `head` are after the last ones of `tail` than
anywhere (their pointwise mutual information, character by character, by the n-grams of `ngrams.py`);
how well the two fit by `towers.py`; whether a Han character of the one comes again in the other; and
whether the one closes the bracket that the other leaves open. The weights come from a logistic
regression of true joints against other lines of the same page: see models/joints/README.md.
"""

from __future__ import annotations

from functools import lru_cache
from math import copysign, exp, log

import numpy as np

from pipeline.language.brackets import closed_at_start, open_at_end
from pipeline.language.folding import fold
from pipeline.language.model import Model, load
from pipeline.language.ngrams import AMOUNTS, ORDER, UNSEEN
from pipeline.language.towers import Floats, Tower, rows_after, rows_before

BOUND = 4.0
"""No joint says more than this, for or against."""
STRAIGHT = 3.0
"""Up to here the score is the log odds; what is beyond is pressed together below the bound, in its order."""
REACH = 3
"""Characters before the joint and after it whose n-grams are looked at."""
ECHO_REACH = 8
"""Characters before and after in which one may come again."""
COMMON = frozenset("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主年")
"""Han characters that come again by chance."""


def continuation(tail: str, head: str) -> float:
    """Log odds that `head` goes on where `tail` breaks off inside a sentence, against another line of the page.

    `tail` is the end of a line (eight characters do; more help to see an open bracket), `head` the beginning of
    another. 0 is no evidence; the score stays within `BOUND` either way. Blank strings score 0.
    """
    last, first = fold(tail), fold(head)
    if not last or not first:
        return 0.0
    model = load()
    bias, *weights = model.weights
    score = bias + sum(w * found for w, found in zip(weights, evidence(model, last, first), strict=True))
    return _bounded(score)


def _bounded(score: float) -> float:
    size = abs(score)
    if size > STRAIGHT:
        size = BOUND - (BOUND - STRAIGHT) * exp((STRAIGHT - size) / (BOUND - STRAIGHT))
    return copysign(size, score)


def evidence(model: Model, last: str, first: str) -> list[float]:
    """What speaks for a joint between two folded strings, one number for each weight but the bias."""
    return [*information(model, last, first), *_brackets(last, first), _echo(last, first), fit(model, last, first)]


def information(model: Model, last: str, first: str) -> list[float]:
    """What the tail tells of the first, second and third character of the head, in nats."""
    before, after = last[-REACH:], first[:REACH]
    codes = [ord(c) & 0xFFFF for c in before + after]
    split, stop = len(before), len(codes)
    # The n-gram of `length + 1` characters that ends at `end` stands at ORDER * end + length.
    packed = [0] * (ORDER * stop)
    for end in range(stop):
        gram = 0
        for length in range(min(ORDER, end + 1)):
            gram |= codes[end - length] << 16 * length
            packed[ORDER * end + length] = gram
    alphas, gammas = model.ngrams.find(packed)
    found = []
    for end in range(split, stop):
        place = ORDER * end
        likely = alone = AMOUNTS[alphas[place]] or UNSEEN
        for length in range(1, min(ORDER, end + 1)):
            likely = AMOUNTS[alphas[place + length]] + AMOUNTS[gammas[place - ORDER + length - 1]] * likely
            if length == end - split:
                alone = likely
        found.append(log(likely / alone))
    return found + [0.0] * (REACH - len(found))


def _brackets(last: str, first: str) -> tuple[float, float, float]:
    """The head closes what the tail opened; it closes something else; it closes what the tail did not open."""
    opened, closed = open_at_end(last), closed_at_start(first)
    if opened:
        return float(opened == closed), float(closed not in ("", opened)), 0.0
    return 0.0, 0.0, float(closed != "")


def _echo(last: str, first: str) -> float:
    """Whether a Han character, not one of the commonest, stands on both sides."""
    shared = set(last[-ECHO_REACH:]) & set(first[:ECHO_REACH]) - COMMON
    return float(any("\u4e00" <= character <= "\u9fff" for character in shared))


def fit(model: Model, last: str, first: str) -> float:
    """The product of the two towers' vectors."""
    tail = _vector(model, model.tail, tuple(rows_before(model.rows(last[-ECHO_REACH:]))))
    return float(tail @ _vector(model, model.head, tuple(rows_after(model.rows(first[:ECHO_REACH])))))


@lru_cache(maxsize=4096)
def _vector(model: Model, tower: Tower, rows: tuple[int, ...]) -> Floats:
    vector: Floats = tower.vectors(np.array([rows]))[0]
    return vector
