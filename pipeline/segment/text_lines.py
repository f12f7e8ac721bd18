"""Text lines from ink: glyphs that stand in a row, never across a gutter or a rule (`gutters.py`).

Display type is joined glyph by glyph, by its own size; body type is smeared sideways and cut at
the fences.

Arrays and boxes at the working scale (`ink.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import overlap, union
from pipeline.page import Box
from pipeline.segment.gutters import Fence, close, false_cuts, find_fence, runs
from pipeline.segment.ink import Mask
from pipeline.segment.marks import RuleMark

JOIN_EM = 1.7
"""Within a line, glyphs are no further apart: a blank and a narrow mark."""
DISPLAY_EM = 1.75
"""Higher glyphs are display type and are joined by their own size."""
MARKS = 4
"""More small glyphs than this beside a display line are body type."""
ROW_EM = 1.95
"""What is higher holds two rows of body type."""


@dataclass(frozen=True, slots=True)
class TextLine:
    box: Box
    type_size: float
    """The em of the line's type, in px of the working scale."""
    display: bool
    slip: float = 0.0
    """How much lower its end stands than its beginning; the box is as if it were level."""


def find_lines(
    type_mask: Mask,
    glyphs: NDArray[np.int32],
    rules: Iterable[RuleMark],
    pictures: Iterable[Box],
    em: float,
    beside: Mask | None = None,
) -> list[TextLine]:
    """All text lines, unordered. `glyphs` [N, 5]: x, y, width, height, area of the components of `type_mask`.

    `beside`: type that runs the other way; it fills its place, as pictures do.
    """
    occupied = type_mask.copy() if beside is None else type_mask | beside
    for x0, y0, x1, y1 in pictures:
        occupied[round(y0) : round(y1), round(x0) : round(x1)] = 1
    rules = list(rules)
    for x0, y0, x1, y1 in _letter_gaps(glyphs, em, 0.2):
        occupied[y0:y1, x0:x1] = 1
    fence = find_fence(occupied, rules, em, downwards=False)
    display, member = _display_lines(glyphs, fence, em)
    # Between body type, the blanks of headlines are no gutters.
    for x0, y0, x1, y1 in _letter_gaps(glyphs, em, 1.1):
        occupied[y0:y1, x0:x1] = 1
    fence = find_fence(occupied, rules, em)
    body_mask = type_mask.copy()
    for x, y, w, h, _ in glyphs[member]:
        body_mask[y : y + h, x : x + w] = 0
    return display + _body_lines(body_mask, fence, em)


def _letter_gaps(glyphs: NDArray[np.int32], em: float, widest: float) -> Iterable[tuple[int, int, int, int]]:
    """Boxes of the gaps between neighbouring glyphs of display type, in their heights no wider than `widest`."""
    big = glyphs[(glyphs[:, 3] > DISPLAY_EM * em) & (glyphs[:, 2] < 4 * glyphs[:, 3])]
    for x, y, w, h, _ in big:
        near = big[(big[:, 0] >= x + w) & (big[:, 0] - x - w < widest * h)]
        for u, v, _, k, _ in near:
            if overlap(y, y + h, v, v + k) > 0.6 * min(h, k):
                yield int(x + w), int(min(y, v)), int(u), int(max(y + h, v + k))


def _display_lines(glyphs: NDArray[np.int32], fence: Fence, em: float) -> tuple[list[TextLine], NDArray[np.bool_]]:
    """Lines of display type, and which glyphs [N] belong to them."""
    width, height = glyphs[:, 2], glyphs[:, 3]
    big = np.flatnonzero((height > DISPLAY_EM * em) & (width > 0.1 * height) & (width < 4 * height))
    member = np.zeros(len(glyphs), bool)
    if not len(big):
        return [], member
    wholes = _whole_glyphs(big, glyphs)
    whole_boxes = [union(_box(glyphs[i]) for i in whole) for whole in wholes]
    rows = [
        [i for k in run for i in wholes[k]]
        for row in _rows_of(whole_boxes, fence)
        for run in _runs_of_one_size(row, whole_boxes)
    ]
    lines = []
    centre_y = glyphs[:, 1] + height / 2
    for row in sorted(rows, key=lambda r: -len(r)):
        box = union(_box(glyphs[i]) for i in row)
        size = float(np.percentile(glyphs[row, 3], 80))
        if _embedded(row, glyphs, box, fence, em):
            continue
        member[row] = True
        box = _absorb(box, size, glyphs, member, centre_y, fence)
        lines.append(TextLine(box, max(size, box[3] - box[1]) * 1.04, True))
    return _merge_display(lines, fence), member


