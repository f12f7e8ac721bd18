"""Text lines from ink: glyphs that stand in a row, never across a gutter or a rule.

The gap between two columns may be as narrow as the gap that a full stop and an opening quote
leave inside a line. What tells them apart is their height: a gutter is a strip of paper that
runs past several lines. So gutters are found first, as the places where a tall narrow rectangle
of paper fits (a grey opening of the paper), and lines are then joined only outside of them.

Arrays and boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap, union
from pipeline.page import Box
from pipeline.segment.ink import Mask
from pipeline.segment.marks import RuleMark

GUTTERS_EM = ((0.6, 5.2), (0.8, 4.2), (1.3, 3.4))
"""Width and height of the paper rectangles that make a gutter: the narrower, the taller."""
FLANKED_EM = 2.8
"""A gutter has type on both sides; it is no wider."""
BRIDGED_EM = 3.2
"""Rows may be missing beside a gutter: leading, short last lines, the paper around a section head."""
JOIN_EM = 1.7
"""Within a line, glyphs are no further apart: a blank and a narrow mark."""
DISPLAY_EM = 1.75
"""Higher glyphs are display type and are joined by their own size."""
ROW_EM = 1.95
"""What is higher holds two rows of body type."""


@dataclass(frozen=True, slots=True)
class TextLine:
    box: Box
    type_size: float
    """The em of the line's type, in px of the working scale."""
    display: bool


def find_gutters(type_mask: Mask, em: float) -> Mask:
    """Narrow paper that runs on between several lines on both sides: 1 where it does [height, width]."""
    paper = (1 - type_mask).astype(np.uint8)
    narrow = _close(type_mask, round(FLANKED_EM * em), 1) & paper
    narrow = _close(narrow, 1, round(BRIDGED_EM * em)) & paper
    gutters = np.zeros_like(paper)
    for width_em, height_em in GUTTERS_EM:
        kernel = np.ones((round(height_em * em), max(3, round(width_em * em))), np.uint8)
        gutters |= cv2.morphologyEx(narrow, cv2.MORPH_OPEN, kernel)
    return gutters


def _close(mask: Mask, width: int, height: int) -> Mask:
    """Fill gaps of up to `width` x `height` px; what lies beyond the border is empty."""
    kernel = np.ones((height | 1, width | 1), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0))


@dataclass(frozen=True, slots=True)
class Fence:
    """What lines of type do not cross."""

    gutters: Mask
    rules: Mask
    """Vertical rules, prolonged a little, for they may be broken."""
    em: float

    def between(self, x0: float, x1: float, y0: float, y1: float) -> bool:
        """Whether a gutter or rule runs all through the gap between two pieces of body type."""
        return x1 - x0 >= 2 and (_runs(self.rules, x0, x1, y0, y1) or _runs(self.gutters, x0, x1, y0, y1))

    def between_words(self, x0: float, x1: float, y0: float, y1: float, size: float) -> bool:
        """The same for display type of `size` px, whose own word spaces are as wide as a gutter.

        They are told apart by what lies below: between two headlines the gutter goes on between
        the columns, while under a word space stands a column or nothing.
        """
        if x1 - x0 >= 2 and _runs(self.rules, x0, x1, y0, y1):
            return True
        if x1 - x0 < 0.22 * size or not _runs(self.gutters, x0, x1, y0, y1):
            return False
        below = y1 + 0.5 * self.em
        return _runs(self.gutters, x0, x1, below, below + 6 * self.em)


def _runs(mask: Mask, x0: float, x1: float, y0: float, y1: float) -> bool:
    """Whether nearly every row of the strip has a marked pixel."""
    strip = mask[max(0, round(y0)) : max(round(y0) + 1, round(y1)), max(0, round(x0)) : max(round(x0) + 1, round(x1))]
    return bool(strip.size) and float(strip.any(axis=1).mean()) > 0.8


