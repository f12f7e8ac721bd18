"""What goes wrong when a page lies under a scanner: bindings, creases, lids, neighbours, fax machines.

Each fault is a record of its settings; those that move the page give a bend of `samples.warp`.
"""
from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.bends import Fold, Points, Roll

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Binding:
    """A page that curls into the gutter at `side` (-1 left, 1 right) over a share of its width."""

    side: int
    reach: float
    steep: float
    lean: float
    shade: float

    @staticmethod
    def drawn(rng: np.random.Generator) -> Binding:
        """The last 10 to 25 % of the width."""
        return Binding(
            side=int(rng.choice((-1, 1))), reach=round(float(rng.uniform(0.1, 0.25)), 3),
            steep=round(float(rng.uniform(0.5, 0.85)), 3),
            lean=round(float(rng.choice((-1, 1)) * rng.uniform(0.06, 0.3)), 3),
            shade=round(float(rng.uniform(0.2, 0.6)), 3))

    def bend(self, width: int, height: int) -> Roll:
        """The bend of a page of this size (px)."""
        reach = self.reach * width
        start = reach if self.side < 0 else width - reach
        return Roll(self.side, start, reach, self.steep, self.lean, height / 2, 2.5 * height)

    def light(self, roll: Roll, points: Points) -> NDArray[np.float64]:
        """How bright (n) the page is at page px (n, 2): darker towards the gutter, dark in it."""
        way = roll.way(points[:, 0])
        return np.asarray((1 - self.shade * np.minimum(way, 1) ** 2.2) * np.clip(1 - (way - 1) * 9, 0.1, 1))


@dataclass(frozen=True, slots=True)
class Crease:
    """A fold across the page at a share of its height (`level`) or width.

    `mark` is the tone of the line itself, below 0 dark and above 0 bright (ink rubbed off), `shade` the light that
    one side has more than the other beside it. Lengths in page px.
    """

    level: bool
    at: float
    slant_deg: float
    half_px: float
    squeeze_px: float
    shift_px: float
    tilt: float
    mark: float
    line_px: float
    shade: float

    @staticmethod
    def drawn(rng: np.random.Generator) -> Crease:
        """Newspapers are folded across the middle first, then down the middle; some were folded elsewhere."""
        half = float(rng.uniform(10, 45))
        at = float(np.clip(rng.normal(0.5, 0.03), 0.1, 0.9)) if rng.random() < 0.6 else float(rng.uniform(0.15, 0.85))
        return Crease(
            level=bool(rng.random() < 0.65), at=round(at, 4), slant_deg=round(float(rng.normal(0, 0.35)), 3),
            half_px=round(half, 1), squeeze_px=round(float(rng.uniform(0.05, 0.3)) * half, 2),
            shift_px=round(float(rng.normal(0, 3)), 2), tilt=round(float(rng.normal(0, 0.0025)), 5),
            mark=round(float(rng.choice((-1, 1)) * rng.uniform(0.2, 0.7)), 3),
            line_px=round(float(rng.uniform(0.8, 2.2)), 2), shade=round(float(rng.uniform(-0.1, 0.1)), 3))

    def bend(self, width: int, height: int) -> Fold:
        """The bend of a page of this size (px)."""
        at = (width / 2, self.at * height) if self.level else (self.at * width, height / 2)
        angle = self.slant_deg + (0 if self.level else 90)
        return Fold(at, angle, self.half_px, self.squeeze_px, self.shift_px, self.tilt)


def creased(print_: Field, tone: Field, rng: np.random.Generator, crease: Crease) -> tuple[Field, Field]:
    """Print and tone of the paper (page px) with the line of the crease, rubbed, broken, and its shade."""
    height, width = print_.shape
    fold = crease.bend(width, height)
    (tx, ty), (sx, sy) = fold.axes()
    x = np.arange(width, dtype=np.float32)[None, :] - np.float32(fold.at_px[0])
    y = np.arange(height, dtype=np.float32)[:, None] - np.float32(fold.at_px[1])
    away = np.float32(sx) * x + np.float32(sy) * y
    along = np.float32(tx) * x + np.float32(ty) * y
    steps = np.arange(4096)  # of 4 px along the crease, from 8192 px before its middle
    wander = np.cumsum(rng.normal(0, 0.35, len(steps)))
    wander = (wander - np.linspace(wander[0], wander[-1], len(steps))).astype(np.float32)
    knots = np.arange(0, len(steps) + 12, 12)
    strength = np.clip(np.interp(steps, knots, rng.uniform(-0.2, 1.5, len(knots))), 0, 1).astype(np.float32)
    spot = np.clip((along + 8192) / 4, 0, len(steps) - 1).astype(np.int32)
    line = np.exp(-((away - wander[spot]) / np.float32(crease.line_px)) ** 2) * strength[spot]
    beside = np.sign(away) * np.exp(-np.abs(away) / np.float32(4 * crease.half_px))
    tone = tone * (1 + np.float32(crease.shade) * beside)
    if crease.mark < 0:
        return print_, np.asarray(tone * (1 + np.float32(crease.mark) * line), np.float32)
    rubbed = print_ + (1 - print_) * line
    return np.asarray(rubbed, np.float32), np.asarray(tone * (1 + np.float32(0.2 * crease.mark) * line), np.float32)


