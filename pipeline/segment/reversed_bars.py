"""White type on dark bars, by the bars: dark rectangles on paper, even all over, with something bright in them.

Where the type fills its bar, `ink.py`'s closing sees hardly any dark ground, and a photograph close by swallows
what it does see; but the bar itself is one dark piece with four straight sides, as no letter and no picture is.

Arrays and boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import Box
from pipeline.stage import Image

DARK_SHARE = 0.55
"""Darker than this share of the paper may be a bar; the ink of type is, too."""
LEAST_PX, LEAST_LENGTH_PX = 14, 30
"""A bar carries a row of type of two characters at least."""
LONGER, LARGEST_TYPE_PX = 1.5, 80
"""A bar no higher than type may be is longer by this factor at least: a square of strokes is a character (国)."""
SIDE = 0.9
"""Share of each of its sides along which a bar is dark."""
FILLED = 0.42
"""Type leaves so much of its bar dark at least."""
BRIGHT_SHARE = (0.025, 0.5)
"""Of its area a bar shows as much type."""
EVEN = 0.13
"""The tone of a bar varies less, in shares of the paper: a photograph's does not."""
LONGEST_PART = 1.25
"""No character, nor part of one, is longer than its bar is wide, but for this."""
EDGE_PX = 3
"""The edges of a bar are blurred so far."""

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Bar:
    """A dark bar, and the tone above which something in it is type."""

    box: tuple[int, int, int, int]
    level: int

    def as_box(self) -> Box:
        x0, y0, x1, y1 = self.box
        return (float(x0), float(y0), float(x1), float(y1))


def find_bars(grey: Image, paper: NDArray[np.float32]) -> list[Bar]:
    """The bars on a grey page [height, width]; `paper`: how bright it is everywhere, of the same size."""
    share = np.asarray(grey / paper, dtype=np.float32)
    dark = (share < DARK_SHARE).astype(np.uint8)
    # What touches a bar, a hairline or grain, is no part of it.
    dark = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    bars = []
    for label, (x, y, w, h, area) in enumerate(stats.tolist()):
        short, long = sorted((w, h))
        if not label or short < LEAST_PX or long < LEAST_LENGTH_PX or area < FILLED * w * h:
            continue
        if short < LARGEST_TYPE_PX and long < LONGER * short:
            continue
        mine = labels[y : y + h, x : x + w] == label
        level = level_of(share[y : y + h, x : x + w], mine)
        if level is None or not has_straight_sides(mine) or not _stands_on_paper(share, (x, y, x + w, y + h)):
            continue
        tone = round(level * float(np.median(paper[y : y + h, x : x + w])))
        if _holds_type(grey[y : y + h, x : x + w] > tone):
            bars.append(Bar((x, y, x + w, y + h), tone))
    return bars


def _holds_type(bright: NDArray[np.bool_]) -> bool:
    """Whether what is bright in a dark box [height, width] looks like characters, not like the slits of one (目)."""
    height, width = bright.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(without_edges(bright), connectivity=8)
    parts = stats[1:][stats[1:, 4] >= 4]
    if len(parts) < 3:
        return False
    w, h, area = parts[:, 2], parts[:, 3], parts[:, 4]
    rough = area < 0.8 * w * h
    small = np.maximum(w, h) < LONGEST_PART * min(height, width)
    total = float(area.sum())
    return float(area[rough].sum()) > 0.3 * total and float(area[small].sum()) > 0.5 * total


def with_type_of_bars(mask: Mask, grey: Image, bars: list[Bar]) -> Mask:
    """The ink of a page [height, width] with the bright type of its bars in place of the bars."""
    if not bars:
        return mask
    changed = mask.copy()
    for bar in bars:
        x0, y0, x1, y1 = bar.box
        changed[max(0, y0 - EDGE_PX) : y1 + EDGE_PX, max(0, x0 - EDGE_PX) : x1 + EDGE_PX] = 0
    for bar in bars:
        x0, y0, x1, y1 = bar.box
        changed[y0:y1, x0:x1] = without_edges(grey[y0:y1, x0:x1] > bar.level)
    return changed


def without_edges(bright: NDArray[np.bool_]) -> Mask:
    """What is bright in a bar [height, width] but for what touches its outline and lies along it."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bright.astype(np.uint8), connectivity=8)
    height, width = bright.shape
    x, y, w, h = (stats[:, k] for k in range(4))
    outer = (x == 0) | (y == 0) | (x + w == width) | (y + h == height)
    thin = np.minimum(w, h) <= EDGE_PX
    keep = ~(outer & thin)
    keep[0] = False
    return np.asarray(keep[labels], dtype=np.uint8)


def level_of(share: NDArray[np.float32], mine: NDArray[np.bool_]) -> float | None:
    """The share of the paper half-way between an even dark ground and the type on it; None where it is no such thing.

    `share` [height, width] of the paper; `mine`: which of it is the bar.
    """
    inner = cv2.erode(mine.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=0) > 0
    if not inner.any():
        return None
    low, ground, high = (float(v) for v in np.percentile(share[inner], [5, 50, 95]))
    if max(high - ground, ground - low) > EVEN:
        return None
    bright = share > ground + 0.5 * (1 - ground)
    core = bright[2:-2, 2:-2]
    least, most = BRIGHT_SHARE
    return ground + 0.5 * (1 - ground) if least < float(core.mean()) < most else None


def has_straight_sides(mine: NDArray[np.bool_], depth: int = 3, least: float = SIDE) -> bool:
    """Whether a component [height, width] reaches the sides of its box, within `depth` px, along `least` of each."""
    sides = (
        mine[:depth].any(axis=0),
        mine[-depth:].any(axis=0),
        mine[:, :depth].any(axis=1),
        mine[:, -depth:].any(axis=1),
    )
    # A little further in it is as dark still: strokes are thin, a bar is not.
    rows, columns = mine[depth : depth + 2].mean(), mine[-depth - 2 : -depth].mean()
    lefts, rights = mine[:, depth : depth + 2].mean(), mine[:, -depth - 2 : -depth].mean()
    inner = sum(float(v) > 0.75 for v in (rows, columns, lefts, rights))
    return all(float(side.mean()) > least for side in sides) and inner >= 3


def _stands_on_paper(share: NDArray[np.float32], box: tuple[int, int, int, int]) -> bool:
    """Whether three sides of a box at least have lighter ground outside."""
    x0, y0, x1, y1 = box
    near, far = 3, 7
    rings = (
        share[max(0, y0 - far) : max(0, y0 - near), x0:x1],
        share[y1 + near : y1 + far, x0:x1],
        share[y0:y1, max(0, x0 - far) : max(0, x0 - near)],
        share[y0:y1, x1 + near : x1 + far],
    )
    return sum(float(np.median(ring)) > 0.8 for ring in rings if ring.size) >= 3
