"""Headings: which display lines make up one, and which of them is kicker, headline, subheadline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.geometry import overlap, union
from pipeline.order import wording
from pipeline.order.pieces import is_heading
from pipeline.order.sheet import Piece, Row, Sheet
from pipeline.order.side_by_side import rejoined
from pipeline.order.small_heads import advance
from pipeline.order.space import stands_under_label, upright_rule_between
from pipeline.order.upright import UprightLines, is_upright, upright_headings
from pipeline.page import BlockKind, Box


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a story: 引题 (kicker), 主题 (headline), 副题 (subheadline) and the byline."""

    kicker: tuple[Row, ...]
    headline: tuple[Row, ...]
    subheadline: tuple[Row, ...]
    byline: tuple[Row, ...]
    box: Box
    span: tuple[float, float]
    """Left and right end of the paper that the heading stands in: the columns below belong to it."""
    inset: int
    upright: bool = False
    """Whether its lines stand upright beside the text."""

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.kicker + self.headline + self.subheadline + self.byline

    def foot(self, left: float, right: float) -> float:
        """Where the heading ends above a column between two edges: a byline pushes down no column but its own."""
        over = [r.box[3] for r in self.rows if overlap(left, right, r.box[0], r.box[2]) > 0]
        if self.upright:
            return max(over, default=self.box[1])
        return max(over + [r.box[3] for r in self.headline])


def find_headings(sheet: Sheet) -> tuple[list[Heading], list[Piece]]:
    """The headings of a sheet, and its other pieces."""
    sheet = sheet.with_pieces(part for p in sheet.pieces for part in _row_by_row(p))
    upright, level = upright_headings([p for p in sheet.pieces if is_heading(p.kind)], sheet)
    display = rejoined(level, sheet)
    clusters = _clusters(display, sheet)
    rest = [p for p in sheet.pieces if not is_heading(p.kind)]
    columns = [box for lines in upright for box in (lines.box, *_columns_of(lines.box, display, sheet))]
    spans = [_span_of(cluster, sheet, display, columns) for cluster in clusters]
    boxes = [union(p.box for p in cluster) for cluster in clusters]
    spans = _parted(spans, boxes, sheet.em)
    taken: list[list[Piece]] = [[] for _ in clusters]
    for piece in sorted(rest, key=lambda p: p.box[1]):
        near = [
            (not covered, abs(gap), k)
            for k, cluster in enumerate(clusters)
            for covered, gap in [_companion(piece, cluster, boxes[k], spans[k], taken[k], rest, sheet)]
            if gap is not None
        ]
        if near:
            taken[min(near)[2]].append(piece)
    gone = {id(p) for group in taken for p in group}
    headings = [_heading(c, t, s) for c, t, s in zip(clusters, taken, spans, strict=True)]
    headings += [_upright_heading(lines) for lines in upright]
    return headings, [p for p in rest if id(p) not in gone]


def _columns_of(upright: Box, display: Sequence[Piece], sheet: Sheet) -> list[Box]:
    """The columns right beside an upright heading that begin level with it under no other heading."""
    em = sheet.em
    found = []
    for p in sheet.pieces:
        if p.kind is not BlockKind.PARAGRAPH or len(p.rows) < 3 or is_upright(p, sheet):
            continue
        gap = max(p.measure[0] - upright[2], upright[0] - p.measure[1])
        level = -2 * em < p.box[1] - upright[1] < 3.5 * em  # with a byline over it
        headed = any(
            overlap(*_ends(d.box), *p.measure) > em and -0.5 * em < p.box[1] - d.box[3] < 5 * em for d in display
        )
        if -0.5 * em < gap < 5 * em and level and not headed:
            found.append((p.measure[0], min(upright[1], p.box[1]) - em, p.measure[1], p.box[3]))
    return found


def _row_by_row(piece: Piece) -> Iterable[Piece]:
    """Each row of display type for itself, other pieces as they are."""
    return (piece.cut(k, k + 1) for k in range(len(piece.rows))) if is_heading(piece.kind) else (piece,)


def _ends(box: Box) -> tuple[float, float]:
    return box[0], box[2]


