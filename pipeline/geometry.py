"""Points, boxes and the two frames: scan pixels (stored) and working-image pixels (computed in)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box, Point, Polygon, Transform


def polygon_of(box: Box) -> Polygon:
    """The four corners, clockwise from top left."""
    x0, y0, x1, y1 = box
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def bounds(points: Iterable[Point]) -> Box:
    """The smallest box around the points. Raises ValueError without points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around the boxes. Raises ValueError without boxes."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return (min(x0), min(y0), max(x1), max(y1))


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length shared by two intervals; negative is the gap between them."""
    return min(a1, b1) - max(a0, b0)


def matrix_of(transform: Transform) -> NDArray[np.float64]:
    """The 3 x 3 matrix, scan to image."""
    return np.array(transform.matrix, dtype=np.float64).reshape(3, 3)


def project(points: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points [N, 2] through a 3 x 3 projective matrix."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:], dtype=np.float64)


class Frame:
    """Leads between the scan and the working image of one page."""

    def __init__(self, transform: Transform) -> None:
        self._to_image = matrix_of(transform)
        self._to_scan: NDArray[np.float64] = np.asarray(np.linalg.inv(self._to_image), dtype=np.float64)

    def to_image(self, polygon: Sequence[Point]) -> Polygon:
        return _points(project(np.asarray(polygon, dtype=np.float64), self._to_image))

    def to_scan(self, polygon: Sequence[Point]) -> Polygon:
        return _points(project(np.asarray(polygon, dtype=np.float64), self._to_scan))

    def image_box(self, polygon: Sequence[Point]) -> Box:
        """Bounds, in the working image, of a polygon of the scan."""
        return bounds(self.to_image(polygon))

    def scan_polygon(self, box: Box) -> Polygon:
        """A box of the working image as a polygon of the scan."""
        return self.to_scan(polygon_of(box))

    def scan_boxes(self, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Boxes [N, 4] of the working image as the upright boxes of the scan around the same four corners [N, 4]."""
        if not len(boxes):
            return np.zeros((0, 4))
        corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2)
        moved = project(corners, self._to_scan).reshape(-1, 4, 2)
        return np.concatenate([moved.min(axis=1), moved.max(axis=1)], axis=1)


def _points(array: NDArray[np.float64]) -> Polygon:
    return tuple((float(x), float(y)) for x, y in array.round(2))
