"""How dark ink is: one threshold for a page, raised where its ink is pale.

A level is a share of the brightness of the ground, 0 to 255; the ground is the page without its strokes (`ink.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.segment.show_through import threshold_without_ghosts
from pipeline.stage import Image

WITHOUT_PAPER = 150.0
"""Of a page on which nothing is lighter than Otsu's threshold."""
LEAST, MOST = 140, 225
"""The threshold of a page; it is lower where Otsu's is."""
FAR, NEAR = 5, 3
"""In deviations of the paper's grain: how far from the paper the page's threshold is, and what is ink if not alone."""
CLEAR = 10
"""Where the two are closer, the page's threshold tells what is ink, so that the other side is none."""
PALE_PAGE, PALE_INK = 0.75, 0.58
"""On a pale page Otsu's threshold, in shares of the paper, is higher than the first; on others ink is pale above the
second: small type of thin strokes is, the blur of hard film is not."""
PALE_SHRINK, PALE_SHARE, AROUND_PX = 4, 0.02, 34
"""Pale ink is looked for at a scale smaller by the first factor, where ink takes the second share of what is around, so
far at the working scale."""


@dataclass(frozen=True, slots=True)
class _Levels:
    page: float
    """What is darker is ink wherever it is."""
    ink: float
    """What is darker is ink where there is more of it."""
    pale: float
    """Ink is pale where its mean is lighter."""
    most: float
    """No threshold is higher."""
    paper: float


def ink_threshold(ratio: Image) -> Image | float:
    """The level below which there is ink in an image of levels [height, width]: one for the page, or [height, width].

    Otsu's threshold lies between black and paper, where blurred hairlines, as 一 has, are lost; so
    it goes up half-way to the paper, as far as the paper's grain and what shows through allow. Where
    they keep it below that, it goes up where the ink nearby is pale. What lies below Otsu's threshold, and
    clear of the grain, tells where that is: in a pale corner nothing may be below the page's.
    """
    sample = np.ascontiguousarray(ratio[::3, ::3])
    otsu, _ = cv2.threshold(sample, 0, 255, cv2.THRESH_OTSU)
    paper = sample[sample > otsu]
    if not paper.size:
        return WITHOUT_PAPER
    middle, low = (float(level) for level in np.percentile(paper, [50, 16]))
    half, grain = (otsu + middle) / 2, middle - low
    page = float(np.clip(min(half, middle - FAR * grain), min(otsu, LEAST), MOST))
    if half <= page:
        return page
    ink = min(otsu, middle - NEAR * grain)
    pale = 0.0 if otsu >= PALE_PAGE * middle else PALE_INK * middle
    return _where_pale(ratio, _Levels(page, ink if ink > page + CLEAR else page, pale, half, middle))


def _where_pale(ratio: Image, levels: _Levels) -> Image:
    """The page's threshold raised where its ink is pale [height, width]: to two thirds of the way from the ink to the
    paper; less where the other side of the sheet shows through."""
    height, width = ratio.shape
    small = (max(1, width // PALE_SHRINK), max(1, height // PALE_SHRINK))
    side = AROUND_PX // PALE_SHRINK
    inked = (ratio < levels.ink).astype(np.uint8)
    share, tone = (
        cv2.blur(cv2.resize(m, small, interpolation=cv2.INTER_AREA).astype(np.float32), (side, side))
        for m in (inked * np.uint8(255), inked * ratio)
    )
    tone = tone / np.maximum(share, 1e-3) * 255
    is_pale = (share > PALE_SHARE * 255) & (tone > levels.pale)
    raised = np.clip((tone + 2 * levels.paper) / 3, levels.page, levels.most)
    found = np.where(is_pale, raised, levels.page).astype(np.uint8)
    full = np.asarray(cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    return threshold_without_ghosts(ratio, full, levels.page, levels.paper)


__all__ = ["ink_threshold"]
