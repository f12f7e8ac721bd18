"""Where every point of a flat page lies in its scan: bends of the paper, then an affine or projective map.

Frames: page px (the flat print) and scan px, both with origin top left. Polygons are edges of pixels, not centres.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.bends import Bend, Column, Points

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]

NODE_PX = 4  # the map is computed at every fourth pixel and is linear between: bends are far larger than that
BAND_PX = 256


@dataclass(frozen=True, slots=True)
class Warp:
    """A map from page px to scan px: bends in their order, then a matrix, 2 x 3 affine or 3 x 3 projective."""

    matrix: Points
    bends: tuple[Bend, ...] = ()

    @property
    def straight(self) -> bool:
        """Whether every straight line stays straight."""
        return not self.bends

    def forward(self, points: Points) -> Points:
        """Scan px of page px, both (n, 2)."""
        for bend in self.bends:
            points = bend.forward(points)
        if len(self.matrix) == 3:
            return _projected(points, self.matrix)
        return np.asarray(points @ self.matrix[:, :2].T + self.matrix[:, 2])

    def backward(self, points: Points) -> Points:
        """Page px of scan px, both (n, 2): the inverse of `forward`."""
        if len(self.matrix) == 3:
            points = _projected(points, np.asarray(np.linalg.inv(self.matrix), np.float64))
        else:
            points = (points - self.matrix[:, 2]) @ np.linalg.inv(self.matrix[:, :2]).T
        for bend in reversed(self.bends):
            points = bend.backward(points)
        return points

    def then(self, matrix: Points) -> Warp:
        """This map followed by an affine (2 x 3) or projective (3 x 3) one."""
        if len(matrix) == 2 and len(self.matrix) == 2:
            return replace(self, matrix=matrix @ _square(self.matrix))
        return replace(self, matrix=_square(matrix) @ _square(self.matrix))


def _square(matrix: Points) -> Points:
    return matrix if len(matrix) == 3 else np.vstack([matrix, [0.0, 0.0, 1.0]])


def _projected(points: Points, matrix: Points) -> Points:
    whole = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(whole[:, :2] / whole[:, 2:])


def identity() -> Warp:
    """The map that moves nothing."""
    return Warp(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))


def quarter_turns(image: Pixels, warp: Warp, degrees: int) -> tuple[Pixels, Warp]:
    """Turn a scan clockwise by 0, 90, 180 or 270 degrees. Edges, not centres of pixels, go to edges."""
    turns = {90: -1, 180: 2, 270: 1}
    if degrees not in turns:
        return image, warp
    return np.ascontiguousarray(np.rot90(image, turns[degrees])), warp.then(turn_matrix(image.shape[:2], degrees))


def turn_matrix(shape: tuple[int, ...], degrees: int) -> Points:
    """The affine map (2 x 3) of a clockwise turn by 0, 90, 180 or 270 degrees of an image (height, width)."""
    height, width = shape[:2]
    if degrees == 90:
        return np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0]])
    if degrees == 180:
        return np.array([[-1.0, 0.0, width], [0.0, -1.0, height]])
    if degrees == 270:
        return np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width]])
    return np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def skewed(width: int, height: int, degrees: float, margin: int) -> tuple[Warp, tuple[int, int]]:
    """The map of a page turned clockwise by some degrees, and the (width, height) of the scan that holds all of it."""
    turn = np.deg2rad(degrees)
    cos, sin = np.cos(turn), np.sin(turn)
    wide = int(np.ceil(width * abs(cos) + height * abs(sin))) + 2 * margin
    high = int(np.ceil(width * abs(sin) + height * abs(cos))) + 2 * margin
    linear = np.array([[cos, -sin], [sin, cos]])
    offset = np.array([wide / 2, high / 2]) - linear @ np.array([width / 2, height / 2])
    return Warp(np.column_stack([linear, offset])), (wide, high)


def outline(width: float, height: float, pieces: int = 64) -> Points:
    """The edge of a page (4 * pieces, 2), clockwise from its top left."""
    at = np.linspace(0, 1, pieces, endpoint=False)
    zero, one = np.zeros(pieces), np.ones(pieces)
    sides = [np.stack(side, 1) for side in ((at, zero), (one, at), (1 - at, one), (zero, 1 - at))]
    return np.asarray(np.concatenate(sides) * np.array([width, height]))


def placed(
    page: tuple[int, int], bends: tuple[Bend, ...], degrees: float, margins_px: tuple[int, int, int, int], scale: float,
) -> tuple[Warp, tuple[int, int]]:
    """The map of a page (width, height) that is bent, turned clockwise and scaled, and the (width, height) of its scan.

    The margins (left, top, right, bottom) are scan px about the outermost points of the page.
    """
    turn = np.deg2rad(degrees)
    linear = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    edge = Warp(np.column_stack([linear, np.zeros(2)]), bends).forward(outline(*page))
    left, top, right, bottom = margins_px
    offset = np.array([left, top]) - edge.min(0)
    wide, high = np.ceil(edge.max(0) + offset + np.array([right, bottom])).astype(int)
    return Warp(np.column_stack([linear, offset]), bends), (int(wide), int(high))


def seen(warp: Warp, size: tuple[int, int], tone: Callable[[Points], Column], node_px: int = 8) -> Field:
    """A smooth function of page px, (n, 2) -> (n), over the scan of `size` (width, height): (height, width)."""
    wide, high = -(-size[0] // node_px) + 1, -(-size[1] // node_px) + 1
    x, y = np.meshgrid((np.arange(wide) + 0.5) * node_px, (np.arange(high) + 0.5) * node_px)
    coarse = tone(warp.backward(np.stack([x.ravel(), y.ravel()], 1))).reshape(high, wide).astype(np.float32)
    fine = cv2.resize(coarse, (wide * node_px, high * node_px), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(fine[:size[1], :size[0]], np.float32)


def resample(
    page: Field, warp: Warp, size: tuple[int, int], blank: float, flags: int = cv2.INTER_LINEAR,
    origin_px: tuple[float, float] = (0.0, 0.0),
) -> Field:
    """The page (height, width) as it lies in a scan of `size` (width, height); `blank` is what is not page.

    `origin_px` is the page px of the top left of `page`, which may be larger than the page.
    """
    # Polygons are edges of pixels, OpenCV's maps are centres: half a pixel lies between the two frames.
    if warp.straight and len(warp.matrix) == 2:
        half = np.array([0.5, 0.5])
        matrix = warp.matrix.copy()
        matrix[:, 2] += warp.matrix[:, :2] @ (half + np.array(origin_px)) - half
        moved = cv2.warpAffine(page, matrix, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=blank)
        return np.asarray(moved, np.float32)
    out = np.empty((size[1], size[0]), np.float32)
    for top in range(0, size[1], BAND_PX):
        rows = min(BAND_PX, size[1] - top)
        across, down = _band(warp, size[0], top, rows, origin_px)
        out[top:top + rows] = cv2.remap(page, across, down, flags, borderMode=cv2.BORDER_CONSTANT, borderValue=blank)
    return out


def _band(
    warp: Warp, width: int, top: int, rows: int, origin_px: tuple[float, float],
) -> tuple[Field, Field]:
    """OpenCV's maps (x, y), each (rows, width), for some rows of the scan."""
    step = NODE_PX
    x, y = np.meshgrid(
        (np.arange(-1, width // step + 2) + 0.5) * step, top + (np.arange(-1, rows // step + 2) + 0.5) * step)
    at = warp.backward(np.stack([x.ravel(), y.ravel()], 1)).reshape(*x.shape, 2) - np.array(origin_px) - 0.5
    full = (x.shape[1] * step, x.shape[0] * step)
    maps = [cv2.resize(at[..., k].astype(np.float32), full)[step:step + rows, step:step + width] for k in (0, 1)]
    return np.ascontiguousarray(maps[0]), np.ascontiguousarray(maps[1])
