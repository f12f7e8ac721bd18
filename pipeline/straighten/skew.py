"""How far the lines of a page are turned, found from the shadows that they cast.

Summed along the lines, ink falls into sharp rows with white between; summed at another angle it
blurs. The angle wanted is the one whose row sums change most from row to row (W. Postl, Detection of
linear oblique structures and skew scan in digitized documents, ICPR 1986). The sums are taken along
the rows and along the columns of the scan, as text may run either way and rules run both; the way
that shows the clearer maximum decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.stage import Image

COARSE_STEP_DEG, FINE_STEP_DEG = 0.2, 0.04
FINE_REACH_DEG = 0.24
CELL_PX = 12
"""Width of the cells that are shifted as one: at 5 degrees the ink in a cell spreads by 1 px."""
CLEAR = 3.0
"""A maximum that stands out less from the usual angle than this is no text: noise reaches 1.8, type some 6 to 30."""


@dataclass(frozen=True, slots=True)
class Maximum:
    angle_deg: float
    clarity: float
    """The maximum over the median of the angles tried."""


def find_skew(coarse_ink: Image, fine_ink: Image, max_deg: float) -> float:
    """Clockwise skew of the page in degrees, within +-`max_deg`; 0 where nothing clear shows.

    Takes the ink of the whole scan (see `sight.ink`) in two sizes.
    """
    if max_deg <= 0:
        return 0.0
    beyond = max_deg + 2 * COARSE_STEP_DEG  # a maximum at the end of the search is none
    angles = np.arange(-beyond, beyond + COARSE_STEP_DEG / 2, COARSE_STEP_DEG)
    along_rows = _maximum(coarse_ink, angles)
    along_columns = _maximum(_turned(coarse_ink), angles)
    if max(along_rows.clarity, along_columns.clarity) < CLEAR:
        return 0.0
    is_by_rows = along_rows.clarity >= along_columns.clarity
    coarse = along_rows if is_by_rows else along_columns
    if abs(coarse.angle_deg) > max_deg + COARSE_STEP_DEG:
        return 0.0
    near = coarse.angle_deg + np.arange(-FINE_REACH_DEG, FINE_REACH_DEG + FINE_STEP_DEG / 2, FINE_STEP_DEG)
    fine = _maximum(fine_ink if is_by_rows else _turned(fine_ink), near)
    return float(np.clip(fine.angle_deg, -max_deg, max_deg))


def _turned(ink: Image) -> Image:
    """A quarter turn: columns become rows and the angle stays the same."""
    return np.asarray(cv2.rotate(ink, cv2.ROTATE_90_CLOCKWISE), dtype=np.uint8)


def _maximum(ink: Image, angles_deg: NDArray[np.float64]) -> Maximum:
    sharpness = _sharpness(ink, angles_deg)
    best = int(sharpness.argmax())
    clarity = float(sharpness[best] / max(float(np.median(sharpness)), 1e-9))
    return Maximum(float(angles_deg[best]) + _vertex(sharpness, best) * float(angles_deg[1] - angles_deg[0]), clarity)


def _vertex(values: NDArray[np.float64], at: int) -> float:
    """Where the parabola through a maximum and its neighbours peaks, in steps from `at`."""
    if not 0 < at < len(values) - 1:
        return 0.0
    before, top, after = values[at - 1 : at + 2]
    bend = before - 2 * top + after
    return float(0.5 * (before - after) / bend) if bend < 0 else 0.0


def _sharpness(ink: Image, angles_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each angle, the squared change from row to row of the ink summed along lines at that angle."""
    height, width = ink.shape
    count = max(2, width // CELL_PX)
    cells = cv2.resize(ink.astype(np.float32), (count, height), interpolation=cv2.INTER_AREA)
    # smoothed, or whole-pixel shifts would favour angles at which many cells round the same way
    cells = cv2.GaussianBlur(cells, (1, 7), sigmaX=0.1, sigmaY=1.0)
    from_middle_px = (np.arange(count) + 0.5) * (width / count) - width / 2
    reach = int(np.ceil(width / 2 * np.tan(np.radians(np.abs(angles_deg).max())))) + 1
    columns = np.pad(cells, ((reach, reach), (0, 0))).T.copy()
    sharpness = np.zeros(len(angles_deg))
    for index, angle in enumerate(angles_deg):
        profile = np.zeros(height, np.float32)
        shifts = np.rint(from_middle_px * np.tan(np.radians(angle))).astype(int) + reach
        for column, shift in zip(columns, shifts, strict=True):
            profile += column[shift : shift + height]
        change = np.diff(profile)
        sharpness[index] = float(change @ change)
    return sharpness