def _span_of(
    cluster: Sequence[Piece], sheet: Sheet, display: Sequence[Piece], upright: Sequence[Box] = ()
) -> tuple[float, float]:
    """How far the paper beside a heading reaches: to the next type, picture, upright rule or frame.

    Between two headings at one height the paper is divided by their setting: one that begins where
    a column begins reaches no further left, and one set in the middle reaches equally far both ways.
    """
    box = union(p.box for p in cluster)
    em = sheet.em
    for field in sheet.grounds:
        around = field[1] - em < box[1] and box[3] < field[3] + em and field[0] - em < box[0] and box[2] < field[2] + em
        if around and field[2] - field[0] > box[2] - box[0] + 3 * em:
            return field[0] - 0.3 * em, field[2] + 0.3 * em
    low, high = box[1] + 0.1 * (box[3] - box[1]), box[3] + 0.3 * em
    # The margin of the sheet is no paper to set type on.
    x0, _, x1, _ = union(p.box for p in sheet.pieces)
    if cluster[0].inset >= 0:
        x0, _, x1, _ = sheet.insets[cluster[0].inset]
    solid = [r for r in sheet.rules if r[3] - r[1] > r[2] - r[0]]
    solid += [
        p.box
        for p in sheet.pieces
        if p not in cluster and not is_heading(p.kind) and p.kind is not BlockKind.CREDIT and len(p.rows) > 2
    ]
    solid += [*upright, *sheet.pictures, *(i for k, i in enumerate(sheet.insets) if k != cluster[0].inset)]
    headings = [p.box for p in display if p not in cluster]
    left_is_open = right_is_open = False
    for boxes, soft in ((solid, False), (headings, True)):
        for b in boxes:
            if overlap(low, high, b[1], b[3]) < 0.25 * em or (b[0] <= box[0] and b[2] >= box[2]):
                continue
            if b[2] <= box[0] + em and b[2] > x0:
                x0, left_is_open = b[2], soft
            elif b[0] >= box[2] - em and b[0] < x1:
                x1, right_is_open = b[0], soft
    lefts = [
        p.box[0]
        for p in sheet.pieces
        if p.kind is BlockKind.PARAGRAPH and len(p.rows) >= 3 and 0 < p.box[1] - box[1] < 25 * em
    ]
    near = [p.box[0] for p in sheet.pieces if p.kind is BlockKind.PARAGRAPH and 0 < p.box[1] - box[3] < 6 * em]
    lefts = near or lefts
    aligned = any(abs(left - box[0]) < 0.8 * em for left in lefts)
    if left_is_open and ((right_is_open and not aligned) or (aligned and _goes_on_below(box, sheet))):
        middle = _columns_in_the_middle(box, sheet)
        if middle is not None:
            return max(x0, middle[0] - 0.3 * em), min(x1, middle[1] + 0.3 * em)
    if left_is_open:
        x0 = max(x0, box[0] - em if aligned or right_is_open else box[0] - (x1 - box[2]) - 1.5 * em)
    if right_is_open and not aligned and not left_is_open:
        x1 = min(x1, box[2] + (box[0] - x0) + 1.5 * em)
    return x0, x1


def _columns_in_the_middle(box: Box, sheet: Sheet) -> tuple[float, float] | None:
    """The fewest columns below a heading that it stands in the middle of, as their outer edges."""
    em = sheet.em
    below = sorted(
        p.measure
        for p in sheet.pieces
        if p.kind is BlockKind.PARAGRAPH and len(p.rows) >= 3 and 0 < p.box[1] - box[3] < 6 * em
    )
    runs = [(a[0], b[1]) for k, a in enumerate(below) for b in below[k:] if a[0] < box[0] + em and b[1] > box[2] - em]
    centred = [r for r in runs if abs(r[0] + r[1] - box[0] - box[2]) < 1.4 * em]
    if _goes_on_below(box, sheet):
        centred = [r for r in centred if r[0] < box[0] - 2 * em]
    return min(centred, key=lambda r: r[1] - r[0], default=None)


