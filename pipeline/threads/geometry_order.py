"""The order of lines where a page tells where they stand.

The order of a file that holds coordinates may be that of its making and of no reader: region by region across the
columns. The order of scans (`order`) is put in its place, unless the language speaks for that of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from pipeline.geometry import bounds
from pipeline.language.joints import continuation
from pipeline.order import OrderLines
from pipeline.page import Box, Page
from pipeline.settings import OrderSettings

LEAST_EM_PX, LEAST_SIDE_PX = 5.0, 100
LEAST_LINES, MOST_LINES = 8, 3_000
"""Of a page that is looked at as a page; the time that its order takes grows with their square."""
MOST_OVERLAP = 0.6
"""Share of a line's height that the next one of its block may cover."""
ROOM = 2.0
"""So many times as wide as its characters a line may be, and so many times as narrow."""
ROUGH_SHARE = 0.05
"""Of the lines, that may be otherwise."""
LEAST_BESIDE = 0.5
IN_DOUBT = 1.0
"""Nats by which the joints of the file's order must be likelier for it to stay."""
REACH = 8


def ordered_by_places(page: Page) -> Page | None:
    """The page in the order that its coordinates tell, its blocks cut by what they are; None where they tell none, or
    one that the language speaks against."""
    if not is_measured(page):
        return None
    told = OrderLines(OrderSettings())(page)
    return told if _likely(page, told.line_order, page.line_order) > -IN_DOUBT else None


def in_columns(page: Page) -> bool:
    """Whether most lines stand in blocks that have another beside them. What stands in one column may have got its
    coordinates from the order in which it was written."""
    boxes = np.array([bounds(block.polygon) for block in page.blocks])
    if len(boxes) < 2:
        return False
    x0, y0, x1, y1 = boxes.T
    apart = (x0[:, None] >= x1[None]) | (x1[:, None] <= x0[None])
    level = np.minimum(y1[:, None], y1[None]) - np.maximum(y0[:, None], y0[None]) > 0
    beside = (apart & level).any(axis=1)
    lines = np.array([len(block.lines) for block in page.blocks])
    return bool(lines[beside].sum() > LEAST_BESIDE * lines.sum())


def is_measured(page: Page) -> bool:
    """Whether the page tells where its lines stand: boxes as large as type is, none twice, one beside the other."""
    if not page.source.dpi or min(page.source.width_px, page.source.height_px) < LEAST_SIDE_PX:
        return False
    if not LEAST_LINES <= len(page.lines) <= MOST_LINES:
        return False
    if any(block.type_size_px < LEAST_EM_PX for block in page.blocks):
        return False
    boxes = [bounds(line.polygon) for line in page.lines.values()]
    if len(set(boxes)) < len(boxes) or not all(_is_on(page, box) for box in boxes):
        return False
    rough = sum(1 for line_id in page.lines if not _is_line(page, line_id)) + sum(1 for _ in _covered(page))
    return rough <= ROUGH_SHARE * len(boxes)


def _is_on(page: Page, box: Box) -> bool:
    x0, y0, x1, y1 = box
    inside = x0 >= 0 and y0 >= 0 and x1 <= page.source.width_px and y1 <= page.source.height_px
    return inside and x1 - x0 >= 1 and y1 - y0 >= 1


def _is_line(page: Page, line_id: str) -> bool:
    x0, y0, x1, y1 = bounds(page.lines[line_id].polygon)
    long_px, em_px = max(x1 - x0, y1 - y0), page.block_of[line_id].type_size_px
    count = max(1, len(page.lines[line_id].text))
    return count / (2 * ROOM) <= long_px / em_px <= count * ROOM + ROOM


def _covered(page: Page) -> Iterator[str]:
    """Lines that lie on the one before them in their block."""
    for block in page.blocks:
        for one, other in pairwise(block.lines):
            a, b = bounds(one.polygon), bounds(other.polygon)
            wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            area = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
            if wide > 0 and high > 0 and wide * high > MOST_OVERLAP * area:
                yield other.id


def _likely(page: Page, told: Sequence[str], given: Sequence[str]) -> float:
    """By how much the joints of the one order are likelier than those of the other, where they differ."""
    one, other = set(pairwise(told)), set(pairwise(given))
    return _sum(page, one - other) - _sum(page, other - one)


def _sum(page: Page, joints: set[tuple[str, str]]) -> float:
    texts = {line_id: line.text for line_id, line in page.lines.items()}
    return sum(continuation(texts[a][-REACH:], texts[b][:REACH]) for a, b in joints if texts[a] and texts[b])
