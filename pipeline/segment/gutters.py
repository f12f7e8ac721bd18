"""Gutters: the paper between columns, which no line of type crosses.

The gap between two columns may be as narrow as the gap that a full stop and an opening quote
leave inside a line. What tells them apart is their height: a gutter is a strip of paper that
runs past several lines with type on both sides. It is found as the places where a tall narrow
rectangle of such paper fits (a morphological opening).

Arrays and boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.geometry import overlap
from pipeline.page import Box
from pipeline.segment.ink import Mask
from pipeline.segment.marks import RuleMark

GUTTERS_EM = ((0.75, 4.6), (0.95, 3.8), (1.3, 3.4))
"""Width and height of the paper rectangles that make a gutter: the narrower, the taller."""
FLANKED_EM = 4.4
"""A gutter has type on both sides; with the indent of a paragraph it is no wider."""
BRIDGED_EM = 3.2
"""Rows may be missing beside a gutter: leading, short last lines, the paper around a section head."""
REACH_EM = 15.0
"""A tall gutter goes on through bare paper beside short rows, where nothing flanks it, so far at most."""
TALL_EM = 8.0
"""A gutter this tall is one of the page's column grid: short gaps in line with it are gutters too."""


@dataclass(frozen=True, slots=True)
class Fence:
    """What lines of type do not cross."""

    gutters: Mask
    rules: Mask
    """Vertical rules, prolonged a little, for they may be broken."""
    grid: tuple[Box, ...]
    """The tall gutters."""
    em: float
    flat: tuple[Box, ...] = ()
    """Horizontal rules."""

    def between(self, x0: float, x1: float, y0: float, y1: float) -> bool:
        """Whether a gutter or rule runs all through the gap between two pieces of body type."""
        return x1 - x0 >= 2 and (runs(self.rules, x0, x1, y0, y1) or runs(self.gutters, x0, x1, y0, y1))

    def between_words(self, x0: float, x1: float, y0: float, y1: float, size: float) -> bool:
        """The same for display type of `size` px, whose own word spaces are as wide as a gutter.

        They are told apart by what lies below: between two headlines the gutter goes on between
        the columns, while under a word space stands a column or nothing.
        """
        if x1 - x0 >= 2 and runs(self.rules, x0, x1, y0, y1):
            return True
        if x1 - x0 < 0.22 * size or not runs(self.gutters, x0, x1, y0, y1):
            return False
        below = y1 + 0.5 * self.em
        return runs(self.gutters, x0, x1, below, below + 6 * self.em)

    def parts(self, a: Box, b: Box) -> bool:
        """Whether a horizontal rule runs between two boxes that stand above each other."""
        low, high = min(a[3], b[3]), max(a[1], b[1])
        return any(
            low <= (r[1] + r[3]) / 2 <= high and overlap(r[0], r[2], max(a[0], b[0]), min(a[2], b[2])) > 0
            for r in self.flat
        )

    def on_grid(self, x0: float, x1: float, y: float) -> bool:
        """Whether a gap in one row stands in line with a tall gutter not too far above or below."""
        return any(
            overlap(x0, x1, g[0], g[2]) > 0.75 * min(x1 - x0, g[2] - g[0])
            and g[1] - 40 * self.em < y < g[3] + 40 * self.em
            for g in self.grid
        )


def runs(mask: Mask, x0: float, x1: float, y0: float, y1: float) -> bool:
    """Whether nearly every row of the strip has a marked pixel."""
    strip = mask[max(0, round(y0)) : max(round(y0) + 1, round(y1)), max(0, round(x0)) : max(round(x0) + 1, round(x1))]
    return bool(strip.size) and float(strip.any(axis=1).mean()) > 0.8


