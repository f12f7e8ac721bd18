"""Tells columns of single figures and short words in tables, which look like vertical lines, from vertical lines.

A table that sets one figure or one character to a cell (优 over 良 over 优) shows its columns much as vertical type
shows its lines. But cells stand as far apart as the rows of the table do, one and a half ems and more, and at the
level of each stands the rest of its row.

Boxes at the working scale, turned as vertical lines are found (`compositor.py`): what runs down the page runs from
left to right, and x is the level on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap
from pipeline.page import Box
from pipeline.segment.text_lines import TextLine

LOOSE = 1.42
"""Pitch of a stack of cells over the height of what is printed in them: at least so much.

Of vertical Han characters it is 1.1 to 1.3, of figures on the grid of such characters 1.35.
"""
BROAD_EM = 1.5
"""What is printed in cells is no higher, in ems of the body type."""
SAME_LEVEL_EM = 0.3
"""Middles that lie closer are of one row, in heights of what is printed in the cells."""
FARTHEST_EM = 16.0
"""The next cell of the row stands no farther off, in the same heights."""
LEVEL_SHARE = 0.65
"""So many cells of a stack have another of their row beside them."""
SPLIT_EM = 0.16
"""Strokes of one character may lie so far apart."""
ALONE_EM = 0.6
"""What lies nearer to a vertical line is a mark of it."""


@dataclass(frozen=True, slots=True)
class _Stack:
    """The characters of what may be a vertical line: the first and last level of each, and how high they are."""

    spans: tuple[tuple[float, float], ...]
    height: float

    @property
    def looseness(self) -> float:
        """The usual way from one to the next over their height; 0 for less than two.

        It is told by the blanks: of characters that touch, two make one span, which has no blank in it.
        """
        blanks = [after[0] - before[1] for before, after in pairwise(self.spans)]
        return 1 + median(blanks) / self.height if blanks else 0.0


def stacked(
    lines: Sequence[TextLine], glyphs: NDArray[np.int32], others: NDArray[np.int32], em: float
) -> NDArray[np.bool_]:
    """Which of the glyphs [N, 5] (x, y, width, height, area) taken for vertical type are cells of horizontal type.

    For pages of mostly horizontal type. `lines` were found in those glyphs, `others` [M, 5] are all glyphs of the
    page; `em` of the body type, px. A small character alone is no vertical line either, and neither is
    what no line holds.
    """
    held = [_held(glyphs, line) for line in lines]
    doubtful = [_is_stack(glyphs[mine], line, others, em) for line, mine in zip(lines, held, strict=True)]
    sure = [line.box for line, doubt in zip(lines, doubtful, strict=True) if not doubt]
    cells = np.zeros(len(glyphs), dtype=np.bool_)
    kept: list[Box] = []
    for line, mine, doubt in zip(lines, held, doubtful, strict=True):
        if doubt and not any(_next_to(line.box, box) for box in sure):
            cells |= mine
        else:
            kept.append(line.box)
    return cells | _held_by_none(glyphs, kept, em)


def _held(glyphs: NDArray[np.int32], line: TextLine) -> NDArray[np.bool_]:
    """Which glyphs [N, 5] lie in a line."""
    x0, y0, x1, y1 = line.box
    half = abs(line.slip) / 2
    x, y = glyphs[:, 0] + glyphs[:, 2] / 2, glyphs[:, 1] + glyphs[:, 3] / 2
    return np.asarray((x >= x0) & (x <= x1) & (y >= y0 - half) & (y <= y1 + half), dtype=np.bool_)


def _is_stack(glyphs: NDArray[np.int32], line: TextLine, others: NDArray[np.int32], em: float) -> bool:
    """Whether the glyphs [N, 5] of a line stand in it as the cells of a column do."""
    stack = _stack_of(glyphs)
    if stack is None or stack.height > BROAD_EM * em:
        return False
    alone = len(stack.spans) == 1
    return alone or (stack.looseness > LOOSE and _in_rows(stack, (line.box[1], line.box[3]), others))


def _next_to(box: Box, other: Box) -> bool:
    """Whether two lines stand beside each other as those of one text do: a blank in it may look like a wide pitch."""
    thick = min(box[3] - box[1], other[3] - other[1])
    beside = -overlap(box[1], box[3], other[1], other[3])
    return beside < 0.8 * thick and overlap(box[0], box[2], other[0], other[2]) > 0.5 * (box[2] - box[0])


def _stack_of(glyphs: NDArray[np.int32]) -> _Stack | None:
    """The characters that glyphs [N, 5] of one line make; None for no glyphs."""
    if not len(glyphs):
        return None
    thick = float((glyphs[:, 1] + glyphs[:, 3]).max() - glyphs[:, 1].min())
    spans: list[tuple[float, float]] = []
    for x, _, width, _, _ in sorted(glyphs.tolist()):
        if spans and x - spans[-1][1] < SPLIT_EM * thick:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x + width))
        else:
            spans.append((x, x + width))
    return _Stack(tuple(spans), max(1.0, median(b - a for a, b in spans)))


def _in_rows(stack: _Stack, across: tuple[float, float], others: NDArray[np.int32]) -> bool:
    """Whether at the level of most characters of a stack type stands beside them."""
    y0, y1 = across
    beside = np.maximum(others[:, 1] - y1, y0 - others[:, 1] - others[:, 3])
    near = others[(beside > 0) & (beside < FARTHEST_EM * stack.height) & (others[:, 2] < BROAD_EM * stack.height)]
    levels = near[:, 0] + near[:, 2] / 2
    told = [bool((np.abs(levels - (a + b) / 2) < SAME_LEVEL_EM * stack.height).any()) for a, b in stack.spans]
    return sum(told) >= LEVEL_SHARE * len(told)


def _held_by_none(glyphs: NDArray[np.int32], lines: Sequence[Box], em: float) -> NDArray[np.bool_]:
    """Which glyphs [N, 5] stand away from all vertical lines."""
    x0, y0 = glyphs[:, 0], glyphs[:, 1]
    x1, y1 = x0 + glyphs[:, 2], y0 + glyphs[:, 3]
    free = np.ones(len(glyphs), dtype=np.bool_)
    for a0, b0, a1, b1 in lines:
        free &= (np.maximum(x0 - a1, a0 - x1) > ALONE_EM * em) | (np.maximum(y0 - b1, b0 - y1) > ALONE_EM * em)
    return free
