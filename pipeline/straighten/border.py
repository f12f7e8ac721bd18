"""Black scanner borders and film margins: where they are, and what to cut so that no print goes with them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.stage import Image

Mask = NDArray[np.bool_]

DARK = 0.45
"""Of the paper's grey: darker than any paper, lighter than any scanner bed."""
EVEN = 20
"""Grey levels by which a border may differ from its own median; pictures differ more."""
SOLID_PX = 5
"""Type and rules, in the coarse image, are thinner than this; borders are thicker."""
STROKE_PX = 11
"""What is light and narrower than this within the dark is white type on black."""
CONTACT = 0.25
"""A border lies along at least this part of a side; what touches less of it is a picture that bleeds."""
MOST_OF_SCAN = 0.6
"""When more than this is dark, the scan is a negative or a black sheet and has no border."""

INK, WHITE = 14, 40
"""Grey levels by which ink is darker than the paper around it, and white type lighter than the black."""
FULL, SOME = 0.9, 0.02
"""A row with FULL of border and no print in it goes; one with SOME goes if no print is near."""
SIDES: tuple[tuple[int | slice, int | slice], ...] = (
    (0, slice(None)), (-1, slice(None)), (slice(None), 0), (slice(None), -1)
)  # fmt: skip
SPECKS = 0.003
"""Part of a row that may be ink and still counts as blank: dust and scratches."""
CLEARANCE_PX = 6
DEEPEST_CUT = 0.25
"""No side loses more than this part of the image."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What of an image to keep, px."""

    left: int
    top: int
    right: int
    bottom: int


def border_mask(grey: Image, paper: int) -> Mask:
    """The dark, even areas that lie along the sides of a coarse grey scan, of the same shape. `paper`: its grey."""
    nothing = np.zeros(grey.shape, bool)
    dark = _dark(grey, paper)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _square(SOLID_PX))
    at_sides = np.concatenate([grey[at][solid[at] > 0] for at in SIDES])
    if not len(at_sides) or np.mean(solid) > MOST_OF_SCAN:
        return nothing
    uneven = cv2.absdiff(cv2.blur(grey, (3, 3)), np.full_like(grey, int(np.median(at_sides)))) > EVEN
    solid[uneven] = 0
    labels = np.asarray(cv2.connectedComponents(solid, connectivity=4)[1], dtype=np.int32)
    found = {int(label) for at in SIDES for label in _lying_along(labels[at])}
    if not found:
        return nothing
    mask = np.isin(labels, list(found)).astype(np.uint8)
    # back to the true edge, and over the half-dark pixels on it
    edge = np.minimum(cv2.dilate(mask, _square(SOLID_PX)), dark).astype(np.uint8)
    return np.asarray(cv2.dilate(edge, _square(3)), dtype=bool)


def print_mask(grey: Image, ink: Image, border: Mask, paper: int) -> Mask:
    """Where there is print: ink on paper, what else is dark, and white strokes within what then is no border."""
    near_border = cv2.dilate(border.astype(np.uint8), _square(3)).astype(bool)
    on_paper = ((ink > INK) | (_dark(grey, paper) > 0)) & ~near_border
    white_strokes = cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, _square(STROKE_PX)) > WHITE
    sheet = cv2.morphologyEx(1 - _dark(grey, paper), cv2.MORPH_OPEN, _square(STROKE_PX))
    near_sheet = cv2.dilate(sheet, _square(CLEARANCE_PX)).astype(bool)  # a slanting edge of it looks like strokes
    return np.asarray(on_paper | (white_strokes & ~near_sheet))


def find_cut(border: Mask, printed: Mask) -> Cut:
    """The part of a deskewed image to keep, from its border (and what lies outside the scan) and its print.

    A row or column without print at a side goes when it is border from end to end, or when it begins or
    ends with border, as where a crooked sheet leaves a wedge, and no print is near.
    """
    reach = 2 * CLEARANCE_PX + 1
    near_print = cv2.dilate(printed.astype(np.uint8), _square(reach)).astype(bool)
    height, width = border.shape
    cut = Cut(0, 0, width, height)
    for _ in range(3):  # a border at one side hides part of the next
        columns, rows = slice(cut.left, cut.right), slice(cut.top, cut.bottom)
        top, bottom = _ends(border[:, columns], printed[:, columns], near_print[:, columns])
        left, right = _ends(border[rows].T, printed[rows].T, near_print[rows].T)
        better = Cut(left, top, right, bottom)
        if better == cut:
            break
        cut = better
    return cut


def _dark(grey: Image, paper: int) -> Image:
    return (grey < DARK * paper).astype(np.uint8)


def _square(side_px: int) -> Image:
    return np.ones((side_px, side_px), np.uint8)


def _lying_along(side: NDArray[np.int32]) -> NDArray[np.intp]:
    """Labels, above 0, of at least CONTACT of a side."""
    counts = np.bincount(side)
    counts[0] = 0
    return np.flatnonzero(counts >= CONTACT * len(side))


def _ends(border: Mask, printed: Mask, near_print: Mask) -> tuple[int, int]:
    """First row to keep and the one after the last."""
    border_part = border.mean(axis=1)
    at_ends = (border.argmin(axis=1) + border[:, ::-1].argmin(axis=1)) / border.shape[1]
    is_wedge = (border_part >= SOME) & (border_part - at_ends <= SPECKS)
    is_blank = printed.mean(axis=1) <= SPECKS
    is_clear = near_print.mean(axis=1) <= SPECKS * CLEARANCE_PX
    goes = is_blank & ((border_part >= FULL) | (is_wedge & is_clear))
    deepest = int(len(goes) * DEEPEST_CUT)
    return _run(goes[:deepest]), len(goes) - _run(goes[::-1][:deepest])


def _run(flags: NDArray[np.bool_]) -> int:
    """How many are true before the first false."""
    return int(flags.argmin()) if not flags.all() else len(flags)
