"""Text lines from the middles of lines that the net of `grain.py` sees, for type that stands too close to be told
apart by its gaps: columns a hair apart, tiers without a rule between them, worn and clogged print.

A core is a connected piece of the middle of one line. It says where the line is and how thick; the glyphs
around it say where it begins and ends.

Boxes at the working scale (`ink.py`); lines run from left to right here (`compositor.py` turns vertical pages).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap, share_within, union
from pipeline.page import Box
from pipeline.segment.grain import END_SHARE, FOUND_SHARE
from pipeline.segment.marks import RuleMark
from pipeline.segment.text_lines import DISPLAY_EM, TextLine

SURE = 0.45
"""Probability from which a cell belongs to the middle of a line."""
CERTAIN = 0.85
"""The same beyond doubt."""
SEED_SHARE = 0.5
"""Of the thickness of a line, what is certain takes so much."""
CROSSING_EM, CROSSED = 0.8, 0.15
"""So far on both sides of a rule, and along so much of it, lines run across what is none."""
LEAST_LENGTH = 1.5
"""A line that only its core shows has more than one character."""
STEEPEST = 0.06
"""A line on a straightened page does not lean more."""
LEAST_EM = 0.3
"""A core is at least as thick and long, in ems of the body type, as half of a small character."""
JOIN = 0.25
"""Two cores in one line with less paper between them, in thicknesses of the line, are one."""
TIED = 1.5
"""Ink that reaches farther across a line than this, in thicknesses of the line, ties it to others: a crease, a stroke
that ran."""
DISPLAY_SHARE = 1.3
"""A line this much thicker than the body type is display type."""


@dataclass(frozen=True, slots=True)
class Core:
    """The middle of a line: where it runs, and the thickness of the whole line."""

    box: Box
    """As it would be if it were level."""
    thickness: float
    slope: float = 0.0
    """How much it rises or falls along its length: px across for a px along."""

    @property
    def reach(self) -> Box:
        """Where the ink of the line may be."""
        x0, _, x1, _ = self.box
        middle = (self.box[1] + self.box[3]) / 2
        end = (END_SHARE + 0.2) * self.thickness
        half = 0.56 * self.thickness
        return (x0 - end, middle - half, x1 + end, middle + half)

    @property
    def whole(self) -> Box:
        """The line, where nothing else tells how far it goes."""
        x0, _, x1, _ = self.box
        middle, end, half = (self.box[1] + self.box[3]) / 2, END_SHARE * self.thickness, 0.5 * self.thickness
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
            slip = core.slope * (inked[2] - inked[0])
            lines.append(TextLine(inked, max(thick, 0.6 * em), thick > DISPLAY_SHARE * em, slip))
    return lines


def crossed_by_lines(rule: Box, probability: NDArray[np.float32], scale: float, em: float) -> bool:
    """Whether lines of type run right across an upright rule: then it is a crease of the paper, or a scratch.

    A line that crosses has its middle on both sides of the rule and in it.
    """
    x0, y0, x1, y1 = rule
    left, right = (round(x * scale) for x in (x0 - CROSSING_EM * em, x1 + CROSSING_EM * em))
    strip = probability[max(0, round(y0 * scale)) : round(y1 * scale), max(0, left) : right]
    if min(strip.shape, default=0) < 3:
        return False
    crossing = float((strip > SURE).all(axis=1).mean())
    return crossing > CROSSED and crossing * (y1 - y0) > em


def reconciled(lines: Sequence[TextLine], cored: Sequence[TextLine]) -> list[TextLine]:
    """Lines found by their ink, checked against those found by their cores.

    Where ink that is no type (a crease, a scratch, a stain) ties rows together, the cores tell them apart; and
    what no line found by its ink covers is a line too.
    """
    kept: list[TextLine] = []
    broken: list[Box] = []
    body = [line.type_size for line in lines if not line.display]
    usual = median(body) if body else 0.0
    for line in lines:
        inside = [c for c in cored if share_within(c.box, line.box) > 0.7]
        rows = [c for c in inside if c.box[2] - c.box[0] > 0.3 * (line.box[2] - line.box[0])]
        if any(_above(a.box, b.box) for a, b in permutations(rows, 2)):
            broken.append(line.box)
        else:
            kept.append(line)
    for core in cored:
        long = core.box[2] - core.box[0] > LEAST_LENGTH * core.type_size
        free = sum(share_within(core.box, line.box) for line in kept) < 0.3
        if free and (long or any(share_within(core.box, b) > 0.5 for b in broken)):
            kept.append(_of_usual_size(core, usual))
    return kept


def _of_usual_size(line: TextLine, usual: float) -> TextLine:
    """A line about as high as the body type is set in it: what touches a row makes it look higher."""
    return replace(line, type_size=usual, display=False) if 0.7 * usual < line.type_size < DISPLAY_EM * usual else line


def _above(a: Box, b: Box) -> bool:
    """Whether a stands over b without touching it."""
    return a[3] - b[1] < 0.3 * min(a[3] - a[1], b[3] - b[1]) and overlap(a[0], a[2], b[0], b[2]) > 0


def _cores_of(probability: NDArray[np.float32], scale: float, em: float) -> list[Core]:
    """The cores, where two or more are certain side by side in one that is likely, each for itself."""
    likely, certain = (probability > level for level in (SURE, CERTAIN))
    labels, stats = _components(likely)
    inner, seeds = _components(certain)
    least = LEAST_EM * em * scale
    seeds_in: dict[int, list[int]] = {}
    for k in range(1, len(seeds)):
        x, y, w, h, area = (int(v) for v in seeds[k])
        if w >= least and area > 0.4 * least * least:
            row = int(np.argmax(inner[y : y + h, x] == k))
            seeds_in.setdefault(int(labels[y + row, x]), []).append(k)
    cores: list[Core] = []
    for label in range(1, len(stats)):
        inside = seeds_in.get(label, [])
        if _run_beside(seeds[inside]):
            for k in inside:
                cores += _of_component(inner, k, seeds[k], scale, SEED_SHARE, least)
        else:
            cores += _of_component(labels, label, stats[label], scale, FOUND_SHARE, least)
    return cores


def _components(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Labels [height, width], and boxes [N, 5] (x, y, width, height, area) of which the first is the ground's."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return np.asarray(labels, dtype=np.int32), np.asarray(stats, dtype=np.int32)


def _run_beside(boxes: NDArray[np.int32]) -> bool:
    """Whether two of the boxes [N, 5] (x, y, width, height, area) stand side by side along their lines."""
    return any(
        min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]) > 0.5 * min(a[2], b[2])
        and abs((a[1] + a[3] / 2) - (b[1] + b[3] / 2)) > 0.4 * (a[3] + b[3]) / 2
        for a, b in combinations(boxes.tolist(), 2)
    )


def _of_component(
    labels: NDArray[np.int32], label: int, stat: NDArray[np.int32], scale: float, share: float, least: float
) -> Iterable[Core]:
    """The cores that a component holds; `share` of the thickness of a line is the component's."""
    x, y, w, h, area = (int(v) for v in stat)
    if w < least or area < 0.6 * least * least:
        return
    for part, left, top in _unforked(labels[y : y + h, x : x + w] == label):
        for core in _cores_in(part, least):
            x0, y0, x1, y1 = core.box
            box = (x + left + x0, y + top + y0, x + left + x1, y + top + y1)
            b0, b1, b2, b3 = (v / scale for v in box)
            yield Core((b0, b1, b2, b3), core.thickness / scale / share, core.slope)


