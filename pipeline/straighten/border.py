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
EVEN, AROUND_PX = 20, 25
"""Grey levels by which a border may differ from what is dark around it; pictures differ more."""
SOLID_PX = 5
"""Type and rules, in the coarse image, are thinner than this; borders are thicker."""
STROKE_PX = 11
"""What is light and narrower than this within the dark is white type on black."""
CONTACT = 0.25
"""A border lies along at least this part of a side; what touches less of it is a picture that bleeds."""
OUTER = 0.2
"""So near to a side, as a part of the scan, a black band from end to end is border too."""
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
JOINED_PX = 9
"""Across so much white, characters hang together, in the coarse image."""
LARGE_PX, SMALL_PX, NEAR_PX = 150, 20, 45
"""Ink of a line of type, and of a figure, which counts if it is so near to a line."""
MARGIN = 0.03
"""Paper kept around the print, as a part of the longer side."""
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
    if not any(solid[at].any() for at in SIDES) or np.mean(solid) > MOST_OF_SCAN:
        return nothing
    dark_grey = cv2.blur(np.where(solid > 0, grey, 0).astype(np.float32), (AROUND_PX, AROUND_PX))
    around = dark_grey / np.maximum(cv2.blur(solid.astype(np.float32), (AROUND_PX, AROUND_PX)), 1e-3)
    solid[np.abs(cv2.blur(grey, (3, 3)) - around) > EVEN] = 0
    labels = np.asarray(cv2.connectedComponents(solid, connectivity=4)[1], dtype=np.int32)
    found = {int(label) for at in SIDES for label in _lying_along(labels[at])} | _bands(labels) | _bands(labels.T)
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


def closer_cut(inked: Mask, border: Mask, cut: Cut) -> Cut:
    """The part of a cut that holds its print, with some margin: what is beyond is film, table, or the bed of a scanner.

    Specks and scratches are no print; what is as small counts where larger print is near, as page numbers are.
    """
    within = (slice(cut.top, cut.bottom), slice(cut.left, cut.right))
    beyond = cv2.dilate(border[within].astype(np.uint8), _square(2 * SOLID_PX + 1))
    ink = np.where(beyond > 0, 0, inked[within]).astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _square(JOINED_PX))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    sizes = np.bincount(labels.ravel(), weights=ink.ravel(), minlength=len(stats))
    is_thick = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1) >= SOLID_PX
    is_thick[0] = False
    large = (is_thick & (sizes >= LARGE_PX))[labels].astype(np.uint8)
    near = cv2.blur(large.astype(np.float32), (2 * NEAR_PX + 1, 2 * NEAR_PX + 1)) > 0
    kept = (is_thick & (sizes >= SMALL_PX))[labels] & near
    rows, columns = np.flatnonzero(kept.any(axis=1)), np.flatnonzero(kept.any(axis=0))
    if not len(rows):
        return cut
    margin = round(MARGIN * max(kept.shape))
    return Cut(
        cut.left + max(0, int(columns[0]) - margin), cut.top + max(0, int(rows[0]) - margin),
        cut.left + min(kept.shape[1], int(columns[-1]) + 1 + margin),
        cut.top + min(kept.shape[0], int(rows[-1]) + 1 + margin),
    )  # fmt: skip


def is_dark(grey: Image, paper: int) -> Mask:
    """What is darker than any paper."""
    return np.asarray(grey < DARK * paper)


def _dark(grey: Image, paper: int) -> Image:
    return is_dark(grey, paper).astype(np.uint8)


def _square(side_px: int) -> Image:
    return np.ones((side_px, side_px), np.uint8)


def _lying_along(side: NDArray[np.int32]) -> NDArray[np.intp]:
    """Labels, above 0, of at least CONTACT of a side."""
    counts = np.bincount(side)
    counts[0] = 0
    return np.flatnonzero(counts >= CONTACT * len(side))


def _bands(labels: NDArray[np.int32]) -> set[int]:
    """Labels of what runs from the top to the bottom near the left or right side: it parts the sheet from the next."""
    width = labels.shape[1]
    outer = int(OUTER * width)
    return {
        int(label)
        for part in (labels[:, :outer], labels[:, width - outer :])
        for label in np.intersect1d(part[0], part[-1])
        if label and len(np.unique(np.nonzero(part == label)[0])) == len(part)
    }


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