def find_lines(type_mask: Mask, glyphs: NDArray[np.int32], rules: Iterable[RuleMark], em: float) -> list[TextLine]:
    """All text lines, unordered. `glyphs` [N, 5]: x, y, width, height, area of the components of `type_mask`."""
    ruled = np.zeros_like(type_mask)
    for rule in rules:
        x0, y0, x1, y1 = (round(v) for v in rule.box)
        if not rule.horizontal:
            ruled[max(0, y0 - round(0.4 * em)) : y1 + round(0.4 * em), max(0, x0 - 1) : x1 + 1] = 1
    fence = Fence(find_gutters(type_mask, em), ruled, em)
    display, member = _display_lines(glyphs, fence, em)
    body_mask = type_mask.copy()
    for x, y, w, h, _ in glyphs[member]:
        body_mask[y : y + h, x : x + w] = 0
    return display + _body_lines(body_mask, fence, em)


def _display_lines(
    glyphs: NDArray[np.int32], fence: Fence, em: float
) -> tuple[list[TextLine], NDArray[np.bool_]]:
    """Lines of display type, and which glyphs [N] belong to them."""
    width, height = glyphs[:, 2], glyphs[:, 3]
    big = np.flatnonzero((height > DISPLAY_EM * em) & (width > 0.1 * height) & (width < 4 * height))
    member = np.zeros(len(glyphs), bool)
    if not len(big):
        return [], member
    rows = _rows_of(big, glyphs, fence)
    lines = []
    centre_y = glyphs[:, 1] + height / 2
    for row in sorted(rows, key=lambda r: -len(r)):
        box = union(_box(glyphs[i]) for i in row)
        size = float(np.percentile(glyphs[row, 3], 80))
        if _embedded(row, glyphs, box, fence, em):
            continue
        member[row] = True
        box = _absorb(box, size, glyphs, member, centre_y, fence)
        lines.append(TextLine(box, max(size, box[3] - box[1]) * 1.04, True))
    return _merge_display(lines, fence), member


def _rows_of(big: NDArray[np.intp], glyphs: NDArray[np.int32], fence: Fence) -> list[list[int]]:
    """Display glyphs chained to rows, from left to right."""
    rows: list[list[int]] = []
    boxes: list[Box] = []
    for index in big[np.argsort(glyphs[big, 0])]:
        x0, y0, x1, y1 = glyph = _box(glyphs[index])
        best, best_gap = -1, np.inf
        for number, (a0, b0, a1, b1) in enumerate(boxes):
            high = max(b1 - b0, y1 - y0)
            shared = overlap(y0, y1, b0, b1)
            gap = x0 - a1
            alike = min(b1 - b0, y1 - y0) > 0.45 * high
            if alike and shared > 0.6 * min(b1 - b0, y1 - y0) and gap < 1.1 * high and gap < best_gap:
                if not fence.between_words(a1, x0, max(y0, b0), min(y1, b1), high):
                    best, best_gap = number, gap
        if best < 0:
            rows.append([int(index)])
            boxes.append(glyph)
        else:
            rows[best].append(int(index))
            boxes[best] = union([boxes[best], glyph])
    return rows


def _embedded(row: list[int], glyphs: NDArray[np.int32], box: Box, fence: Fence, em: float) -> bool:
    """A glyph that is high only because two lines of body type touch: body type stands close on both sides."""
    if len(row) > 2 or box[3] - box[1] > 2.9 * em or box[2] - box[0] > 2.2 * em:
        return False
    x0, y0, x1, y1 = box
    beside = glyphs[(glyphs[:, 1] + glyphs[:, 3] > y0) & (glyphs[:, 1] < y1) & (glyphs[:, 3] < DISPLAY_EM * em)]
    left = ((beside[:, 0] + beside[:, 2] > x0 - 0.5 * em) & (beside[:, 0] + beside[:, 2] < x0 + 0.3 * em)).sum()
    right = ((beside[:, 0] < x1 + 0.5 * em) & (beside[:, 0] > x1 - 0.3 * em)).sum()
    return bool(left >= 2 or right >= 2)


