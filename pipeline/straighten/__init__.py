"""Straighten: turn the page upright, take its skew and its bends out, leave off what is no page, part two pages.

Pixels are not touched: the stage gives the page a `Transform`, and `Pixels.image` follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.geometry import Frame, polygon_points
from pipeline.page import Page, Polygon, Transform
from pipeline.pixels import paper_grey
from pipeline.settings import StraightenSettings
from pipeline.stage import Image, Pixels
from pipeline.straighten.blanks import find_blanks
from pipeline.straighten.border import Cut, Mask, border_mask, closer_cut, find_cut, is_dark, print_mask
from pipeline.straighten.flatten import find_surface
from pipeline.straighten.laying import Laid, flat_transform, laid_flat, laid_level, level_matrix, level_transform
from pipeline.straighten.orientation import find_orientation
from pipeline.straighten.sheets import find_parting
from pipeline.straighten.sight import Sight, ink, sight
from pipeline.straighten.skew import find_skew

STRAIGHT_DEG = 0.03
"""Two px over the width of a page: below this, turning would blur the type and help nobody."""
BLACK = 24
"""Grey levels by which ink is darker than what is around it."""


class Straighten:
    """The first stage: page -> page with its transform, and with its sheets where the scan shows two pages."""

    name = "straighten"
    version = "2"
    engine = ""

    def __init__(self, settings: StraightenSettings, pixels: Pixels) -> None:
        self.settings = settings
        self._pixels = pixels

    def __call__(self, page: Page) -> Page:
        """The page with the transform that leads to an upright, level, flat image without borders. Raises as
        `pixels`."""
        found = find_straightening(self._pixels.scan(page), self.settings)
        return replace(page, transform=found.transform, sheets=found.sheets)


@dataclass(frozen=True, slots=True)
class Straightening:
    """How to straighten a scan, and the pages on it if they are two, from left to right; scan px."""

    transform: Transform
    sheets: tuple[Polygon, ...]


def find_transform(scan: Image, settings: StraightenSettings) -> Transform:
    """Scan to working image, for a grey scan [height, width]; see `find_straightening`."""
    return find_straightening(scan, settings).transform


def find_straightening(scan: Image, settings: StraightenSettings) -> Straightening:
    """How to straighten a grey scan [height, width]: a cut after a quarter turn after a turn by the skew, or after
    the flattening of a sheet that is bent.

    The image holds all of the scan but border and blank paper: where the turn by the skew leaves
    corners open, the image is larger than the scan.
    """
    small = sight(scan)
    paper = paper_grey(scan)
    border = border_mask(small.coarse, paper)
    skew_deg = _skew_of(small, border, settings.max_skew_deg)
    orientation_deg = find_orientation(small.fine) if settings.orientation == "auto" else int(settings.orientation)
    coarse_ink = ink(small.coarse)
    masks = (
        border,
        print_mask(small.coarse, coarse_ink, border, paper),
        (coarse_ink > BLACK) | is_dark(small.coarse, paper),
    )
    surface = None
    if settings.max_skew_deg > 0:
        level = level_matrix(small.fine.shape, skew_deg)
        bound = int(orientation_deg in (90, 270))
        surface = find_surface(small.fine, *level, paper, _no_sheet(small, border), bound)
    if surface is None:
        laid, cut, transform = _straight(scan, small, masks, skew_deg, orientation_deg)
    else:
        laid = laid_flat(small, masks, surface)
        cut = closer_cut(laid.inked, laid.border, find_cut(laid.border, laid.printed))
        transform = flat_transform(laid.to_scan, cut, small.coarse_px, orientation_deg, skew_deg)
    outlines = find_blanks(laid.border, cut) if border.any() else []
    transform = replace(transform, blanks=tuple(polygon_points(laid.to_scan(outline)) for outline in outlines))
    return Straightening(transform, _sheets(laid.inked, cut, transform))


def _straight(
    scan: Image, small: Sight, masks: Sequence[Mask], skew_deg: float, orientation_deg: int
) -> tuple[Laid, Cut, Transform]:
    """A flat sheet levelled, what of the coarse image to keep, and the transform."""
    level, (width, height) = level_matrix(scan.shape, skew_deg)
    laid = laid_level(small, masks, level, (width, height))
    cut = Cut(0, 0, laid.border.shape[1], laid.border.shape[0])
    if skew_deg or masks[0].any():
        cut = find_cut(laid.border, laid.printed)
    factor = small.coarse_px
    in_scan_px = Cut(
        cut.left * factor, cut.top * factor, min(cut.right * factor, width), min(cut.bottom * factor, height)
    )
    return laid, cut, level_transform(level, in_scan_px, orientation_deg, skew_deg)


def _sheets(inked: Mask, cut: Cut, transform: Transform) -> tuple[Polygon, ...]:
    kept = np.rot90(inked[cut.top : cut.bottom, cut.left : cut.right], -transform.orientation_deg // 90)
    parting = find_parting(np.ascontiguousarray(kept))
    if parting is None:
        return ()
    frame = Frame(transform)
    middle, width, height = parting * transform.width_px, float(transform.width_px), float(transform.height_px)
    return (frame.scan_polygon((0.0, 0.0, middle, height)), frame.scan_polygon((middle, 0.0, width, height)))


def _no_sheet(small: Sight, border: Mask) -> Image:
    """The border and its edges in the fine image, above 0."""
    edge = cv2.dilate(border.astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray(cv2.resize(edge, small.fine.shape[::-1], interpolation=cv2.INTER_NEAREST), dtype=np.uint8)


def _skew_of(small: Sight, border: Mask, max_skew_deg: float) -> float:
    coarse_ink, fine_ink = ink(small.coarse), ink(small.fine)
    if border.any():  # its edge is the longest line of the scan, and not the page's
        edge = cv2.dilate(border.astype(np.uint8), np.ones((5, 5), np.uint8))
        coarse_ink[edge > 0] = 0
        fine_edge = cv2.resize(edge, fine_ink.shape[::-1], interpolation=cv2.INTER_NEAREST)
        fine_ink[fine_edge > 0] = 0
    skew_deg = round(find_skew(coarse_ink, fine_ink, max_skew_deg), 3)
    return skew_deg if abs(skew_deg) >= STRAIGHT_DEG else 0.0
