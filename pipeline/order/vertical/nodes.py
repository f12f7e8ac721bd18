"""What the stories of a vertical page are made of: segments of columns and headings, as nodes that text runs through.

Frame: that of `columns.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.order.headings import Heading
from pipeline.order.pieces import Row
from pipeline.order.vertical.segments import Segment
from pipeline.page import Box

REACH = 32
"""Characters at either end of a text by which it is told what goes on in what."""
IN_LINE = 0.5
"""Rows of a heading that lie side by side with more than this of their thickness are one line."""


@dataclass(frozen=True)
class Node:
    """A segment of columns, or a heading, as what text comes from and goes on to."""

    box: Box
    first: Box
    """The first column of a segment; of a heading its box. So `last`."""
    last: Box
    tier: tuple[float, float]
    head: bool
    opening: str
    closing: str
    plain_opening: str
    plain_closing: str
    columns: int
    size: float
    confidence: float
    wide: bool
    """Whether it is a heading whose lines run across."""


@dataclass(frozen=True)
class Fields:
    """What else stands on the page: pictures and frames, rules that run down and across."""

    others: tuple[Box, ...]
    upright: tuple[Box, ...]
    across: tuple[Box, ...]
    limits: Box


def node_of_segment(segment: Segment) -> Node:
    boxes = [_around([a.box for a in slot]) for slot in segment.slots]
    columns = segment.columns
    text, plain = "".join(c.row.text for c in columns), "".join(c.plain for c in columns)
    return Node(
        _around(boxes), boxes[0], boxes[-1], segment.tier, False,
        text[:REACH], text[-REACH:], plain[:REACH], plain[-REACH:], len(boxes),
        float(np.median([c.size for c in columns])), float(np.mean([c.row.confidence for c in columns])), False,
    )  # fmt: skip


def node_of_heading(heading: Heading) -> Node:
    rows, box = heading.rows, heading.box
    text = "".join(r.text for r in rows)
    largest = max(rows, key=lambda r: min(r.box[2] - r.box[0], r.box[3] - r.box[1]))
    size = min(largest.box[2] - largest.box[0], largest.box[3] - largest.box[1])
    wide = largest.box[3] - largest.box[1] > largest.box[2] - largest.box[0]
    confidence = float(np.mean([r.confidence for r in rows]))
    return Node(
        box, box, box, (box[0], box[2]), True, text, text, text, text, _lines(rows, wide), size, confidence, wide,
    )  # fmt: skip


def _lines(rows: Sequence[Row], wide: bool) -> int:
    """How many lines the rows of a heading make: a blank may part two of one line."""
    sides = sorted((r.box[0], r.box[2]) if wide else (r.box[1], r.box[3]) for r in rows)
    reached, count = sides[0][0], 0
    for low, high in sides:
        count += reached - low < IN_LINE * (high - low)
        reached = max(reached, high)
    return count


def _around(boxes: Sequence[Box]) -> Box:
    u0, v0, u1, v1 = zip(*boxes, strict=True)
    return (min(u0), min(v0), max(u1), max(v1))
