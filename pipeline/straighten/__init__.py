"""Straighten: turn the page upright, take its skew out, and leave scanner borders and film margins off.

Pixels are not touched: the stage gives the page a `Transform`, and `Pixels.image` follows it.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Page, Transform
from pipeline.pixels import paper_grey, quarter_turn
from pipeline.settings import StraightenSettings
from pipeline.stage import Image, Pixels
from pipeline.straighten.border import Cut, Mask, border_mask, find_cut, print_mask
from pipeline.straighten.orientation import find_orientation
from pipeline.straighten.sight import Sight, ink, sight
from pipeline.straighten.skew import find_skew

STRAIGHT_DEG = 0.03
"""Two px over the width of a page: below this, turning would blur the type and help nobody."""


class Straighten:
    """The first stage: page -> page with its transform."""

    name = "straighten"
    version = "1"
    engine = ""

    def __init__(self, settings: StraightenSettings, pixels: Pixels) -> None:
        self.settings = settings
        self._pixels = pixels

    def __call__(self, page: Page) -> Page:
        """The page with the transform that leads to an upright, level image without borders. Raises as `pixels`."""
        return replace(page, transform=find_transform(self._pixels.scan(page), self.settings))


def find_transform(scan: Image, settings: StraightenSettings) -> Transform:
    """Scan to working image, for a grey scan [height, width]: a cut after a quarter turn after a turn by the skew.

    The image holds all of the scan but border and blank paper: where the turn by the skew leaves
    corners open, the image is larger than the scan.
    """
    small = sight(scan)
    paper = paper_grey(scan)
    border = border_mask(small.coarse, paper)
    skew_deg = _skew_of(small, border, settings.max_skew_deg)
    orientation_deg = find_orientation(small.fine) if settings.orientation == "auto" else int(settings.orientation)
    level, size = level_matrix(scan.shape, skew_deg)
    cut = _cut_of(small, border, paper, level, size)
    to_cut = np.array([[1, 0, -cut.left], [0, 1, -cut.top], [0, 0, 1]], dtype=np.float64)
    width_px, height_px = cut.right - cut.left, cut.bottom - cut.top
    matrix = quarter_turn(orientation_deg, width_px, height_px) @ to_cut @ level
    if orientation_deg in (90, 270):
        width_px, height_px = height_px, width_px
    return Transform(tuple(float(v) for v in matrix.ravel()), width_px, height_px, orientation_deg, skew_deg)


def level_matrix(shape: tuple[int, ...], skew_deg: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Matrix [3, 3] that takes a clockwise skew out of a scan [height, width], and the (width, height) for it."""
    height, width = shape[:2]
    if not skew_deg:
        return np.eye(3), (width, height)
    cos, sin = np.cos(np.radians(skew_deg)), np.sin(np.radians(skew_deg))
    turn = np.array([[cos, sin], [-sin, cos]])
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]]) @ turn.T
    first = np.floor(corners.min(axis=0))
    size = np.ceil(corners.max(axis=0) - first)
    matrix = np.eye(3)
    matrix[:2, :2], matrix[:2, 2] = turn, -first
    return matrix, (int(size[0]), int(size[1]))


def _skew_of(small: Sight, border: Mask, max_skew_deg: float) -> float:
    coarse_ink, fine_ink = ink(small.coarse), ink(small.fine)
    if border.any():  # its edge is the longest line of the scan, and not the page's
        edge = cv2.dilate(border.astype(np.uint8), np.ones((5, 5), np.uint8))
        coarse_ink[edge > 0] = 0
        fine_edge = cv2.resize(edge, fine_ink.shape[::-1], interpolation=cv2.INTER_NEAREST)
        fine_ink[fine_edge > 0] = 0
    skew_deg = round(find_skew(coarse_ink, fine_ink, max_skew_deg), 3)
    return skew_deg if abs(skew_deg) >= STRAIGHT_DEG else 0.0


def _cut_of(small: Sight, border: Mask, paper: int, level: NDArray[np.float64], size: tuple[int, int]) -> Cut:
    """What of the levelled scan to keep, in its px; sought in the coarse image, levelled alike."""
    width, height = size
    if not border.any() and not level[0, 1]:
        return Cut(0, 0, width, height)
    factor = small.coarse_px
    scale = np.diag([factor, factor, 1.0])
    matrix = (np.linalg.inv(scale) @ level @ scale)[:2]
    coarse_size = (-(-width // factor), -(-height // factor))
    printed = print_mask(small.coarse, ink(small.coarse), border, paper)
    level_border, level_printed = (
        cv2.warpAffine(mask.astype(np.uint8), matrix, coarse_size, flags=cv2.INTER_NEAREST, borderValue=outside) > 0
        for mask, outside in ((border, 1), (printed, 0))
    )
    cut = find_cut(level_border, level_printed)
    return Cut(cut.left * factor, cut.top * factor, min(cut.right * factor, width), min(cut.bottom * factor, height))