def _goes_on_below(box: Box, sheet: Sheet) -> bool:
    """Whether the column right under the left end of a heading goes on from elsewhere: the story begins left of it."""
    em = sheet.em
    below = [
        p
        for p in sheet.pieces
        if p.kind is BlockKind.PARAGRAPH
        and len(p.rows) >= 3
        and 0 < p.box[1] - box[3] < 6 * em
        and abs(p.measure[0] - box[0]) < 0.8 * em
    ]
    first = min(below, key=lambda p: p.box[1], default=None)
    return first is not None and first.rows[0].box[0] - first.measure[0] < 0.8 * em


def _parted(spans: Sequence[tuple[float, float]], boxes: Sequence[Box], em: float) -> list[tuple[float, float]]:
    """Spans of which none reaches into that of a heading further right at its height, set in the middle of its own."""
    parted = []
    for (x0, x1), box in zip(spans, boxes, strict=True):
        for (left, _), other in zip(spans, boxes, strict=True):
            level = overlap(box[1], box[3], other[1], other[3]) > 0
            if level and other[0] > box[2] and box[2] - em < left < min(x1, other[0] - 1.5 * em):
                x1 = max(left, box[2])
        parted.append((x0, x1))
    return parted


def _clusters(display: Sequence[Piece], sheet: Sheet) -> list[list[Piece]]:
    """Display pieces that stack closely, or go on in one row, head the same story."""
    parent = list(range(len(display)))

    def root(k: int) -> int:
        while parent[k] != k:
            k = parent[k]
        return k

    flat = [r for r in sheet.rules if r[2] - r[0] > r[3] - r[1]]
    for i, a in enumerate(display):
        for j, b in enumerate(display):
            if a.box[1] < b.box[1] and a.inset == b.inset and _stack(a, b, sheet, flat):
                parent[root(j)] = root(i)
    groups: dict[int, list[Piece]] = {}
    for k, piece in enumerate(display):
        groups.setdefault(root(k), []).append(piece)
    return [sorted(g, key=lambda p: (p.box[1], p.box[0])) for g in groups.values()]


def _stack(a: Piece, b: Piece, sheet: Sheet, flat: Sequence[Box]) -> bool:
    """Whether heading piece b stands directly below a, as part of the same heading."""
    if _names_column(a, sheet) and stands_under_label(b, a, sheet):
        return True
    shared = overlap(a.box[0], a.box[2], b.box[0], b.box[2])
    if shared < 0.4 * min(a.box[2] - a.box[0], b.box[2] - b.box[0]):
        return False
    gap = b.box[1] - a.box[3]
    if gap > max(1.0 * max(a.size, b.size), 1.3 * sheet.em) or gap < -0.5 * min(a.size, b.size):
        return False
    x0, x1 = max(a.box[0], b.box[0]), min(a.box[2], b.box[2])
    if any(
        overlap(x0, x1, r[0], r[2]) > 0.5 * (x1 - x0) and a.box[3] - 2 < (r[1] + r[3]) / 2 < b.box[1] + 2 for r in flat
    ):
        return False
    between = (a.box[3], b.box[1])
    return not any(
        p is not a
        and p is not b
        and overlap(x0, x1, p.box[0], p.box[2]) > 0.3 * (x1 - x0)
        and between[0] - 2 <= (p.box[1] + p.box[3]) / 2 <= between[1] + 2
        for p in sheet.pieces
    )


def _names_column(piece: Piece, sheet: Sheet) -> bool:
    """Whether a heading piece is the name of a column of the paper: by its words, or as what stands first in a box."""
    text = piece.text.strip()
    if len(text) > 8 or len(piece.rows) > 1:
        return False
    if len(text) <= 6 and wording.LABEL.match(text):
        return True
    mates = [p for p in sheet.pieces if p.inset == piece.inset and p is not piece]
    return piece.inset >= 0 and all(p.box[1] > piece.box[3] - 0.3 * sheet.em for p in mates)


