"""How a sheet bends, fitted to the slopes of its own lines, columns and rules.

Unknown is, at the nodes of a grid over the level image, how far off the print lies (down for what runs across, to
the right for what runs down). Each window says by how much two neighbouring places differ; that bends are gentle says
the rest. Windows that contradict their neighbours (pictures, handwriting) lose their say: least squares, weighted
again after each solution (P. J. Huber, Robust Statistics, 1981; here with the weights of Cauchy). A page pressed flat
has slopes near zero everywhere and is told from a bent one by how far its print would move.

What no slope tells, how lines are spaced and characters compressed where the sheet turns away, stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.stage import Image
from pipeline.straighten.slopes import Slopes, slopes_along_rows

Array = NDArray[np.float64]

ALONG_PX, ACROSS_PX = 80, 220
"""Distance of the nodes in the fine image, about: along the lines, which bend, and from line to line."""


@dataclass(frozen=True, slots=True)
class Look:
    """How slopes are looked for; see `slopes_along_rows`."""

    cells: int
    sure: float


WARY, CLOSE = Look(20, 14.0), Look(10, 5.0)
"""To tell a bent sheet from a flat one, and to follow its sharpest bends."""
SCATTERS = (0.05, 0.03, 0.015, 0.008, 0.004, 0.002)
"""How far the slopes of single windows may scatter, solution by solution; the last is that of flat pages. To begin
with the surface is stiffer than any window is sure: what a few claim against all around is gone when it gives way."""
BEND, TWIST = 0.012, 0.006
"""By how much the slope of a line may change from node to node along it, and from line to line a node lower."""
FREER, SIDE = 4.0, 0.12
"""By how much more it may change at the sides, where sheets are bound, and how much of the sheet is side."""
SPREAD = 1.15
"""Two pages beside each other, bound in the middle, are so much wider than high at least."""
SLOPE = 0.06
"""How steep lines may be at all: what nothing is printed on stays level."""
FEWEST_WINDOWS = 12


@dataclass(frozen=True, slots=True)
class Grid:
    """Nodes at equal distances over an image of (width, height) px, the outermost on its edges."""

    columns: int
    rows: int
    width_px: float
    height_px: float

    @property
    def nodes(self) -> Array:
        """Places of the nodes [rows, columns, 2]."""
        xs, ys = np.linspace(0, self.width_px, self.columns), np.linspace(0, self.height_px, self.rows)
        return np.asarray(np.stack(np.broadcast_arrays(xs[None], ys[:, None]), axis=-1), dtype=np.float64)

    def weights(self, at: Array) -> Array:
        """What each node counts at places [N, 2], bilinearly [N, rows * columns]."""
        across, down = self.hats_across(at[:, 0]), self.hats_down(at[:, 1])
        return np.asarray((down[:, :, None] * across[:, None]).reshape(len(at), -1))

    def hats_across(self, xs: Array) -> Array:
        """What each column of nodes counts at places across [N, columns]."""
        return _hats(xs / self.width_px * (self.columns - 1), self.columns)

    def hats_down(self, ys: Array) -> Array:
        """What each row of nodes counts at places down [N, rows]."""
        return _hats(ys / self.height_px * (self.rows - 1), self.rows)


def grid_over(width_px: float, height_px: float, across_px: float = ALONG_PX, down_px: float = ALONG_PX) -> Grid:
    """Nodes at about these distances over a fine image."""
    columns, rows = (max(4, round(side / step)) + 1 for side, step in ((width_px, across_px), (height_px, down_px)))
    return Grid(columns, rows, float(width_px), float(height_px))


@dataclass(frozen=True, slots=True)
class Fit:
    """How far the print lies off at the nodes [rows, columns, 2] (right, down), px of the image that was looked at."""

    off: Array
    at: Array
    """Where windows spoke [N, 2], which is where there is print."""

    def off_print(self, grid: Grid) -> Array:
        """How far the print lies off at these places [N, 2]."""
        return np.asarray(grid.weights(self.at) @ self.off.reshape(-1, 2))


def fit(ink: Image, grid: Grid, look: Look, bound: int) -> Fit | None:
    """How the sheet in an image of ink [height, width] bends; None where too little is printed to tell.

    Sheets are bound at two of their sides, the ends of axis `bound` (0: x, 1: y), and bend more sharply there.
    """
    across = slopes_along_rows(ink, look.cells, look.sure)
    turned = slopes_along_rows(
        np.asarray(cv2.rotate(ink, cv2.ROTATE_90_CLOCKWISE), dtype=np.uint8), look.cells, look.sure
    )
    at = np.stack([turned.at[:, 1], ink.shape[0] - turned.at[:, 0]], axis=1)
    down = Slopes(at, -turned.slope, turned.weight, turned.width_px)
    if len(across.slope) < FEWEST_WINDOWS:
        return None
    places = grid.nodes.reshape(-1, 2)
    off = np.zeros((len(places), 2))
    for axis, slopes in ((0, across), (1, down)):
        if len(slopes.slope) >= FEWEST_WINDOWS:
            steps = (ALONG_PX, ACROSS_PX) if axis == 0 else (ACROSS_PX, ALONG_PX)
            own = grid_over(grid.width_px, grid.height_px, *steps)
            off[:, 1 - axis] = own.weights(places) @ _solved(slopes, own, axis, FREER if axis == bound else 0.0).ravel()
    return Fit(off.reshape(grid.rows, grid.columns, 2), np.concatenate([across.at, down.at]))


def _solved(slopes: Slopes, grid: Grid, axis: int, freer: float) -> Array:
    """How far off the nodes lie [rows, columns] across the direction in which the slopes run (0: x, 1: y)."""
    half = np.zeros(2)
    half[axis] = slopes.width_px / 2
    rise = sparse.csr_array((grid.weights(slopes.at + half) - grid.weights(slopes.at - half)) / slopes.width_px)
    stiffness = _stiffness(grid, axis, freer)
    weight = slopes.weight
    for scatter in SCATTERS:
        weighted = rise.T * (weight / scatter**2)
        solution = np.linalg.solve((weighted @ rise).toarray() + stiffness, weighted @ slopes.slope)
        weight = slopes.weight / (1 + ((rise @ solution - slopes.slope) / (1.5 * scatter)) ** 2)
    field = solution.reshape(grid.rows, grid.columns)
    return np.asarray(field - np.median(field, axis=1 - axis, keepdims=True))


def _stiffness(grid: Grid, axis: int, freer: float) -> Array:
    """The quadratic form [nodes, nodes] that bends and twists cost."""
    step = (grid.width_px / (grid.columns - 1), grid.height_px / (grid.rows - 1))[axis]
    along, other = (grid.columns, grid.rows) if axis == 0 else (grid.rows, grid.columns)
    place = np.linspace(0, 1, along)
    length, breadth = (grid.width_px, grid.height_px)[:: 1 - 2 * axis]
    sides = (0.0, 0.5, 1.0) if length > SPREAD * breadth else (0.0, 1.0)
    free = 1 + freer * np.exp(-((np.abs(place[:, None] - sides).min(axis=1) / SIDE) ** 2))
    bend = np.diff(np.eye(along), 2, axis=0) / (step * BEND * free[1:-1, None])
    tilt = np.diff(np.eye(along), axis=0) / (step * TWIST)
    bends = _by_node(bend, np.eye(other), axis)
    twists = _by_node(tilt, np.diff(np.eye(other), axis=0), axis)
    slopes = _by_node(np.diff(np.eye(along), axis=0) / (step * SLOPE), np.eye(other), axis)
    firm = np.eye(grid.rows * grid.columns) * 1e-6
    return np.asarray(bends.T @ bends + twists.T @ twists + slopes.T @ slopes + firm)


def _by_node(along: Array, other: Array, axis: int) -> Array:
    return np.asarray(np.kron(other, along) if axis == 0 else np.kron(along, other), dtype=np.float64)


def _hats(at: Array, count: int) -> Array:
    """Weights [N, count], linear between two nodes, and running on beyond the outermost."""
    node = np.clip(np.floor(at).astype(int), 0, count - 2)
    found = np.zeros((len(at), count))
    found[np.arange(len(at)), node] = 1 - (at - node)
    found[np.arange(len(at)), node + 1] = at - node
    return found
