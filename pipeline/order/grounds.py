"""Grounds: the black, tinted or screened fields and small frames that headings are printed on.

Segmentation sees them as insets like any box on the page. But what stands on a ground is the heading
of the story around it, not an item of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry import overlap
from pipeline.order import wording
from pipeline.order.pieces import Piece, Row
from pipeline.page import BlockKind, Box

SOLD = (BlockKind.ADVERT, BlockKind.NOTICE, BlockKind.TABLE)
MOST_LETTERS = 72
"""A heading with its kicker and subheadline has no more; what is longer on a ground is a text."""


def head_grounds(insets: Sequence[Box], pictures: Sequence[Box], pieces: Sequence[Piece], em: float) -> set[int]:
    """The indices of the insets that are grounds of headings; `pieces` know the inset that they stand in."""
    found = set()
    for number, box in enumerate(insets):
        inner = [p for p in pieces if p.inset == number]
        if not inner:
            continue
        # The ground of a picture and its heading is no box either, where there is little on it but the picture.
        # A part of a large character is now and then taken for a picture.
        rows = [row for p in inner for row in p.rows]
        true = [p for p in pictures if not any(_inside(p, row.box) for row in rows)]
        if any(_middle_in(p, box) and _area(p) < 0.5 * _area(box) for p in true):
            continue
        if any(
            i != number and _middle_in(other, box) and 0 < _area(other) < 0.7 * _area(box)
            for i, other in enumerate(insets)
        ):
            continue
        if _reads_as_heading(rows, em) and (
            _heads_text(box, inner, pieces, em) or _heads_picture(box, inner, true, em)
        ):
            found.add(number)
    # A ground may have been found twice, as a tone and as a frame.
    return found | {
        k for k, box in enumerate(insets) if any(_alike(box, insets[g], em) for g in found) and _area(box) > 0
    }


def _alike(a: Box, b: Box, em: float) -> bool:
    return all(abs(u - v) < 0.8 * em for u, v in zip(a, b, strict=True))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _middle_in(box: Box, other: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]


def _inside(box: Box, other: Box) -> bool:
    wide, high = overlap(box[0], box[2], other[0], other[2]), overlap(box[1], box[3], other[1], other[3])
    return max(0.0, wide) * max(0.0, high) > 0.8 * _area(box)


def _reads_as_heading(rows: Sequence[Row], em: float) -> bool:
    """Few words in few lines, some of them large or alone, that sell and announce nothing."""
    text = "".join(row.text for row in rows)
    sentence = "。" in text.strip()[:-1] or ("。" in text and len(text) > 24)
    if len(rows) > 8 or len(text) > MOST_LETTERS or sentence or "℃" in text:
        return False
    if len(set(wording.ADVERT.findall(text))) >= 2:
        return False
    large = max(row.size for row in rows) > 1.12 * em
    return large or (len(rows) == 1 and len(text.strip()) <= 24)


def _heads_text(box: Box, inner: Sequence[Piece], pieces: Sequence[Piece], em: float) -> bool:
    """Whether running text begins close below a ground, or stands beside it."""
    if any(p.kind in SOLD for p in inner):
        return False
    for piece in pieces:
        if any(piece is p for p in inner) or piece.size > 1.12 * em or len(piece.rows) < 2 or piece.kind in SOLD:
            continue
        x0, y0, x1, y1 = piece.box
        below = -0.5 * em < y0 - box[3] < 7 * em and overlap(x0, x1, box[0], box[2]) > 0.3 * min(
            x1 - x0, box[2] - box[0]
        )
        beside = -overlap(x0, x1, box[0], box[2]) < 3.5 * em and overlap(y0, y1, box[1], box[3]) > 0.5 * min(
            y1 - y0, box[3] - box[1]
        )
        if below or beside:
            return True
    return False


def _heads_picture(box: Box, inner: Sequence[Piece], pictures: Sequence[Box], em: float) -> bool:
    """Whether a flat ground stands close over a picture, or over several side by side, as the head of their story."""
    if any(p.kind in SOLD for p in inner) or box[3] - box[1] > 0.5 * (box[2] - box[0]):
        return False
    under = [p for p in pictures if -0.3 * em < p[1] - box[3] < 2 * em]
    return sum(max(0.0, overlap(box[0], box[2], p[0], p[2])) for p in under) > 0.6 * (box[2] - box[0])


def screen_edges(rules: Sequence[Box], rows: Sequence[Row], em: float) -> set[int]:
    """The indices of the flat rules that run right over and right under a line of display type.

    They are what is found of a screened ground, or of a heading set between two lines: they part nothing.
    """
    flat = [k for k, r in enumerate(rules) if r[2] - r[0] > r[3] - r[1]]
    edges: set[int] = set()
    for row in rows:
        if row.size < 1.3 * em:
            continue
        over = [k for k in flat if _spans(rules[k], row.box) and -0.3 * em < row.box[1] - rules[k][3] < 0.9 * em]
        under = [k for k in flat if _spans(rules[k], row.box) and -0.3 * em < rules[k][1] - row.box[3] < 0.9 * em]
        for k in over:
            pairs = [j for j in under if all(abs(rules[k][i] - rules[j][i]) < em for i in (0, 2))]
            if pairs:
                edges.update((k, *pairs))
    return edges


def screen_lines(rules: Sequence[Box], em: float) -> set[int]:
    """The indices of flat rules that lie closely one under the other, four and more: the strokes of a screen."""
    flat = sorted((k for k, r in enumerate(rules) if r[2] - r[0] > r[3] - r[1]), key=lambda k: rules[k][1])
    groups: list[list[int]] = []
    for k in flat:
        r = rules[k]
        for group in groups:
            last = rules[group[-1]]
            shared = overlap(r[0], r[2], last[0], last[2])
            if r[1] - last[3] < 0.6 * em and shared > 0.7 * min(r[2] - r[0], last[2] - last[0]):
                group.append(k)
                break
        else:
            groups.append([k])
    return {k for group in groups if len(group) >= 4 for k in group}


def _spans(rule: Box, box: Box) -> bool:
    return rule[0] < box[0] + 4 and box[2] - 4 < rule[2]
