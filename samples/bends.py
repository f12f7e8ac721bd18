"""How paper bends under a scanner: waves, the curl into a binding, creases. Every bend can be undone exactly.

A bend maps the plane of a page onto itself, in page px, origin top left.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Column = NDArray[np.float64]


class Bend(Protocol):
    """A map that is one to one; arrays of points are (n, 2) in page px."""

    def forward(self, points: Points) -> Points:
        """Where points of the flat page come to lie."""
        ...

    def backward(self, points: Points) -> Points:
        """The inverse of `forward`."""
        ...


@dataclass(frozen=True, slots=True)
class Wave:
    """Uneven paper: sine waves `height_px` high down the page and half as high across it; periods (x, y) in px."""

    height_px: float
    period_px: tuple[float, float]

    def _down(self, x: Column) -> Column:
        return np.asarray(self.height_px * np.sin(2 * np.pi * x / self.period_px[0]))

    def _right(self, y: Column) -> Column:
        return np.asarray(0.5 * self.height_px * np.sin(2 * np.pi * y / self.period_px[1]))

    def forward(self, points: Points) -> Points:
        """Points (n, 2) of the waved page."""
        y = points[:, 1] + self._down(points[:, 0])
        return np.stack([points[:, 0] + self._right(y), y], 1)

    def backward(self, points: Points) -> Points:
        """Points (n, 2) of the flat page."""
        x = points[:, 0] - self._right(points[:, 1])
        return np.stack([x, points[:, 1] - self._down(x)], 1)


@dataclass(frozen=True, slots=True)
class Roll:
    """A page that bends down into the gutter of a bound volume, seen from above.

    The sine of the slope grows from 0 at `start_px` evenly to `steep` (below 1) over `reach_px` of paper, so that
    x is foreshortened by the cosine; past that the slope stays. What lies deeper is seen smaller about `middle_px`
    (of height) from `eye_px` above, and moved down by `lean` times the depth when the eye looks from the foot.
    `side` is -1 for a binding at the left, 1 at the right.
    """

    side: int
    start_px: float
    reach_px: float
    steep: float
    lean: float
    middle_px: float
    eye_px: float

    def _across(self, u: Column) -> Column:
        inner = np.minimum(u, 1.0)
        arc = 0.5 * (inner * np.sqrt(1 - (self.steep * inner) ** 2) + np.arcsin(self.steep * inner) / self.steep)
        return np.asarray(self.reach_px * (arc + np.maximum(u - 1, 0) * np.sqrt(1 - self.steep ** 2)))

    def _depth(self, u: Column) -> Column:
        inner = np.minimum(u, 1.0)
        return np.asarray(self.reach_px * self.steep * (0.5 * inner ** 2 + np.maximum(u - 1, 0)))

    def way(self, x: Column) -> Column:
        """How far into the bend page x lie: 0 where it starts, 1 after `reach_px` of paper."""
        return np.maximum(self.side * (x - self.start_px), 0) / self.reach_px

    def _unrolled(self, across: Column) -> Column:
        knots = np.linspace(0, 1, 2049)
        arcs = self._across(knots)
        u = np.interp(across, arcs, knots)
        u = u + (across - self._across(u)) / (self.reach_px * np.sqrt(1 - (self.steep * u) ** 2))
        past = (across - arcs[-1]) / (self.reach_px * np.sqrt(1 - self.steep ** 2))
        return np.asarray(np.where(past > 0, 1 + past, np.where(across > 0, u, 0.0)))

    def forward(self, points: Points) -> Points:
        """Points (n, 2) of the bent page."""
        x, y = points[:, 0], points[:, 1]
        u = self.way(x)
        depth = self._depth(u)
        moved = np.where(u > 0, self.start_px + self.side * self._across(u), x)
        down = self.middle_px + (y - self.middle_px) / (1 + depth / self.eye_px) + self.lean * depth
        return np.stack([moved, down], 1)

    def backward(self, points: Points) -> Points:
        """Points (n, 2) of the flat page."""
        across = self.side * (points[:, 0] - self.start_px)
        u = self._unrolled(np.maximum(across, 0.0))
        depth = self._depth(u)
        x = np.where(across > 0, self.start_px + self.side * u * self.reach_px, points[:, 0])
        y = self.middle_px + (points[:, 1] - self.lean * depth - self.middle_px) * (1 + depth / self.eye_px)
        return np.stack([x, y], 1)


@dataclass(frozen=True, slots=True)
class Fold:
    """A crease through `at_px` (x, y), `angle_deg` clockwise from level: the paper about it stands up a little.

    Within some `half_px` of the line both sides draw together by `squeeze_px` (less than `half_px`); the side below
    slips along the line by `shift_px` and shears by `tilt` (px per px of distance).
    """

    at_px: tuple[float, float]
    angle_deg: float
    half_px: float
    squeeze_px: float
    shift_px: float = 0.0
    tilt: float = 0.0

    def axes(self) -> Points:
        """Unit vectors (2, 2): along the crease, and across it."""
        turn = np.deg2rad(self.angle_deg)
        return np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])

    def _slip(self, s: Column) -> Column:
        z = s / self.half_px
        return np.asarray(0.5 * self.shift_px * np.tanh(z) + self.tilt * self.half_px * np.logaddexp(0.0, z))

    def distance(self, points: Points) -> Column:
        """Signed distance (n) in page px of points (n, 2) from the crease; positive below it."""
        return np.asarray((points - np.array(self.at_px)) @ self.axes()[1])

    def forward(self, points: Points) -> Points:
        """Points (n, 2) of the creased page."""
        axes = self.axes()
        t, s = ((points - np.array(self.at_px)) @ axes.T).T
        moved = np.stack([t + self._slip(s), s - self.squeeze_px * np.tanh(s / self.half_px)], 1)
        return np.asarray(moved @ axes + np.array(self.at_px))

    def backward(self, points: Points) -> Points:
        """Points (n, 2) of the flat page."""
        axes = self.axes()
        t, drawn = ((points - np.array(self.at_px)) @ axes.T).T
        s = drawn + self.squeeze_px * np.tanh(drawn / self.half_px)
        for _ in range(8):  # Newton; the derivative is at least 1 - squeeze / half
            tanh = np.tanh(s / self.half_px)
            s = s - (s - self.squeeze_px * tanh - drawn) / (1 - self.squeeze_px / self.half_px * (1 - tanh ** 2))
        return np.asarray(np.stack([t - self._slip(s), s], 1) @ axes + np.array(self.at_px))
