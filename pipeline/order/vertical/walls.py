"""Where a page sets a rule before each story, a heading without one stands inside a story.

The habit is the page's: one paper rules off every story, another none. It is found by expectation and maximisation
(Dempster, Laird and Rubin, 1977): how many of the headings that begin stories have a rule, and which headings begin
stories, are each estimated from the other, beginning with what the net of `passage.py` says.

Frame: that of `columns.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap
from pipeline.order.vertical.nodes import Fields, Node
from pipeline.page import Box

Floats = NDArray[np.float64]

NEAR_EM = 1.5
"""A rule before a heading stands no farther off, nor does the text before one without."""
ALONG = 0.4
"""It runs along so much of the heading."""
LEAST = 4
"""Fewer headings with a rule are no habit."""
INSIDE = 0.1
"""Share of the headings inside stories that have a rule all the same."""
NEW = 0.5
"""Share of what a wall tells that the net does not know yet: it has seen the rule, but not the habit."""
ROUNDS = 6
RULED, BARE = 1, -1


def odds_of_walls(nodes: Sequence[Node], fields: Fields, em: float, joined: Floats) -> Floats:
    """How much more likely each node is to stand inside a story by what stands before it: nats [nodes].

    `joined` [nodes]: log odds that text goes on to the node, against a story that begins with it. 0 for all where the
    page has no such habit.
    """
    sides = np.array([_side(node, nodes, fields, em) for node in nodes])
    ruled, bare = sides == RULED, sides == BARE
    odds = np.zeros(len(nodes))
    if ruled.sum() < LEAST:
        return odds
    for _ in range(ROUNDS):
        begins = 1 / (1 + np.exp(np.clip(joined + odds, -30, 30)))
        share = (begins[ruled].sum() + 0.5) / (begins[ruled | bare].sum() + 1)
        if share < 0.5:
            return np.zeros(len(nodes))
        odds[bare] = NEW * np.log((1 - INSIDE) / (1 - share))
        odds[ruled] = NEW * np.log(INSIDE / share)
    return odds


def _side(node: Node, nodes: Sequence[Node], fields: Fields, em: float) -> int:
    """Whether a rule stands right before a heading whose lines run down, or text does; 0 for neither.

    Two rules of its own, which begin and end together, belong to the heading and tell nothing.
    """
    if not node.head or node.wide:
        return 0
    rules = _right_of(node.box, fields.upright, em)
    texts = _right_of(node.box, [other.box for other in nodes if other is not node and not other.head], em)
    rule, text = (min((_paper(node.box, box) for box in boxes), default=np.inf) for boxes in (rules, texts))
    if min(rule, text) > NEAR_EM * em:
        return 0
    if rule > text:
        return BARE
    first = min(rules, key=lambda box: _paper(node.box, box))
    return 0 if any(_is_twin(first, other, node.box, em) for other in fields.upright) else RULED


def _right_of(box: Box, others: Sequence[Box], em: float) -> list[Box]:
    """What stands right of a box and runs along it."""
    return [
        other
        for other in others
        if box[1] - other[3] > -0.5 * em
        and overlap(box[0], box[2], other[0], other[2]) > ALONG * min(box[2] - box[0], other[2] - other[0])
    ]


def _paper(box: Box, right: Box) -> float:
    return max(0.0, box[1] - right[3])


def _is_twin(rule: Box, other: Box, heading: Box, em: float) -> bool:
    """Whether the rule left of a heading begins and ends where the one right of it does, and about where it does."""
    alike = abs(rule[0] - other[0]) < em and abs(rule[2] - other[2]) < em
    own = rule[0] > heading[0] - 2 * em and rule[2] < heading[2] + 2 * em
    return alike and own and -0.5 * em < other[1] - heading[3] < NEAR_EM * em
