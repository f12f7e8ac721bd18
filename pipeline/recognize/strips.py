"""Cuts lines of type out of a page as the strips that a recogniser reads.

A strip is one line, or a part of a very long one, upright, dark on light, brought to a fixed
height. Width is scaled apart from height: a recogniser's time grows with the width of a strip,
and Chinese type stays legible when it is made narrow, so `px_per_em` sets what reading costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box, Direction
from pipeline.plugins import LineBox
from pipeline.stage import Image

STRIP_HEIGHT_PX = 48
LEVEL_EM = 0.2
"""A line that slips more from end to end is levelled before it is read."""
MARGIN_EM = 0.12
"""Kept above and below the line: ascenders, slips of the line box."""
END_MARGIN_EM = 0.08
"""Kept before and after the line."""
END_PAPER_EM = 0.15
"""Blank paper added at both ends: the recogniser loses characters that touch the edge."""
SHORT_EMS, SHORT_END_PAPER_EM = 8.0, 0.35
"""A line of fewer ems, as the cell of a table, gets more: a leading 1 or 4 is lost otherwise."""
FAINT_INK = 0.3
"""Share of the contrast at which a pixel counts as ink; thin strokes of worn type hardly reach half of it."""
MIN_CONTRAST = 16
"""Grey levels between paper and ink below which nothing is printed."""
MAX_HEIGHT_EM = 1.6
"""A line higher than this many of its ems is taken to be set in larger type than was said."""
MAX_EMS = 50.0
"""Longer lines are read in parts."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Pixels [STRIP_HEIGHT_PX, width], dark on light, and where on the page they are from."""

    pixels: Image
    line: LineBox
    start_px: float
    """Where the strip begins on the page: x, or y of a vertical line. May lie before the line."""
    length_px: float
    """How much of the page it spans along the line."""

    def place(self, start: float, end: float) -> Box:
        """The box on the page of what lies between two columns of the strip (in px of the strip)."""
        scale = self.length_px / self.pixels.shape[1]
        x0, y0, x1, y1 = self.line.box
        if self.line.direction is Direction.TTB:
            low, high = (min(max(self.start_px + at * scale, y0), y1) for at in (start, end))
            return (x0, low, x1, high)
        low, high = (min(max(self.start_px + at * scale, x0), x1) for at in (start, end))
        return (low, y0, high, y1)


def cut_strips(image: Image, line: LineBox, px_per_em: float) -> list[Strip]:
    """The strips of one line in reading order; none where the paper is blank.

    `image` is grey [height, width]; the box of `line` is in its pixels and may reach beyond it.
    One em along the line becomes `px_per_em` columns. Parts of a long line are cut apart in blank
    paper and do not overlap, so no character is read twice.
    """
    cross_px = _cross_px(line)
    em_px = max(line.type_size_px or cross_px, cross_px / MAX_HEIGHT_EM)
    crop, start_px = _upright_crop(image, line, em_px)
    if crop.size == 0:
        return []
    paper, ink = _paper_and_ink(crop)
    if abs(paper - ink) < MIN_CONTRAST:
        return []
    if paper < ink:
        crop, paper, ink = 255 - crop, 255 - paper, 255 - ink
    inked = _inked_columns(crop, paper - FAINT_INK * (paper - ink))
    if not inked.any():
        return []
    return [
        _strip(crop[:, a:b], line, start_px + a, em_px, px_per_em, paper)
        for a, b in _parts(inked, em_px, END_MARGIN_EM * em_px)
    ]


def _cross_px(line: LineBox) -> float:
    x0, y0, x1, y1 = line.box
    return max((x1 - x0) if line.direction is Direction.TTB else (y1 - y0), 1.0)


