"""The page as the eye of a compositor sees it: pieces of type on an upright sheet.

`order` and `articles` think in this view. Its frame is the straightened working image; for a
page of vertical type it is turned 90 degrees counter-clockwise, so that lines run from left to
right and follow each other from top to bottom whatever the direction of the print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry import Frame, overlap, union
from pipeline.order.grounds import head_grounds, screen_edges, screen_lines
from pipeline.order.pieces import NOWHERE
from pipeline.order.pieces import Piece as Piece
from pipeline.order.pieces import Row as Row
from pipeline.order.pieces import Sheet as Sheet
from pipeline.order.upright import as_column
from pipeline.page import BlockKind, Box, Direction, Page


def sheet_of(page: Page) -> Sheet:
    """The page's blocks, rules, pictures and insets on an upright sheet. Lines without text are left out."""
    frame = Frame(page.transform)
    letters = dict.fromkeys(Direction, 0)
    for block in page.blocks:
        letters[block.direction] += sum(len(line.chars) for line in block.lines)
    vertical = letters[Direction.TTB] > letters[Direction.LTR] + letters[Direction.RTL]
    width, height = float(page.transform.width_px), float(page.transform.height_px)

    def upright(polygon: Sequence[tuple[float, float]]) -> Box:
        x0, y0, x1, y1 = frame.image_box(polygon)
        return (y0, width - x1, y1, width - x0) if vertical else (x0, y0, x1, y1)

    pieces = []
    for block in page.blocks:
        rows = tuple(
            Row(line.id, upright(line.polygon), block.type_size_px, line.text, line.confidence)
            for line in block.lines
            if line.chars
        )
        if rows:
            pieces.append(Piece(block.kind, rows, direction=block.direction))
    em = body_size(pieces)
    # Upright type on a horizontal sheet has its size across the line.
    pieces = [_with_row_sizes(p, em, upright=not vertical and p.direction is Direction.TTB) for p in pieces]
    if not vertical:
        pieces = [as_column(p, em) for p in pieces]
    insets = tuple(upright(i.polygon) for i in page.insets)
    every_row = [row for p in pieces for row in p.rows]
    # What text runs across is no inset: a tint of which only a part was seen. It keeps its place in the list.
    insets = tuple(NOWHERE if _cut_by(every_row, box, em) else box for box in insets)
    pictures = tuple(upright(p.polygon) for p in page.pictures)
    rules = [upright(r.polygon) for r in page.rules]
    lines = set() if vertical else screen_edges(rules, every_row, em) | screen_lines(rules, em)
    rules = [r for k, r in enumerate(rules) if k not in lines]
    # What stands in a frame knows it; its edges part nothing but what runs on above and below it.
    rules = [r for r in rules if not any(_along_edge(r, box, em) for box in insets)]
    sheet = Sheet(
        width=height if vertical else width,
        height=width if vertical else height,
        em=em,
        pieces=tuple(pieces),
        rules=tuple(r for r in rules if not any(_edges_of(p, r, em) for p in pictures)),
        pictures=pictures,
        insets=insets,
        inset_kinds=tuple(i.kind for i in page.insets),
        vertical=vertical,
        parting=_parting([upright(p) for p in page.sheets]) if vertical else None,
    )
    placed = [replace(p, inset=_inset_of(p.box, insets, sheet)) for p in pieces]
    grounds = [] if vertical else head_grounds(insets, pictures, placed, em)
    if grounds:
        fields = [insets[k] for k in grounds]
        insets = tuple(NOWHERE if k in grounds else box for k, box in enumerate(insets))
        rules = [r for r in sheet.rules if not any(_edges_of(field, r, em) for field in fields)]
        sheet = replace(sheet, insets=insets, rules=tuple(rules), grounds=tuple(fields))
        placed = [replace(p, inset=_inset_of(p.box, insets, sheet)) for p in placed]
    # Columns in line stand in two tiers; only rows are cut at wide blanks.
    whole = placed if vertical else _with_whole_rows(placed, em)
    return sheet.with_pieces(in_measure(whole, em))


