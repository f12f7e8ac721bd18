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
    return sheet.with_pieces(replace(p, kind=kind) for p, kind in zip(pieces, kinds, strict=True))


def _heads(piece: Piece, sheet: Sheet) -> bool:
    return piece.kind is not BlockKind.OTHER and piece.size > HEADING_EM * sheet.em and _han(piece.text) >= 2


def _han(text: str) -> int:
    return sum("\u4e00" <= c <= "\u9fff" for c in text)


def _kind(piece: Piece, sheet: Sheet, large: Sequence[Box]) -> BlockKind:
    if piece.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return piece.kind
    if piece.size < HEADING_EM * sheet.em and any(_stands_beside(piece.box, p, sheet.em) for p in sheet.pictures):
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
