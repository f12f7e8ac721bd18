"""The scan made small: what the finders of border, skew and orientation look at."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.stage import Image

FINE_PX, COARSE_PX = 3600, 1800
"""Longer side at most. Body type is then some 12 to 25 px high, and half that."""
CONTRAST_WINDOW_PX = 41
MOST_CONTRAST = 80
"""Ink darker than this against its surroundings counts no more, so that pictures and rules do not drown the type."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The scan in two sizes, grey. `fine_px` and `coarse_px`: px of the scan to a px of theirs."""

    fine: Image
    coarse: Image
    fine_px: int
    coarse_px: int


def sight(scan: Image) -> Sight:
    """The scan, halved until it fits; a last odd row or column is left out, as exact halves are much faster."""
    fine, fine_px = _halved(scan, FINE_PX)
    coarse, more = _halved(fine, COARSE_PX)
    return Sight(fine, coarse, fine_px, fine_px * more)


def ink(grey: Image) -> Image:
    """How much darker each pixel is than its surroundings, 0 to MOST_CONTRAST; even areas, light or dark, give 0."""
    surroundings = cv2.blur(grey, (CONTRAST_WINDOW_PX, CONTRAST_WINDOW_PX))
    return np.minimum(cv2.subtract(surroundings, grey), MOST_CONTRAST).astype(np.uint8, copy=False)


def _halved(image: Image, longest_px: int) -> tuple[Image, int]:
    factor = 1
    while max(image.shape) > longest_px:
        height, width = image.shape[0] // 2, image.shape[1] // 2
        image = cv2.resize(image[: height * 2, : width * 2], (width, height), interpolation=cv2.INTER_AREA).astype(
            np.uint8, copy=False
        )
        factor *= 2
    return image, factor