def _upright_crop(image: Image, line: LineBox, em_px: float) -> tuple[Image, int]:
    """The pixels of a line with its margins, running left to right, and the page position of their start."""
    x0, y0, x1, y1 = line.box
    vertical = line.direction is Direction.TTB
    cross = max(_cross_px(line), em_px) * (0.5 + MARGIN_EM)
    end = END_MARGIN_EM * em_px
    if vertical:
        x0, y0, x1, y1 = (x0 + x1) / 2 - cross, y0 - end, (x0 + x1) / 2 + cross, y1 + end
    else:
        x0, y0, x1, y1 = x0 - end, (y0 + y1) / 2 - cross, x1 + end, (y0 + y1) / 2 + cross
    left, top = max(round(x0), 0), max(round(y0), 0)
    crop = image[top : max(round(y1), 0), left : max(round(x1), 0)]
    if abs(line.slip_px) > LEVEL_EM * em_px and crop.size:
        crop = _levelled(image, (left, top, crop.shape[1], crop.shape[0]), line.slip_px, vertical)
    return (np.rot90(crop), top) if vertical else (crop, left)


def _levelled(image: Image, window: tuple[int, int, int, int], slip_px: float, vertical: bool) -> Image:
    """The pixels of a window (x, y, width, height) sheared so that the line in its middle is straight."""
    x, y, width, height = window
    if vertical:
        lean = slip_px / height
        matrix = np.array([[1.0, lean, x - lean * height / 2], [0.0, 1.0, y]])
    else:
        lean = slip_px / width
        matrix = np.array([[1.0, 0.0, x], [lean, 1.0, y - lean * width / 2]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(image, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, dtype=np.uint8)


def _paper_and_ink(crop: Image) -> tuple[int, int]:
    """Grey levels of paper and ink. White type on black has paper darker than ink.

    Type covers less than half of its line, and hardly any of the margins above and below it.
    """
    dark, light = (int(level) for level in np.percentile(crop[:, ::2], (2, 95)))
    middle = (dark + light) / 2
    margin = max(1, round(len(crop) * MARGIN_EM / (1 + 2 * MARGIN_EM) / 2))
    margins = np.concatenate([crop[:margin], crop[-margin:]])
    reversed_out = (crop < middle).mean() > 0.5 and (margins < middle).mean() > 0.5
    return (dark, light) if reversed_out else (light, dark)


def _inked_columns(crop: Image, threshold: float) -> NDArray[np.bool_]:
    """Which columns hold ink: a piece of a horizontal stroke, however thin, or of any other, but no lone speck."""
    dark = crop < threshold
    along = dark[:, 2:] & dark[:, 1:-1] & dark[:, :-2]
    inked = dark.sum(axis=0) >= max(3, round(0.08 * len(crop)))
    inked[1:-1] |= along.any(axis=0)
    return np.asarray(inked)


def _parts(inked: NDArray[np.bool_], em_px: float, margin_px: float) -> list[tuple[int, int]]:
    """Column ranges of the parts of a line, blank ends left out; long lines are cut in their widest gaps."""
    columns = np.flatnonzero(inked)
    start = max(0, int(columns[0] - margin_px))
    end = min(len(inked), int(columns[-1] + 1 + margin_px))
    parts = []
    while end - start > MAX_EMS * em_px:
        earliest = start + round(MAX_EMS / 2 * em_px)
        cut = earliest + _middle_of_widest_gap(inked[earliest : start + round(MAX_EMS * em_px)])
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]


def _middle_of_widest_gap(inked: NDArray[np.bool_]) -> int:
    """Middle of the longest run without ink; the end where there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], inked, [True]]).astype(np.int8)))
    if not len(edges):
        return len(inked)
    starts, ends = edges[::2], edges[1::2]
    widest = int(np.argmax(ends - starts))
    return int(starts[widest] + ends[widest]) // 2


def _strip(crop: Image, line: LineBox, start_px: float, em_px: float, px_per_em: float, paper: int) -> Strip:
    scale = px_per_em / em_px
    width = max(round(crop.shape[1] * scale), 4)
    shrinks = len(crop) > STRIP_HEIGHT_PX
    pixels = cv2.resize(crop, (width, STRIP_HEIGHT_PX), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    short = crop.shape[1] < SHORT_EMS * em_px
    blank = round((SHORT_END_PAPER_EM if short else END_PAPER_EM) * px_per_em)
    padded = cv2.copyMakeBorder(pixels, 0, 0, blank, blank, cv2.BORDER_CONSTANT, value=(float(paper),))
    per_column_px = crop.shape[1] / width
    return Strip(
        np.asarray(padded, dtype=np.uint8), line, start_px - blank * per_column_px, padded.shape[1] * per_column_px
    )