def _absorb(
    box: Box, size: float, glyphs: NDArray[np.int32], member: NDArray[np.bool_],
    centre_y: NDArray[np.float64], fence: Fence,
) -> Box:
    """Take the small glyphs (marks, dots, flat characters) that stand inside a display line or at its ends."""
    for _ in range(6):
        x0, y0, x1, y1 = box
        reach = min(0.45 * size, 0.9 * fence.em)
        near = ~member & (centre_y > y0) & (centre_y < y1)
        near &= (glyphs[:, 0] < x1 + reach) & (glyphs[:, 0] + glyphs[:, 2] > x0 - reach)
        near &= (glyphs[:, 1] > y0 - 0.15 * size) & (glyphs[:, 1] + glyphs[:, 3] < y1 + 0.15 * size)
        taken = []
        for index in np.flatnonzero(near):
            g = _box(glyphs[index])
            gap0, gap1 = (g[2], x0) if g[0] < x0 else (x1, g[0])
            if gap1 <= gap0 or not fence.between(gap0, gap1, g[1], g[3]):
                taken.append(index)
        if not taken:
            break
        member[taken] = True
        box = union([box, *(_box(glyphs[i]) for i in taken)])
    return box


def _merge_display(lines: list[TextLine], fence: Fence) -> list[TextLine]:
    """Join pieces of one display line that a flat character (一, 二) had kept apart."""
    merged: list[TextLine] = []
    for line in sorted(lines, key=lambda n: n.box[0]):
        for k, other in enumerate(merged):
            size = max(line.type_size, other.type_size)
            shared = overlap(line.box[1], line.box[3], other.box[1], other.box[3])
            gap = line.box[0] - other.box[2]
            low, high = max(line.box[1], other.box[1]), min(line.box[3], other.box[3])
            within = max(0.0, shared) * max(0.0, overlap(line.box[0], line.box[2], other.box[0], other.box[2]))
            if within > 0.6 * min(_area(line.box), _area(other.box)) or (
                shared > 0.6 * min(line.box[3] - line.box[1], other.box[3] - other.box[1])
                and gap < 1.1 * size
                and min(line.type_size, other.type_size) > 0.6 * size
                and not fence.between_words(other.box[2], line.box[0], low, high, size)
            ):
                merged[k] = TextLine(union([line.box, other.box]), size, True)
                break
        else:
            merged.append(line)
    return merged


def _mend(boxes: list[Box], fence: Fence, em: float) -> list[Box]:
    """Rejoin lines that were cut where no gutter is.

    The blanks behind marks can stand above each other in a few rows, and a blank can meet the paper
    right of short last lines. But a gutter does not begin and end within a column: above and below
    such a chance strip, at the usual leading, stand rows of type that run across it.
    """
    lines = sorted(boxes, key=lambda b: b[1])
    again: dict[int, int] = {}
    for strip in _strips(lines, em):
        x0, x1 = max(lines[i][2] for i, _ in strip), min(lines[j][0] for _, j in strip)
        top, bottom = min(lines[i][1] for i, _ in strip), max(lines[i][3] for i, _ in strip)
        if _runs(fence.rules, x0, x1, top, bottom):
            continue
        crossing = [b for b in lines if b[0] < x0 - 0.5 * em and b[2] > x1 + 0.5 * em and b[3] - b[1] < ROW_EM * em]
        above = any(-0.3 * em < top - b[3] < 2.2 * em for b in crossing)
        below = any(-0.3 * em < b[1] - bottom < 2.2 * em for b in crossing)
        if (above and below and len(strip) <= 8) or ((above or below) and len(strip) <= 3):
            again.update(strip)
    joined: list[Box] = []
    gone = set(again.values())
    for k, box in enumerate(lines):
        if k in gone:
            continue
        while k in again:
            k = again[k]
            box = union([box, lines[k]])
        joined.append(box)
    return joined


def _strips(lines: list[Box], em: float) -> list[list[tuple[int, int]]]:
    """Gaps between two pieces of one row, as (left, right), collected to strips of gaps that stand above each other.

    `lines` sorted by their upper edge.
    """
    strips: list[list[tuple[int, int]]] = []
    for i, a in enumerate(lines):
        for j in _same_row(i, lines, em):
            b = lines[j]
            if not -0.2 * em < b[0] - a[2] < JOIN_EM * em:
                continue
            for strip in strips:
                u, v = lines[strip[-1][0]], lines[strip[-1][1]]
                if abs(a[1] - u[1]) < 3.5 * em and overlap(a[2], b[0], u[2], v[0]) > 0.3 * em:
                    strip.append((i, j))
                    break
            else:
                strips.append([(i, j)])
    return strips


