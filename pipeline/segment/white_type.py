"""White type on dark ground that was taken for a picture: a closer look at what is bright in its dark parts.

`ink.py` knows dark ground by its even tone. On an aged page a black advertisement has stains and specks and is as
uneven as a photograph. But in a photograph the net of `grain.py` sees next to no lines of type, whatever is bright
in it, and in such an advertisement it sees them everywhere.

Arrays and boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box
from pipeline.segment.grain import find_grain
from pipeline.segment.ink import Ink, Mask, ink_of
from pipeline.segment.screens import packed_share
from pipeline.stage import Image

LEAST_EM = 2.5
"""Pictures narrower or lower than this carry no rows of type."""
DARK_SHARE = 0.6
"""Of the paper's brightness: ground of white type is darker."""
MOSTLY_DARK = 0.4
"""Share of its box that is dark ground; the rest is what surrounds it, where the box is too large."""
WITHIN = 0.7
"""What is bright is type where so much of it lies on the dark ground; else it is paper around that ground."""
GROUND_EM = 2.5
"""Strokes are narrower than half of this, so a median over it sees the ground behind them."""
SHRINK = 8
SIZES = (1.0, 1.8)
"""Type of advertisements is of the body's size or larger."""
PACKED = 0.7
"""Share of an area of white type in which lines stand close; of photographs it was 0.2 at most, of one of lit windows
0.53."""


def with_white_type(ink: Ink, em: float, direction: str) -> Ink:
    """The ink with the white type of those of its pictures that are dark ground with type on it.

    `em` of the body type, px; `direction`: auto, or what most of the page is known to be.
    """
    paper = float(np.percentile(ink.grey[::4, ::4], 80))
    found: dict[Box, tuple[Mask, Mask]] = {}
    for box in ink.picture_zones():
        if min(box[2] - box[0], box[3] - box[1]) > LEAST_EM * em:
            bright, ground = _bright_on_dark(ink.grey, box, paper, em)
            if ground.mean() > MOSTLY_DARK and _is_type(bright, em, direction):
                found[box] = bright, ground
    if not found:
        return ink
    dark, pictures = ink.dark.copy(), ink.pictures.copy()
    for (x0, y0, x1, y1), (bright, ground) in found.items():
        part = np.s_[round(y0) : round(y1), round(x0) : round(x1)]
        dark[part] = np.where(ground > 0, bright, dark[part])
        pictures[part] = 0
    zones = tuple(replace(z, kind="reversed") if z.box in found and z.kind == "picture" else z for z in ink.zones)
    return replace(ink, mask=dark & (1 - pictures), pictures=pictures, zones=zones, dark=dark)


def _bright_on_dark(grey: Image, box: Box, paper: float, em: float) -> tuple[Mask, Mask]:
    """(what is bright on the dark ground in a box, that ground with its edge), [height, width] of the box."""
    x0, y0, x1, y1 = (round(v) for v in box)
    crop = grey[y0:y1, x0:x1]
    ground = _ground(crop, em) < DARK_SHARE * paper
    bright = ink_of(np.asarray(255 - crop, dtype=np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(bright, connectivity=8)
    on_ground = np.bincount(labels[ground], minlength=count) > WITHIN * stats[:, cv2.CC_STAT_AREA]
    on_ground[0] = False
    edged = cv2.dilate(ground.astype(np.uint8), np.ones((2 * SHRINK + 1, 2 * SHRINK + 1), np.uint8))
    return (ground & on_ground[labels]).astype(np.uint8), np.asarray(edged, dtype=np.uint8)


def _ground(crop: Image, em: float) -> NDArray[np.float32]:
    """The tone [height, width] behind the strokes of a crop of the same size."""
    height, width = crop.shape
    small = (max(1, width // SHRINK), max(1, height // SHRINK))
    side = max(3, round(GROUND_EM * em / SHRINK) | 1)
    ground = cv2.medianBlur(cv2.resize(crop, small, interpolation=cv2.INTER_AREA), side)
    return np.asarray(cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _is_type(bright: Mask, em: float, direction: str) -> bool:
    """Whether the net sees lines of type all over what is bright."""
    box = (0.0, 0.0, float(bright.shape[1]), float(bright.shape[0]))
    for size in SIZES:
        cores = find_grain(bright, size * em, direction).cores((bright.shape[0], bright.shape[1]))
        if packed_share(cores, box, size * em) > PACKED:
            return True
    return False


__all__ = ["with_white_type"]
