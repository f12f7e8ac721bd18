"""Halftone pictures by their dots.

A screened photograph is a regular field of dots; where the screen is coarse, paper shows between
them and the grey zones of `ink.py` miss it. No text has as many small components on so little
paper, so their density finds the screen, and what adjoins it completes the picture.

Boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap, union
from pipeline.page import Box
from pipeline.segment.ink import Mask

DOT_EM = 0.3
DOTS_PER_SQUARE_EM = 5.0
"""Text has about one; a screen of 12 lines per em, the coarsest in use, has far more."""
PACKED = 0.25
"""The middles of lines fill a third of an area of type and more, and next to nothing of a picture."""
TILE_EM = 6.0
"""Areas are judged in pieces of this size."""
LEAST_EM = 2.5
"""A picture is at least this wide and high."""


def packed_with_lines(cores: Mask, box: Box, em: float) -> bool:
    """Whether much of an area is full of type, whatever it looks like: a shade by the binding, close dark print."""
    return packed_share(cores, box, em) > PACKED


def packed_share(cores: Mask, box: Box, em: float) -> float:
    """How much of an area is full of type: the share of its pieces that the middles of lines fill."""
    x0, y0, x1, y1 = (max(0, round(v)) for v in box)
    inside = cores[y0:y1, x0:x1].astype(np.float32)
    if not inside.size:
        return 0.0
    tiles = tuple(max(1, round(side / (TILE_EM * em))) for side in inside.shape[::-1])
    share = np.asarray(cv2.resize(inside, tiles, interpolation=cv2.INTER_AREA))
    return float((share > PACKED).mean())


def find_pictures(
    components: NDArray[np.int32],
    em: float,
    shape: tuple[int, int],
    grey: Sequence[Box],
    cores: Mask,
) -> tuple[list[Box], NDArray[np.bool_]]:
    """(picture boxes, which components [N] belong to them).

    `components` [N, 5]: x, y, width, height, area of all ink of a page of `shape` (height, width);
    `grey`: boxes of pictures found by their tone; `cores` [height, width]: where the middles of lines were seen.
    """
    cell = em / 2
    centre_x, centre_y = components[:, 0] + components[:, 2] / 2, components[:, 1] + components[:, 3] / 2
    column, row = (centre_x / cell).astype(int), (centre_y / cell).astype(int)
    dots = np.maximum(components[:, 2], components[:, 3]) < DOT_EM * em
    field = np.zeros((int(shape[0] / cell) + 2, int(shape[1] / cell) + 2), np.float32)
    np.add.at(field, (row[dots], column[dots]), 1)
    density = np.asarray(cv2.blur(field, (5, 5))) * 4
    screened = dots & (density[row, column] > DOTS_PER_SQUARE_EM)
    painted = np.zeros(field.shape, np.uint8)
    painted[row[screened], column[screened]] = 1
    painted = np.asarray(cv2.morphologyEx(painted, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)))
    count, labels = cv2.connectedComponents(painted, connectivity=8)
    found = list(grey)
    solid = np.zeros(painted.shape, bool)
    for x0, y0, x1, y1 in grey:
        solid[round(y0 / cell) : round(y1 / cell), round(x0 / cell) : round(x1 / cell)] = True
    member = labels[row[screened], column[screened]]
    boxes = components[screened]
    for label in range(1, count):
        part = boxes[member == label]
        # A border of dots has as many, but around what it frames.
        if len(part) and _fills_its_box(labels == label, solid):
            box = (
                float(part[:, 0].min()),
                float(part[:, 1].min()),
                float((part[:, 0] + part[:, 2]).max()),
                float((part[:, 1] + part[:, 3]).max()),
            )
            if not packed_with_lines(cores, box, em):
                found.append(box)
    pictures = [b for b in _merged(found, em) if min(b[2] - b[0], b[3] - b[1]) > LEAST_EM * em]
    inside = np.zeros(len(components), bool)
    for x0, y0, x1, y1 in pictures:
        # A frame around a picture has its middle in it as well.
        within = (components[:, 2] < x1 - x0 + 2 * em) & (components[:, 3] < y1 - y0 + 2 * em)
        inside |= within & (centre_x > x0) & (centre_x < x1) & (centre_y > y0) & (centre_y < y1)
    return pictures, inside


def _fills_its_box(cells: NDArray[np.bool_], solid: NDArray[np.bool_]) -> bool:
    """Whether cells [rows, columns], with those of pictures known already, cover most of the box around them."""
    rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
    box = (cells | solid)[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return float(box.mean()) > 0.4


def _merged(boxes: Sequence[Box], em: float) -> list[Box]:
    """Boxes that overlap or all but touch are parts of one picture."""
    merged: list[Box] = []
    for box in sorted(boxes, key=lambda b: -(b[2] - b[0]) * (b[3] - b[1])):
        for k, other in enumerate(merged):
            x, y = overlap(box[0], box[2], other[0], other[2]), overlap(box[1], box[3], other[1], other[3])
            # Two pictures side by side stay apart: parts of one share most of an edge and leave no gutter.
            if x > -0.5 * em and y > -0.5 * em:
                merged[k] = union([box, other])
                break
        else:
            merged.append(box)
    return merged if len(merged) == len(boxes) else _merged(merged, em)
