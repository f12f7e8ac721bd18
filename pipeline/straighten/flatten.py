"""Flattening a bent sheet: fit its surface, look at it flat, and fit what is left.

The surface is held as the points of the fine image under a grid over the level one. A sheet that is flat within what
reading forgives has none: it is turned by its skew and nothing else, so that its pixels stay as sharp as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Bend, bounds, polygon_points
from pipeline.page import IDENTITY, Box, Mesh, Transform
from pipeline.stage import Image
from pipeline.straighten.sight import ink
from pipeline.straighten.surface import CLOSE, WARY, Fit, Grid, fit, grid_over

Array = NDArray[np.float64]

FLAT_PX, FLAT_ALONG_PX = 2.0, 3.2
"""Print that lies no further off than this in the fine image, a tenth of the em of body type, is flat; along the axis
at whose ends sheets are bound they bend less, and horizontal type has little that runs straight down."""
PASSES, ENOUGH = 4, 0.5
"""At most so many fits, and no further one when what is left is this part of what counts as flat."""
BETTER = 0.65
"""A surface is believed when flattening leaves at most this part of what was off."""


@dataclass(frozen=True, slots=True)
class Surface:
    """`points` [rows, columns, 2]: px of the fine image of the scan under the nodes of the grid over the flat image,
    whose own px are as large."""

    grid: Grid
    points: Array

    def at(self, places: Array) -> Array:
        """Points [N, 2] of the fine image under places [N, 2] of the flat one."""
        return np.asarray(self.grid.weights(places) @ self.points.reshape(-1, 2))

    def extent(self, width_px: int, height_px: int) -> Box:
        """The box, in the flat image, that holds all of a fine image of this size."""
        scan = Grid(self.grid.columns, self.grid.rows, width_px, height_px).nodes
        sides = np.concatenate([scan[0], scan[-1], scan[:, 0], scan[:, -1]])
        mesh = Mesh(self.grid.columns, self.grid.rows, polygon_points(self.points.reshape(-1, 2)))
        flat = Bend(Transform(IDENTITY, round(self.grid.width_px), round(self.grid.height_px), mesh=mesh))
        return bounds(polygon_points(flat.to_image(sides)))


def find_surface(
    fine: Image, level: Array, size: tuple[int, int], paper: int, border: Image, bound: int
) -> Surface | None:
    """The surface of a sheet in the fine image [height, width] whose skew `level` [3, 3] takes out, into `size`
    (width, height); None where it is flat, or nothing tells. `border`: above 0 where there is no sheet.
    `bound`: the axis (0: x, 1: y) at whose ends it may be bound."""
    grid = grid_over(*size)
    surface = Surface(grid, _through(np.asarray(np.linalg.inv(level), dtype=np.float64), grid.nodes))
    seen = _seen_level(fine, level, size, border)
    before = np.inf
    for turn in range(PASSES):
        found = fit(seen, grid, CLOSE if turn else WARY, bound)
        bend = bend_of(found, grid, bound) if found else 0.0
        if found is None or (turn == 0 and bend < 1) or (turn == 1 and bend > BETTER * before):
            return None
        if bend > 0.9 * before:
            break
        before = bend
        moved = grid.nodes + found.off
        surface = Surface(grid, surface.at(moved.reshape(-1, 2)).reshape(moved.shape))
        if bend < ENOUGH or turn == PASSES - 1:
            break
        seen = _seen(fine, surface, paper, border)
    return surface


def bend_of(found: Fit, grid: Grid, bound: int) -> float:
    """How far the print, all but the worst fiftieth of it, lies from where it lies on a plane sheet; 1 is just flat."""
    off = found.off_print(grid)
    plane = np.column_stack([found.at, np.ones(len(found.at))])
    rest = off - plane @ np.linalg.lstsq(plane, off, rcond=None)[0]
    bent_px = np.percentile(np.abs(rest), 98, axis=0)
    return float(max(bent_px[1 - bound] / FLAT_PX, bent_px[bound] / FLAT_ALONG_PX))


def _seen_level(fine: Image, level: Array, size: tuple[int, int], border: Image) -> Image:
    """The ink of the fine image without its skew and the edges of the border."""
    found = ink(fine)
    found[border > 0] = 0
    if not level[0, 1]:
        return found
    return np.asarray(cv2.warpAffine(found, level[:2], size, flags=cv2.INTER_LINEAR), dtype=np.uint8)


def _seen(fine: Image, surface: Surface, paper: int, border: Image) -> Image:
    """The ink of the fine image as it lies on the surface, without the edges of the border."""
    xs, ys = upsampled(surface.points, surface.grid)
    flat = cv2.remap(fine, xs, ys, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=paper)
    found = ink(np.asarray(flat, dtype=np.uint8))
    if border.any():
        outside = cv2.remap(border, xs, ys, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=1)
        found[outside > 0] = 0
    return found


def upsampled(points: Array, grid: Grid) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Maps for cv2.remap [height, width] of points [rows, columns, 2] at the nodes of a grid."""
    width, height = round(grid.width_px), round(grid.height_px)
    across = grid.hats_across(np.arange(width, dtype=np.float64) + 0.5).astype(np.float32)
    down = grid.hats_down(np.arange(height, dtype=np.float64) + 0.5).astype(np.float32)
    xs, ys = (down @ np.asarray(points[..., axis] - 0.5, dtype=np.float32) @ across.T for axis in (0, 1))
    return np.ascontiguousarray(xs), np.ascontiguousarray(ys)


def _through(matrix: Array, nodes: Array) -> Array:
    flat = np.column_stack([nodes.reshape(-1, 2), np.ones(nodes.size // 2)]) @ matrix.T
    return np.asarray((flat[:, :2] / flat[:, 2:]).reshape(nodes.shape))
