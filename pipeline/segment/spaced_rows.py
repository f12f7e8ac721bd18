"""Rows of horizontal type on a page whose type runs down: the words of a slogan are set apart by blanks of two em.

`text_lines.py` takes such a blank for a gutter, as it is on horizontal pages. Among vertical columns there are no
gutters that run down between rows: what stands at one height in one size is one row, unless something parts it.

Arrays and boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry import overlap, union
from pipeline.page import Box
from pipeline.segment.marks import RuleMark
from pipeline.segment.text_lines import TextLine

BLANK_EM = 2.6
"""Within a row no blank is wider, in em of its own type."""
ALIKE = 0.72
"""The lower of two parts of a row has so much of the height of the other at least."""
LEVEL = 0.35
"""Their middles are no further apart, in shares of their height: the page may lean a little."""
CLOSE_EM = 0.9
"""A row so close below or above, as high and in the same place, makes a block of both: it has a measure to keep to."""


def with_spaced_rows(lines: Sequence[TextLine], columns: Sequence[Box], rules: Sequence[RuleMark]) -> list[TextLine]:
    """The horizontal lines of a page, the parts of each row joined; `columns`: its vertical lines, `rules`: all."""
    parting = [*columns, *(rule.box for rule in rules if not rule.horizontal)]
    of_blocks = [a for a in lines if any(_is_block(a.box, b.box) for b in lines if b is not a)]
    rows: list[TextLine] = []
    for line in sorted((each for each in lines if each not in of_blocks), key=lambda each: each.box[0]):
        begun = [k for k, row in enumerate(rows) if _goes_on(row.box, line.box, parting)]
        if begun:
            nearest = max(begun, key=lambda k: rows[k].box[2])
            rows[nearest] = _joined(rows[nearest], line)
        else:
            rows.append(line)
    return of_blocks + rows


def _goes_on(a: Box, b: Box, parting: Sequence[Box]) -> bool:
    """Whether what stands in `b` is of the same row as what stands in `a`, which begins further left."""
    low, high = sorted((a[3] - a[1], b[3] - b[1]))
    gap = b[0] - a[2]
    if low < ALIKE * high or not -0.5 * low < gap < BLANK_EM * high:
        return False
    if abs(a[1] + a[3] - b[1] - b[3]) / 2 > LEVEL * high:
        return False
    between = (a[2] - 0.2 * low, max(a[1], b[1]), b[0] + 0.2 * low, min(a[3], b[3]))
    return not any(
        overlap(p[0], p[2], between[0], between[2]) > 0 and overlap(p[1], p[3], between[1], between[3]) > 0.3 * low
        for p in parting
    )


def _is_block(a: Box, b: Box) -> bool:
    """Whether two lines stand one below the other as the rows of a block do."""
    low, high = sorted((a[3] - a[1], b[3] - b[1]))
    apart = -overlap(a[1], a[3], b[1], b[3])
    shared = overlap(a[0], a[2], b[0], b[2]) / max(a[2] - a[0], b[2] - b[0])
    return low > ALIKE * high and -0.3 * low < apart < CLOSE_EM * high and shared > 0.6


def _joined(a: TextLine, b: TextLine) -> TextLine:
    return replace(
        a, box=union([a.box, b.box]), type_size=max(a.type_size, b.type_size), display=a.display or b.display
    )
