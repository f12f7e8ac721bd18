"""The scan as one looks at it: upright, straight, and no larger than a screen."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.geometry import matrix_of, project
from pipeline.page import Page, Point
from pipeline.stage import Image


class View:
    """A small picture of the working image, and the way there for points of the scan.

    `scan`: grey [H, W] or blue-green-red [H, W, 3]; without one, the picture is blank paper. `straight=False` shows
    the scan as it lies instead.
    """

    def __init__(self, page: Page, scan: Image | None, max_width_px: int, straight: bool = True) -> None:
        straight = straight and page.transform.width_px > 0 and page.transform.height_px > 0
        size = page.transform if straight else page.source
        scale = min(1.0, max_width_px / size.width_px)
        self.width_px = max(1, round(size.width_px * scale))
        self.height_px = max(1, round(size.height_px * scale))
        to_image = matrix_of(page.transform) if straight else np.eye(3)
        self._matrix = np.diag([scale, scale, 1.0]) @ to_image
        self.image = self._shown(scan, scale)

    def points(self, polygon: Sequence[Point]) -> list[tuple[float, float]]:
        """Points of the scan as points of the view, to 0.1 px."""
        moved = project(np.asarray(polygon, dtype=np.float64), self._matrix)
        return [(float(x), float(y)) for x, y in moved.round(1)]

    def _shown(self, scan: Image | None, scale: float) -> Image:
        size = (self.width_px, self.height_px)
        if scan is None:
            return np.full((self.height_px, self.width_px), 255, np.uint8)
        # Shrinking first averages the dots of a halftone, which sampling alone would turn into moiré.
        height, width = scan.shape[:2]
        small_size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(scan, small_size, interpolation=cv2.INTER_AREA)
        shrunk = np.diag([width / small_size[0], height / small_size[1], 1.0])
        matrix = self._matrix @ shrunk
        if small_size == size and np.allclose(matrix, np.eye(3), atol=1e-3):
            return np.asarray(small, dtype=np.uint8)
        shown = cv2.warpPerspective(
            small, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255)
        )
        return np.asarray(shown, dtype=np.uint8)
