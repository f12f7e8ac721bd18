"""Columns of body type that stand side by side in one tier, in segments: nothing parts the columns of one.

A tier need not be as wide as the page: beside columns as high as two tiers others stand above each other. So no page
is cut here. Each column is joined to the one left of it where both are level, nothing stands between and the tier does
not change; a segment ends wherever a story might. Which segment follows which, `passage.py` says.

Frame: that of `columns.py`; u runs down the page, v from its right edge to its left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap, union
from pipeline.order.vertical.columns import Column, Grid
from pipeline.order.vertical.regions import Atom
from pipeline.page import Box

Floats = NDArray[np.float64]

IN_LINE_EM, FRAGMENT_GAP_EM = 0.45, 1.6
"""Two parts of one column stand so well in line, with so little between them."""
ABUTS_EM = 0.4
"""Tiers stand farther apart than this; where less parts two pieces in line, a fold or a scratch cut the column."""
NEXT_EM = (-0.45, 0.95)
"""From one column to the next, beyond the usual blank."""
LEVEL_EM, LOWER_EM = 0.6, 3.5
"""Heads of columns are level up to here; a paragraph, or text beside a small head, begins lower."""
SHORT_EM = 1.3
WIDE_EM = 0.4
"""More paper than this beyond the usual blank may part stories."""


@dataclass(frozen=True)
class Segment:
    """Columns of one tier from right to left, each as its parts from top to bottom."""

    slots: tuple[tuple[Atom, ...], ...]
    tier: tuple[float, float]
    """Where the tier begins and ends there, u."""

    @property
    def atoms(self) -> tuple[Atom, ...]:
        return tuple(a for slot in self.slots for a in slot)

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(a.column for a in self.atoms if a.column is not None)


def segments_of(atoms: Sequence[Atom], grid: Grid, rules: Sequence[Box]) -> list[Segment]:
    """The columns of body type among the atoms of a region in segments, from right to left."""
    slots = _slots([a for a in atoms if a.kind == "body"], grid, rules)
    if not slots:
        return []
    boxes = np.array([union(a.box for a in slot) for slot in slots])
    after = _neighbours(boxes, grid, rules)
    tiers = _tiers(boxes, grid.em)
    segments = []
    before = set(after.values())
    for first in range(len(slots)):
        if first in before and not _parts(
            next(k for k, n in after.items() if n == first), first, slots, boxes, tiers, grid
        ):
            continue
        chain = [first]
        while (left := after.get(chain[-1])) is not None:
            if _parts(chain[-1], left, slots, boxes, tiers, grid):
                break
            chain.append(left)
        own = tiers[chain]
        segments.append(
            Segment(tuple(slots[k] for k in chain), (float(np.median(own[:, 0])), float(np.median(own[:, 1]))))
        )
    return segments


def _slots(body: Sequence[Atom], grid: Grid, rules: Sequence[Box]) -> list[tuple[Atom, ...]]:
    """Columns with the parts that segmentation cut them into, from right to left."""
    if not body:
        return []
    em, order = grid.em, sorted(body, key=lambda a: (a.middle, a.box[0]))
    boxes = np.array([a.box for a in order])
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    below: dict[int, int] = {}
    for k in range(len(order)):
        gaps = boxes[:, 0] - boxes[k, 2]
        near = (np.abs(middles - middles[k]) < IN_LINE_EM * em) & (gaps > -0.3 * em) & (gaps < FRAGMENT_GAP_EM * em)
        near[k] = False
        for other in map(int, np.flatnonzero(near)[np.argsort(gaps[near])][:1]):
            if other not in below.values() and _is_one_column(k, other, boxes, middles, grid, rules):
                below[k] = other
    lower = set(below.values())
    slots = []
    for k in range(len(order)):
        if k in lower:
            continue
        chain = [k]
        while chain[-1] in below:
            chain.append(below[chain[-1]])
        slots.append(tuple(order[j] for j in chain))
    return slots


def _is_one_column(a: int, b: int, boxes: Floats, middles: Floats, grid: Grid, rules: Sequence[Box]) -> bool:
    """Whether the columns beside run across the blank between two that stand in line, more than end at it."""
    em, low, high = grid.em, boxes[a, 2], boxes[b, 0]
    middle = middles[a]
    if any(r[1] < middle < r[3] and low - 0.4 * em < (r[0] + r[2]) / 2 < high + 0.4 * em for r in rules):
        return False
    if high - low < ABUTS_EM * em:
        return True
    near = (np.abs(middles - middle) < 2.3 * grid.pitch) & (np.abs(middles - middle) > 0.5 * em)
    across = near & (boxes[:, 0] < low - 1.2 * em) & (boxes[:, 2] > high + 1.2 * em)
    ends = near & ((np.abs(boxes[:, 2] - low) < 0.9 * em) | (np.abs(boxes[:, 0] - high) < 0.9 * em))
    return int(across.sum()) > 0.6 * int(ends.sum())


def _neighbours(boxes: Floats, grid: Grid, rules: Sequence[Box]) -> dict[int, int]:
    """For each column the one left of it that goes on its tier; both are each other's best."""
    em, blank = grid.em, max(0.0, grid.pitch - grid.em)
    upright = [r for r in rules if r[2] - r[0] > 1.5 * em and r[2] - r[0] > r[3] - r[1]]
    costs: dict[tuple[int, int], float] = {}
    for k, (u0, v0, u1, v1) in enumerate(boxes):
        paper = boxes[:, 1] - v1 - blank
        shared = np.minimum(boxes[:, 2], u1) - np.maximum(boxes[:, 0], u0)
        near = (paper > NEXT_EM[0] * em) & (paper < NEXT_EM[1] * em) & ((boxes[:, 1] + boxes[:, 3]) / 2 > (v0 + v1) / 2)
        near &= shared > 0.5 * np.minimum(boxes[:, 2] - boxes[:, 0], u1 - u0)
        near[k] = False
        for other in map(int, np.flatnonzero(near)):
            top, foot = abs(boxes[other, 0] - u0) / em, abs(boxes[other, 2] - u1) / em
            if top > LOWER_EM or _ruled(boxes[k], boxes[other], upright):
                continue
            costs[k, other] = top + 0.3 * min(foot, 6.0) + 0.5 * float(paper[other]) / em
    left: dict[int, tuple[float, int]] = {}
    right: dict[int, tuple[float, int]] = {}
    for (k, other), cost in costs.items():
        left[k] = min(left.get(k, (1e9, -1)), (cost, other))
        right[other] = min(right.get(other, (1e9, -1)), (cost, k))
    return {k: other for k, (_, other) in left.items() if right[other][1] == k}


