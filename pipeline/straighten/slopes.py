"""Which way the lines of type and the rules run at each place of a page, from the shadows that they cast there.

As `skew` does for the whole page, but window by window: where the ink of a window, summed along a slope, falls into
the sharpest rows, that is the slope of what is printed there. Along the rows it is the slope of lines, tier edges and
rules; on the page turned by a quarter, that of columns, upright rules and, in type set solid, of the characters
beneath each other. It asks neither for whole lines nor for their direction.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.stage import Image

Array = NDArray[np.float64]

CELL_PX = 8
"""Width of what is shifted as one."""
STEP_PX = 72
"""From one window to the next lower; windows are twice as high."""
BLUR_PX = 1.6
"""Takes the dots of halftones away, whose rows run at angles of their own, and leaves lines of type."""
STEP_AT_ENDS_PX = 0.8
"""From slope to slope that is tried, what is printed at the ends of a window moves by so much."""
REACH = 0.3
"""The steepest slope that is tried, 17 degrees."""
CLEAR = 1.6
"""A window speaks when its maximum is so many times the median of the slopes tried; noise reaches 1.3."""


@dataclass(frozen=True, slots=True)
class Slopes:
    """Slopes [N] (dy/dx) of the windows at `at` [N, 2] (x, y; px of the image), each worth its weight [N] in [0, 1]."""

    at: Array
    slope: Array
    weight: Array
    width_px: float
    """Of a window: the slope is the mean over it."""


def slopes_along_rows(ink: Image, cells: int, sure: float) -> Slopes:
    """The slopes of what runs across an image of ink [height, width], seen in windows of so many cells.

    A window has all weight when its maximum is `sure` times the median of the slopes tried."""
    step = STEP_AT_ENDS_PX / (CELL_PX * cells / 2)
    tried = step * np.arange(-np.ceil(REACH / step), np.ceil(REACH / step) + 1)
    at, sharpness = _sharpness(ink, tried, cells)
    best = np.clip(sharpness.argmax(axis=0), 1, len(tried) - 2)
    before, top, after = (np.take_along_axis(sharpness, best[None] + k, 0)[0] for k in (-1, 0, 1))
    bend = before - 2 * top + after
    is_peak = bend < 0
    vertex = np.where(is_peak, 0.5 * (before - after) / np.where(is_peak, bend, 1), 0)
    clarity = top / np.maximum(np.median(sharpness, axis=0), 1e-9)
    is_within = is_peak & (np.abs(vertex) <= 1) & (clarity >= CLEAR)
    slope = tried[best] + vertex * step
    weight = np.clip((clarity - CLEAR) / (sure - CLEAR), 0.02, 1)
    return Slopes(at[is_within], slope[is_within], weight[is_within], float(CELL_PX * cells))


def _sharpness(ink: Image, slopes: Array, cells_across: int) -> tuple[Array, Array]:
    """Centres of the windows [N, 2], and for each slope the squared change from row to row of the sums [S, N]."""
    height, width = ink.shape
    count = max(cells_across, width // CELL_PX)
    cells = cv2.resize(ink.astype(np.float32), (count, height), interpolation=cv2.INTER_AREA)
    cells = cv2.GaussianBlur(cells, (1, 9), sigmaX=0.1, sigmaY=BLUR_PX)
    cell_px = width / count
    starts = np.unique([*range(0, count - cells_across, cells_across // 2), count - cells_across])
    from_middle = (np.arange(cells_across) - (cells_across - 1) / 2) * cell_px
    margin = int(np.ceil(np.abs(slopes).max() * from_middle[-1])) + 1
    padded = np.pad(cells, ((margin, margin), (0, 0)))
    columns = [np.ascontiguousarray(padded[:, k + starts].T) for k in range(cells_across)]
    bins = np.arange(0, max(1, height - STEP_PX), STEP_PX)  # two of them make a window
    found = np.empty((len(slopes), len(starts), max(1, len(bins) - 1)))
    for index, slope in enumerate(slopes):
        shifts = np.rint(from_middle * slope).astype(int) + margin
        profile = columns[0][:, shifts[0] : shifts[0] + height].copy()
        for column, shift in zip(columns[1:], shifts[1:], strict=True):
            np.add(profile, column[:, shift : shift + height], out=profile)
        change = np.diff(profile, axis=1)
        sums = np.add.reduceat(change * change, bins, axis=1)
        found[index] = sums[:, 1:] + sums[:, :-1] if len(bins) > 1 else sums
    xs = (starts + cells_across / 2) * cell_px
    ys = bins[: found.shape[2]] + min(STEP_PX, height / 2)
    at = np.stack(np.broadcast_arrays(xs[:, None], ys[None]), axis=-1).reshape(-1, 2)
    return np.asarray(at, dtype=np.float64), found.reshape(len(slopes), -1)
