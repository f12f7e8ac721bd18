"""What of a scan is no page and no cut can take away: the rest of a slanting or ragged border, a neighbour's edge."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from pipeline.straighten.border import Cut, Mask

Array = NDArray[np.float64]

RIM_PX = 3
"""The half-dark rim of a border."""
REACH, SLACK = 0.35, 0.015
"""A blank is at most SLACK of a side deeper than in the middle of what lies within REACH of the side around it: what
is deeper is a dark picture that touches the border."""
NEIGHBOUR = 0.15
"""A page is at least this part of the scan; what is less is the edge of a neighbour."""
TOLERANCE_PX = 1.0


def find_blanks(border: Mask, cut: Cut) -> list[Array]:
    """Outlines [N, 2] of what within a cut of a straight image is no page, at most one at each side; px of the mask.

    `border` [height, width]: what is dark and lies at the sides. What it parts from the sheet is none either.
    """
    sheet = _sheet(border)
    height, width = sheet.shape
    found = []
    for rows, gone, columns_of_strip, far_px in (
        (sheet, cut.left, (1, 0), 0),
        (sheet[:, ::-1], width - cut.right, (1, 0), width),
        (sheet.T, cut.top, (0, 1), 0),
        (sheet[::-1].T, height - cut.bottom, (0, 1), height),
    ):
        depth = _depth(rows)
        if depth.max() > gone:
            strip = _strip(depth)
            if far_px:
                strip[:, 1] = far_px - strip[:, 1]
            found.append(strip[:, columns_of_strip])
    return found


def _sheet(border: Mask) -> Mask:
    """What is no border, but for the small pieces of it that a border parts from the rest."""
    labels, stats = cv2.connectedComponentsWithStats(1 - border.astype(np.uint8), connectivity=4)[1:3]
    is_large = stats[:, cv2.CC_STAT_AREA] >= NEIGHBOUR * border.size
    is_large[0] = False
    return np.asarray(is_large[labels])


def _depth(sheet: Mask) -> Array:
    """How deep the blank at the left of each row is [height]."""
    rows, width = sheet.shape
    at, has_sheet = np.arange(rows), sheet.any(axis=1)
    if not has_sheet.any():
        return np.zeros(rows)
    depth = np.rint(np.interp(at, at[has_sheet], sheet.argmax(axis=1)[has_sheet])).astype(int)
    around = median_filter(depth, size=2 * int(REACH * rows / 2) + 1, mode="nearest")
    depth = np.minimum(depth, around + round(SLACK * width))
    return np.where(depth > 0, depth + RIM_PX, 0).astype(np.float64)


def _strip(depth: Array) -> Array:
    """The outline [N, 2], along the side and into the image, of a strip so deep at each of its px."""
    inner = np.stack([np.arange(len(depth)) + 0.5, depth], axis=1).astype(np.float32)
    line = cv2.approxPolyDP(inner[:, None], TOLERANCE_PX, False)[:, 0].astype(np.float64)
    line[0, 0], line[-1, 0] = 0, len(depth)
    return np.asarray(np.concatenate([[(0.0, 0.0)], line, [(len(depth), 0.0)]]), dtype=np.float64)
