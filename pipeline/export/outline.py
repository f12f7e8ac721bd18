"""Where an article stands on the page: its pieces, column by column, and the outline around them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Frame, overlap, polygon_of, union
from pipeline.page import Article, Box, Page, Polygon

MARGIN_EM = 0.3
"""Around the type, so that an outline does not touch it."""
SAME_COLUMN_GAP_EM = 3.0
ALIGNED_WITHIN_EM = 1.5
"""Edges of pieces that are nearly in line are brought into line."""
CELLS_PER_EM = 6
"""Outlines are traced on a grid of this fineness."""


def article_polygons(page: Page, article: Article) -> list[Polygon]:
    """One rectangle a column piece, pictures included; scan px, in the reading order of the article.

    Blocks that follow each other in one column make one piece, unless something else stands between them.
    """
    frame = Frame(page.transform)
    if not page.source.dpi:  # the frame of a text has rows and no columns of type: its blocks are as they are
        return [polygon_of(box) for box in _boxes(page, article, frame)]
    others = [box for other in page.articles if other.id != article.id for box in _boxes(page, other, frame)]
    margin_px = MARGIN_EM * _body_em(page)
    pieces = _merged(page, _boxes(page, article, frame), others)
    return [frame.scan_polygon(_padded(piece, margin_px)) for piece in pieces]


def article_outlines(page: Page) -> dict[str, list[Polygon]]:
    """For each article one polygon around all pieces that lie side by side, more where they lie apart; scan px.

    An outline bends around the pieces of the other articles. Done for all at once on a grid, by morphology.
    """
    frame = Frame(page.transform)
    em_px = _body_em(page)
    margin_px = MARGIN_EM * em_px
    set_boxes = {article.id: _boxes(page, article, frame) for article in page.articles}
    boxes: dict[str, list[Box]] = {}
    for article_id, own in set_boxes.items():
        others = [box for other_id, group in set_boxes.items() if other_id != article_id for box in group]
        pieces = _aligned(_merged(page, own, others), ALIGNED_WITHIN_EM * em_px)
        boxes[article_id] = [_padded(box, margin_px) for box in pieces]
    everything = [box for group in boxes.values() for box in group]
    if not everything:
        return {article.id: [] for article in page.articles}
    cell_px = max(1.0, em_px / CELLS_PER_EM)
    x0, y0, x1, y1 = union(everything)
    room_px = 4 * CELLS_PER_EM * cell_px
    left, top = x0 - room_px, y0 - room_px
    shape = (int((y1 - y0 + 2 * room_px) / cell_px) + 1, int((x1 - x0 + 2 * room_px) / cell_px) + 1)

    def mask(group: Iterable[Box]) -> NDArray[np.uint8]:
        drawn = np.zeros(shape, np.uint8)
        for a, b, c, d in group:
            rows = slice(round((b - top) / cell_px), round((d - top) / cell_px))
            drawn[rows, round((a - left) / cell_px) : round((c - left) / cell_px)] = 1
        return drawn

    type_of = {article_id: mask(_padded(box, margin_px) for box in group) for article_id, group in set_boxes.items()}
    occupied = np.sum(list(type_of.values()), axis=0)
    kernel = np.ones((3 * CELLS_PER_EM + 1, 3 * CELLS_PER_EM + 1), np.uint8)  # an even one would shift the mask
    outlines: dict[str, list[Polygon]] = {}
    for article in page.articles:
        grown = np.asarray(cv2.morphologyEx(mask(boxes[article.id]), cv2.MORPH_CLOSE, kernel), dtype=np.uint8)
        grown[(occupied > type_of[article.id]) & (type_of[article.id] == 0)] = 0
        outlines[article.id] = [
            frame.to_scan([(left + x * cell_px, top + y * cell_px) for x, y in contour]) for contour in _contours(grown)
        ]
    return outlines


def _contours(mask: NDArray[np.uint8]) -> list[list[tuple[int, int]]]:
    """The corners of each region of a mask, along the edges of its cells."""
    doubled = np.kron(mask, np.ones((2, 2), np.uint8))  # so that edges and not centres of cells are traced
    found, _ = cv2.findContours(doubled, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    traced = [[((int(x) + 1) // 2, (int(y) + 1) // 2) for x, y in contour[:, 0]] for contour in found]
    return sorted(contour for contour in traced if len(contour) >= 4)


def _boxes(page: Page, article: Article, frame: Frame) -> list[Box]:
    """Working-image boxes of the blocks of an article, and of its pictures."""
    per_block: dict[str, list[str]] = {}
    for line_id in article.line_ids():
        per_block.setdefault(page.block_of[line_id].id, []).append(line_id)
    boxes = []
    for lines in per_block.values():
        block = page.block_of[lines[0]]
        whole = len(lines) == len(block.lines)
        polygons = [block.polygon] if whole else [page.lines[line_id].polygon for line_id in lines]
        boxes.append(union(frame.image_box(polygon) for polygon in polygons))
    pictures = {picture.id: picture for picture in page.pictures}
    return boxes + [frame.image_box(pictures[i].polygon) for i in article.pictures if i in pictures]


def _merged(page: Page, boxes: list[Box], others: list[Box]) -> list[Box]:
    """Boxes that follow each other in one column become one, as long as nothing else stands inside it."""
    gap_px = SAME_COLUMN_GAP_EM * _body_em(page)
    pieces = list(boxes)
    merging = True
    while merging:
        merging = False
        for a, b in combinations(pieces, 2):
            rest = [piece for piece in pieces if piece not in (a, b)]
            both = union((a, b))
            if _same_column(a, b, gap_px) and not any(_meet(both, other) for other in (*rest, *others)):
                pieces = [both if piece == a else piece for piece in pieces if piece != b]
                merging = True
                break
    return pieces


def _same_column(a: Box, b: Box, gap_px: float) -> bool:
    shared = overlap(a[0], a[2], b[0], b[2])
    return shared > 0.8 * min(a[2] - a[0], b[2] - b[0]) and overlap(a[1], a[3], b[1], b[3]) > -gap_px


def _aligned(boxes: list[Box], within_px: float) -> list[Box]:
    """Boxes whose edges, where they nearly agree, are moved out to the outermost of them."""
    x0s, y0s, x1s, y1s = ([box[side] for box in boxes] for side in range(4))
    return [
        (
            min(v for v in x0s if x0 - within_px <= v),
            min(v for v in y0s if y0 - within_px <= v),
            max(v for v in x1s if v <= x1 + within_px),
            max(v for v in y1s if v <= y1 + within_px),
        )
        for x0, y0, x1, y1 in boxes
    ]


def _padded(box: Box, margin_px: float) -> Box:
    x0, y0, x1, y1 = box
    return (x0 - margin_px, y0 - margin_px, x1 + margin_px, y1 + margin_px)


def _meet(a: Box, b: Box) -> bool:
    return overlap(a[0], a[2], b[0], b[2]) > 0 and overlap(a[1], a[3], b[1], b[3]) > 0


def _body_em(page: Page) -> float:
    """The commonest type size of the page, weighted by lines; px."""
    sizes = sorted(block.type_size_px for block in page.blocks for _ in block.lines if block.type_size_px > 0)
    return sizes[len(sizes) // 2] if sizes else 32.0