def _companion(
    piece: Piece,
    cluster: Sequence[Piece],
    box: Box,
    span: tuple[float, float],
    taken: Sequence[Piece],
    rest: Sequence[Piece],
    sheet: Sheet,
) -> tuple[bool, float | None]:
    """Whether a byline or a line of body type belongs to a heading.

    (whether it stands right over or under the display type, how far off); None where it does not belong.
    """
    em = sheet.em
    if piece.kind not in (BlockKind.CREDIT, BlockKind.PARAGRAPH, BlockKind.SECTION) or len(piece.rows) > 2:
        return False, None
    if piece.inset != cluster[0].inset or overlap(*_ends(piece.box), *span) < 0.9 * (piece.box[2] - piece.box[0]):
        return False, None
    covered = overlap(*_ends(piece.box), *_ends(box)) > 0.5 * (piece.box[2] - piece.box[0])
    low = max([box[3], *(p.box[3] for p in taken)])
    inside = piece.box[1] > box[1] and piece.box[3] < low
    beneath = -0.3 * em < piece.box[1] - low < 2.2 * em
    if (inside or beneath) and (piece.kind is BlockKind.CREDIT or _is_subheading(piece, box, rest, sheet)):
        return covered, max(0.0, piece.box[1] - box[3])
    if -0.3 * em < box[1] - piece.box[3] < 1.2 * em and _is_kicker(piece, box, rest, sheet):
        return covered, box[1] - piece.box[3]
    return covered, None


def _is_kicker(piece: Piece, box: Box, rest: Sequence[Piece], sheet: Sheet) -> bool:
    """A row of body type right over a headline that ends no column: nothing stands close above it."""
    if len(piece.rows) > 1 or piece.kind is BlockKind.CREDIT:
        return False
    if overlap(*_ends(piece.box), *_ends(box)) < 0.6 * (piece.box[2] - piece.box[0]):
        return False
    centred = abs(piece.box[0] + piece.box[2] - box[0] - box[2]) < sheet.em and len(piece.text) <= 16
    # A row in the middle over its headline may stand as near to the column above, but hardly nearer.
    near = box[1] - piece.box[3] if centred and not wording.ends_sentence(piece.text) else 0.9 * sheet.em
    return not any(
        p is not piece
        and -0.3 * sheet.em < piece.box[1] - p.box[3] < min(near, 0.9 * sheet.em)
        and overlap(*_ends(p.box), *_ends(piece.box)) > 0.5 * sheet.em
        for p in rest
    )


def _is_subheading(piece: Piece, box: Box, rest: Sequence[Piece], sheet: Sheet) -> bool:
    """A row or two of body type under a headline that are no text of a column.

    They do not end like a sentence, and they stand over a gutter, or in line with the headline and
    apart from the text below.
    """
    em = sheet.em
    if any(wording.ends_sentence(row.text) or len(row.text) > 30 for row in piece.rows):
        return False
    if piece.text.startswith(("——", "—", "--")):
        return True
    if any(_begins_level(piece, p, em) and not upright_rule_between(piece.box, p.box, sheet) for p in rest):
        return False  # it is the first row of a column
    below = [
        p
        for p in rest
        if p is not piece
        and p.kind in (BlockKind.PARAGRAPH, BlockKind.CREDIT)
        and p.box[1] > piece.box[1] + 0.5 * em
        and p.box[1] - piece.box[3] < 4 * em
        and overlap(*_ends(p.box), *_ends(piece.box)) > 0.5 * em
    ]
    if len({round(p.box[0] / (2 * em)) for p in below if len(p.rows) >= 2}) >= 2:
        return True
    if any(p.kind is BlockKind.CREDIT and p.box[1] - piece.box[3] < 1.5 * em for p in below):
        return True
    centred = abs(piece.box[0] + piece.box[2] - box[0] - box[2]) < 2 * em
    in_line = centred or abs(piece.box[0] - box[0]) < 0.7 * em
    near = min((p.box[1] - piece.box[3] for p in below), default=9 * em)
    other_type = abs(piece.size - sheet.em) > 0.035 * sheet.em
    indented = any(abs(piece.box[0] - p.measure[0] - 2 * em) < 0.7 * em for p in below if p.kind is BlockKind.PARAGRAPH)
    return in_line and (near > 0.8 * em or other_type) and not (indented and near < 0.8 * em and not other_type)


