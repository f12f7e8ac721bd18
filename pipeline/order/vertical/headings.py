"""Headings of vertical pages: which rows of display type make up one, and what each of them is.

The columns of a heading stand side by side, kicker to the right of the headline and subheadline to its left, the
byline low at the left end; or its lines lie across above each other over the first columns of their text. Smaller
parts are told from columns of text by where they stand: off the head of the tier, across the blank between two
tiers, nearer to the headline than to the text. Frame: that of `columns.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.geometry import overlap, union
from pipeline.order.headings import Heading
from pipeline.order.vertical.columns import Column, Grid, Type
from pipeline.order.vertical.parts import Part, parts_of, type_em
from pipeline.page import Box

SEED_ODDS, PART_ODDS = -1.0, -1.7
"""A column this likely to be of a heading begins one; beside one, this is enough."""
HEADLINE_SHARE, EQUAL_SHARE, LARGE_EM = 0.68, 0.9, 1.28
"""Parts nearly as large as the largest are the headline; smaller ones down to the first share, if they are larger than
kickers need to be."""
BYLINE = re.compile(r"^[（(]?[\u4e00-\u9fff]{2,4}[)）]?$")
AUTHOR = re.compile(r"^[（(]?[\u4e00-\u9fff]{2,4}[著作撰譯述編]?[)）]?$")
BESIDE_TEXT_EM, ABOVE_EM = 2.6, 3.0
"""An author's name stands so near to the text left of it, which begins so much higher."""


