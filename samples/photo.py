"""A spread of a bound volume photographed from above: two leaves that curl into the gutter, on a table.

Frames: leaf px of each flat leaf, spread px (the binding at x = 0, y as in the leaf), scan px.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.ageing import enlarged
from samples.bends import Points, Roll
from samples.degrade import leaf_of, lit
from samples.pictures import clouds
from samples.scan import DPI, Scan
from samples.scan_faults import Binding
from samples.warp import Warp, outline, resample, seen

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Camera:
    """How a spread is seen: tilts about the level and the upright axis, distance in widths of the spread.

    `table_px` is what of the table is in the picture (left, top, right, bottom), `table` its grey, `grained` whether
    it is of wood; `left` and `right` are the two curls.
    """

    pitch_deg: float
    yaw_deg: float
    distance: float
    table_px: tuple[int, int, int, int]
    table: float
    grained: bool
    left: Binding
    right: Binding

    @staticmethod
    def drawn(rng: np.random.Generator) -> Camera:
        """A hand-held camera above a table."""
        first = Binding.drawn(rng)
        lean = -abs(first.lean) if rng.random() < 0.75 else abs(first.lean)
        left = replace(first, side=1, lean=lean, shade=round(0.3 + 0.7 * first.shade, 3))
        right = replace(left, side=-1, steep=round(float(np.clip(left.steep + rng.normal(0, 0.08), 0.4, 0.88)), 3),
                        reach=round(float(np.clip(left.reach + rng.normal(0, 0.03), 0.1, 0.25)), 3))
        table = [int(v) for v in rng.integers(20, 330, 4)]
        return Camera(
            pitch_deg=round(float(rng.normal(0, 4)), 2), yaw_deg=round(float(rng.normal(0, 3)), 2),
            distance=round(float(rng.uniform(1.1, 2.2)), 2), table_px=(table[0], table[1], table[2], table[3]),
            table=round(float(rng.uniform(20, 150)), 1), grained=bool(rng.random() < 0.6), left=left, right=right)

    def record(self) -> dict[str, Any]:
        """The settings by name."""
        return asdict(self)


def photographed(
    leaves: Sequence[Pixels], rng: np.random.Generator, scan: Scan, camera: Camera,
) -> tuple[Pixels, list[Warp]]:
    """A photograph of a spread of two leaves (left, right) of one size (height, width).

    Returns pixels (grey, or BGR) and the two maps from leaf to scan px.
    """
    faults = rng.spawn(1)[0]
    high, wide = leaves[0].shape
    bends = [camera.left.bend(wide, high), camera.right.bend(wide, high)]
    warps, size = _seen_from(camera, scan, bends, wide, high)
    light = lit(rng, size, scan) * _lamp(rng, size)
    grey, paper = np.ones((size[1], size[0]), np.float32), np.zeros((size[1], size[0]), np.float32)
    for page, warp, roll, binding in zip(leaves, warps, bends, (camera.left, camera.right), strict=True):
        leaf = leaf_of(page, rng, faults, scan, None)
        mask = resample(np.ones(page.shape, np.float32), warp, size, 0.0)
        grey *= leaf.over(leaf.print_, warp, size, 1.0)
        if leaf.tone is not None:
            light *= leaf.over(leaf.tone, warp, size, 1.0)
        shade = seen(warp, size, lambda points, b=binding, r=roll: b.light(r, points))  # type: ignore[misc]
        light *= 1 + mask * (shade - 1)
        paper = np.asarray(np.maximum(paper, mask), np.float32)
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), scan.blur_px), np.float32)
    grey = np.asarray(scan.ink + grey * (scan.paper * light - scan.ink), np.float32)
    table = _table(faults, size, camera, paper) * np.clip(light, 0.7, 1.3)
    grey = np.asarray(table + paper * (grey - table), np.float32)
    grey += np.float32(scan.noise) * rng.standard_normal((size[1], size[0]), dtype=np.float32)
    out = np.clip(grey, 0, 255).astype(np.uint8)
    return (_coloured(out, paper, rng) if scan.colour else out), warps


def _seen_from(
    camera: Camera, scan: Scan, bends: Sequence[Roll], wide: int, high: int,
) -> tuple[list[Warp], tuple[int, int]]:
    """The maps of the two leaves, and the (width, height) of the picture."""
    flat = []
    for roll, edge in zip(bends, (float(wide), 0.0), strict=True):
        inner = float(roll.forward(np.array([[edge, 0.0]]))[0, 0])
        flat.append(Warp(np.array([[1.0, 0.0, -inner], [0.0, 1.0, 0.0]]), (roll,)))
    view = _view(camera, scan.skew_deg, 2 * wide, high)
    rims = [warp.then(view).forward(outline(wide, high)) for warp in flat]
    # Scale so that the leaves have the resolution asked for on the average: areas are compared.
    scale = scan.dpi / DPI * float(np.sqrt(_area(flat, wide, high) / sum(_enclosed(rim) for rim in rims)))
    rim = np.concatenate(rims) * scale
    left, top, right, bottom = camera.table_px
    shift = np.array([left, top]) - rim.min(0)
    size = np.ceil(rim.max(0) + shift + np.array([right, bottom])).astype(int)
    final = np.array([[scale, 0.0, shift[0]], [0.0, scale, shift[1]], [0.0, 0.0, 1.0]]) @ view
    return [warp.then(final) for warp in flat], (int(size[0]), int(size[1]))


def _area(flat: Sequence[Warp], wide: int, high: int) -> float:
    return sum(_enclosed(warp.forward(outline(wide, high))) for warp in flat)


def _enclosed(rim: Points) -> float:
    x, y = rim[:, 0], rim[:, 1]
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def _view(camera: Camera, roll_deg: float, width: int, height: int) -> Points:
    """The homography (3 x 3) from spread px to a picture plane, by a pinhole camera above the middle."""
    pitch, yaw, roll = np.deg2rad([camera.pitch_deg, camera.yaw_deg, roll_deg])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    turn = about_z @ about_x @ about_y
    away = camera.distance * width
    plane = np.column_stack([turn[:, 0], turn[:, 1], [0, 0, away]])
    centred = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, -height / 2], [0.0, 0.0, 1.0]])
    return np.asarray(np.diag([away, away, 1.0]) @ plane @ centred)


def _lamp(rng: np.random.Generator, size: tuple[int, int]) -> Field:
    """Light that falls off from some point above the table."""
    x, y = np.linspace(-1, 1, 96)[None, :], np.linspace(-1, 1, 64)[:, None]
    away = (x - rng.uniform(-0.8, 0.8)) ** 2 + (y - rng.uniform(-0.8, 0.8)) ** 2
    fall = 1.04 / (1 + rng.uniform(0.02, 0.12) * away)
    return enlarged(fall.astype(np.float32), (size[1], size[0]))


def _table(rng: np.random.Generator, size: tuple[int, int], camera: Camera, paper: Field) -> Field:
    """The table, in the shadow of the volume near it."""
    wide, high = size
    if camera.grained:
        boards = rng.random((int(rng.integers(60, 200)), 3), dtype=np.float32)
        grain = clouds(rng, 96, 96, 3, 3) + 0.6 * enlarged(boards, (96, 96))
    else:
        grain = clouds(rng, 96, 96, 2, 2) + 0.5
    fine = enlarged(rng.random((high // 2, wide // (16 if camera.grained else 2)), dtype=np.float32), (high, wide))
    tone = camera.table * (0.55 + 0.35 * enlarged(np.asarray(grain, np.float32), (high, wide)) + 0.2 * fine)
    small = cv2.resize(paper, (max(1, wide // 8), max(1, high // 8)), interpolation=cv2.INTER_AREA)
    shadow = cv2.GaussianBlur(small, (0, 0), float(rng.uniform(3, 10)))
    return np.asarray(tone * (1 - 0.6 * enlarged(np.asarray(shadow, np.float32), (high, wide))), np.float32)


def _coloured(grey: Pixels, paper: Field, rng: np.random.Generator) -> Pixels:
    sheet = (rng.uniform(0.8, 0.92), rng.uniform(0.94, 0.98), 1.0)
    table = rng.permutation([rng.uniform(0.45, 0.8), rng.uniform(0.6, 0.95), 1.0])
    return np.stack([(grey * (np.float32(t) + paper * np.float32(s - t))).astype(np.uint8)
                     for s, t in zip(sheet, table, strict=True)], 2)
