"""From a flat print to a scan: paper, ink, skew, curl, blur, noise; and where every point of the page goes.

Frames: page px (the flat print) and scan px, both with origin top left. `Warp.forward` maps page to scan exactly.
"""
from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.pictures import clouds

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scan:
    """What is wrong with a scan. `skew_deg` clockwise, `curl_px` height of the waves of uneven paper."""

    skew_deg: float = 0.0
    blur_px: float = 0.8
    noise: float = 4.0
    paper: float = 220.0
    ink: float = 40.0
    shading: float = 0.06
    border_px: int = 0
    colour: bool = False
    curl_px: float = 0.0

    @staticmethod
    def drawn(rng: np.random.Generator) -> Scan:
        """A scan as bad as the worst that a reading room delivers: skew within 2.5 degrees, grey paper, light blur."""
        return Scan(
            skew_deg=round(float(rng.uniform(-2.5, 2.5)), 3), blur_px=round(float(rng.uniform(0.6, 1.2)), 2),
            noise=round(float(rng.uniform(2, 6)), 2), paper=round(float(rng.uniform(195, 238)), 1),
            ink=round(float(rng.uniform(18, 60)), 1), shading=round(float(rng.uniform(0.02, 0.1)), 3),
            border_px=int(rng.integers(20, 140)) if rng.random() < 0.35 else 0, colour=bool(rng.random() < 0.4),
        )

    def record(self) -> dict[str, Any]:
        """The settings by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Warp:
    """A map from page px to scan px: waves of `curl_px` and `curl_period_px` first, then an affine map (2 x 3)."""

    matrix: Points
    curl_px: float = 0.0
    curl_period_px: tuple[float, float] = (1.0, 1.0)

    def _down(self, x: Any) -> Any:
        return self.curl_px * np.sin(2 * np.pi * x / self.curl_period_px[0])

    def _right(self, y: Any) -> Any:
        return 0.5 * self.curl_px * np.sin(2 * np.pi * y / self.curl_period_px[1])

    def forward(self, points: Points) -> Points:
        """Scan px of page px, both (n, 2)."""
        x, y = points[:, 0], points[:, 1]
        if self.curl_px:
            y = y + self._down(x)
            x = x + self._right(y)
        return np.asarray(np.stack([x, y], 1) @ self.matrix[:, :2].T + self.matrix[:, 2])

    def backward(self, points: Points) -> Points:
        """Page px of scan px, both (n, 2): the inverse of `forward`."""
        flat = (points - self.matrix[:, 2]) @ np.linalg.inv(self.matrix[:, :2]).T
        x, y = flat[:, 0], flat[:, 1]
        if self.curl_px:
            x = x - self._right(y)
            y = y - self._down(x)
        return np.asarray(np.stack([x, y], 1))

    def then(self, matrix: Points) -> Warp:
        """This map followed by an affine one (2 x 3)."""
        return replace(self, matrix=matrix @ np.vstack([self.matrix, [0.0, 0.0, 1.0]]))


def identity() -> Warp:
    """The map that moves nothing."""
    return Warp(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))


def quarter_turns(image: Pixels, warp: Warp, degrees: int) -> tuple[Pixels, Warp]:
    """Turn a scan clockwise by 0, 90, 180 or 270 degrees. Edges, not centres of pixels, go to edges."""
    height, width = image.shape[:2]
    if degrees == 90:
        return np.ascontiguousarray(np.rot90(image, -1)), warp.then(np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0]]))
    if degrees == 180:
        return np.ascontiguousarray(np.rot90(image, 2)), warp.then(np.array([[-1.0, 0.0, width], [0.0, -1.0, height]]))
    if degrees == 270:
        return np.ascontiguousarray(np.rot90(image, 1)), warp.then(np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width]]))
    return image, warp


def skewed(width: int, height: int, degrees: float, margin: int) -> tuple[Warp, tuple[int, int]]:
    """The map of a page turned clockwise by some degrees, and the (width, height) of the scan that holds all of it."""
    turn = np.deg2rad(degrees)
    cos, sin = np.cos(turn), np.sin(turn)
    wide = int(np.ceil(width * abs(cos) + height * abs(sin))) + 2 * margin
    high = int(np.ceil(width * abs(sin) + height * abs(cos))) + 2 * margin
    linear = np.array([[cos, -sin], [sin, cos]])
    offset = np.array([wide / 2, high / 2]) - linear @ np.array([width / 2, height / 2])
    return Warp(np.column_stack([linear, offset])), (wide, high)


def resample(page: Field, warp: Warp, size: tuple[int, int], blank: float, flags: int = cv2.INTER_LINEAR) -> Field:
    """The page (height, width) as it lies in a scan of `size` (width, height); `blank` is what is not page."""
    # Polygons are edges of pixels, OpenCV's maps are centres: half a pixel lies between the two frames.
    if not warp.curl_px:
        half = np.array([0.5, 0.5])
        matrix = warp.matrix.copy()
        matrix[:, 2] += warp.matrix[:, :2] @ half - half
        moved = cv2.warpAffine(page, matrix, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=blank)
        return np.asarray(moved, np.float32)
    out = np.empty((size[1], size[0]), np.float32)
    for top in range(0, size[1], 256):
        rows = np.arange(top, min(top + 256, size[1]))
        x, y = np.meshgrid(np.arange(size[0]) + 0.5, rows + 0.5)
        at = warp.backward(np.stack([x.ravel(), y.ravel()], 1)).reshape(len(rows), size[0], 2) - 0.5
        across, down = at[..., 0].astype(np.float32), at[..., 1].astype(np.float32)
        out[top:top + len(rows)] = cv2.remap(
            page, across, down, flags, borderMode=cv2.BORDER_CONSTANT, borderValue=blank)
    return out


def degrade(page: Pixels, rng: np.random.Generator, scan: Scan) -> tuple[Pixels, Warp]:
    """Scan a print (height, width): returns pixels (grey, or colour in BGR) and the map from page to scan."""
    height, width = page.shape
    warp, size = skewed(width, height, scan.skew_deg, scan.border_px + int(np.ceil(scan.curl_px)))
    wide, high = size
    if scan.curl_px:
        warp = replace(warp, curl_px=scan.curl_px, curl_period_px=(width * 1.3, height * 1.1))
    out = resample(_inked(page, rng), warp, size, 1.0)
    out = np.asarray(cv2.GaussianBlur(out, (0, 0), scan.blur_px), np.float32)
    light = 1.0 + scan.shading * 2 * (_slow(rng, high, wide) - 0.5)
    light *= 1.0 + float(rng.uniform(0.01, 0.03)) * 2 * (_texture(rng, high, wide) - 0.5)
    out = np.asarray(scan.ink + out * (scan.paper * light - scan.ink), np.float32)
    del light
    if scan.border_px:
        paper = resample(np.ones(page.shape, np.float32), warp, size, 0.0)
        out[paper <= 0.5] = np.float32(rng.uniform(5, 25))
    grain = rng.standard_normal((high, wide), dtype=np.float32)
    grey = np.clip(out + np.float32(scan.noise) * grain, 0, 255).astype(np.uint8)
    if not scan.colour:
        return grey, warp
    tint = (rng.uniform(0.8, 0.92), rng.uniform(0.94, 0.98), 1.0)
    return np.stack([(grey * np.float32(t)).astype(np.uint8) for t in tint], 2), warp


def _slow(rng: np.random.Generator, height: int, width: int) -> Field:
    light = clouds(rng, 64, 64, 2, 2)
    return np.asarray(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _texture(rng: np.random.Generator, height: int, width: int) -> Field:
    grain = rng.random((height // 3 + 1, width // 3 + 1), dtype=np.float32)
    return np.asarray(cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _inked(page: Pixels, rng: np.random.Generator) -> Field:
    """The print as reflectance in [0, 1] with ink that covers unevenly, a little heavier or lighter than drawn."""
    height, width = page.shape
    uneven = 1.0 - float(rng.uniform(0.05, 0.25)) * _slow(rng, height, width)
    gain = float(rng.uniform(0.8, 1.25))
    curve = ((1 - np.arange(256, dtype=np.float32) / 255) ** np.float32(gain)).astype(np.float32)
    return np.asarray(1 - curve[page] * uneven, np.float32)