def _whole_glyphs(big: NDArray[np.intp], glyphs: NDArray[np.int32]) -> list[list[int]]:
    """Large components that stand close above each other and together are as high as wide: parts of one character."""
    wholes = [(_box(glyphs[k]), [int(k)]) for k in big]
    pairs = sorted(
        (-overlap(a[1], a[3], b[1], b[3]), i, j)
        for (i, (a, _)), (j, (b, _)) in combinations(enumerate(wholes), 2)
        if _stacked(a, b)
    )
    # The closest first: the head of a character is nearer to its foot than to the line above.
    at = list(range(len(wholes)))
    for _, i, j in pairs:
        one, two = at[i], at[j]
        if one != two and _stacked(wholes[one][0], wholes[two][0]):
            wholes[one] = (union([wholes[one][0], wholes[two][0]]), wholes[one][1] + wholes[two][1])
            at = [one if k == two else k for k in at]
    return [wholes[k][1] for k in sorted(set(at))]


def _stacked(a: Box, b: Box) -> bool:
    """Whether two boxes stand close above each other and are together no higher than a character is."""
    shared = overlap(a[0], a[2], b[0], b[2]) / min(a[2] - a[0], b[2] - b[0])
    if shared <= 0.6:
        return False
    x0, y0, x1, y1 = union([a, b])
    return -overlap(a[1], a[3], b[1], b[3]) < 0.12 * (y1 - y0) < 0.12 * 1.3 * (x1 - x0)


def _rows_of(glyphs: list[Box], fence: Fence) -> list[list[int]]:
    """Display glyphs chained to rows, from left to right, as indices."""
    rows: list[list[int]] = []
    boxes: list[Box] = []
    for index in sorted(range(len(glyphs)), key=lambda k: glyphs[k][0]):
        x0, y0, _, y1 = glyphs[index]
        letter_space = _letter_space(glyphs[index], glyphs)
        best, best_gap = -1, np.inf
        for number, (_, b0, a1, b1) in enumerate(boxes):
            high = max(b1 - b0, y1 - y0)
            gap = x0 - a1
            alike = min(b1 - b0, y1 - y0) > 0.45 * high
            level = overlap(y0, y1, b0, b1) > 0.6 * min(b1 - b0, y1 - y0)
            near = alike and level and gap < min(1.1 * high, best_gap)
            spaced = gap < 1.35 * letter_space
            if near and (spaced or not fence.between_words(a1, x0, max(y0, b0), min(y1, b1), high)):
                best, best_gap = number, gap
        if best < 0:
            rows.append([index])
            boxes.append(glyphs[index])
        else:
            rows[best].append(index)
            boxes[best] = union([boxes[best], glyphs[index]])
    return rows


def _letter_space(glyph: Box, glyphs: list[Box]) -> float:
    """The usual gap between the display glyphs of about one size at the level of `glyph`; 0 where they are few."""
    high = glyph[3] - glyph[1]
    row = sorted(
        b
        for b in glyphs
        if overlap(b[1], b[3], glyph[1], glyph[3]) > 0.6 * min(high, b[3] - b[1])
        and 0.45 * high < b[3] - b[1] < 2.2 * high
    )
    gaps = [b[0] - a[2] for a, b in pairwise(row) if b[0] - a[2] < 1.5 * high]
    return float(np.median(gaps)) if len(gaps) > 2 else 0.0


