"""White type on dark ground that was taken for a picture: a closer look at what is bright in its dark parts.

`ink.py` knows dark ground by its even tone. On an aged page a black advertisement has stains and specks and is as
uneven as a photograph, or so light for its type that the page around it is no lighter. But in a photograph the net of
`grain.py` sees next to no lines of type, whatever is bright in it, and in such an advertisement they are everywhere.

Arrays and boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap, share_within
from pipeline.page import Box
from pipeline.segment.grain import find_grain
from pipeline.segment.ink import Ink, Mask, Zone, ink_of
from pipeline.segment.reversed_bars import has_straight_sides, level_of, without_edges
from pipeline.segment.screens import packed_share
from pipeline.stage import Image

LEAST_EM = 2.5
"""Pictures narrower or lower than this carry no rows of type."""
PANEL_EM = 6.0
"""A black panel of several rows is higher and wider; one of a single row is a bar (`reversed_bars.py`)."""
EDGE_EM, SIDE = 0.3, 0.8
"""The sides of so large a panel may be bent by so much, and so much of each must be dark: print wears off at edges."""
SAME = 0.8
"""Two boxes of one thing have so much of what the larger covers in common."""
DARK_SHARE = 0.6
"""Of the paper's brightness: ground of white type is darker."""
PALER_SHARE = 0.7
"""The same of a panel whose ink has worn: with its four straight sides it is not taken for a shade of the paper."""
PALE = 0.75
"""Beside a panel a shade of the paper is no darker."""
INSIDE = 0.9
"""So much of a panel lies in the picture that it was taken for."""
MOSTLY_DARK = 0.4
"""Share of its box that is dark ground; the rest is what surrounds it, where the box is too large."""
WITHIN = 0.7
"""What is bright is type where so much of it lies on the dark ground; else it is paper around that ground."""
GROUND_EM = 2.5
"""Strokes are narrower than half of this, so a median over it sees the ground behind them."""
SHRINK = 8
STROKE_EM = 0.5
"""Strokes of such type are no wider."""
AROUND_EM = 0.6
"""A stroke is where it is brighter than half of what is brightest so close by, for blurred edges are no part of it."""
GRAINS, LEAST_CONTRAST = 3.0, (0.09, 0.2)
"""Type is brighter than its ground by so many times what the grain of that is, and by so much of what light the ground
lacks."""
SIZES = (1.0, 1.8)
"""Type of advertisements is of the body's size or larger."""
PACKED = 0.7
"""Share of an area of white type in which lines stand close; of photographs it was 0.2 at most, of one of lit windows
0.53."""
PACKED_PANEL = 0.2
"""The same of a panel that was not taken for a picture: beside large type there is less room for lines."""


def with_white_type(ink: Ink, em: float, direction: str) -> Ink:
    """The ink with the white type of those of its pictures and black panels that are dark ground with type on it.

    `em` of the body type, px; `direction`: auto, or what most of the page is known to be.
    """
    paper = max(1.0, float(np.percentile(ink.grey[::4, ::4], 80)))  # a page may be black all over
    pictures = ink.picture_zones()
    found: dict[Box, tuple[Mask, Mask]] = {}
    panels = _panels(ink, paper, em)
    for box in [*pictures, *panels]:
        if min(box[2] - box[0], box[3] - box[1]) <= LEAST_EM * em:
            continue
        # The ground behind large strokes is seen over a longer way.
        for size in SIZES:
            if box in panels:
                (bright, ground), packed = _bright_on_panel(ink.grey, box, size * em), PACKED_PANEL
            else:
                (bright, ground), packed = _bright_on_dark(ink.grey, box, paper, size * em), PACKED
            if ground.mean() > MOSTLY_DARK and _is_type(bright, size * em, direction, packed):
                found[box] = bright, ground
                break
    if not found:
        return ink
    dark, pictured = ink.dark.copy(), ink.pictures.copy()
    for (x0, y0, x1, y1), (bright, ground) in found.items():
        part = np.s_[round(y0) : round(y1), round(x0) : round(x1)]
        dark[part] = np.where(ground > 0, bright, dark[part])
        pictured[part] = 0
    zones = [z for z in ink.zones if not any(_is_same(z.box, box) for box in found)]
    for box in found:
        for zone in [z for z in zones if z.kind == "picture" and share_within(box, z.box) > INSIDE]:
            zones.remove(zone)
            for rest in _strips_around(box, zone.box):
                x0, y0, x1, y1 = (round(v) for v in rest)
                if min(x1 - x0, y1 - y0) > LEAST_EM * em and np.median(ink.grey[y0:y1, x0:x1]) < PALE * paper:
                    zones.append(Zone("picture", rest))
                else:
                    pictured[y0:y1, x0:x1] = 0
    zones += [Zone("reversed", box) for box in found]
    return replace(ink, mask=dark & (1 - pictured), pictures=pictured, zones=tuple(zones), dark=dark)