def find_fence(occupied: Mask, rules: Iterable[RuleMark], em: float, downwards: bool = True) -> Fence:
    """Gutters and rules of a page. `occupied` [height, width]: 1 where type or a picture is.

    Tall gutters are prolonged, `downwards` for body type alone: for a headline it matters what stands below.
    """
    ruled = np.zeros_like(occupied)
    rules = list(rules)
    for rule in rules:
        x0, y0, x1, y1 = (round(v) for v in rule.box)
        if not rule.horizontal:
            ruled[max(0, y0 - round(0.4 * em)) : y1 + round(0.4 * em), max(0, x0 - 1) : x1 + 1] = 1
    gutters = find_gutters(occupied, em)
    grid = tuple(_tall(gutters, em))
    for gutter in grid:
        _prolong(gutter, gutters, occupied, em, downwards)
    return Fence(gutters, ruled, grid, em, tuple(r.box for r in rules if r.horizontal))


def _prolong(gutter: Box, gutters: Mask, occupied: Mask, em: float, downwards: bool) -> None:
    """Mark how far the paper of a tall gutter goes on upwards, and downwards, as wide as a gutter must be."""
    x0, y0, x1, y1 = (round(v) for v in gutter)
    wide, reach = max(3, round(GUTTERS_EM[0][0] * em)), round(REACH_EM * em)
    if x1 - x0 < wide:
        return
    above, below = slice(max(0, y0 - reach), y0), slice(y1, y1 + reach)
    ways = [(occupied[above, x0:x1][::-1], gutters[above, x0:x1][::-1])]
    if downwards:
        ways.append((occupied[below, x0:x1], gutters[below, x0:x1]))
    for beyond, out in ways:
        # How many rows of paper each x has before the first ink; the gutter is the best window of its width.
        free = np.where(beyond.any(axis=0), beyond.argmax(axis=0), len(beyond))
        windows = np.lib.stride_tricks.sliding_window_view(free, wide).min(axis=1)
        at = int(windows.argmax())
        out[: windows[at], at : at + wide] = 1


def find_gutters(occupied: Mask, em: float) -> Mask:
    """Narrow paper that runs on between several lines on both sides: 1 where it does [height, width]."""
    paper = (1 - occupied).astype(np.uint8)
    narrow = close(occupied, round(FLANKED_EM * em), 1) & paper
    narrow = close(narrow, 1, round(BRIDGED_EM * em)) & paper
    gutters = np.zeros_like(paper)
    for width_em, height_em in GUTTERS_EM:
        kernel = np.ones((round(height_em * em), max(3, round(width_em * em))), np.uint8)
        gutters |= np.asarray(cv2.morphologyEx(narrow, cv2.MORPH_OPEN, kernel), dtype=np.uint8)
    # Rows of two columns need not be level: the gutter reaches past the first row that both sides share.
    reached = np.asarray(cv2.dilate(gutters, np.ones((2 * round(0.8 * em) + 1, 1), np.uint8)), dtype=np.uint8)
    return reached & paper


def close(mask: Mask, width: int, height: int) -> Mask:
    """Fill gaps of up to `width` x `height` px; what lies beyond the border is empty."""
    kernel = np.ones((height | 1, width | 1), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0))


