"""Upright type on a horizontal sheet: headings that stand beside their text, captions beside pictures.

The columns of an upright heading are read from right to left: kicker, headline, subheadline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.geometry import overlap, union
from pipeline.order.pieces import Piece, Row, Sheet
from pipeline.page import BlockKind, Box, Direction

HEADING_EM = 1.25
"""Larger upright type heads something."""
BESIDE_PICTURE_EM = 2.0
"""No further from its picture stands a caption."""


@dataclass(frozen=True, slots=True)
class UprightLines:
    """The columns of one upright heading, each cut of its parts."""

    kicker: tuple[Row, ...]
    headline: tuple[Row, ...]
    subheadline: tuple[Row, ...]
    inset: int

    @property
    def box(self) -> Box:
        return union(row.box for row in (*self.kicker, *self.headline, *self.subheadline))


def is_upright(piece: Piece, sheet: Sheet) -> bool:
    """Whether the type of a piece stands upright on a sheet of horizontal lines."""
    return not sheet.vertical and piece.direction is Direction.TTB


def with_upright_roles(sheet: Sheet) -> Sheet:
    """Give upright pieces their kind: heading, caption, or the small type beside an upright heading."""
    if sheet.vertical:
        return sheet
    pieces = sheet.pieces
    large = [p.box for p in pieces if is_upright(p, sheet) and _heads(p, sheet)]
    kinds = [_kind(p, sheet, large) if is_upright(p, sheet) else p.kind for p in pieces]
    named = [replace(p, kind=kind) for p, kind in zip(pieces, kinds, strict=True)]
    return sheet.with_pieces(_with_whole_captions(named, sheet))


def _with_whole_captions(pieces: Sequence[Piece], sheet: Sheet) -> list[Piece]:
    """Upright captions with all their columns in one piece, and with their characters that were found one by one."""
    em = sheet.em
    parts = [p for p in pieces if p.kind is BlockKind.CAPTION and is_upright(p, sheet)]
    strays = [p for p in pieces if _is_stray(p, em) and all(p is not part for part in parts)]
    while mine := [s for s in strays if any(_continues(s, part, em) for part in parts)]:
        parts += mine
        strays = [s for s in strays if all(s is not m for m in mine)]
    groups: list[list[Piece]] = []
    for part in parts:
        near = [g for g in groups if any(_side_by_side(part, other, em) for other in g)]
        groups = [g for g in groups if all(g is not n for n in near)] + [[part, *(p for g in near for p in g)]]
    gone = {id(p) for g in groups for p in g}
    return [p for p in pieces if id(p) not in gone] + [_caption(g) for g in groups]


def _is_stray(piece: Piece, em: float) -> bool:
    """Whether each row of a piece is one character of small type."""
    plain = piece.kind in (BlockKind.PARAGRAPH, BlockKind.OTHER)
    return plain and piece.size < HEADING_EM * em and all(len(r.text.strip()) == 1 for r in piece.rows)


def _continues(stray: Piece, column: Piece, em: float) -> bool:
    """Whether a stray stands in line with a column of type, right above or below it."""
    a = stray.box
    for row in column.rows:
        b = row.box
        in_line = abs(a[0] + a[2] - b[0] - b[2]) < 0.9 * em
        if in_line and -0.3 * em < max(a[1] - b[3], b[1] - a[3]) < 1.1 * em:
            return True
    return False


def _side_by_side(a: Piece, b: Piece, em: float) -> bool:
    gap_x, gap_y = _gap_x(a.box, b.box), -overlap(a.box[1], a.box[3], b.box[1], b.box[3])
    return a.inset == b.inset and gap_x < 1.2 * em and gap_y < (1.1 * em if gap_x < 0 else 0.3 * em)


def _caption(parts: Sequence[Piece]) -> Piece:
    """One caption of the columns of some pieces, from right to left."""
    rows = sorted(_columns([r for p in parts for r in p.rows]), key=lambda r: -(r.box[0] + r.box[2]))
    return replace(parts[0], kind=BlockKind.CAPTION, rows=tuple(rows), direction=Direction.TTB)


def _heads(piece: Piece, sheet: Sheet) -> bool:
    return piece.kind is not BlockKind.OTHER and piece.size > HEADING_EM * sheet.em and _han(piece.text) >= 2


def _han(text: str) -> int:
    return sum("\u4e00" <= c <= "\u9fff" for c in text)


def _kind(piece: Piece, sheet: Sheet, large: Sequence[Box]) -> BlockKind:
    if piece.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return piece.kind
    if piece.size < HEADING_EM * sheet.em:
        gap = min(
            (_gap_x(piece.box, p) for p in sheet.pictures if _stands_beside(piece.box, p, sheet.em)), default=None
        )
        if gap is not None and not any(_goes_with(piece, b, min(gap, sheet.em)) for b in large):
            return BlockKind.CAPTION
    if _heads(piece, sheet):
        return BlockKind.HEADING
    # A kicker or subheadline, or one character of a headline that was found for itself.
    near = any(
        -overlap(piece.box[0], piece.box[2], b[0], b[2]) < 1.5 * sheet.em
        and overlap(piece.box[1], piece.box[3], b[1], b[3]) > -1.2 * piece.size
        for b in large
    )
    return BlockKind.HEADING if near and _han(piece.text) else BlockKind.OTHER if not _han(piece.text) else piece.kind


def _gap_x(box: Box, other: Box) -> float:
    return -overlap(box[0], box[2], other[0], other[2])


def _goes_with(piece: Piece, heading: Box, closer_than_px: float) -> bool:
    """Whether a column of small type stands beside one of a heading, closer than so much, and is no longer than it."""
    shared = overlap(piece.box[1], piece.box[3], heading[1], heading[3])
    return _gap_x(piece.box, heading) < closer_than_px and shared > 0.9 * (piece.box[3] - piece.box[1])


def _stands_beside(box: Box, picture: Box, em: float) -> bool:
    gap = -overlap(box[0], box[2], picture[0], picture[2])
    shared = overlap(box[1], box[3], picture[1] - em, picture[3] + em)
    return -em < gap < BESIDE_PICTURE_EM * em and shared > 0.8 * (box[3] - box[1])


def as_column(piece: Piece, em: float) -> Piece:
    """A piece of rows of one large character each, one below the other, is a column of type."""
    if piece.direction is Direction.TTB or len(piece.rows) < 2:
        return piece
    if any(len(r.text.strip()) != 1 or not _han(r.text) for r in piece.rows):
        return piece
    return replace(piece, direction=Direction.TTB)


def upright_headings(pieces: Sequence[Piece], sheet: Sheet) -> tuple[list[UprightLines], list[Piece]]:
    """The upright headings among heading pieces, and the pieces that are none."""
    upright = [p for p in pieces if is_upright(p, sheet)]
    # Horizontal pieces of a character or two within an upright column are part of it.
    anchors = [p for p in upright if p.size > HEADING_EM * sheet.em]
    strays = [p for p in pieces if not is_upright(p, sheet) and any(_in_column(p, a, sheet.em) for a in anchors)]
    groups = _groups([*upright, *strays], sheet.em)
    taken = {id(p) for group in groups for p in group}
    return [_lines(group) for group in groups], [p for p in pieces if id(p) not in taken]


def _in_column(piece: Piece, column: Piece, em: float) -> bool:
    """Whether a piece is a character or two in line with an upright column, right above or below it."""
    a, b = piece.box, column.box
    letters = len(piece.text.strip())
    across = abs(a[0] + a[2] - b[0] - b[2]) < 0.6 * column.size
    gap = max(a[1] - b[3], b[1] - a[3])
    return letters == 1 and _han(piece.text) == 1 and across and -0.2 * em < gap < 0.9 * column.size


def _groups(pieces: Sequence[Piece], em: float) -> list[list[Piece]]:
    """Pieces that stand side by side, or on top of each other, as one heading."""
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.box[0]):
        mine = [g for g in groups if any(_together(piece, other, em) for other in g)]
        merged = [piece, *(p for g in mine for p in g)]
        groups = [g for g in groups if all(g is not m for m in mine)] + [merged]
    return [g for g in groups if any(p.size > HEADING_EM * em and _han(p.text) >= 2 for p in g)]


def _together(a: Piece, b: Piece, em: float) -> bool:
    if a.inset != b.inset:
        return False
    size = max(a.size, b.size)
    gap_x = -overlap(a.box[0], a.box[2], b.box[0], b.box[2])
    gap_y = -overlap(a.box[1], a.box[3], b.box[1], b.box[3])
    if gap_x > 0:
        return gap_x < max(0.8 * size, 1.2 * em) and gap_y < 0.3 * size
    return gap_y < 1.1 * size


def _lines(group: Sequence[Piece]) -> UprightLines:
    rows = [row for p in group for row in p.rows]
    columns = sorted(_columns(rows), key=lambda c: -(c.box[0] + c.box[2]))
    largest = max(c.size for c in columns)
    main = [k for k, c in enumerate(columns) if c.size > 0.8 * largest]
    first, last = main[0], main[-1]
    return UprightLines(
        tuple(columns[:first]), tuple(columns[first : last + 1]), tuple(columns[last + 1 :]), group[0].inset
    )


def _columns(rows: Sequence[Row]) -> list[Row]:
    """Rows that stand one on top of the other, as one row each: segmentation cut them at a wide blank."""
    columns: list[list[Row]] = []
    for row in sorted(rows, key=lambda r: r.box[1]):
        for column in columns:
            box = union(r.box for r in column)
            narrow = min(row.box[2] - row.box[0], box[2] - box[0])
            if overlap(row.box[0], row.box[2], box[0], box[2]) > 0.6 * narrow:
                column.append(row)
                break
        else:
            columns.append([row])
    return [
        replace(
            column[0],
            box=union(r.box for r in column),
            size=max(r.size for r in column),
            text="".join(r.text for r in column),
            more=tuple(i for k, r in enumerate(column) for i in (r.ids if k else r.more)),
        )
        for column in columns
    ]