def _runs_of_one_size(row: list[int], glyphs: list[Box]) -> list[list[int]]:
    """Cut a row of display glyphs, left to right, at wide spaces between runs of different size: two headlines."""
    runs: list[list[int]] = [[row[0]]]
    for before, index in pairwise(row):
        high = max(glyphs[before][3] - glyphs[before][1], glyphs[index][3] - glyphs[index][1])
        if glyphs[index][0] - glyphs[before][2] > 0.62 * high:
            runs.append([])
        runs[-1].append(index)
    joined = [runs[0]]
    for run in runs[1:]:
        heights = [max(glyphs[k][3] - glyphs[k][1] for k in part) for part in (joined[-1], run)]
        # A run of one or two glyphs may hold only low ones, as 四 or a piece of 台.
        sure = 0.85 if min(len(run), len(joined[-1])) > 2 else 0.65
        if min(heights) < sure * max(heights):
            joined.append(run)
        else:
            joined[-1] = [*joined[-1], *run]
    return joined


def _embedded(row: list[int], glyphs: NDArray[np.int32], box: Box, fence: Fence, em: float) -> bool:
    """A glyph that is high only because two lines of body type touch: body type stands close on both sides."""
    if len(row) > 2 or box[3] - box[1] > 2.9 * em or box[2] - box[0] > 2.2 * em:
        return False
    x0, y0, x1, y1 = box
    beside = glyphs[(glyphs[:, 1] + glyphs[:, 3] > y0) & (glyphs[:, 1] < y1) & (glyphs[:, 3] < DISPLAY_EM * em)]
    left = ((beside[:, 0] + beside[:, 2] > x0 - 0.5 * em) & (beside[:, 0] + beside[:, 2] < x0 + 0.3 * em)).sum()
    right = ((beside[:, 0] < x1 + 0.5 * em) & (beside[:, 0] > x1 - 0.3 * em)).sum()
    return bool(left >= 2 or right >= 2)


def _absorb(
    box: Box,
    size: float,
    glyphs: NDArray[np.int32],
    member: NDArray[np.bool_],
    centre_y: NDArray[np.float64],
    fence: Fence,
) -> Box:
    """Take the small glyphs (marks, dots, flat characters) that stand inside a display line or at its ends.

    A mark may stand a full character away, as an opening quote does; body type so close to a
    headline comes in numbers.
    """
    for _ in range(8):
        x0, y0, x1, y1 = box
        free = ~member & (centre_y > y0 - 0.1 * size) & (centre_y < y1 + 0.1 * size)
        # The upper stroke of 元, say, stands apart.
        flat = (x1 - x0 < 2 * size) & (glyphs[:, 2] > 0.4 * size) & (glyphs[:, 2] > 2 * glyphs[:, 3])
        flat &= (glyphs[:, 0] > x0 - 2) & (glyphs[:, 0] + glyphs[:, 2] < x1 + 2)
        free |= ~member & flat & (centre_y > y0 - 0.45 * size) & (centre_y < y1 + 0.1 * size)
        free &= (glyphs[:, 1] > y0 - np.where(flat, 0.5, 0.25) * size) & (
            glyphs[:, 1] + glyphs[:, 3] < y1 + 0.25 * size
        )
        left, right = glyphs[:, 0], glyphs[:, 0] + glyphs[:, 2]
        taken = np.flatnonzero(free & (left < x1) & (right > x0))
        for outer in (left - x1, x0 - right):
            # How far each free glyph stands off on this side.
            near = np.flatnonzero(free & (outer >= 0) & (outer < 0.8 * size))
            reach = 0.0 if not len(near) else float(outer[near].max()) + float(glyphs[near, 2].max()) + 2.5 * fence.em
            row = (free & (outer >= 0) & (outer < reach) & (glyphs[:, 3] < 1.2 * fence.em)).sum()
            if row > MARKS:
                near = near[outer[near] < 0.3 * fence.em]
            clear = [i for i in near if not fence.between_words(min(x1, right[i]), max(x0, left[i]), y0, y1, size)]
            taken = np.concatenate([taken, np.asarray(clear, dtype=taken.dtype)])
        if not len(taken):
            break
        member[taken] = True
        box = union([box, *(_box(glyphs[i]) for i in taken)])
    return box