def _unforked(mine: NDArray[np.bool_]) -> list[tuple[NDArray[np.bool_], int, int]]:
    """A component [height, width], cut where one line of large type goes over into two of small; (part, x, y) each."""
    runs = (np.diff(mine.astype(np.int8), axis=0, prepend=0) == 1).sum(axis=0)
    several = runs >= 2
    reach = max(3, round(0.6 * float(mine.sum(axis=0).max()))) | 1
    steady = np.asarray(cv2.blur(several.astype(np.float32)[None], (reach, 1)))[0] > 0.5
    turns = np.flatnonzero(np.diff(steady.astype(np.int8)))
    if not len(turns) or len(turns) > 4:
        return [(mine, 0, 0)]
    cut = mine.copy()
    for turn in turns:
        cut[:, max(0, turn - 1) : turn + 2] = False
    labels, stats = _components(cut)
    return [(labels[b : b + d, a : a + c] == k, int(a), int(b)) for k, (a, b, c, d, _) in enumerate(stats) if k]


def _cores_in(mine: NDArray[np.bool_], least: float) -> Iterable[Core]:
    """The lines in a piece of a component [height, width], in its cells, each as thick as it is itself."""
    width = mine.shape[1]
    if width < least:
        return
    thick = float(mine.sum()) / width
    slope = _slope_of(mine) if width > 4 * thick else 0.0
    # Two cores that touch are higher than one is thick: cut them where they are narrow.
    ys, xs = np.nonzero(mine)
    level = ys - np.rint(slope * (xs - width / 2)).astype(int)
    level -= (first := int(level.min()))
    counts = np.bincount(level)
    for top, foot in _bands(counts, thick) if len(counts) > 1.8 * thick + 2 else [(0, len(counts))]:
        inside = (level >= top) & (level < foot)
        columns = np.flatnonzero(np.bincount(xs[inside], minlength=1))
        if not len(columns) or columns[-1] - columns[0] < least:
            continue
        length = float(columns[-1] + 1 - columns[0])
        # Where the line is in the middle of its length.
        off = first + slope * ((columns[0] + columns[-1] + 1 - width) / 2)
        box = (float(columns[0]), top + off, float(columns[-1] + 1), foot + off)
        yield Core(box, float(inside.sum()) / length, slope)


