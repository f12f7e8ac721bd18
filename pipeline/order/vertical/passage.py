"""Which part of a vertical page goes on in which: the signs of each pair, and what a small net makes of them.

A node is a segment of columns or a heading. Text goes on to the left in its tier, or in a tier beneath, or at the head
of the next lane; it comes to a heading that begins another story, or to one that stands inside its own. The signs are
the paper and the rules between two nodes, what stands around each, how the last column of the one ends and the first
of the other begins, and what the language says. A second net sees also what the first makes of the whole region
(`agreement.py`). Weights and figures: models/passage/README.md.

Frame: that of `columns.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.language import continuation, succession, word_joints
from pipeline.language.period import likelihood
from pipeline.order.vertical import agreement
from pipeline.order.vertical.joints import FITS, LANGUAGE, WORDS, signs_of
from pipeline.order.vertical.nodes import Fields, Node

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("passage.npz")
FIRST, SECOND = "first", "second"
"""The two looks at a pair: by itself, and knowing what the first look made of the whole region."""
ASKED = 4
"""Of how many nodes before each, and after each, the n-grams are asked."""


@lru_cache(maxsize=64)
def scores_of(nodes: tuple[Node, ...], fields: Fields, em: float, pitch: float, before: tuple[int, ...]) -> Floats:
    """Log odds [nodes, nodes] that text goes on from the row's node to the column's; -inf where it cannot.

    `before[b]` is the node that a cut of the page into frames reads before b, or -1. Kept for stages that ask again.
    """
    found = np.full((len(nodes), len(nodes)), -np.inf)
    signs, pairs = signs_of(nodes, fields, em, pitch, before)
    if not len(pairs):
        return found
    tell_words(signs, pairs, nodes)
    found[pairs[:, 0], pairs[:, 1]] = _net(FIRST, signs)
    # The n-grams are asked, which takes its time, only of what the rest leaves open.
    likely = np.zeros(found.shape, dtype=bool)
    np.put_along_axis(likely, np.argsort(-found, axis=0)[:ASKED], True, axis=0)
    np.put_along_axis(likely, np.argsort(-found, axis=1)[:, :ASKED], True, axis=1)
    asked = np.flatnonzero(likely[pairs[:, 0], pairs[:, 1]])
    tell_language(signs, pairs, nodes, asked)
    found[pairs[asked, 0], pairs[asked, 1]] = _net(FIRST, signs[asked])
    of_region = agreement.signs_of(found, pairs, nodes, em)
    found[pairs[:, 0], pairs[:, 1]] = _net(SECOND, np.hstack([signs, of_region]))
    return found


@cache
def _layers(look: str) -> tuple[tuple[Floats, Floats], ...]:
    with np.load(WEIGHTS) as stored:
        count = sum(name.startswith(f"{look}_w") for name in stored.files)
        layers = ((stored[f"{look}_w{k}"], stored[f"{look}_b{k}"]) for k in range(count))
        return tuple((weights.astype(np.float64), bias.astype(np.float64)) for weights, bias in layers)


def _net(look: str, signs: Floats) -> Floats:
    """The mean of what several nets say, which were trained alike and err each for itself."""
    values = signs
    layers = _layers(look)
    for k, (weights, bias) in enumerate(layers):
        values = values @ weights + bias[:, None]
        if k + 1 < len(layers):
            values = np.maximum(values, 0.0)
    result: Floats = values[..., 0].mean(axis=0)
    return result


def tell_words(signs: Floats, pairs: NDArray[np.int64], nodes: Sequence[Node]) -> None:
    """Put into the signs what all pairs of texts tell at once: by the words at the joint, and by how both sides fit."""
    texts = [k for k, node in enumerate(nodes) if not node.head and len(node.closing) > 1 and len(node.opening) > 1]
    if len(texts) < 2:
        return
    place = np.full(len(nodes), -1)
    place[texts] = np.arange(len(texts))
    tails, heads = [nodes[k].plain_closing for k in texts], [nodes[k].plain_opening for k in texts]
    gains = np.clip(word_joints.gains(tails, heads), -8.0, 12.0)
    fits = succession.centred(succession.fits(tails, heads))
    a, b = place[pairs[:, 0]], place[pairs[:, 1]]
    known = (a >= 0) & (b >= 0)
    signs[known, WORDS] = gains[a[known], b[known]] / 4
    signs[known, FITS] = fits[a[known], b[known]] / 4


def tell_language(signs: Floats, pairs: NDArray[np.int64], nodes: Sequence[Node], asked: Iterable[int]) -> None:
    """Put into the signs of the pairs asked what the words say: by the language of today and by that of the time."""
    for k in asked:
        one, other = nodes[pairs[k, 0]], nodes[pairs[k, 1]]
        if not (one.head or other.head) and len(one.closing) > 1 and len(other.opening) > 1:
            signs[k, LANGUAGE : LANGUAGE + 3] = (
                continuation(one.plain_closing, other.plain_opening) / 2,
                information(one.closing, other.opening) / 3,
                1.0,
            )


def information(tail: str, head: str) -> float:
    """How much more likely the first three characters of `head` are after `tail` than anywhere, nats; within +-6."""
    total = 0.0
    for k in range(min(3, len(head))):
        context = tail[-3:] + head[:k]
        total += log(likelihood(context, head[k]) / max(1e-7, likelihood(head[:k], head[k])))
    return float(np.clip(total, -6.0, 6.0))
