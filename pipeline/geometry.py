"""Points, boxes and the two frames: scan pixels (stored) and working-image pixels (computed in)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box, Direction, Point, Polygon, Transform

Points = NDArray[np.float64]

NEWTON_STEPS, NEWTON_PX = 20, 1e-4


def polygon_of(box: Box) -> Polygon:
    """The four corners, clockwise from top left."""
    x0, y0, x1, y1 = box
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def leaning(box: Box, slip_px: float, direction: Direction) -> Polygon:
    """The four corners of a line whose end is `slip_px` off its beginning: below it, or right of it in vertical type.

    `box` is as if the line were straight; it keeps its middle.
    """
    x0, y0, x1, y1 = box
    half = slip_px / 2
    if direction is Direction.TTB:
        return ((x0 - half, y0), (x1 - half, y0), (x1 + half, y1), (x0 + half, y1))
    return ((x0, y0 - half), (x1, y0 + half), (x1, y1 + half), (x0, y1 - half))


def straightened_line(polygon: Sequence[Point], direction: Direction) -> tuple[Box, float]:
    """(box as if it were straight, slip in px) of the four corners of a line: what `leaning` was made from."""
    if len(polygon) != 4:
        return bounds(polygon), 0.0
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = polygon
    if direction is Direction.TTB:
        slip = (dx + cx - ax - bx) / 2
        return (((ax + dx) / 2, min(ay, by), (bx + cx) / 2, max(cy, dy)), slip)
    slip = (by + cy - ay - dy) / 2
    return ((min(ax, dx), (ay + by) / 2, max(bx, cx), (cy + dy) / 2), slip)


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


def share_within(box: Box, other: Box) -> float:
    """Share of a box that lies in another."""
    wide, high = overlap(box[0], box[2], other[0], other[2]), overlap(box[1], box[3], other[1], other[3])
    return max(0.0, wide) * max(0.0, high) / max(1.0, (box[2] - box[0]) * (box[3] - box[1]))


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
        self._to_scan: Points = np.asarray(np.linalg.inv(self._to_image), dtype=np.float64)
        self._bend = Bend(transform) if transform.mesh else None

    def to_image(self, polygon: Sequence[Point]) -> Polygon:
        """Points of the scan as points of the working image."""
        points = np.asarray(polygon, dtype=np.float64)
        return polygon_points(self._bend.to_image(points) if self._bend else project(points, self._to_image))

    def to_scan(self, polygon: Sequence[Point]) -> Polygon:
        """Points of the working image as points of the scan."""
        return polygon_points(self._moved(np.asarray(polygon, dtype=np.float64)))

    def image_box(self, polygon: Sequence[Point]) -> Box:
        """Bounds, in the working image, of a polygon of the scan."""
        return bounds(self.to_image(polygon))

    def scan_polygon(self, box: Box) -> Polygon:
        """A box of the working image as a polygon of the scan: four corners, and points between where it is bent."""
        return self.to_scan(self._bend.outline(box) if self._bend else polygon_of(box))

    def scan_boxes(self, boxes: Points) -> Points:
        """Boxes [N, 4] of the working image as the upright boxes of the scan around the same four corners [N, 4]."""
        if not len(boxes):
            return np.zeros((0, 4))
        corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2)
        moved = self._moved(corners).reshape(-1, 4, 2)
        return np.concatenate([moved.min(axis=1), moved.max(axis=1)], axis=1)

    def _moved(self, points: Points) -> Points:
        return self._bend.to_scan(points) if self._bend else project(points, self._to_scan)


class Bend:
    """The two ways of a transform that has a mesh. Raises ValueError where its points do not fill its grid."""

    def __init__(self, transform: Transform) -> None:
        mesh = transform.mesh
        if mesh is None:
            raise ValueError("a transform without a mesh")
        if min(mesh.columns, mesh.rows) < 2 or min(transform.width_px, transform.height_px) < 1:
            raise ValueError("a mesh of no cells")
        self.nodes: Points = np.array(mesh.points, dtype=np.float64).reshape(mesh.rows, mesh.columns, 2)
        self.cell_px: Points = np.array(
            [transform.width_px / (mesh.columns - 1), transform.height_px / (mesh.rows - 1)], dtype=np.float64
        )
        self._nearly = matrix_of(transform)

    def to_scan(self, points: Points) -> Points:
        """Points [N, 2] of the working image in the scan."""
        return self._followed(points)[0]

    def to_image(self, points: Points) -> Points:
        """Points [N, 2] of the scan in the working image: Newton's method, from where the matrix sends them."""
        found = project(points, self._nearly)
        for _ in range(NEWTON_STEPS):
            at, slopes = self._followed(found)
            off = points - at
            if not len(off) or np.abs(off).max() < NEWTON_PX:
                break
            found = found + np.linalg.solve(slopes, off[..., None])[..., 0]
        return found

    def outline(self, box: Box) -> Polygon:
        """The four sides of a box of the working image, clockwise from top left, in steps of a cell at most."""
        corners = polygon_of(box)
        found: list[Point] = []
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
            side = np.array(end) - start
            steps = max(1, int(np.ceil((np.abs(side) / self.cell_px).max())))
            found += [(start[0] + side[0] * k / steps, start[1] + side[1] * k / steps) for k in range(steps)]
        return tuple(found)

    def _followed(self, points: Points) -> tuple[Points, Points]:
        """Where points [N, 2] of the working image lie in the scan, and the derivatives there [N, 2, 2]."""
        rows, columns = self.nodes.shape[:2]
        at = points / self.cell_px
        column = np.clip(np.floor(at[:, 0]).astype(int), 0, columns - 2)
        row = np.clip(np.floor(at[:, 1]).astype(int), 0, rows - 2)
        right, down = (at[:, 0] - column)[:, None], (at[:, 1] - row)[:, None]
        a, b = self.nodes[row, column], self.nodes[row, column + 1]
        c, d = self.nodes[row + 1, column], self.nodes[row + 1, column + 1]
        moved = (a * (1 - right) + b * right) * (1 - down) + (c * (1 - right) + d * right) * down
        along_x = ((b - a) * (1 - down) + (d - c) * down) / self.cell_px[0]
        along_y = ((c - a) * (1 - right) + (d - b) * right) / self.cell_px[1]
        return moved, np.stack([along_x, along_y], axis=2)


def polygon_points(array: Points) -> Polygon:
    """An array of points [N, 2] as plain data, to 0.01 px."""
    return tuple((float(x), float(y)) for x, y in array.round(2))