def _panels(ink: Ink, paper: float, em: float) -> list[Box]:
    """Boxes of dark blocks with four straight sides, but for pictures and for bars, which have been dealt with."""
    share = np.asarray(ink.grey / np.float32(paper), dtype=np.float32)
    found: list[Box] = []
    for dark_share in (DARK_SHARE, PALER_SHARE):
        blocks = _dark_blocks(share, dark_share, em, ink.zones)
        found += [box for box in blocks if not any(_is_same(box, known) for known in found)]
    return found


def _dark_blocks(share: NDArray[np.float32], dark_share: float, em: float, zones: Sequence[Zone]) -> list[Box]:
    """The panels that are darker than a share of the paper; `share` [height, width] of it everywhere."""
    dark = (share < dark_share).astype(np.uint8)
    # What touches a block, a hairline or grain, is no part of it.
    dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    found: list[Box] = []
    for label, (x, y, w, h, area) in enumerate(stats.tolist()):
        if not label or min(w, h) < PANEL_EM * em or area < MOSTLY_DARK * w * h:
            continue
        box = (float(x), float(y), float(x + w), float(y + h))
        known = {z.kind for z in zones if _is_same(box, z.box)}
        mine = labels[y : y + h, x : x + w] == label
        if "picture" in known or ("reversed" in known and level_of(share[y : y + h, x : x + w], mine) is not None):
            continue
        if has_straight_sides(mine, max(3, round(EDGE_EM * em)), SIDE):
            found.append(box)
    return found


def _strips_around(box: Box, zone: Box) -> list[Box]:
    """What of a zone lies left and right of a box in it, and above and below it."""
    (x0, y0, x1, y1), (left, top, right, foot) = box, zone
    strips = [(left, top, x0, foot), (x1, top, right, foot), (x0, top, x1, y0), (x0, y1, x1, foot)]
    return [strip for strip in strips if strip[2] > strip[0] and strip[3] > strip[1]]


def _is_same(a: Box, b: Box) -> bool:
    """Whether two boxes have most of what they cover in common."""
    shared = max(0.0, overlap(a[0], a[2], b[0], b[2])) * max(0.0, overlap(a[1], a[3], b[1], b[3]))
    return shared > SAME * max((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))


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


def _bright_on_panel(grey: Image, box: Box, em: float) -> tuple[Mask, Mask]:
    """The same of a box that is dark ground all over."""
    x0, y0, x1, y1 = (round(v) for v in box)
    bright = without_edges(_bright(grey[y0:y1, x0:x1], em) > 0)
    return bright, np.ones_like(bright)


def _bright(crop: Image, em: float) -> Mask:
    """What is clearly brighter than its surroundings in a crop [height, width], also where it is worn and grey.

    The surroundings begin half an em away: where ink has worn off in patches, these are ground, not type.
    """
    dim = np.asarray(cv2.medianBlur(np.asarray(255 - crop, dtype=np.uint8), 3), dtype=np.uint8)
    stroke = round(STROKE_EM * em) | 1
    ground = cv2.blur(cv2.morphologyEx(dim, cv2.MORPH_CLOSE, np.ones((stroke, stroke), np.uint8)), (stroke, stroke))
    contrast = np.asarray(1 - (255 - crop) / np.maximum(ground, 1).astype(np.float32), dtype=np.float32)
    side = round(AROUND_EM * em) | 1
    near = cv2.dilate(cv2.blur(contrast, (3, 3)), np.ones((side, side), np.uint8))
    # Type covers less than half of a panel: what is in the middle is grain.
    least = float(np.clip(GRAINS * float(np.percentile(np.abs(contrast), 50)), *LEAST_CONTRAST))
    return np.asarray(contrast > np.maximum(least, 0.5 * near), dtype=np.uint8)


def _ground(crop: Image, em: float) -> NDArray[np.float32]:
    """The tone [height, width] behind the strokes of a crop of the same size."""
    height, width = crop.shape
    small = (max(1, width // SHRINK), max(1, height // SHRINK))
    side = max(3, round(GROUND_EM * em / SHRINK) | 1)
    ground = cv2.medianBlur(cv2.resize(crop, small, interpolation=cv2.INTER_AREA), side)
    return np.asarray(cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


def _is_type(bright: Mask, em: float, direction: str, packed: float) -> bool:
    """Whether the net sees lines of type in what is bright, in so much of it that they stand close."""
    box = (0.0, 0.0, float(bright.shape[1]), float(bright.shape[0]))
    cores = find_grain(bright, em, direction).cores((bright.shape[0], bright.shape[1]))
    return packed_share(cores, box, em) > packed


__all__ = ["with_white_type"]