@dataclass(frozen=True, slots=True)
class Lid:
    """Black about the page: scanner lid. Widths (left, top, right, bottom) in page px.

    `rim_px` is how far other leaves look out under the page, unevenly; `neighbour` the side (-1, 0 none, 1) where a
    strip `strip_px` wide of the next page is in the picture.
    """

    widths_px: tuple[int, int, int, int]
    rim_px: int
    neighbour: int
    strip_px: int
    black: float

    @staticmethod
    def drawn(rng: np.random.Generator) -> Lid:
        """Two to four sides black, half of the time a strip of the neighbour."""
        sides = [int(rng.integers(40, 330)) if rng.random() < 0.75 else int(rng.integers(0, 12)) for _ in range(4)]
        neighbour, strip = int(rng.choice((-1, 0, 0, 1))), int(rng.integers(50, 240))
        if neighbour:
            sides[0 if neighbour < 0 else 2] += strip
        return Lid((sides[0], sides[1], sides[2], sides[3]), int(rng.integers(0, 45)), neighbour, strip,
                   round(float(rng.uniform(4, 45)), 1))


def under_lid(print_: Field, rng: np.random.Generator, lid: Lid) -> tuple[Field, Field]:
    """The print (height, width) on a larger canvas with its neighbour, and what of the canvas is paper (1) or lid (0).

    The page's top left lies at (left, top) of `lid.widths_px`.
    """
    height, width = print_.shape
    left, top, right, bottom = lid.widths_px
    canvas = np.ones((height + top + bottom, width + left + right), np.float32)
    canvas[top:top + height, left:left + width] = print_
    reach = [rng.uniform(0, lid.rim_px, 2) for _ in range(4)]  # of the leaves below: left, top, right, bottom; two ends
    if lid.neighbour:
        _next_page(canvas, print_, rng, lid)
        reach[0 if lid.neighbour < 0 else 2] = lid.strip_px + rng.uniform(-12, 12, 2)
    x0, y0, x1, y1 = left, top, left + width, top + height
    quad = np.array([
        (x0 - reach[0][0], y0 - reach[1][0]), (x1 + reach[2][0], y0 - reach[1][1]),
        (x1 + reach[2][1], y1 + reach[3][1]), (x0 - reach[0][1], y1 + reach[3][0])])
    paper = np.zeros(canvas.shape, np.float32)
    cv2.fillConvexPoly(paper, np.round(quad * 16).astype(np.int32), 1.0, cv2.LINE_8, 4)
    paper[y0:y1, x0:x1] = 1.0
    shadow = cv2.GaussianBlur(paper, (0, 0), float(rng.uniform(1, 5)))
    shadow[y0:y1, x0:x1] = 1.0
    return canvas, np.asarray(shadow, np.float32)


def _next_page(canvas: Field, print_: Field, rng: np.random.Generator, lid: Lid) -> None:
    """Print the inner edge of the next page beside the page: its margin, and now and then the ends of its lines."""
    height, width = print_.shape
    left, top = lid.widths_px[:2]
    room = left if lid.neighbour < 0 else lid.widths_px[2]
    strip = min(room, lid.strip_px + 12)
    inked = np.flatnonzero((print_ < 0.5).any(0))
    shown = int(rng.uniform(-60, 70))  # px of the neighbour's print that are in the picture
    shift = int(rng.integers(-60, 60))
    if not len(inked) or not strip:
        return
    if lid.neighbour < 0:
        end = int(np.clip(inked[-1] + (strip - shown), strip, width))
        piece, at = print_[:, end - strip:end], left - strip
    else:
        start = int(np.clip(inked[0] - (strip - shown), 0, width - strip))
        piece, at = print_[:, start:start + strip], left + width
    canvas[top:top + height, at:at + strip] = np.roll(piece, shift, 0)
    gap = at + strip if lid.neighbour < 0 else at
    canvas[:, max(0, gap - 2):gap + 2] *= np.float32(rng.uniform(0.3, 0.9))


@dataclass(frozen=True, slots=True)
class Fax:
    """Two tones: the threshold as a share of the way from ink to paper, global or against the surroundings.

    `window_px` is the side of the surroundings (0: global), `noise` that of the sensor in shares of that way.
    """

    threshold: float
    window_px: int
    noise: float

    @staticmethod
    def drawn(rng: np.random.Generator) -> Fax:
        """Half global, half local; rather too dark than that level strokes are lost."""
        return Fax(
            threshold=round(float(rng.uniform(0.6, 0.8)), 3), window_px=int(rng.choice((0, 0, 31, 61))),
            noise=round(float(rng.uniform(0.02, 0.08)), 3))


def two_tone(scan: Pixels, rng: np.random.Generator, fax: Fax, ink: float, paper: float) -> Pixels:
    """A grey scan with tones from `ink` to `paper` in black (0) and white (255)."""
    way = np.float32(paper - ink)
    grey = scan.astype(np.float32) + np.float32(fax.noise) * way * rng.standard_normal(scan.shape, dtype=np.float32)
    level: Field | np.float32 = np.float32(ink) + np.float32(fax.threshold) * way
    if fax.window_px:
        around = cv2.boxFilter(grey, -1, (fax.window_px, fax.window_px), borderType=cv2.BORDER_REFLECT)
        # Against the mean of the surroundings, but never so near to it that the grain of bare paper turns black.
        below = np.asarray(around, np.float32) - np.float32(0.5 - 0.4 * fax.threshold) * way
        level = np.asarray(np.minimum(below, np.float32(ink) + np.float32(0.85) * way), np.float32)
    return np.where(grey > level, 255, 0).astype(np.uint8)