def _ruled(a: Floats, b: Floats, upright: Sequence[Box]) -> bool:
    """Whether an upright rule stands between two columns."""
    low, high = max(a[0], b[0]), min(a[2], b[2])
    right, left = (a[1] + a[3]) / 2, (b[1] + b[3]) / 2
    return any(
        right < (r[1] + r[3]) / 2 < left and overlap(r[0], r[2], low, high) > 0.5 * (high - low) for r in upright
    )


def _tiers(boxes: Floats, em: float) -> Floats:
    """For each column where its tier begins and ends there [columns, 2], by the columns beside."""
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    tiers = boxes[:, [0, 2]].copy()
    for k, (u0, _, u1, _) in enumerate(boxes):
        shared = np.minimum(boxes[:, 2], u1) - np.maximum(boxes[:, 0], u0)
        length = np.minimum(boxes[:, 2] - boxes[:, 0], u1 - u0)
        near = (np.abs(middles - middles[k]) < 9 * em) & (shared > 0.6 * length)
        tops, feet = boxes[near, 0], boxes[near, 2]
        higher = tops[(tops < u0 + 0.3 * em) & (tops > u0 - LOWER_EM * em)]
        tiers[k, 0] = np.percentile(higher, 20) if len(higher) > 2 else u0
        # A short column ends its paragraph: the tier goes on as far as most columns beside it.
        lower = feet[feet > u1 - 0.3 * em]
        tiers[k, 1] = np.percentile(lower, 60) if len(lower) > 2 else u1
        # Beside a story that is as high as two tiers the upper one ends where in its own line the next begins.
        beneath = boxes[(np.abs(middles - middles[k]) < em) & (boxes[:, 0] > u1 - 0.3 * em), 0]
        tiers[k, 1] = max(u1, min(tiers[k, 1], beneath.min(initial=np.inf)))
    return tiers


def _parts(a: int, b: int, slots: Sequence[tuple[Atom, ...]], boxes: Floats, tiers: Floats, grid: Grid) -> bool:
    """Whether a story might end between two columns that stand side by side: then the segments part."""
    em = grid.em
    paper = boxes[b, 1] - boxes[a, 3] - max(0.0, grid.pitch - em)
    if paper > WIDE_EM * em or boxes[a, 2] < tiers[a, 1] - SHORT_EM * em:
        return True
    if abs(boxes[b, 0] - boxes[a, 0]) > LEVEL_EM * em:
        return True
    # Where the tier changes, columns stand above each other on one side only.
    lower = boxes[b, 2] - boxes[a, 2]
    if abs(lower) > 2.5 * em:
        one, other = (a, b) if lower > 0 else (b, a)
        beneath = (boxes[:, 0] > boxes[one, 2] - 0.6 * em) & (boxes[:, 0] < boxes[other, 2] - em)
        beneath &= np.abs((boxes[:, 1] + boxes[:, 3]) / 2 - (boxes[one, 1] + boxes[one, 3]) / 2) < em
        return bool(beneath.any())
    first = slots[b][0].column
    return first is not None and first.size > 1.12 * em