def _same_row(i: int, lines: list[Box], em: float) -> Iterable[int]:
    """Indices of the other pieces at the height of piece i."""
    a = lines[i]
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(lines) and abs(lines[j][1] - a[1]) < em:
            b = lines[j]
            if overlap(a[1], a[3], b[1], b[3]) > 0.6 * min(a[3] - a[1], b[3] - b[1]):
                yield j
            j += step


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _body_lines(mask: Mask, fence: Fence, em: float) -> list[TextLine]:
    """Lines of body type: smear the ink sideways, cut at the fences, split what still holds several rows."""
    joined = _close(mask, round(JOIN_EM * em), 1)
    joined[(fence.gutters | fence.rules) > 0] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    boxes: list[Box] = []
    for label in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[label])
        if area < 0.04 * em * em:
            continue
        if h <= ROW_EM * em:
            boxes.append((float(x), float(y), float(x + w), float(y + h)))
            continue
        piece = mask[y : y + h, x : x + w] * (labels[y : y + h, x : x + w] == label)
        boxes += _split_rows(piece, (x, y), em)
    return [TextLine(b, _size_of(b, em), False) for b in _mend(_gather(boxes, fence, em), fence, em)]


def _size_of(box: Box, em: float) -> float:
    height = box[3] - box[1]
    return height * 1.04 if height > 0.75 * em and box[2] - box[0] > 1.5 * em else max(height, em)


def _split_rows(piece: Mask, origin: tuple[int, int], em: float) -> list[Box]:
    """Cut a component that holds several rows of type at the valleys of its horizontal profile."""
    profile = piece.sum(axis=1).astype(np.float64)
    level = 0.12 * np.percentile(profile, 90)
    inked = np.concatenate([[0], (profile > level).astype(np.int8), [0]])
    starts, ends = np.flatnonzero(np.diff(inked) == 1), np.flatnonzero(np.diff(inked) == -1)
    rows = [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a >= 0.3 * em]
    if not rows:
        rows = [(0, piece.shape[0])]
    edges = [0, *((a[1] + b[0]) // 2 for a, b in zip(rows, rows[1:], strict=False)), piece.shape[0]]
    boxes = []
    for top, bottom in zip(edges, edges[1:], strict=False):
        ys, xs = np.nonzero(piece[top:bottom])
        if len(xs):
            boxes.append((float(origin[0] + xs.min()), float(origin[1] + top + ys.min()),
                          float(origin[0] + xs.max() + 1), float(origin[1] + top + ys.max() + 1)))
    return boxes


def _gather(boxes: list[Box], fence: Fence, em: float) -> list[Box]:
    """Join the pieces of one line: strokes and marks that the smearing missed."""
    boxes = sorted(boxes, key=lambda b: -(b[2] - b[0]))
    lines: list[Box] = []
    for box in boxes:
        x0, y0, x1, y1 = box
        for k, (a0, b0, a1, b1) in enumerate(lines):
            shared = overlap(y0, y1, b0, b1)
            gap = -overlap(x0, x1, a0, a1)
            if shared < 0.6 * min(y1 - y0, b1 - b0) or gap > JOIN_EM * em:
                continue
            if max(y1, b1) - min(y0, b0) > ROW_EM * em:
                continue
            if gap > 0 and fence.between(min(x1, a1), max(x0, a0), max(y0, b0), min(y1, b1)):
                continue
            lines[k] = union([box, lines[k]])
            break
        else:
            lines.append(box)
    return [b for b in lines if max(b[2] - b[0], b[3] - b[1]) > 0.35 * em]


def _box(glyph: NDArray[np.int32]) -> Box:
    x, y, w, h = (float(v) for v in glyph[:4])
    return (x, y, x + w, y + h)
