"""Flat characters at the ends of lines of display type, which the net's cores do not reach.

The middle of an upright line is seen to begin half a character inside its first; where that is 一, which has ink
only in its own middle, the line seems to begin with the second character.

Boxes at the working scale (`ink.py`); lines run from left to right here (`compositor.py` turns vertical pages), so
that 一 is a narrow upright stroke.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.segment.text_lines import TextLine

DISPLAY_EM = 1.25
"""Only larger type is looked at: rows of text have dashes and figures at their ends."""
FLAT = 0.3
"""The stroke is thinner, in ems of its line."""
AS_WIDE = (0.55, 1.15)
"""It is so long, in ems of its line."""
NEXT_EM = 0.95
"""Its neighbour in the line is no further from it, in ems of the line."""


def with_flat_ends(
    lines: Sequence[TextLine], glyphs: NDArray[np.int32], em: float
) -> tuple[list[TextLine], NDArray[np.bool_]]:
    """Lines that reach over flat characters before their first and after their last, and which glyphs [N] these are.

    `glyphs` [N, 5] (x, y, width, height, area): all type of the page; `em` of the body type.
    """
    x, y, w, h = (glyphs[:, k].astype(np.float64) for k in range(4))
    free = np.ones(len(glyphs), bool)
    for line in lines:
        x0, y0, x1, y1 = line.box
        free &= ~((x + w / 2 > x0) & (x + w / 2 < x1) & (y + h / 2 > y0) & (y + h / 2 < y1))
    taken = np.zeros(len(glyphs), bool)
    longer = []
    for line in lines:
        size = line.type_size
        if size > DISPLAY_EM * em:
            x0, y0, x1, y1 = line.box
            flat = free & (w < FLAT * size) & (h > AS_WIDE[0] * size) & (h < AS_WIDE[1] * size)
            flat &= np.abs(y + h / 2 - (y0 + y1) / 2) < 0.25 * size
            before = flat & (x0 - x - w > 0.1 * size) & (x0 - x - w < NEXT_EM * size)
            after = flat & (x - x1 > 0.1 * size) & (x - x1 < NEXT_EM * size)
            for ends in (before, after):
                taken |= ends
                for k in np.flatnonzero(ends):
                    middle = float(x[k] + w[k] / 2)
                    x0, x1 = min(x0, middle - 0.45 * size), max(x1, middle + 0.45 * size)
            line = replace(line, box=(x0, y0, x1, y1))
        longer.append(line)
    return longer, taken


__all__ = ["with_flat_ends"]