def _parting(sheets: Sequence[Box]) -> float | None:
    """Half way between the two newspaper pages of a sheet."""
    if len(sheets) != 2:
        return None
    first, second = sorted(sheets, key=lambda box: box[1])
    return (first[3] + second[1]) / 2


def _with_whole_rows(pieces: Sequence[Piece], em: float) -> list[Piece]:
    """Join pieces of one row each that stand side by side in one column: segmentation cut them at a wide blank.

    What the column is, a piece of several rows right above or below tells.
    """
    columns = [p for p in pieces if len(p.rows) >= 3]
    single = sorted((p for p in pieces if len(p.rows) == 1 and p.size < 1.15 * em), key=lambda p: p.box[0])
    joined: dict[int, Piece] = {}
    gone: set[int] = set()
    for piece in single:
        for key, left in list(joined.items()):
            a, b = left.box, piece.box
            level = overlap(a[1], a[3], b[1], b[3]) > 0.6 * min(a[3] - a[1], b[3] - b[1])
            if not level or not -0.2 * em < b[0] - a[2] < 2.6 * em or left.inset != piece.inset:
                continue
            both = union([a, b])
            hosted = any(
                0 < c.box[1] - both[3] < 1.2 * em and c.box[0] - 0.5 * em < both[0] and both[2] < c.box[2] + 0.5 * em
                for c in columns
            )
            if not hosted and any(
                c.box[0] > a[2] - 0.2 * em and min(abs(c.box[0] - b[0]), abs(c.box[0] + 2 * em - b[0])) < 0.4 * em
                for c in columns
            ):
                continue  # the right piece begins where a column does
            if any(
                _apart(c.box, both) < 1.2 * em and c.box[0] - 0.5 * em < both[0] and both[2] < c.box[2] + 0.5 * em
                for c in columns
            ):
                one, two = left.rows[0], piece.rows[0]
                row = replace(one, box=both, text=one.text + two.text, more=(*one.more, two.id, *two.more))
                joined[key] = replace(left, rows=(row,))
                gone.add(id(piece))
                break
        else:
            joined[id(piece)] = piece
    return [joined.get(id(p), p) for p in pieces if id(p) not in gone]


def _edges_of(field: Box, rule: Box, em: float) -> bool:
    """Whether a rule is but the edge of a picture or ground, or lies in it."""
    x0, y0, x1, y1 = field
    slack = 0.4 * em
    return x0 - slack < rule[0] and y0 - slack < rule[1] and rule[2] < x1 + slack and rule[3] < y1 + slack


def _along_edge(rule: Box, box: Box, em: float) -> bool:
    """Whether a rule runs along one side of a frame, and no further."""
    if box == NOWHERE or not _edges_of(box, rule, em):
        return False
    flat = rule[2] - rule[0] > rule[3] - rule[1]
    sides = (box[1], box[3]) if flat else (box[0], box[2])
    middle = (rule[1] + rule[3]) / 2 if flat else (rule[0] + rule[2]) / 2
    return any(abs(middle - side) < 0.6 * em for side in sides)


def _cut_by(rows: Sequence[Row], box: Box, em: float) -> bool:
    """Whether several rows lie across one of the upright sides of a box, or one across a flat side."""
    inside = [r.box for r in rows if overlap(box[1], box[3], r.box[1], r.box[3]) > 0.6 * (r.box[3] - r.box[1])]
    beyond = [r.box for r in rows if overlap(box[0], box[2], r.box[0], r.box[2]) > 2 * em]
    sides = [sum(b[0] < x - 0.8 * em and b[2] > x + 0.8 * em for b in inside) for x in (box[0], box[2])]
    flats = (sum(b[1] < y - 0.3 * em and b[3] > y + 0.3 * em for b in beyond) for y in (box[1], box[3]))
    # Where a box holds a line of display type and nothing else, that line may stand out of it by itself.
    held = [r.box for r in rows if _holds_middle(box, r.box)]
    stands_out = len(held) == 1 and held[0][3] - held[0][1] > 1.5 * em and max(sides) == 1
    return max(sides) >= 2 or max(flats) >= 1 or stands_out


