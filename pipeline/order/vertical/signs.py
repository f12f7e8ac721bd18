"""What tells a column of a heading from a column of text: its type, its place in the tier, the paper around it.

A small net weighs the signs of a column; a second one sees besides what the first made of the columns right and left
of it, for the lines of a heading stand together. Weights and figures: models/heads/README.md. Frame: that of
`columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap
from pipeline.language import continuation
from pipeline.order.vertical.columns import Column, Grid, Type
from pipeline.page import Box

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

WEIGHTS = Path(__file__).with_name("heads.npz")
REACH_EM = 7.0
"""How far to the side columns count as neighbours."""
TOUCHING_EM = 1.6
"""Paper between the columns of a heading at most."""
MOST_ODDS = 4.0
"""Odds of neighbours beyond this tell no more."""
OPENING = re.compile(r"^[（(◎●▲○◆△◇〔【]|^本[報埠市]|^\S{2,6}(?:訊|電|通信|通訊)|^昨|^據")
STOPS = re.compile(r"[，、；：]")
DATELINE = re.compile(
    r"[訊電信][)）]|[日社]專?電|^[（(]?本[報埠市縣]\S{0,2}[訊息]|^[（(]?\S{2,5}(?:通訊|通信|特訊|專電|訊|電)[)）\s]\S"
    r"|^[（(]?\S{2,3}[一二三四五六七八九十廿卅]{1,3}日"
)
LEVELS = (1.04, 1.08, 1.13, 1.19, 1.28, 1.45)
"""Steps of type sizes, em of the text."""
SIGNS = (
    "one", "size 1.06", "size 1.13", "size 1.22", "size 1.4", "thin", "spaced", "paper right", "paper left",
    "rule right", "rule left", "a little down", "a cell down", "far down", "past the foot", "short", "half", "full",
    "full stop", "stops", "few", "many", "right ends", "left opens", "display right", "display left", "no right",
    "no left", "alone in height", "near display", "down beside display", "short beside display",
    "large beside display", "short with paper", "large with rule", "large with paper", "confidence",
    *(f"advance {level}" for level in LEVELS), *(f"thickness {level}" for level in LEVELS), "length", "dateline",
    "goes on left", "comes from right", "stop at the end", "wide paper right", "wide paper left",
)  # fmt: skip
CONTEXT = (
    "odds", "right", "left", "right touching", "left touching", "right level", "left level", "likeliest touching",
    "no likely one near",
)  # fmt: skip


@dataclass(frozen=True)
class Neighbours:
    """The columns right and left of each column, -1 for none, and the paper between, em; all [columns]."""

    right: Numbers
    left: Numbers
    paper_right: Floats
    paper_left: Floats


def head_odds(columns: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> list[float]:
    """For each column the log odds that it is part of a heading; 0 for lines across."""
    if not columns:
        return []
    upright = np.array([c.type is not Type.ACROSS for c in columns])
    signs, neighbours = signs_of(columns, grid, rules)
    weights = _weights()
    first = np.where(upright, weighed(signs, weights, "first"), 0.0)
    second = weighed(in_context(signs, first, neighbours, columns, grid.em), weights, "second")
    return [float(v) for v in np.where(upright, second, 0.0)]


@cache
def _weights() -> dict[str, Floats]:
    with np.load(WEIGHTS) as stored:
        return {name: stored[name].astype(np.float64) for name in stored.files}


def weighed(signs: Floats, weights: Mapping[str, Floats], name: str) -> Floats:
    """The log odds [columns] that a net of one hidden layer makes of signs [columns, S]."""
    hidden = np.maximum(0.0, signs @ weights[f"{name}_in"] + weights[f"{name}_bias"])
    odds: Floats = hidden @ weights[f"{name}_out"] + signs @ weights[f"{name}_direct"]
    return odds


def in_context(signs: Floats, odds: Floats, neighbours: Neighbours, columns: Sequence[Column], em: float) -> Floats:
    """The signs [columns, SIGNS + CONTEXT] with what was made of the columns beside."""
    near = np.clip(odds, -MOST_ODDS, MOST_ODDS) / MOST_ODDS
    tops = np.array([c.box[0] for c in columns])
    extra = np.zeros((len(columns), len(CONTEXT)))
    extra[:, 0] = np.clip(odds, -2 * MOST_ODDS, 2 * MOST_ODDS) / MOST_ODDS
    for at, (beside, paper) in enumerate(
        ((neighbours.right, neighbours.paper_right), (neighbours.left, neighbours.paper_left))
    ):
        found = beside >= 0
        likely = np.where(found, near[beside], -1.0)
        touching = found & (paper < TOUCHING_EM)
        level = touching & (np.abs(tops[beside] - tops) < 0.5 * em)
        extra[:, 1 + at] = likely
        extra[:, 3 + at] = np.where(touching, likely, -1.0)
        extra[:, 5 + at] = np.where(level, likely, -1.0)
    extra[:, 7] = extra[:, 3:5].max(axis=1)
    extra[:, 8] = extra[:, 1:3].max(axis=1) < 0
    return np.hstack([signs, extra])


def signs_of(columns: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> tuple[Floats, Neighbours]:
    """The signs of every column [columns, SIGNS], zeros for lines across, and the columns beside each."""
    count = len(columns)
    signs = np.zeros((count, len(SIGNS)))
    neighbours = Neighbours(
        np.full(count, -1, dtype=np.int64), np.full(count, -1, dtype=np.int64), np.zeros(count), np.zeros(count)
    )
    if not count:
        return signs, neighbours
    boxes = np.array([c.box for c in columns])
    upright = np.array([c.type is not Type.ACROSS for c in columns])
    flat = [r for r in rules if r[2] - r[0] > r[3] - r[1]]
    for k in map(int, np.flatnonzero(upright)):
        signs[k] = _signs(k, columns, boxes, upright, grid, flat, neighbours)
    return signs, neighbours


def _signs(
    k: int,
    columns: Sequence[Column],
    boxes: Floats,
    upright: NDArray[np.bool_],
    grid: Grid,
    rules: Sequence[Box],
    neighbours: Neighbours,
) -> Floats:
    c, em = columns[k], grid.em
    u0, v0, u1, v1 = c.box
    text = c.row.text.strip()
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    shared = np.minimum(boxes[:, 2], u1) - np.maximum(boxes[:, 0], u0)
    near = upright & (np.abs(middles - c.middle) < REACH_EM * em + (v1 - v0) / 2) & (shared > em)
    near[k] = False
    right = _nearest(np.flatnonzero(near & (middles < c.middle)), middles, c.middle)
    left = _nearest(np.flatnonzero(near & (middles > c.middle)), middles, c.middle)
    body = near & np.array([o.type is Type.BODY for o in columns])
    tops, feet = np.sort(boxes[body, 0]), np.sort(boxes[body, 2])
    top = tops[len(tops) // 4] if len(tops) else u0
    foot = feet[(3 * len(feet)) // 4] if len(feet) else u1
    blank = max(0.05 * em, grid.pitch - em)
    paper_right = (v0 - boxes[right, 3] - blank) / em if right >= 0 else 1.0
    paper_left = (boxes[left, 1] - v1 - blank) / em if left >= 0 else 1.0
    neighbours.right[k], neighbours.left[k] = right, left
    neighbours.paper_right[k], neighbours.paper_left[k] = paper_right, paper_left
    paper = [float(np.clip(p / 0.6, -0.5, 1.0)) for p in (paper_right, paper_left)]
    down, up = (u0 - top) / em, (foot - u1) / em
    size = c.size / em
    large = float(np.clip((size - 1.03) / 0.1, 0.0, 1.0))
    beside = [right >= 0 and _is_display(columns[right], em), left >= 0 and _is_display(columns[left], em)]
    ruled = [_ruled(v0 - 1.2 * em, v0 + 0.2 * em, c.box, rules), _ruled(v1 - 0.2 * em, v1 + 1.2 * em, c.box, rules)]
    ends = right >= 0 and (columns[right].row.text.rstrip().endswith("。") or boxes[right, 2] < foot - 1.5 * em)
    opens = left >= 0 and bool(OPENING.search(columns[left].row.text) or boxes[left, 0] > top + 0.6 * em)
    short = up > 1.5
    values = [
        1.0, size > 1.06, size > 1.13, size > 1.22, size > 1.4, size < 0.9, (u1 - u0) / em > 1.15 * len(text), *paper,
        *ruled, 0.25 < down < 0.75, 0.75 <= down <= 2.5, down > 2.5, up < -1.0, short, up > 0.35 * (foot - top) / em,
        abs(up) < 0.5, "。" in text, bool(STOPS.search(text)), len(text) <= 3, len(text) > 16, ends, opens, *beside,
        right < 0, left < 0, not len(tops), any(beside), any(beside) and down > 0.3, any(beside) and short,
        any(beside) * large, short * min(paper), large * any(ruled), large * max(0.0, *paper), c.row.confidence,
    ]  # fmt: skip
    advance = (u1 - u0) / max(1.0, len(text) - 0.1) / em if len(text) > 1 else size
    thickness = 1.03 * (v1 - v0) / em
    values += [advance > level for level in LEVELS]
    values += [thickness > level for level in LEVELS]
    values += [
        min(len(text), 20) / 20, bool(DATELINE.search(text)),
        _joint(c, columns[left]) if left >= 0 and paper_left < TOUCHING_EM else 0.0,
        _joint(columns[right], c) if right >= 0 and paper_right < TOUCHING_EM else 0.0,
        bool(text) and text[-1] in "，。、；：）)」』", min(3.0, max(0.0, paper_right)) / 3,
        min(3.0, max(0.0, paper_left)) / 3,
    ]  # fmt: skip
    return np.array(values, dtype=np.float64)


def _joint(a: Column, b: Column) -> float:
    """How well the text goes on from one column in another, -1 to 1."""
    if min(len(a.plain), len(b.plain)) < 2:
        return 0.0
    return float(np.clip(continuation(a.plain, b.plain) / 4, -1.0, 1.0))


def _nearest(candidates: Numbers, middles: Floats, middle: float) -> int:
    return int(candidates[np.abs(middles[candidates] - middle).argmin()]) if len(candidates) else -1


def _is_display(c: Column, em: float) -> bool:
    return c.type is Type.DISPLAY and c.size > 1.3 * em and len(c.row.text) >= 2


def _ruled(low: float, high: float, box: Box, rules: Sequence[Box]) -> bool:
    """Whether an upright rule of the page about as long as a column stands between two v."""
    length = box[2] - box[0]
    return any(
        low < (r[1] + r[3]) / 2 < high
        and overlap(r[0], r[2], box[0], box[2]) > 0.7 * length
        and r[2] - r[0] < 4 * length
        for r in rules
    )
