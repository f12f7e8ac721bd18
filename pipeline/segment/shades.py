"""Dark paper that is no picture: the shade by the binding, browned corners, stains, spots of mould.

A photograph, a tint and a black panel are blocks of metal and have straight edges, where paper turns to ink within a
hair. A shade fades away; a stain may have a sharp rim, but it winds. Neither is as dark as print.

Arrays at the scale of the tone map (`ink.py`).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SHADE_SHARE, SHADE_TEXTURE = 0.8, 0.018
"""Shaded paper is lighter than this share of the paper and varies less; of 40 photographs none varied below 0.03."""
STAIN_SHARE, DARKEST = 0.55, 5
"""A stain is no darker than this share of the paper, but for so many percent of it where type clogs the ground."""
STEP, BLUR_PX, REACH_PX = 0.05, 3, 3
"""At the edge of a block the paper grows darker by this share within so many px, and so close to its box."""
SIDES = (0.35, 0.6)
"""Two sides of the box of a stain have less than the first share of their length in a sharp edge, and a third has
less than the second."""
CHARACTER_PX, AREA_PX = 8, 41
"""Texture is what differs between the means over half a character and over several."""

Share = NDArray[np.float32]
Part = tuple[int, int, int, int]


def is_shade(share: Share, part: Part) -> bool:
    """Whether a part (x, y, width, height) of the page is but paper in the shade, or stained.

    `share` of the paper's brightness [height, width] that the ground has. Shade is not much darker than paper, and its
    tone changes slowly.
    """
    x, y, w, h = part
    within = share[y : y + h, x : x + w]
    slow = float(np.median(within)) > SHADE_SHARE and texture(within) < SHADE_TEXTURE
    return slow or is_stain(share, part)


def is_stain(share: Share, part: Part) -> bool:
    """Whether a part (x, y, width, height) has neither the straight edges of a block nor the black of one."""
    x, y, w, h = part
    if float(np.percentile(share[y : y + h, x : x + w], DARKEST)) < STAIN_SHARE:
        return False
    sharp = sorted(_sharp_sides(share, part))
    return sharp[1] < SIDES[0] and sharp[2] < SIDES[1]


def texture(share: Share) -> float:
    """How much the tone of an area [height, width] varies over the size of a character: a photograph's does."""
    fine, coarse = (cv2.blur(share, (side, side)) for side in (CHARACTER_PX, AREA_PX))
    return float(np.percentile(np.abs(fine - coarse), 80))


def _sharp_sides(share: Share, part: Part) -> list[float]:
    """Share of each of the four sides of a box along which it begins with a sharp edge; none at the end of the page."""
    x, y, w, h = part
    height, width = share.shape
    across, along = share[:, x : x + w], share[y : y + h].T
    sides = (
        (across, y),
        (across[::-1], height - y - h),
        (along, x),
        (along[::-1], width - x - w),
    )
    return [_sharp(strip, first) for strip, first in sides]


def _sharp(strip: Share, first: int) -> float:
    """Share of the columns of a strip [depth, length] that grow darker at row `first` by a step."""
    if first < BLUR_PX:
        return 0.0
    rows = strip[max(0, first - REACH_PX) : first + REACH_PX + BLUR_PX]
    if len(rows) <= BLUR_PX:
        return 0.0
    return float(((rows[:-BLUR_PX] - rows[BLUR_PX:]).max(axis=0) > STEP).mean())


__all__ = ["is_shade", "is_stain", "texture"]
