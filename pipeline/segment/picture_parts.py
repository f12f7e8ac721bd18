"""Photographs set side by side or one over the other, told apart by the paper between them.

The gap between two of them may be narrower than one between the dark parts of one, so they come as one dark area.
What sets them apart is that the gap is straight, bare, and as long as the smaller of them is wide or high (the XY-cut
of Nagy and Seth, 1984, on pictures instead of text).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

PRINTED = 0.03
"""A picture is darker than the paper around it by this share of the paper at least, also where it is lightest."""
RING_PX = 10
"""What lies this close around is the paper around a picture, in px of the tone map (`ink.py`)."""
GAP_PX = 2
"""A gap between two pictures has so much paper at least, in px of the tone map (`ink.py`)."""
EDGE_PX, STEP = 3, 0.022
"""Across so many px at its edge a picture is darker than the paper by this share of it."""
MOSTLY = 0.6
"""Share of a row or column that is printed where it belongs to a picture."""
BARE = 0.2
"""A row or column of a gap shows less that is printed."""

Part = tuple[int, int, int, int]


def picture_parts(
    share: NDArray[np.float32], inked: NDArray[np.bool_], box: Part, least_px: int
) -> tuple[list[Part], NDArray[np.bool_]]:
    """(boxes (left, top, right, bottom) of the pictures in and around a dark area, what is printed [height, width]).

    `share` [height, width]: the ground's share of the paper; `inked`: where there is ink; `box`: the dark area's. Its
    pictures may be larger: a bright sky is hardly darker than paper. Parts are at least twice `least_px` wide and high
    and mostly printed.
    """
    printed = share < _paper_around(share, box) - PRINTED
    box = _grown(printed, share, box)
    return list(_cut(printed, printed | inked, box, least_px)), printed


def _paper_around(share: NDArray[np.float32], box: Part) -> float:
    x0, y0, x1, y1 = box
    top, left = max(0, y0 - RING_PX), max(0, x0 - RING_PX)
    rings = (
        share[top:y0, left : x1 + RING_PX],
        share[y1 : y1 + RING_PX, left : x1 + RING_PX],
        share[y0:y1, left:x0],
        share[y0:y1, x1 : x1 + RING_PX],
    )
    around = np.concatenate([ring.reshape(-1) for ring in rings])
    return float(np.percentile(around, 70)) if len(around) else 1.0


def _grown(printed: NDArray[np.bool_], share: NDArray[np.float32], box: Part) -> Part:
    """A box moved outwards over rows and columns that are printed for the most part, as far as a sharp edge.

    It grows to twice its size at most. What fades away is a shade on the paper.
    """
    x0, y0, x1, y1 = box
    y0, y1 = _grown_along(printed[:, x0:x1], share[:, x0:x1], y0, y1)
    x0, x1 = _grown_along(printed[y0:y1].T, share[y0:y1].T, x0, x1)
    return x0, y0, x1, y1


def _grown_along(printed: NDArray[np.bool_], share: NDArray[np.float32], first: int, last: int) -> tuple[int, int]:
    """Where a picture that fills rows `first:last` of a strip [height, width] begins and ends."""
    filled = printed.mean(axis=1) > MOSTLY
    level = np.median(share, axis=1)
    most = (last - first) // 2
    top, foot = first, last
    while top > max(0, first - most) and filled[top - 1]:
        top -= 1
    while foot < min(len(filled), last + most) and filled[foot]:
        foot += 1
    if top >= EDGE_PX and level[top - EDGE_PX] - level[min(top + EDGE_PX, last)] < STEP:
        top = first
    if foot + EDGE_PX < len(level) and level[foot + EDGE_PX] - level[max(first, foot - 1 - EDGE_PX)] < STEP:
        foot = last
    return top, foot


def _cut(printed: NDArray[np.bool_], shown: NDArray[np.bool_], box: Part, least_px: int) -> Iterable[Part]:
    """Parts of what is printed [height, width] in a box; gaps show nothing at all, no ink either."""
    x0, y0, x1, y1 = box
    inside = printed[y0:y1, x0:x1]
    for axis in (0, 1):
        spans = _spans(shown[y0:y1, x0:x1].mean(axis=axis))
        large = [s for s in spans if s[1] - s[0] >= 2 * least_px]
        if len(large) < 2 or any(_share(inside, axis, s) < 0.35 for s in large):
            continue
        for a, b in large:
            part = (x0 + a, y0, x0 + b, y1) if axis == 0 else (x0, y0 + a, x1, y0 + b)
            yield from _cut(printed, shown, part, least_px)
        return
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if len(rows):
        yield (x0 + int(columns[0]), y0 + int(rows[0]), x0 + int(columns[-1]) + 1, y0 + int(rows[-1]) + 1)


def _share(inside: NDArray[np.bool_], axis: int, span: tuple[int, int]) -> float:
    """How dark a part is between its own first and last dark row (or column)."""
    part = inside[:, span[0] : span[1]] if axis == 0 else inside[span[0] : span[1]]
    filled = np.flatnonzero(part.any(axis=1 - axis))
    if not len(filled):
        return 0.0
    part = part[filled[0] : filled[-1] + 1] if axis == 0 else part[:, filled[0] : filled[-1] + 1]
    return float(part.mean())


def _spans(profile: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Runs of a profile that gaps of `GAP_PX` and more set apart."""
    bare = np.concatenate([[0], (profile < BARE).astype(np.int8), [0]])
    starts, ends = np.flatnonzero(np.diff(bare) == 1), np.flatnonzero(np.diff(bare) == -1)
    gaps = [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a >= GAP_PX]
    edges = [0, *(v for gap in gaps for v in gap), len(profile)]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