def _begins_level(piece: Piece, column: Piece, em: float) -> bool:
    """Whether a column of text begins at the height of a row, beside it."""
    if column.kind is not BlockKind.PARAGRAPH or len(column.rows) < 3 or column is piece:
        return False
    apart = overlap(*_ends(piece.box), *column.measure) < 0
    return apart and abs(column.box[1] - piece.box[1]) < 0.4 * em and abs(column.size - piece.size) < 0.06 * em


def _heading(cluster: Sequence[Piece], companions: Sequence[Piece], span: tuple[float, float]) -> Heading:
    rows = _reading_rows([r for p in cluster for r in p.rows])
    main = _headline_rows(rows)
    # A headline's lines stand together; a second large line beyond a small one is no part of it.
    first = last = main[0]
    for k in main[1:]:
        if k == last + 1:
            last = k
    byline = tuple(r for p in companions if p.kind is BlockKind.CREDIT for r in p.rows)
    small = [r for p in companions if p.kind is not BlockKind.CREDIT for r in p.rows]
    top = rows[first].box[1]
    return Heading(
        kicker=tuple(r for r in small if r.box[3] < top + 0.3 * r.size) + tuple(rows[:first]),
        headline=tuple(rows[first : last + 1]),
        subheadline=tuple(rows[last + 1 :]) + tuple(r for r in small if r.box[3] >= top + 0.3 * r.size),
        byline=byline,
        box=union([*(r.box for r in rows), *(p.box for p in companions)]),
        span=span,
        inset=cluster[0].inset,
    )


def _headline_rows(rows: Sequence[Row]) -> list[int]:
    """Which rows of a heading, from the top, are its headline: those about as large as the largest.

    How high a row is depends on its ground and on what touches it; its characters' advance does not.
    """
    largest = max(rows, key=lambda r: r.size)
    main = [k for k, r in enumerate(rows) if r.size > 0.85 * largest.size or _alike(r, largest)]
    if len(main) > 1 and _is_label(rows[main[0]], rows[main[1]]):
        main = main[1:]
    if len(main) == 2 and main[1] == main[0] + 1 and _is_whole(rows[main[1]], rows[main[0]]):
        main = main[1:]
    return main


def _alike(row: Row, largest: Row) -> bool:
    """Whether a row that looks lower than the largest has characters as wide."""
    a, b = advance(row), advance(largest)
    return row.size > 0.68 * largest.size and min(a, b) > 0.95 * max(a, b) > 0


def _is_whole(row: Row, over: Row) -> bool:
    """Whether a row is a headline by itself, and the narrower one over it its kicker.

    A headline of two clauses set in two rows is broken between them.
    """
    clauses = re.split(r"\s+", row.text.strip())
    narrower = over.box[2] - over.box[0] < 0.7 * (row.box[2] - row.box[0])
    return len(clauses) == 2 and min(map(len, clauses)) >= 3 and narrower and not re.search(r"\s", over.text.strip())


def _is_label(row: Row, after: Row) -> bool:
    """Whether a line of a heading is the name of the column that the headline below stands in (短评, 记者手记)."""
    text = row.text.strip()
    if len(after.text.strip()) < 3:
        return False
    far = after.box[1] - row.box[3] > 0.9 * max(row.size, after.size)  # the lines of a headline stand closer
    return (len(text) <= 6 and bool(wording.LABEL.match(text))) or (len(text) <= 8 and far)


def _upright_heading(lines: UprightLines) -> Heading:
    box = lines.box
    return Heading(
        lines.kicker, lines.headline, lines.subheadline, (), box, (box[0], box[2]), lines.inset, upright=True
    )


def _reading_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows from top to bottom; those at one height from left to right."""
    rows = sorted(rows, key=lambda r: (r.box[1] + r.box[3]) / 2)
    levels: list[list[Row]] = []
    for row in rows:
        if levels:
            last = levels[-1][-1]
            shared = overlap(row.box[1], row.box[3], last.box[1], last.box[3])
            if shared > 0.5 * min(row.box[3] - row.box[1], last.box[3] - last.box[1]):
                levels[-1].append(row)
                continue
        levels.append([row])
    return [row for level in levels for row in sorted(level, key=lambda r: r.box[0])]