def _holds_middle(box: Box, other: Box) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _with_row_sizes(piece: Piece, em: float, *, upright: bool = False) -> Piece:
    """Rows of display type differ in size within a block, kicker and headline: take each from its own height."""

    def size(row: Row) -> float:
        if upright:
            return 1.04 * (row.box[2] - row.box[0])
        own = 1.04 * (row.box[3] - row.box[1])
        han = sum("\u4e00" <= c <= "\u9fff" for c in row.text)
        if han < 3 and 0.5 * em < row.size < em:
            return em  # digits, Latin letters and marks are low
        return own if han >= 4 and max(own, piece.size) > 1.12 * em else row.size

    return replace(piece, rows=tuple(replace(row, size=size(row)) for row in piece.rows))


def body_size(pieces: Sequence[Piece]) -> float:
    """The type size in which most of the text is set, px, tables and small advertisements apart; 36 without text."""
    weight: dict[int, int] = {}
    for piece in pieces:
        if piece.kind in (BlockKind.TABLE, BlockKind.CLASSIFIED):
            continue
        size = round(piece.size)
        weight[size] = weight.get(size, 0) + sum(len(row.text) for row in piece.rows)
    if not weight:
        return 36.0
    best = max(weight, key=lambda s: sum(weight.get(s + d, 0) for d in (-1, 0, 1)))
    near = [(s, w) for s, w in weight.items() if abs(s - best) <= 1]
    return sum(s * w for s, w in near) / sum(w for _, w in near)


def _inset_of(box: Box, insets: Sequence[Box], sheet: Sheet) -> int:
    """The smallest inset that holds the middle of a box; frames around most of the sheet are no insets."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    best, best_area = -1, 0.55 * sheet.width * sheet.height
    for k, (x0, y0, x1, y1) in enumerate(insets):
        area = (x1 - x0) * (y1 - y0)
        if x0 <= x <= x1 and y0 <= y <= y1 and area < best_area:
            best, best_area = k, area
    return best


def covers(upper: Box, lower: Box) -> float:
    """Share of the width of `lower` that lies beneath `upper`, whatever the distance."""
    return max(0.0, overlap(upper[0], upper[2], lower[0], lower[2])) / max(1.0, lower[2] - lower[0])


def in_measure(pieces: Sequence[Piece], em: float) -> list[Piece]:
    """Give each piece the edges of its column; a piece of few rows takes them from a longer one above or below."""
    columns = [p for p in pieces if p.kind is BlockKind.PARAGRAPH and len(p.rows) >= 3]
    measured = []
    for piece in pieces:
        edges = _edges(piece)
        if len(piece.rows) < 3:
            hosts = [
                c
                for c in columns
                if c.box[0] - 0.6 * em <= piece.box[0]
                and piece.box[2] <= c.box[2] + 0.6 * em
                and c.inset == piece.inset
            ]
            if hosts:
                edges = _edges(
                    min(hosts, key=lambda c: (round(_apart(c.box, piece.box) / (2 * em)), c.box[2] - c.box[0]))
                )
        measured.append(replace(piece, measure=edges))
    return measured


def _apart(a: Box, b: Box) -> float:
    """How much paper lies between the levels of two boxes."""
    return max(0.0, -overlap(a[1], a[3], b[1], b[3]))


def _edges(piece: Piece) -> tuple[float, float]:
    return (min(r.box[0] for r in piece.rows), max(r.box[2] for r in piece.rows))
