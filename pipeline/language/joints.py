"""Does the beginning of one line go on where another line breaks off?

The evidence is how much more likely the first characters of `head` are after the last ones of `tail`
than anywhere (their pointwise mutual information, character by character, by the model of
`ngrams.py`), and whether the one closes the bracket that the other leaves open. Its weights come from
a logistic regression of true joints against other lines of the same page: see models/joints.md.
"""

from __future__ import annotations

from math import log

from pipeline.language.brackets import closed_at_start, open_at_end
from pipeline.language.folding import fold
from pipeline.language.ngrams import AMOUNTS, ORDER, UNSEEN, Ngrams, load

BOUND = 4.0
"""No joint says more than this, for or against."""
REACH = 3
"""Characters looked at before the joint, and after it."""


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
    return max(-BOUND, min(BOUND, score))


def evidence(model: Ngrams, last: str, first: str) -> list[float]:
    """What speaks for a joint between two folded strings, one number for each weight of the model."""
    return [*information(model, last, first), *_brackets(last, first)]


def _brackets(last: str, first: str) -> tuple[float, float, float]:
    """Closed by the head what the tail opened; opened and something else closed; closed what none opened."""
    opened, closed = open_at_end(last), closed_at_start(first)
    if opened:
        return float(opened == closed), float(closed not in ("", opened)), 0.0
    return 0.0, 0.0, float(closed != "")


def information(model: Ngrams, last: str, first: str) -> list[float]:
    """What the tail tells of the first, second and third character of the head, in nats."""
    before, after = last[-REACH:], first[:REACH]
    characters = [ord(c) & 0xFFFF for c in before + after]
    split, stop = len(before), len(before) + len(after)
    spans: dict[tuple[int, int], int] = {}
    packed: list[int] = []
    for start in range(stop):
        gram = 0
        for end in range(start, min(start + ORDER, stop)):
            gram = gram << 16 | characters[end]
            spans[start, end] = len(packed)
            packed.append(gram)
    alphas, gammas = model.find(packed)
    found = []
    for end in range(split, stop):
        likely = AMOUNTS[alphas[spans[end, end]]] or UNSEEN
        alone = likely
        for start in range(end - 1, max(-1, end - ORDER), -1):
            likely = AMOUNTS[alphas[spans[start, end]]] + AMOUNTS[gammas[spans[start, end - 1]]] * likely
            if start == split:
                alone = likely
        found.append(log(likely / alone))
    return found + [0.0] * (REACH - len(found))