def clusters_of(columns: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> list[list[Column]]:
    """Display rows that stand together, with the smaller rows that belong to them."""
    display = [c for c in columns if _is_seed(c, grid) or _is_across_head(c, columns, grid)]
    groups = _joined(display, grid, rules)
    chosen = {id(c) for c in display}
    body = [c for c in columns if id(c) not in chosen]
    for group in groups:
        while (found := _companion(group, body, grid, rules)) is not None:
            group.append(found)
            body.remove(found)
        author = _author(group, body, grid, rules)
        if author is not None:
            group.append(author)
            body.remove(author)
    return groups


def _author(group: Sequence[Column], body: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> Column | None:
    """A name by itself at the foot of the tier, between a heading whose lines run down and its text."""
    box, em = union(c.box for c in group), grid.em
    if group[0].type is Type.ACROSS:
        return None
    for c in body:
        near = -0.3 * em < c.box[1] - box[3] < 1.2 * em and c.box[0] > (box[0] + box[2]) / 2
        if c.type is Type.ACROSS or not near or c.size > LARGE_EM * em or not AUTHOR.match(c.row.text.strip()):
            continue
        in_line = [o for o in body if o is not c and abs(o.middle - c.middle) < 0.7 * em]
        alone = all(overlap(o.box[0], o.box[2], box[0], c.box[2] + em) <= 0 for o in in_line)
        if alone and _begins_higher(c, body, em) and not _ruled(c.box, box, rules):
            return c
    return None


def _begins_higher(c: Column, body: Sequence[Column], em: float) -> bool:
    """Whether the text left of a column runs along it and begins far above."""
    return any(
        0.6 * em < o.middle - c.middle < BESIDE_TEXT_EM * em
        and o.box[0] < c.box[0] - ABOVE_EM * em
        and o.box[2] > c.box[2] - 1.2 * em
        for o in body
        if o.type is not Type.ACROSS
    )


def is_caption(c: Column, grid: Grid) -> bool:
    """Whether a line across stands right under a picture."""
    return c.type is Type.ACROSS and any(
        overlap(p[1], p[3], c.box[1], c.box[3]) > 0.7 * (c.box[3] - c.box[1])
        and -0.6 * grid.em < c.box[0] - p[2] < 1.5 * grid.em
        for p in grid.sheet.pictures
    )


def _is_across_head(c: Column, columns: Sequence[Column], grid: Grid) -> bool:
    """Whether a line across is larger than the text, or stands right over columns of it."""
    if c.type is not Type.ACROSS or (c.size < 1.4 * grid.em and is_caption(c, grid)):
        return False
    if c.size > 1.1 * grid.em:
        return True
    under = [
        o
        for o in columns
        if o.type is Type.BODY
        and c.box[1] < o.middle < c.box[3]
        and -0.3 * grid.em < o.box[0] - c.box[2] < 5 * grid.em
        and len(o.row.text) > 3
    ]
    return len(under) * grid.pitch > 0.6 * (c.box[3] - c.box[1]) and len(c.row.text) >= 3 and c.row.confidence > 0.6


def _is_seed(c: Column, grid: Grid) -> bool:
    if c.type is Type.ACROSS or c.head_odds < SEED_ODDS:
        return False
    return len(c.row.text.strip()) >= 2 or (c.size > 1.5 * grid.em and c.row.confidence > 0.5)


def _joined(display: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> list[list[Column]]:
    parent = list(range(len(display)))

    def root(k: int) -> int:
        while parent[k] != k:
            k = parent[k]
        return k

    for i, a in enumerate(display):
        for j in range(i + 1, len(display)):
            if _beside(a, display[j], grid, rules) or _in_one_tier(a, display[j], grid, rules):
                parent[root(j)] = root(i)
    groups: dict[int, list[Column]] = {}
    for k, column in enumerate(display):
        groups.setdefault(root(k), []).append(column)
    return list(groups.values())


def _beside(a: Column, b: Column, grid: Grid, rules: Sequence[Box]) -> bool:
    """Whether two display rows stand next to each other as parts of one heading."""
    if (a.type is Type.ACROSS) is not (b.type is Type.ACROSS):
        return False
    p, q = (a.box, b.box) if a.type is not Type.ACROSS else (_turned(a.box), _turned(b.box))
    along, apart = overlap(p[0], p[2], q[0], q[2]), -overlap(p[1], p[3], q[1], q[3])
    shorter, size = min(p[2] - p[0], q[2] - q[0]), max(a.size, b.size)
    if along > 0.4 * shorter and apart < max(1.1 * grid.em, 0.45 * size):
        return not _ruled(a.box, b.box, rules)
    # Parts of one row that segmentation cut at a wide blank.
    level = -apart > 0.6 * min(p[3] - p[1], q[3] - q[1])
    near = -along < (1.3 if a.type is Type.ACROSS else 0.6) * size
    return level and near and min(a.size, b.size) > 0.85 * size and not _ruled(a.box, b.box, rules)


def _in_one_tier(a: Column, b: Column, grid: Grid, rules: Sequence[Box]) -> bool:
    """Whether two columns, one at the head and one at the foot of a tier, stand next to each other in it."""
    if Type.ACROSS in (a.type, b.type):
        return False
    apart, between = -overlap(a.box[1], a.box[3], b.box[1], b.box[3]), -overlap(a.box[0], a.box[2], b.box[0], b.box[2])
    if not -0.2 * grid.em < apart < 0.8 * grid.em or between > 7 * grid.em or _ruled(a.box, b.box, rules):
        return False
    low, high = min(a.box[2], b.box[2]) - grid.em, max(a.box[0], b.box[0]) + grid.em
    # A column of text that runs past both shows that no tier ends between them.
    return any(
        c.type is Type.BODY and c.box[0] < low and c.box[2] > high and abs(c.middle - a.middle) < 8 * grid.em
        for c in grid.columns
    )


def _turned(box: Box) -> Box:
    return (box[1], box[0], box[3], box[2])


def _ruled(a: Box, b: Box, rules: Sequence[Box]) -> bool:
    """Whether a rule runs between two rows that stand side by side or in line."""
    for r in rules:
        u, v = (r[0] + r[2]) / 2, (r[1] + r[3]) / 2
        low, high = max(a[0], b[0]), min(a[2], b[2])
        if r[2] - r[0] > r[3] - r[1]:
            if (
                min(a[3], b[3]) - 2 < v < max(a[1], b[1]) + 2
                and overlap(r[0], r[2], low, high) > 0.5 * (high - low) > 0
            ):
                return True
        elif min(a[2], b[2]) - 2 < u < max(a[0], b[0]) + 2 and overlap(r[1], r[3], a[1], a[3]) > 0.5 * (a[3] - a[1]):
            return True
    return False


def _companion(group: Sequence[Column], body: Sequence[Column], grid: Grid, rules: Sequence[Box]) -> Column | None:
    """The nearest row of smaller type that is part of a heading."""
    box = union(c.box for c in group)
    across = group[0].type is Type.ACROSS
    best: tuple[float, Column] | None = None
    for c in body:
        if (c.type is Type.ACROSS) is not across:
            continue
        apart = (
            -overlap(box[1], box[3], c.box[1], c.box[3]) if not across else -overlap(box[0], box[2], c.box[0], c.box[2])
        )
        if apart > 1.15 * grid.em or (best is not None and apart >= best[0]):
            continue
        if across:
            inside = overlap(box[1], box[3], c.box[1], c.box[3]) > 0.7 * (c.box[3] - c.box[1])
            if inside and not _ruled(c.box, box, rules):
                best = (apart, c)
        elif (
            c.head_odds > PART_ODDS
            and overlap(c.box[0], c.box[2], box[0], box[2]) > 0.8 * (c.box[2] - c.box[0])
            and not _ruled(c.box, box, rules)
        ):
            best = (apart, c)
    return best[1] if best else None


def heading_of(group: Sequence[Column], inset: int, em: float) -> Heading:
    """The parts of a heading by their place and size."""
    across = group[0].type is Type.ACROSS
    columns = _from_the_top(group) if across else sorted(group, key=lambda c: (c.middle, c.box[0]))
    kinds = _parts_of_rows(columns, em) if across else parts_of(columns, em)
    kicker, headline, below, byline = (
        tuple(c.row for c, kind in zip(columns, kinds, strict=True) if kind is part) for part in Part
    )
    box = union(c.box for c in columns)
    return Heading(kicker, headline, below, byline, box, (box[0], box[2]), inset)


def _from_the_top(group: Sequence[Column]) -> list[Column]:
    """Lines across as they are read: from the top, the parts of one line from right to left."""
    rows: list[list[Column]] = []
    for c in sorted(group, key=lambda c: c.box[0]):
        u0, _, u1, _ = c.box
        last = rows[-1][0].box if rows else c.box
        if rows and overlap(u0, u1, last[0], last[2]) > 0.6 * min(u1 - u0, last[2] - last[0]):
            rows[-1].append(c)
        else:
            rows.append([c])
    return [c for row in rows for c in sorted(row, key=lambda c: c.box[1])]


def _parts_of_rows(columns: Sequence[Column], em: float) -> list[Part]:
    """The parts of a heading of lines across, given from the top."""
    sizes = [type_em(c) for c in columns]
    least = min(EQUAL_SHARE * max(sizes), max(HEADLINE_SHARE * max(sizes), LARGE_EM * em))
    main = [k for k, size in enumerate(sizes) if size >= least]
    foot = max(c.box[2] for c in columns)
    kinds = []
    for k, c in enumerate(columns):
        last = k == len(columns) - 1 and c.box[2] > foot - 2 * c.size
        kind = Part.KICKER if k < main[0] else Part.SUBHEADLINE if k > main[-1] else Part.HEADLINE
        kinds.append(Part.BYLINE if kind is Part.SUBHEADLINE and last and BYLINE.match(c.row.text.strip()) else kind)
    return kinds
