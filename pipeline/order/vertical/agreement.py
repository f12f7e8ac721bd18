"""What the first scores of all pairs of a region, taken together, say of each: two joints rarely cross, each node
is wanted once, and a story stays near its heading.

The scores become probabilities by scaling rows and columns in turn until each node has one follower, or none, and one
before it, or none (Sinkhorn 1967). From them come the signs that a second net sees beside the first ones: how sure the
joint is against its rivals, the likely joints that would cross it, what is believed of the nodes around it, and where
the heading stands whose story it would go on with.

Frame: that of `columns.py`; u runs down the page, v from its right edge to its left.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.order.shares import shares
from pipeline.order.vertical.nodes import Node

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SIGNS = 30
ROUNDS = 12
STEPS = 12
"""Nodes of a story that its heading is passed on over."""
LEAST, MOST = -60.0, 25.0
"""Scores beyond are taken for these: what cannot be, and what is certain."""
LIKELY = 0.03
"""Joints less likely than this cross nothing."""
LEVEL_EM, BENEATH_EM, ABREAST_EM = 2.0, 1.5, 12.0
SMALL = 1e-3


def believed(scores: Floats) -> Floats:
    """Probabilities [nodes, nodes] of log odds [nodes, nodes] that the column's node goes on from the row's."""
    return shares(np.exp(np.clip(scores, LEAST, MOST)), ROUNDS)


def signs_of(scores: Floats, pairs: Ints, nodes: Sequence[Node], em: float) -> Floats:
    """Signs [pairs, SIGNS] of the pairs [pairs, 2] of a region by its scores [nodes, nodes], -inf where nothing can."""
    p = believed(scores)
    a, b = pairs[:, 0], pairs[:, 1]
    head = np.array([n.head for n in nodes])
    own = p[a, b]
    rival_after, rival_before = _best_other(p, own, a), _best_other(p.T, own, b)
    begins, ends = np.clip(1 - p.sum(0), 0, 1), np.clip(1 - p.sum(1), 0, 1)
    headed, heads = p.T @ head, p @ head
    return np.column_stack(
        [
            np.clip(scores[a, b], -15, 15) / 5, own, np.log(own + SMALL) / 3,
            rival_after, rival_before, begins[b], ends[a],
            np.log((own + SMALL) / (rival_after + SMALL)) / 5, np.log((own + SMALL) / (rival_before + SMALL)) / 5,
            _crossed(p, pairs, nodes, em), (p @ p)[a, b],
            headed[a], heads[b], begins[a], ends[b], headed[b], heads[a],
            _under_heading(p, pairs, nodes, em),
        ]
    )  # fmt: skip


def _best_other(p: Floats, own: Floats, row: Ints) -> Floats:
    """The most likely in the row of each pair, but for the pair itself."""
    best = np.partition(np.column_stack([p, np.zeros((len(p), 2))]), -2, axis=1)
    found: Floats = np.where(own >= best[row, -1] - 1e-12, best[row, -2], best[row, -1])
    return found


def _crossed(p: Floats, pairs: Ints, nodes: Sequence[Node], em: float) -> Floats:
    """How many likely joints between texts of the same tiers cross each pair on the way down, and in one tier; how many
    run abreast of it; and the likeliest of those that cross it [pairs, 4]."""
    head = np.array([n.head for n in nodes])
    top, foot = np.array([n.tier for n in nodes]).T
    comes_from = np.array([n.last[1] + n.last[3] for n in nodes]) / 2
    goes_to = np.array([n.first[1] + n.first[3] for n in nodes]) / 2
    likely = np.argwhere((p > LIKELY) & ~head[:, None] & ~head[None])
    c, d = likely[:, :1], likely[:, 1:]
    weight = p[c, d]
    a, b = pairs[None, :, 0], pairs[None, :, 1]
    same = (np.abs(top[a] - top[c]) < LEVEL_EM * em) & (np.abs(top[b] - top[d]) < LEVEL_EM * em)
    same &= ~head[a] & ~head[b] & (a != c) & (b != d)
    down = top[b] > foot[a] - BENEATH_EM * em
    from_a, from_c, to_b, to_d = comes_from[a], comes_from[c], goes_to[b], goes_to[d]
    across = same & down & ((from_a - from_c) * (to_b - to_d) < 0)
    abreast = same & down & ~across & (np.abs(from_a - from_c) + np.abs(to_b - to_d) < ABREAST_EM * em)
    level = same & ~down & (np.abs(top[a] - top[b]) < LEVEL_EM * em)
    woven = (from_a < from_c) & (from_c < to_b) & (to_b < to_d)
    woven |= (from_c < from_a) & (from_a < to_d) & (to_d < to_b)
    woven &= level
    most = (weight * (across | woven)).max(axis=0, initial=0.0)
    sums = [np.minimum((weight * which).sum(axis=0), 3.0) for which in (across, woven, abreast)]
    return np.column_stack([*sums, most])


def _under_heading(p: Floats, pairs: Ints, nodes: Sequence[Node], em: float) -> Floats:
    """Where each pair's second node stands from the heading that the first is believed to stand under, and how many
    columns on [pairs, 10]."""
    head = np.array([n.head for n in nodes], dtype=np.float64)
    boxes = np.array([n.box for n in nodes])
    sizes = np.array([n.size for n in nodes])
    comes_from = p.T * (head == 0)[:, None]
    columns = np.where(head > 0, 0.0, [n.columns for n in nodes])
    under, since = np.diag(head), columns.copy()
    for _ in range(STEPS):
        under = np.diag(head) + comes_from @ under
        since = columns + comes_from @ since
    known = under.sum(axis=1)
    share = under / np.maximum(known, 1e-6)[:, None]
    a, b = pairs[:, 0], pairs[:, 1]
    heading, box = (share @ boxes)[a], boxes[b]
    first = np.array([n.first for n in nodes])[b]

    def far(distance_px: Floats, unit_em: float, most: float = 3.0) -> Floats:
        found: Floats = np.clip(distance_px / (em * unit_em), -most, most) * known[a]
        return found

    return np.column_stack(
        [
            known[a],
            far(box[:, 1] - heading[:, 1], 6), far(box[:, 3] - heading[:, 3], 6), far(box[:, 0] - heading[:, 2], 10),
            far(heading[:, 3] - heading[:, 1], 6), far((share @ sizes)[a] - sizes[b], 1),
            np.log1p(since[a]) / 3, np.log1p(since[b]) / 3,
            far(first[:, 1] - heading[:, 1], 1.5, 2), known[b],
        ]
    )  # fmt: skip
