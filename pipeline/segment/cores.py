"""Text lines from the middles of lines that the net of `grain.py` sees, for type that stands too close to be told
apart by its gaps: columns a hair apart, tiers without a rule between them, worn and clogged print.

A core is a connected piece of the middle of one line. It says where the line is and how thick; the glyphs
around it say where it begins and ends.

Boxes at the working scale (`ink.py`); lines run from left to right here (`compositor.py` turns vertical pages).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap, union
from pipeline.page import Box
from pipeline.segment.grain import END_SHARE, FOUND_SHARE
from pipeline.segment.marks import RuleMark
from pipeline.segment.text_lines import TextLine

SURE = 0.45
"""Probability from which a cell belongs to the middle of a line."""
LEAST_EM = 0.3
"""A core is at least as thick and long, in ems of the body type, as half of a small character."""
JOIN = 0.75
"""Two cores in one line with less paper between them, in thicknesses of the line, are one."""
DISPLAY_SHARE = 1.3
"""A line this much thicker than the body type is display type."""


@dataclass(frozen=True, slots=True)
class Core:
    """The middle of a line: where it runs, and the thickness of the whole line."""

    box: Box
    thickness: float

    @property
    def reach(self) -> Box:
        """Where the ink of the line may be."""
        x0, _, x1, _ = self.box
        middle = (self.box[1] + self.box[3]) / 2
        end = (END_SHARE + 0.2) * self.thickness
        half = 0.56 * self.thickness
        return (x0 - end, middle - half, x1 + end, middle + half)


def find_lines_by_core(
    probability: NDArray[np.float32], scale: float, glyphs: NDArray[np.int32], rules: Iterable[RuleMark], em: float
) -> list[TextLine]:
    """All lines of glyphs [N, 5] (x, y, width, height, area), unordered.

    `probability` [height, width] that the middle of a line is there; `scale` its cells per px of the glyphs.
    """
    cores = _joined(_cores_of(probability, scale, em), [r.box for r in rules if not r.horizontal])
    lines = []
    for core, inked in zip(cores, _ink_of(cores, glyphs), strict=True):
        if inked is not None:
            thick = min(core.thickness, 1.15 * (inked[3] - inked[1]))
            lines.append(TextLine(inked, max(thick, 0.6 * em), thick > DISPLAY_SHARE * em))
    return lines


def _cores_of(probability: NDArray[np.float32], scale: float, em: float) -> list[Core]:
    sure = (probability > SURE).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(sure, connectivity=4)
    least = LEAST_EM * em * scale
    cores = []
    for label in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[label])
        if w < least or area < 0.6 * least * least:
            continue
        rows = (labels[y : y + h, x : x + w] == label).sum(axis=1)
        thick = area / w
        # A core that leans or touches another is higher than it is thick: cut it where it is narrow.
        for top, foot in _bands(rows, thick) if h > 1.8 * thick + 2 else [(0, h)]:
            part = labels[y + top : y + foot, x : x + w] == label
            columns = np.flatnonzero(part.any(axis=0))
            if not len(columns) or columns[-1] - columns[0] < least:
                continue
            box = (x + columns[0], y + top, x + columns[-1] + 1, y + foot)
            own = float(part.sum()) / (columns[-1] + 1 - columns[0])
            x0, y0, x1, y1 = (float(v) / scale for v in box)
            cores.append(Core((x0, y0, x1, y1), own / scale / FOUND_SHARE))
    return cores


def _bands(rows: NDArray[np.int64], thick: float) -> list[tuple[int, int]]:
    """Runs of rows that a component fills for most of its length: the lines it holds."""
    level = 0.35 * float(rows.max())
    filled = np.concatenate([[0], (rows > level).astype(np.int8), [0]])
    starts, ends = np.flatnonzero(np.diff(filled) == 1), np.flatnonzero(np.diff(filled) == -1)
    runs = [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a > 0.3 * thick]
    return runs or [(0, len(rows))]


def _joined(cores: Sequence[Core], uprights: Sequence[Box]) -> list[Core]:
    """Cores that follow each other in one line without much paper or a rule between them, made one."""
    done: list[Core] = []
    for core in sorted(cores, key=lambda c: c.box[0]):
        for k, left in enumerate(done):
            thick = max(core.thickness, left.thickness)
            a, b = left.box, core.box
            level = overlap(a[1], a[3], b[1], b[3]) > 0.6 * min(a[3] - a[1], b[3] - b[1])
            alike = min(core.thickness, left.thickness) > 0.7 * thick
            gap = b[0] - a[2]
            if not (level and alike and -0.5 * thick < gap < (JOIN + 2 * END_SHARE) * thick):
                continue
            if any(a[2] - 2 < (r[0] + r[2]) / 2 < b[0] + 2 and overlap(r[1], r[3], b[1], b[3]) > 0 for r in uprights):
                continue
            share = (b[2] - b[0]) / max(1.0, a[2] - a[0] + b[2] - b[0])
            done[k] = Core(union([a, b]), (1 - share) * left.thickness + share * core.thickness)
            break
        else:
            done.append(core)
    return done


def _ink_of(cores: Sequence[Core], glyphs: NDArray[np.int32]) -> list[Box | None]:
    """The box around the ink of each core: of the glyphs that lie in its reach more than in any other's."""
    x0, y0 = glyphs[:, 0].astype(np.float64), glyphs[:, 1].astype(np.float64)
    x1, y1 = x0 + glyphs[:, 2], y0 + glyphs[:, 3]
    best, owner = np.zeros(len(glyphs)), np.full(len(glyphs), -1)
    for k, core in enumerate(cores):
        a0, b0, a1, b1 = core.reach
        shared = np.clip(np.minimum(x1, a1) - np.maximum(x0, a0), 0, None) * np.clip(
            np.minimum(y1, b1) - np.maximum(y0, b0), 0, None
        )
        more = shared > best
        best[more], owner[more] = shared[more], k
    size = np.maximum(1.0, (x1 - x0) * (y1 - y0))
    boxes: list[Box | None] = []
    for k, core in enumerate(cores):
        mine = np.flatnonzero((owner == k) & ((best > 0.5 * size) | (best > 0.2 * core.thickness**2)))
        if not len(mine):
            boxes.append(None)
            continue
        a0, b0, a1, b1 = core.reach
        boxes.append(
            (
                float(max(a0, x0[mine].min())),
                float(max(b0, y0[mine].min())),
                float(min(a1, x1[mine].max())),
                float(min(b1, y1[mine].max())),
            )
        )
    return boxes

