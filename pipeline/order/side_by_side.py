"""Display lines at one height: one headline that a gutter cuts, or the headlines of two stories?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry import overlap, union
from pipeline.order import wording
from pipeline.order.pieces import Piece, Row, Sheet, is_heading
from pipeline.page import BlockKind, Box


def rejoined(display: Sequence[Piece], sheet: Sheet) -> list[Piece]:
    """Join display pieces that stand side by side and are one line of one headline.

    Segmentation keeps them apart where the gap between them meets a gutter. They are two headlines
    if a story begins under the right one, and one if the text under it goes on from elsewhere.
    """
    pieces = sorted(display, key=lambda p: p.box[0])
    signatures = _signatures(sheet)
    joined: list[Piece] = []
    for piece in pieces:
        for k, left in enumerate(joined):
            if _one_line(left, piece, sheet) and (
                _is_letter(left, piece)
                or _over_one_column(left, piece, sheet)
                or not _two_stories(left, piece, signatures, sheet)
                or _bridged(left, piece, sheet)
            ):
                row = _fused(left.rows[0], piece.rows[0])
                joined[k] = replace(left, rows=(row,))
                break
        else:
            joined.append(piece)
    return joined


def _one_line(left: Piece, right: Piece, sheet: Sheet) -> bool:
    if len(left.rows) > 1 or len(right.rows) > 1 or left.inset != right.inset:
        return False
    a, b = left.box, right.box
    high = max(a[3] - a[1], b[3] - b[1])
    least = 0.7 if left.text.strip().isdecimal() else 0.85  # figures are lower than characters
    if min(a[3] - a[1], b[3] - b[1]) < least * high or abs(a[1] + a[3] - b[1] - b[3]) > 0.3 * high:
        return False
    if not 0 < b[0] - a[2] < 1.9 * high:
        return False
    return not any(
        r[3] - r[1] > r[2] - r[0]
        and a[2] - 4 <= (r[0] + r[2]) / 2 <= b[0] + 4
        and overlap(r[1], r[3], a[1], a[3]) > 0.5 * high
        for r in sheet.rules
    )


def _over_one_column(left: Piece, right: Piece, sheet: Sheet) -> bool:
    """Whether two display pieces stand over one and the same column of text, each over half of it."""
    em = sheet.em
    both = union([left.box, right.box])
    below = [
        p
        for p in sheet.pieces
        if p.kind is BlockKind.PARAGRAPH and len(p.rows) >= 3 and -0.3 * em < p.box[1] - both[3] < 6 * em
    ]
    below = [p for p in below if overlap(*p.measure, *_ends(both)) > em]
    return len(below) == 1 and below[0].measure[0] < both[0] + 0.8 * em and both[2] - 0.8 * em < below[0].measure[1]


def _is_letter(left: Piece, right: Piece) -> bool:
    """Whether one of two display pieces is but a character or two, close to the other."""
    high = max(left.box[3] - left.box[1], right.box[3] - right.box[1])
    if left.text.strip().isdecimal() and right.box[0] - left.box[2] < 1.2 * high:
        return True  # a number stands before what it counts
    return min(len(left.text.strip()), len(right.text.strip())) <= 2 and right.box[0] - left.box[2] < 0.6 * high


def _bridged(left: Piece, right: Piece, sheet: Sheet) -> bool:
    """Whether a line of smaller type over or under two display pieces stands in the middle of both."""
    both = union([left.box, right.box])
    return any(
        p is not left
        and p is not right
        and len(p.rows) <= 2
        # A byline over them ends the story above.
        and (p.box[1] > both[1] or not (p.kind is BlockKind.CREDIT or wording.is_byline(p.text)))
        and -overlap(p.box[1], p.box[3], both[1], both[3]) < 2.2 * sheet.em
        and p.box[0] < left.box[2] + sheet.em
        and p.box[2] > right.box[0] - sheet.em
        and abs(p.box[0] + p.box[2] - both[0] - both[2]) < 3 * sheet.em
        for p in sheet.pieces
    )


def _set_apart(left: Piece, right: Piece, sheet: Sheet) -> bool:
    """Whether each of two display pieces is set for itself over its own columns: flush left, or in their middle."""
    em = sheet.em
    columns = [
        p.measure
        for p in sheet.pieces
        if p.kind is BlockKind.PARAGRAPH and len(p.rows) >= 3 and 0 < p.box[1] - left.box[1] < 25 * em
    ]
    for box, own in (
        (left.box, [c for c in columns if c[0] < left.box[2] and c[1] < right.box[0] + em]),
        (right.box, [c for c in columns if c[1] > right.box[0] and c[0] > left.box[2] - em]),
    ):
        over = [c for c in own if overlap(*c, *_ends(box)) > 0]
        if not over:
            return False
        before, after = box[0] - min(c[0] for c in over), max(c[1] for c in over) - box[2]
        if abs(before) > em and abs(before - after) > 1.2 * em:
            return False
    return True


def _two_stories(left: Piece, right: Piece, signatures: Sequence[Box], sheet: Sheet) -> bool:
    """Whether two display pieces at one height head two stories: does one begin under the right piece?

    A byline or dateline there tells most; then the indent, the setting over the columns, and the type.
    """
    signed = _signed(right, left.box[2], signatures, sheet.em), _signed(left, 0.0, signatures, sheet.em)
    evidence = 2.0 if signed[0] else -2.0 if signed[1] else 0.0
    evidence += 1.0 if _begins_below(right, sheet) else -3.0
    evidence += 1.0 if _set_apart(left, right, sheet) else -1.0
    # A line across two columns fills neither to both edges; and its text goes on from one to the other.
    evidence += 1.5 if _fills_column(left, sheet) and _fills_column(right, sheet) else 0.0
    evidence += 3.0 if _signed_below(left, sheet) else 1.0 if _text_ends_below(left, sheet) else 0.0
    evidence -= 2.5 if _are_halves(left, right) else 0.0
    evidence -= 1.5 if _lean_together(left, right, sheet) else 0.0
    high = [left.box[3] - left.box[1], right.box[3] - right.box[1]]
    evidence += 1.0 if min(high) < 0.94 * max(high) else 0.0
    return evidence > 0.0


def _are_halves(left: Piece, right: Piece) -> bool:
    """Whether two display pieces are halves of one line as headlines like them: as many characters, a blank between."""
    size = max(left.size, right.size)
    same = len(left.text.strip()) == len(right.text.strip())
    return same and 0.6 * size < right.box[0] - left.box[2] < 1.5 * size


def _lean_together(left: Piece, right: Piece, sheet: Sheet) -> bool:
    """Whether two display pieces stand in the middle of their columns taken together, and off that of their own."""
    em = sheet.em
    under = [min(_columns_below(p, sheet), key=lambda c: c.box[1], default=None) for p in (left, right)]
    if under[0] is None or under[1] is None or under[0] is under[1]:
        return False
    one, two = (
        (piece.box[0] + piece.box[2] - sum(column.measure)) / 2
        for piece, column in zip((left, right), under, strict=True)
        if column is not None
    )
    return one > 0.2 * em and two < -0.2 * em and abs(one + two) < 0.6 * em


def _columns_below(piece: Piece, sheet: Sheet) -> list[Piece]:
    """Columns of text that begin under a display piece."""
    return [
        p
        for p in sheet.pieces
        if p.kind is BlockKind.PARAGRAPH
        and len(p.rows) >= 2
        and 0 < p.box[1] - piece.box[1] < 12 * sheet.em
        and overlap(*p.measure, *_ends(piece.box)) > 0.5 * (p.measure[1] - p.measure[0])
    ]


def _fills_column(piece: Piece, sheet: Sheet) -> bool:
    """Whether a display piece reaches from one edge of the column below to the other."""
    slack = 0.6 * sheet.em
    return any(
        abs(piece.box[0] - p.measure[0]) < slack and abs(piece.box[2] - p.measure[1]) < slack
        for p in _columns_below(piece, sheet)
    )


def _text_ends_below(piece: Piece, sheet: Sheet) -> bool:
    """Whether the column under a display piece ends with the end of a paragraph, as a story does."""
    em = sheet.em
    last = min(_columns_below(piece, sheet), key=lambda p: p.box[1], default=None)
    while last is not None:
        x0, x1, foot = *last.measure, last.box[3]
        below = [p for p in sheet.pieces if foot - 0.3 * em < p.box[1] < foot + 2.5 * em]
        below = [p for p in below if overlap(x0, x1, *_ends(p.box)) > em and p.kind is not BlockKind.CREDIT]
        under = min(below, key=lambda p: p.box[1], default=None)
        if under is None or under.kind not in (BlockKind.PARAGRAPH, BlockKind.SECTION):
            return wording.ends_sentence(last.rows[-1].text) and x1 - last.rows[-1].box[2] > em
        last = under
    return False


def _signed_below(piece: Piece, sheet: Sheet) -> bool:
    """Whether a signature in brackets ends the column under a display piece, at its right edge."""
    em = sheet.em
    for column in _columns_below(piece, sheet):
        right = column.measure[1]
        foot = column.box[3]
        if any(
            p.kind is BlockKind.CREDIT
            and p.text.strip()[:1] in ("（", "(")
            and -0.5 * em < p.box[1] - foot < 1.5 * em
            and right - 2 * em < p.box[2] < right + em
            for p in sheet.pieces
        ):
            return True
    return False


def _signatures(sheet: Sheet) -> list[Box]:
    """Where bylines and datelines stand."""
    return [
        row.box
        for p in sheet.pieces
        for row in p.rows[:3]
        if wording.is_byline(row.text) or wording.DATELINE.match(row.text)
    ]


def _signed(piece: Piece, after: float, signatures: Sequence[Box], em: float) -> bool:
    """Whether a byline or a dateline stands under a display piece, or left of it but right of the x `after`."""
    x0, x1 = max(after, piece.box[0] - 14 * em), piece.box[2]
    return any(
        -0.3 * em < box[1] - piece.box[3] < 8 * em and overlap(x0, x1, box[0], box[2]) > 0.6 * (box[2] - box[0])
        for box in signatures
    )


def _begins_below(piece: Piece, sheet: Sheet) -> bool:
    """Whether the first text under a display piece is the beginning of something."""
    below = [
        p
        for p in sheet.pieces
        if p is not piece
        and p.kind is not BlockKind.CREDIT
        and p.box[1] > piece.box[3] - 0.3 * sheet.em
        and overlap(*_ends(p.box), *_ends(piece.box)) > 0.5 * (p.box[2] - p.box[0])
    ]
    if not below:
        return False
    top = min(p.box[1] for p in below)
    first = min((p for p in below if p.box[1] < top + 3 * sheet.em), key=lambda p: p.box[0])
    if _is_second_line(first, piece, sheet):
        under = [p for p in below if first.box[3] - 0.3 * sheet.em < p.box[1] < first.box[3] + 3 * sheet.em]
        first = min(under, key=lambda p: p.box[0], default=first)
    if first.kind is not BlockKind.PARAGRAPH or len(first.rows) < 2:
        return is_heading(first.kind)
    return first.rows[0].box[0] - first.measure[0] > 1.2 * sheet.em


def _is_second_line(row: Piece, headline: Piece, sheet: Sheet) -> bool:
    """Whether a lone row under a headline stands in its middle, as a subheadline does."""
    if len(row.rows) > 1 or wording.ends_sentence(row.text):
        return False
    return abs(row.box[0] + row.box[2] - headline.box[0] - headline.box[2]) < sheet.em


def _fused(a: Row, b: Row) -> Row:
    return replace(a, box=union([a.box, b.box]), text=a.text + b.text, more=(*a.more, b.id, *b.more))


def _ends(box: Box) -> tuple[float, float]:
    return box[0], box[2]
