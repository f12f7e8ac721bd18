"""What tells a column of a heading from a column of text: its type, its place in the tier, the paper around it.

A logistic regression weighs the signs; weights and figures: models/heads/README.md. Frame: that of `columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap
from pipeline.order.vertical.columns import Column, Grid, Type
from pipeline.page import Box

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("heads.npz")
REACH_EM = 7.0
"""How far to the side columns count as neighbours."""
OPENING = re.compile(r"^[（(◎●▲○◆△◇〔【]|^本[報埠市]|^\S{2,6}(?:訊|電|通信|通訊)|^昨|^據")
STOPS = re.compile(r"[，、；：]")
SIGNS = (
    "one", "size 1.06", "size 1.13", "size 1.22", "size 1.4", "thin", "spaced", "paper right", "paper left",
    "rule right", "rule left", "a little down", "a cell down", "far down", "past the foot", "short", "half", "full",
    "full stop", "stops", "few", "many", "right ends", "left opens", "display right", "display left", "no right",
    "no left", "alone in height", "near display", "down beside display", "short beside display",
    "large beside display", "short with paper", "large with rule", "large with paper", "confidence",
)  # fmt: skip


def head_odds(columns: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> list[float]:
    """For each column the log odds that it is part of a heading; 0 for lines across."""
    signs = signs_of(columns, grid, rules)
    return [float(v) for v in signs @ _weights()]


@cache
def _weights() -> Floats:
    with np.load(WEIGHTS) as stored:
        weights: Floats = stored["weights"].astype(np.float64)
    return weights


def signs_of(columns: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> Floats:
    """The signs of every column [columns, SIGNS]; zeros for lines across."""
    signs = np.zeros((len(columns), len(SIGNS)))
    if not columns:
        return signs
    boxes = np.array([c.box for c in columns])
    upright = np.array([c.type is not Type.ACROSS for c in columns])
    flat = [r for r in rules if r[2] - r[0] > r[3] - r[1]]
    for k in map(int, np.flatnonzero(upright)):
        signs[k] = _signs(k, columns, boxes, upright, grid, flat)
    return signs


def _signs(
    k: int, columns: Sequence[Column], boxes: Floats, upright: NDArray[np.bool_], grid: Grid, rules: Sequence[Box]
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
    return np.array(values, dtype=np.float64)


def _nearest(candidates: NDArray[np.int64], middles: Floats, middle: float) -> int:
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