def _tall(gutters: Mask, em: float) -> Iterable[Box]:
    """Boxes of the tall narrow parts of the gutters."""
    kernel = np.ones((round(TALL_EM * em), 1), np.uint8)
    tall = cv2.morphologyEx(gutters, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    count, _, stats, _ = cv2.connectedComponentsWithStats(tall, connectivity=4)
    for x, y, w, h, _area in stats[1:count]:
        if GUTTERS_EM[0][0] * em < w < FLANKED_EM * em:
            yield (float(x), float(y), float(x + w), float(y + h))


def false_cuts(
    lines: Sequence[Box], fence: Fence, join_em: float, row_em: float, off_grid: bool = False
) -> dict[int, int]:
    """Pieces of one line that were cut apart where no gutter is: index of the left one to that of the right one.

    The blanks behind marks can stand above each other in a few rows, and a blank can meet the paper
    right of short last lines. But a gutter does not begin and end within a column: above and below
    such a chance strip, at the usual leading, stand rows of type that run across it.
    `lines` sorted by their upper edge; pieces further apart than `join_em` are no line, and what is
    higher than `row_em` is no row. With `off_grid` no cut in line with a tall gutter is mended.
    """
    em = fence.em
    again: dict[int, int] = {}
    for strip in _strips(lines, em, join_em):
        x0, x1 = max(lines[i][2] for i, _ in strip), min(lines[j][0] for _, j in strip)
        top, bottom = min(lines[i][1] for i, _ in strip), max(lines[i][3] for i, _ in strip)
        if runs(fence.rules, x0, x1, top, bottom):
            continue
        crossing = [
            b
            for b in lines
            if b[0] < x0 - 0.3 * em
            and b[2] > x1 + 0.3 * em
            and b[3] - b[1] < row_em * em
            and not fence.parts(b, (x0, top, x1, bottom))
        ]
        above = any(-0.3 * em < top - b[3] < 2.2 * em for b in crossing)
        below = any(-0.3 * em < b[1] - bottom < 2.2 * em for b in crossing)
        # In line with the grid it may be a gutter after all, unless a row next to it fills the same measure.
        left, right = min(lines[i][0] for i, _ in strip), max(lines[j][2] for _, j in strip)
        filled = any(
            b[0] < left + em
            and (right - em < b[2] or (b[1] > bottom - 0.3 * em and _is_last(b, right, lines, em)))
            and (b[2] < right + 1.5 * em or len(strip) == 1)  # a last row may be short
            and -0.3 * em < max(top - b[3], b[1] - bottom) < em
            for b in crossing
        )
        in_line = any(fence.on_grid(lines[i][2], lines[j][0], (lines[i][1] + lines[i][3]) / 2) for i, j in strip)
        if in_line and off_grid:
            continue
        aligned = in_line and not filled
        touching = all(lines[j][0] - lines[i][2] < 0.45 * em for i, j in strip)
        # No column is as narrow as a word before the first comma.
        narrow = (
            not in_line
            and len(strip) <= 3
            and all(lines[i][2] - lines[i][0] < 3 * em and _begins_row(lines[i], lines, em) for i, _ in strip)
        )
        if (
            touching
            or narrow
            or (above and below and len(strip) <= 8)
            or ((above or below) and len(strip) <= 3 and not aligned)
        ):
            again.update(strip)
    return again


def _is_last(row: Box, right: float, lines: Sequence[Box], em: float) -> bool:
    """Whether a row stops short of the right edge with nothing but paper after it."""
    return not any(overlap(row[1], row[3], b[1], b[3]) > 0.3 * em and b[0] >= row[2] and b[0] < right for b in lines)


def _begins_row(piece: Box, lines: Sequence[Box], em: float) -> bool:
    """Whether nothing stands left of a piece nearer than a gutter's width and a half."""
    return not any(
        overlap(piece[1], piece[3], b[1], b[3]) > 0.3 * em and -0.2 * em < piece[0] - b[2] < 1.7 * em for b in lines
    )


def _strips(lines: Sequence[Box], em: float, join_em: float) -> list[list[tuple[int, int]]]:
    """Gaps between two pieces of one row, as (left, right), collected to strips of gaps that stand above each other.

    `lines` sorted by their upper edge.
    """
    strips: list[list[tuple[int, int]]] = []
    for i, a in enumerate(lines):
        for j in _same_row(i, lines, em):
            b = lines[j]
            if not -0.2 * em < b[0] - a[2] < join_em * em:
                continue
            for strip in strips:
                u, v = lines[strip[-1][0]], lines[strip[-1][1]]
                if abs(a[1] - u[1]) < 2.2 * em and overlap(a[2], b[0], u[2], v[0]) > 0.3 * em:
                    strip.append((i, j))
                    break
            else:
                strips.append([(i, j)])
    return strips


def _same_row(i: int, lines: Sequence[Box], em: float) -> Iterable[int]:
    """Indices of the other pieces at the height of piece i."""
    a = lines[i]
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(lines) and abs(lines[j][1] - a[1]) < em:
            b = lines[j]
            if overlap(a[1], a[3], b[1], b[3]) > 0.6 * min(a[3] - a[1], b[3] - b[1]):
                yield j
            j += step