def _slope_of(mine: NDArray[np.bool_]) -> float:
    """How much a core rises or falls along its length, by least squares through the middles of its columns."""
    counts = mine.sum(axis=0)
    filled = np.flatnonzero(counts)
    middles = (mine * np.arange(len(mine))[:, None]).sum(axis=0)[filled] / counts[filled]
    slope = float(np.polyfit(filled, middles, 1)[0])
    return slope if abs(slope) < STEEPEST else 0.0


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
            one = 1 - share
            thickness, slope = (
                one * left.thickness + share * core.thickness,
                one * left.slope + share * core.slope,
            )
            done[k] = Core(union([a, b]), thickness, slope)
            break
        else:
            done.append(core)
    return done


def _ink_of(cores: Sequence[Core], glyphs: NDArray[np.int32]) -> list[Box | None]:
    """The box around the ink of each core: of the glyphs that lie in its reach more than in any other's.

    Where ink ties lines together, it belongs to none of them: a line that it crosses is as long as its core says.
    """
    x0, y0 = glyphs[:, 0].astype(np.float64), glyphs[:, 1].astype(np.float64)
    x1, y1 = x0 + glyphs[:, 2], y0 + glyphs[:, 3]
    middle = (x0 + x1) / 2
    best, owner = np.zeros(len(glyphs)), np.full(len(glyphs), -1)
    crossing: list[NDArray[np.intp]] = []
    for k, core in enumerate(cores):
        a0, b0, a1, b1 = core.reach
        fall = core.slope * (middle - (a0 + a1) / 2)
        shared = np.clip(np.minimum(x1, a1) - np.maximum(x0, a0), 0, None) * np.clip(
            np.minimum(y1 - fall, b1) - np.maximum(y0 - fall, b0), 0, None
        )
        more = shared > best
        best[more], owner[more] = shared[more], k
        crossing.append(np.flatnonzero((y1 - y0 > TIED * core.thickness) & (shared > 0.2 * core.thickness**2)))
    size = np.maximum(1.0, (x1 - x0) * (y1 - y0))
    boxes: list[Box | None] = []
    for k, core in enumerate(cores):
        mine = np.flatnonzero((owner == k) & ((best > 0.5 * size) | (best > 0.2 * core.thickness**2)))
        # What lies in one line for the most part is a character of large type.
        tied = bool((best[crossing[k]] <= 0.5 * size[crossing[k]]).any())
        mine = mine[y1[mine] - y0[mine] <= TIED * core.thickness] if tied else mine
        found = [core.whole] if tied else []
        if len(mine):
            a0, b0, a1, b1 = core.reach
            fall = core.slope * (middle[mine] - (a0 + a1) / 2)
            found.append(
                (
                    float(max(a0, x0[mine].min())),
                    float(max(b0, (y0[mine] - fall).min())),
                    float(min(a1, x1[mine].max())),
                    float(min(b1, (y1[mine] - fall).max())),
                )
            )
        boxes.append(union(found) if found else None)
    return boxes
