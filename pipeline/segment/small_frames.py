"""Frames around single small advertisements: too small to be told from type by their size alone, but hollow.

`marks.py` finds frames that are large beside the body type. Classified advertisements are set in smaller type and in
narrow columns, so that their frames are no larger than a character of a headline, and make lines of such characters
where they stand side by side. But a character is never a thin rectangle with so much paper in it.

Boxes at the working scale.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box
from pipeline.segment.ink import Mask
from pipeline.segment.marks import Marks, RuleMark

LEAST_EM = (2.5, 1.0)
"""A frame is at least so long and so short, in ems of the body type."""
MOST_INK = 0.18
"""Share of its box that is printed, type that touches it included: a hollow character, as 口, has more."""
THICK_EM = 0.16
"""Its sides lie so near to the edges of its box, curl and lean included."""
SIDE_SHARE = 0.8
"""So much of each side is printed."""
LEAST_AREA = 3
"""Px of type that touched a frame; less is its rough edge."""


def with_small_frames(marks: Marks, em: float) -> Marks:
    """The marks with small frames taken out of the type; type that touches one stays. `em` of the body type, px."""
    glyphs = marks.glyphs
    long_side, short_side = np.maximum(glyphs[:, 2], glyphs[:, 3]), np.minimum(glyphs[:, 2], glyphs[:, 3])
    hollow = (glyphs[:, 4] < MOST_INK * glyphs[:, 2] * glyphs[:, 3]) & (long_side > LEAST_EM[0] * em)
    hollow &= short_side > LEAST_EM[1] * em
    dropped = np.zeros(len(glyphs), dtype=np.bool_)
    type_mask, labels = marks.type_mask.copy(), marks.labels.copy()
    frames: list[Box] = []
    rules: list[RuleMark] = []
    more: list[NDArray[np.int32]] = []
    for k in np.flatnonzero(hollow):
        x, y, w, h = (int(v) for v in glyphs[k, :4])
        piece = (labels[y : y + h, x : x + w] == k + 1).astype(np.uint8)
        edge = round(THICK_EM * em) + 1
        if not _is_frame(piece, edge):
            continue
        dropped[k] = True
        frames.append((float(x), float(y), float(x + w), float(y + h)))
        rules += _sides(frames[-1], edge / 2)
        type_mask[y : y + h, x : x + w][piece > 0] = 0
        labels[y : y + h, x : x + w][piece > 0] = 0
        for mine, box in _touching(piece, edge):
            number = len(glyphs) + len(more) + 1
            type_mask[y : y + h, x : x + w][mine] = 1
            labels[y : y + h, x : x + w][mine] = number
            more.append(np.array([box[0] + x, box[1] + y, *box[2:]], dtype=np.int32))
    if not dropped.any():
        return marks
    kept = np.concatenate([~dropped, np.ones(len(more), dtype=np.bool_)])
    number_of = np.concatenate([[0], np.where(kept, np.cumsum(kept), 0)]).astype(np.int32)
    return replace(
        marks,
        rules=(*marks.rules, *rules),
        frames=(*marks.frames, *frames),
        glyphs=np.concatenate([glyphs, *(m[None] for m in more)])[kept],
        type_mask=type_mask,
        labels=number_of[labels],
    )


def _is_frame(piece: Mask, edge: int) -> bool:
    """Whether a component [height, width] has ink along all four edges of its box, and paper behind them."""
    if min(piece.shape) < 4 * edge:
        return False
    sides = (
        piece[:edge].any(axis=0),
        piece[-edge:].any(axis=0),
        piece[:, :edge].any(axis=1),
        piece[:, -edge:].any(axis=1),
    )
    within = piece[edge:-edge, edge:-edge]
    return all(float(side.mean()) > SIDE_SHARE for side in sides) and float(within.mean()) < MOST_INK


def _sides(box: Box, thick: float) -> list[RuleMark]:
    x0, y0, x1, y1 = box
    sides = ((x0, y0, x1, y0 + thick), (x0, y1 - thick, x1, y1), (x0, y0, x0 + thick, y1), (x1 - thick, y0, x1, y1))
    return [RuleMark("straight", side) for side in sides]


def _touching(piece: Mask, edge: int) -> list[tuple[NDArray[np.bool_], NDArray[np.int32]]]:
    """What of a frame [height, width] is no side of it, piece by piece: its pixels, and x, y, width, height, area."""
    rest = np.zeros_like(piece)
    rest[edge:-edge, edge:-edge] = piece[edge:-edge, edge:-edge]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    return [(labels == k, np.asarray(s, np.int32)) for k, s in enumerate(stats) if k and s[4] >= LEAST_AREA]


__all__ = ["with_small_frames"]