def _merge_display(lines: list[TextLine], fence: Fence) -> list[TextLine]:
    """Join pieces of one display line that a flat character (一, 二) had kept apart."""
    merged: list[TextLine] = []
    for line in sorted(lines, key=lambda n: n.box[0]):
        for k, other in enumerate(merged):
            size = max(line.type_size, other.type_size)
            shared = overlap(line.box[1], line.box[3], other.box[1], other.box[3])
            gap = line.box[0] - other.box[2]
            low, high = max(line.box[1], other.box[1]), min(line.box[3], other.box[3])
            both_long = min(line.box[2] - line.box[0], other.box[2] - other.box[0]) > 2.5 * size
            within = max(0.0, shared) * max(0.0, overlap(line.box[0], line.box[2], other.box[0], other.box[2]))
            if within > 0.6 * min(_area(line.box), _area(other.box)) or (
                shared > 0.6 * min(line.box[3] - line.box[1], other.box[3] - other.box[1])
                and gap < 1.1 * size
                and min(line.type_size, other.type_size) > (0.85 if gap > 0.5 * size and both_long else 0.6) * size
                and not fence.between_words(other.box[2], line.box[0], low, high, size)
            ):
                merged[k] = TextLine(union([line.box, other.box]), size, True)
                break
        else:
            merged.append(line)
    return merged


def _without_doubles(boxes: list[Box]) -> list[Box]:
    """Lines without those that lie inside another: pieces of it that were found twice."""
    kept: list[Box] = []
    for box in sorted(boxes, key=_area, reverse=True):
        inside = (
            max(0.0, overlap(box[0], box[2], k[0], k[2])) * max(0.0, overlap(box[1], box[3], k[1], k[3])) for k in kept
        )
        if not any(shared > 0.7 * _area(box) for shared in inside):
            kept.append(box)
    return kept


def _split_at_grid(box: Box, lines: list[Box], mask: Mask, fence: Fence) -> list[Box]:
    """Cut a line at a gap in line with a tall gutter, or with the edge of the column above or below.

    So a row or two of columns above a picture, say, or beside the end of a longer column, come apart.
    """
    em = fence.em
    x0, y0, x1, y1 = (round(v) for v in box)
    if x1 - x0 < 8 * em:
        return [box]
    near = [n for n in lines if n is not box and -0.3 * em < max(box[1] - n[3], n[1] - box[3]) < 2.2 * em]
    inked = np.flatnonzero(mask[y0:y1, x0:x1].any(axis=0))
    cuts = np.flatnonzero(np.diff(inked) > 0.7 * em)
    ends = [x0]
    for k in cuts:
        left, right = float(x0 + inked[k] + 1), float(x0 + inked[k + 1])
        crossed = any(n[0] < left - em and n[2] > right + em and _inked(mask, left, n[1], right, n[3]) for n in near)
        aligned = fence.on_grid(left, right, (box[1] + box[3]) / 2) or _on_edge(left, right, box, lines, em)
        if not crossed and aligned:
            ends += [round(left), round(right)]
    if len(ends) == 1:
        return [box]
    ends.append(x1)
    # Rows of two columns need not be level: each part has its own height.
    return [_tight(mask, (a, y0, b, y1)) for a, b in zip(ends[::2], ends[1::2], strict=True)]


def _inked(mask: Mask, x0: float, y0: float, x1: float, y1: float) -> bool:
    return bool(mask[round(y0) : round(y1), round(x0) : round(x1)].any())


