"""The scan as one looks at it: upright, straight, and no larger than a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipeline.geometry import Frame, matrix_of
from pipeline.page import Mesh, Page, Point, Transform
from pipeline.pixels import straightened
from pipeline.stage import Image


class View:
    """A small picture of the working image, and the way there for points of the scan.

    `scan`: grey [H, W] or blue-green-red [H, W, 3]; without one, the picture is blank paper. `straight=False` shows
    the scan as it lies instead.
    """

    def __init__(self, page: Page, scan: Image | None, max_width_px: int, straight: bool = True) -> None:
        straight = straight and page.transform.width_px > 0 and page.transform.height_px > 0
        whole = Transform(width_px=page.source.width_px, height_px=page.source.height_px)
        transform = page.transform if straight else whole
        self._scale = min(1.0, max_width_px / transform.width_px)
        self.width_px = max(1, round(transform.width_px * self._scale))
        self.height_px = max(1, round(transform.height_px * self._scale))
        self._frame = Frame(transform)
        self.image = self._shown(scan, transform)

    def points(self, polygon: Sequence[Point]) -> list[tuple[float, float]]:
        """Points of the scan as points of the view, to 0.1 px."""
        return [(round(x * self._scale, 1), round(y * self._scale, 1)) for x, y in self._frame.to_image(polygon)]

    def _shown(self, scan: Image | None, transform: Transform) -> Image:
        if scan is None:
            return np.full((self.height_px, self.width_px), 255, np.uint8)
        # Shrinking first averages the dots of a halftone, which sampling alone would turn into moiré.
        height, width = scan.shape[:2]
        size = (max(1, round(width * self._scale)), max(1, round(height * self._scale)))
        small = np.asarray(cv2.resize(scan, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        shrunk = self._shrunk(transform, size[0] / width, size[1] / height)
        if small.ndim == 2:
            return straightened(small, shrunk)
        return np.dstack([straightened(np.ascontiguousarray(small[..., c]), shrunk) for c in range(small.shape[2])])

    def _shrunk(self, transform: Transform, across: float, down: float) -> Transform:
        """The transform from the scan, shrunk by so much each way, to the view. What is no page stays in sight."""
        matrix = np.diag([self._scale, self._scale, 1.0]) @ matrix_of(transform) @ np.diag([1 / across, 1 / down, 1.0])
        mesh = transform.mesh
        if mesh:
            mesh = Mesh(mesh.columns, mesh.rows, tuple((x * across, y * down) for x, y in mesh.points))
        return replace(
            transform,
            matrix=tuple(float(v) for v in matrix.ravel()),
            width_px=self.width_px,
            height_px=self.height_px,
            mesh=mesh,
            blanks=(),
        )
