"""Made pages as the net of `models.grain` sees them: ink at one size of type, and which way it runs where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.segment.grain import CELLS, CORE_SHARE, END_SHARE, seen
from pipeline.segment.ink import find_ink
from pipeline.segment.marks import body_em

Bytes = NDArray[np.uint8]

PAPER, ACROSS, DOWN, UNKNOWN = 0, 1, 2, 255
EITHER_WAY = 0.66
"""Around the middle of a line, up to this share of its thickness, it does not matter what the net finds."""


def field_of(image: Bytes, truth: dict[str, Any]) -> tuple[Bytes, Bytes]:
    """(ink 0-255 [height, width], class of each cell [height / CELLS, width / CELLS]) of a page and its truth."""
    ink = find_ink(image)
    shown = seen(ink.dark, body_em(ink.mask))
    across, down = shown.shape[1] / image.shape[1], shown.shape[0] / image.shape[0]
    height, width = shown.shape[0] // CELLS, shown.shape[1] // CELLS
    classes = np.zeros((height, width), np.uint8)
    fields = [(_corners(line) * (across / CELLS, down / CELLS), _runs_down(line, truth)) for line in truth["lines"]]
    for corners, runs_down in fields:
        _paint(classes, corners if runs_down is None else _part(corners, runs_down, EITHER_WAY), UNKNOWN)
    for corners, runs_down in fields:
        if runs_down is not None:
            _paint(classes, _part(corners, runs_down, CORE_SHARE), DOWN if runs_down else ACROSS)
    return shown[: height * CELLS, : width * CELLS], classes


def _corners(line: dict[str, Any]) -> NDArray[np.float64]:
    """The four corners of a line, clockwise from its top left, in px of the scan [4, 2]."""
    points = np.array(line["polygon"], np.float64)
    if len(points) == 4:
        return points
    half = len(points) // 2
    return points[[0, half - 1, half, -1]]


def _runs_down(line: dict[str, Any], truth: dict[str, Any]) -> bool | None:
    """Which way a line runs; None: it is too short to tell."""
    corners = _corners(line)
    wide, high = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    if max(wide, high) > 1.4 * min(wide, high):
        return bool(high > wide)
    if len(line["text"]) > 1:
        return None
    return truth["page"].get("direction") == "vertical"


def _part(corners: NDArray[np.float64], runs_down: bool, share: float) -> NDArray[np.float64]:
    """The middle of a line [4, 2], this share of its thickness."""
    a, b, c, d = corners if not runs_down else corners[[1, 2, 3, 0]]
    along, through = (b - a + c - d) / 2, (d - a + c - b) / 2
    length, thickness = float(np.linalg.norm(along)), float(np.linalg.norm(through))
    end = along / max(length, 1e-6) * min(END_SHARE * (1 - share) / (1 - CORE_SHARE) * thickness, 0.3 * length)
    side = through * (1 - share) / 2
    return np.array([a + end + side, b - end + side, c - end - side, d + end - side])


def _paint(classes: Bytes, corners: NDArray[np.float64], value: int) -> None:
    """Fill a quadrilateral given in cells; its edges lie between pixels."""
    shift = 4
    points = np.round((corners - 0.5) * (1 << shift)).astype(np.int32)
    cv2.fillConvexPoly(classes, points, int(value), lineType=cv2.LINE_8, shift=shift)


def save(path: Path, image: Bytes, truth: dict[str, Any]) -> None:
    """Write the field of a page as a compressed array file, and whether most of its type runs down."""
    ink, classes = field_of(image, truth)
    down = truth["page"].get("direction") == "vertical"
    np.savez_compressed(path, ink=ink // 64 * np.uint8(85), classes=classes, down=np.array(down))