def _on_edge(left: float, right: float, box: Box, lines: list[Box], em: float) -> bool:
    """Whether at least three rows close over or under `box` fill its part beyond a gap, on one side, and no more."""

    def fills(n: Box) -> bool:
        close = -0.3 * em < max(box[1] - n[3], n[1] - box[3]) < 6 * em
        after = abs(n[0] - right) < 0.35 * em and abs(n[2] - box[2]) < 0.6 * em
        before = abs(n[2] - left) < 0.35 * em and abs(n[0] - box[0]) < 0.6 * em
        return close and (after or before)

    return right - left > 0.9 * em and sum(map(fills, lines)) >= 3


def _tight(mask: Mask, box: tuple[int, int, int, int]) -> Box:
    """The box around the ink inside a box that holds some."""
    x0, y0, x1, y1 = box
    rows = np.flatnonzero(mask[y0:y1, x0:x1].any(axis=1))
    return (float(x0), float(y0 + rows[0]), float(x1), float(y0 + rows[-1] + 1))


def _mended(boxes: list[Box], fence: Fence) -> list[Box]:
    """The lines with what was cut where no gutter is put together again."""
    lines = sorted(boxes, key=lambda b: b[1])
    for off_grid in (False, True):  # a mended row is evidence for its neighbours, away from the grid
        lines = sorted(_joined(lines, false_cuts(lines, fence, JOIN_EM, ROW_EM, off_grid)), key=lambda b: b[1])
    return _joined(lines, _centred_rows(lines, fence))


def _joined(lines: list[Box], again: dict[int, int]) -> list[Box]:
    """The lines with left piece and right piece, as indices, made one."""
    gone = set(again.values())
    joined: list[Box] = []
    for k, box in enumerate(lines):
        if k in gone:
            continue
        while k in again:
            k = again[k]
            box = union([box, lines[k]])
        joined.append(box)
    return joined


def _centred_rows(lines: list[Box], fence: Fence) -> dict[int, int]:
    """Rows set in the middle over two columns (a byline, say) whose blanks met the gutter: left to right piece."""
    em = fence.em
    after: dict[int, int] = {}
    for i, a in enumerate(lines):
        if a[2] - a[0] > 9 * em:
            continue
        for j, b in enumerate(lines[max(0, i - 12) : i + 13], max(0, i - 12)):
            level = overlap(a[1], a[3], b[1], b[3]) > 0.6 * min(a[3] - a[1], b[3] - b[1])
            near = 0 < b[0] - a[2] < JOIN_EM * em and not runs(fence.rules, a[2], b[0], a[1], a[3])
            if j != i and level and near and b[2] - b[0] <= 9 * em:
                after[i] = j
    found: dict[int, int] = {}
    for first in after.keys() - after.values():
        chain = [first]
        while chain[-1] in after and after[chain[-1]] not in chain:
            chain.append(after[chain[-1]])
        if _is_centred(lines[chain[0]], lines[chain[-1]], lines, em):
            found.update(pairwise(chain))
    return found


def _is_centred(a: Box, b: Box, lines: list[Box], em: float) -> bool:
    """Whether what reaches from a to b stands in the middle of the columns below."""
    below = [n for n in lines if 0 < n[1] - a[1] < 9 * em]
    left = [n[0] for n in below if n[0] < a[2] < n[2] + 3 * em and n[2] < b[0] + em]
    right = [n[2] for n in below if n[0] - 3 * em < b[0] < n[2] and n[0] > a[2] - em]
    if not left or not right:
        return False
    margins = a[0] - min(left), max(right) - b[2]
    return min(margins) > 2.7 * em and abs(margins[0] - margins[1]) < 2 * em


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _body_lines(mask: Mask, fence: Fence, em: float) -> list[TextLine]:
    """Lines of body type: smear the ink sideways, cut at the fences, split what still holds several rows."""
    joined = close(mask, round(JOIN_EM * em), 1)
    joined[(fence.gutters | fence.rules) > 0] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    boxes: list[Box] = []
    for label in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[label])
        if area < 0.04 * em * em:
            continue
        if h <= ROW_EM * em:
            boxes.append((float(x), float(y), float(x + w), float(y + h)))
            continue
        piece = mask[y : y + h, x : x + w] * (labels[y : y + h, x : x + w] == label)
        boxes += _split_rows(piece, (x, y), em)
    whole = _gather(_gather(boxes, fence, em), fence, em)  # what was joined may touch what was not
    pieces = [part for box in whole for part in _split_at_grid(box, whole, mask, fence)]
    rows = [_of_full_height(b, em) for b in _without_doubles(_mended(pieces, fence))]
    usual = [b[3] - b[1] for b in rows if b[2] - b[0] > 7 * em and 0.6 * em < b[3] - b[1] < 1.3 * em]
    size = 1.04 * float(np.median(usual)) if usual else em
    return [TextLine(b, _size_of(b, size), False) for b in rows]


