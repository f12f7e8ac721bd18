"""The scan as it lies level and flat: its masks there, and the transform of what a cut keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Points, polygon_points, project
from pipeline.page import Mesh, Transform
from pipeline.pixels import quarter_turn
from pipeline.straighten.border import Cut, Mask
from pipeline.straighten.flatten import Surface, upsampled
from pipeline.straighten.sight import Sight
from pipeline.straighten.surface import Grid, grid_over

MESH_PX = 160
"""Distance of the nodes of a mesh, px of the scan, about."""
OUTSIDE = (1, 0, 0)
"""What lies beyond the scan is border, and neither printed nor inked."""


@dataclass(frozen=True, slots=True)
class Laid:
    """The coarse image as it lies level and flat: masks [height, width], and where its points are in the scan."""

    border: Mask
    printed: Mask
    inked: Mask
    to_scan: Callable[[Points], Points]


def level_matrix(shape: tuple[int, ...], skew_deg: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Matrix [3, 3] that takes a clockwise skew out of a scan [height, width], and the (width, height) for it."""
    height, width = shape[:2]
    if not skew_deg:
        return np.eye(3), (width, height)
    cos, sin = np.cos(np.radians(skew_deg)), np.sin(np.radians(skew_deg))
    turn = np.array([[cos, sin], [-sin, cos]])
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]]) @ turn.T
    first = np.floor(corners.min(axis=0))
    size = np.ceil(corners.max(axis=0) - first)
    matrix = np.eye(3)
    matrix[:2, :2], matrix[:2, 2] = turn, -first
    return matrix, (int(size[0]), int(size[1]))


def laid_flat(small: Sight, masks: Sequence[Mask], surface: Surface) -> Laid:
    """The masks on the surface of a bent sheet, on a canvas that holds all of the scan."""
    ratio = small.coarse_px // small.fine_px
    left, top, right, bottom = (v / ratio for v in surface.extent(*small.fine.shape[::-1]))
    left, top = np.floor(left), np.floor(top)
    canvas = Grid(surface.grid.columns, surface.grid.rows, np.ceil(right - left), np.ceil(bottom - top))

    def to_scan(points: Points) -> Points:
        return surface.at((points + np.array([left, top])) * ratio) * small.fine_px

    points = to_scan(canvas.nodes.reshape(-1, 2)).reshape(canvas.nodes.shape) / small.coarse_px
    xs, ys = upsampled(points, canvas)
    border, printed, inked = (
        cv2.remap(mask.astype(np.uint8), xs, ys, cv2.INTER_NEAREST, borderValue=outside) > 0
        for mask, outside in zip(masks, OUTSIDE, strict=True)
    )
    return Laid(border, printed, inked, to_scan)


def laid_level(small: Sight, masks: Sequence[Mask], level: Points, size: tuple[int, int]) -> Laid:
    """The masks with the skew taken out."""
    factor = small.coarse_px
    unlevel = np.asarray(np.linalg.inv(level), dtype=np.float64)
    scale = np.diag([factor, factor, 1.0])
    matrix = (np.linalg.inv(scale) @ level @ scale)[:2]
    coarse_size = (-(-size[0] // factor), -(-size[1] // factor))
    border, printed, inked = (
        cv2.warpAffine(mask.astype(np.uint8), matrix, coarse_size, flags=cv2.INTER_NEAREST, borderValue=outside) > 0
        for mask, outside in zip(masks, OUTSIDE, strict=True)
    )
    return Laid(border, printed, inked, lambda points: project(points * factor, unlevel))


def level_transform(level: Points, cut: Cut, orientation_deg: int, skew_deg: float) -> Transform:
    """The transform that levels, cuts and then turns by quarters."""
    to_cut = np.array([[1, 0, -cut.left], [0, 1, -cut.top], [0, 0, 1]], dtype=np.float64)
    width_px, height_px = cut.right - cut.left, cut.bottom - cut.top
    matrix = quarter_turn(orientation_deg, width_px, height_px) @ to_cut @ level
    if orientation_deg in (90, 270):
        width_px, height_px = height_px, width_px
    return Transform(tuple(float(v) for v in matrix.ravel()), width_px, height_px, orientation_deg, skew_deg)


def flat_transform(
    to_scan: Callable[[Points], Points], cut: Cut, factor: int, orientation_deg: int, skew_deg: float
) -> Transform:
    """The transform whose working image, before it is turned by quarters, is a cut of a flat image `factor` times as
    small, whose points `to_scan` leads to the scan."""
    width, height = cut.right - cut.left, cut.bottom - cut.top
    grid = grid_over(width, height, MESH_PX / factor, MESH_PX / factor)
    points = to_scan(grid.nodes.reshape(-1, 2) + np.array([cut.left, cut.top])).reshape(grid.rows, grid.columns, 2)
    points = np.rot90(points, -orientation_deg // 90)
    width_px, height_px = width * factor, height * factor
    if orientation_deg in (90, 270):
        width_px, height_px = height_px, width_px
    rows, columns = points.shape[:2]
    flat = np.column_stack([points.reshape(-1, 2), np.ones(rows * columns)])
    nodes = Grid(columns, rows, width_px, height_px).nodes.reshape(-1, 2)
    nearly = np.vstack([np.linalg.lstsq(flat, nodes, rcond=None)[0].T, (0, 0, 1)])
    mesh = Mesh(columns, rows, polygon_points(points.reshape(-1, 2)))
    return Transform(tuple(nearly.ravel().tolist()), width_px, height_px, orientation_deg, skew_deg, mesh)
