"""Where two newspaper pages meet on one vertical sheet: the right one is read first, and nothing goes across."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.order.vertical.columns import Column, Grid

WIDER = 1.15
"""Two pages are wider than high by this factor at least."""
MIDDLE = 0.13
"""How far from the middle of the type they may part, as a share of its width."""
CROSSED = 0.05
"""Share of the height that type may cover in the lane between them."""
LEAST_EM = 0.7


def parting_of(grid: Grid, columns: Sequence[Column]) -> float | None:
    """The v at which two pages part, from `page.sheets` where straighten found it, else from the type; None for one."""
    if grid.sheet.parting is not None:
        return grid.sheet.parting
    boxes = [c.box for c in columns if len(c.row.text) > 1]
    if len(boxes) < 20:
        return None
    places = np.array(boxes)
    top, foot = np.percentile(places[:, 0], 1), np.percentile(places[:, 2], 99)
    right, left = np.percentile(places[:, 1], 1), np.percentile(places[:, 3], 99)
    if left - right < WIDER * (foot - top):
        return None
    step = grid.em / 8
    cover = np.zeros(int((left - right) / step) + 1)
    for u0, v0, u1, v1 in boxes:
        first, last = int(max(0.0, v0 - right) / step), int(max(0.0, v1 - right) / step)
        cover[first : last + 1] += u1 - u0
    low, high = int((0.5 - MIDDLE) * len(cover)), int((0.5 + MIDDLE) * len(cover))
    clear = cover[low:high] <= CROSSED * (foot - top)
    best = (0, 0)
    start = -1
    for k, blank in enumerate([*clear, False]):
        if blank and start < 0:
            start = k
        elif not blank and start >= 0:
            best = max(best, (k - start, -start))
            start = -1
    if best[0] * step < LEAST_EM * grid.em:
        return None
    return float(right + (low - best[1] + best[0] / 2) * step)