def _of_full_height(box: Box, em: float) -> Box:
    """A row that holds nothing but 一 or a dash is as high as its type all the same."""
    x0, y0, x1, y1 = box
    if y1 - y0 > 0.4 * em or x1 - x0 < 0.5 * em:
        return box
    middle = (y0 + y1) / 2
    return (x0, middle - em / 2, x1, middle + em / 2)


def _size_of(box: Box, usual: float) -> float:
    """The type size of a row by its height. A short row may hold only low glyphs: digits, marks, 一."""
    size = (box[3] - box[1]) * 1.04
    if box[2] - box[0] < 7 * usual and 0.3 * usual < size < usual:
        return usual
    return size


def _split_rows(piece: Mask, origin: tuple[int, int], em: float) -> list[Box]:
    """Cut a component that holds several rows of type at the valleys of its horizontal profile."""
    profile = piece.sum(axis=1).astype(np.float64)
    level = 0.12 * np.percentile(profile, 90)
    inked = np.concatenate([[0], (profile > level).astype(np.int8), [0]])
    starts, ends = np.flatnonzero(np.diff(inked) == 1), np.flatnonzero(np.diff(inked) == -1)
    rows = [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a >= 0.3 * em]
    if not rows:
        rows = [(0, piece.shape[0])]
    edges = [0, *((a[1] + b[0]) // 2 for a, b in pairwise(rows)), piece.shape[0]]
    boxes = []
    for top, bottom in pairwise(edges):
        ys, xs = np.nonzero(piece[top:bottom])
        if len(xs):
            boxes.append(
                (
                    float(origin[0] + xs.min()),
                    float(origin[1] + top + ys.min()),
                    float(origin[0] + xs.max() + 1),
                    float(origin[1] + top + ys.max() + 1),
                )
            )
    return boxes


def _gather(boxes: list[Box], fence: Fence, em: float) -> list[Box]:
    """Join the pieces of one line: strokes and marks that the smearing missed."""
    boxes = sorted(boxes, key=lambda b: -(b[2] - b[0]))
    lines: list[Box] = []
    for box in boxes:
        x0, y0, x1, y1 = box
        for k, (a0, b0, a1, b1) in enumerate(lines):
            shared = overlap(y0, y1, b0, b1)
            gap = -overlap(x0, x1, a0, a1)
            if gap < 0 and max(y1, b1) - min(y0, b0) < 1.2 * em:
                # A stroke over or under the rest of its row: the top of 元, the foot of 旦.
                lines[k] = union([box, lines[k]])
                break
            if shared < 0.6 * min(y1 - y0, b1 - b0) or gap > JOIN_EM * em:
                continue
            if max(y1, b1) - min(y0, b0) > ROW_EM * em:
                continue
            clings = gap < 0.25 * em and max(x1 - x0, y1 - y0) < 0.5 * em  # a comma at the edge of the gutter
            if gap > 0 and not clings and fence.between(min(x1, a1), max(x0, a0), max(y0, b0), min(y1, b1)):
                continue
            lines[k] = union([box, lines[k]])
            break
        else:
            lines.append(box)
    return [b for b in lines if max(b[2] - b[0], b[3] - b[1]) > 0.35 * em]


def _box(glyph: NDArray[np.int32]) -> Box:
    x, y, w, h = (float(v) for v in glyph[:4])
    return (x, y, x + w, y + h)
