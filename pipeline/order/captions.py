"""Which short pieces of type belong to a picture, as its captions."""

from __future__ import annotations

from dataclasses import replace

from pipeline.geometry import overlap, union
from pipeline.order import wording
from pipeline.order.pieces import Piece, Sheet, is_heading, recut
from pipeline.order.sheet import covers
from pipeline.order.space import stands_between
from pipeline.order.upright import is_upright
from pipeline.page import BlockKind, Box


def with_captions(sheet: Sheet) -> Sheet:
    pieces: list[Piece] = []
    for piece in sheet.pieces:
        if piece.kind is not BlockKind.PARAGRAPH or is_upright(piece, sheet):
            pieces.append(piece)
            continue
        rows = max((_caption_rows(piece, picture, sheet.em) for picture in sheet.pictures), default=0)
        if rows:
            kinds = [BlockKind.CAPTION] * rows + [BlockKind.PARAGRAPH] * (len(piece.rows) - rows)
            pieces += recut(piece, kinds)
        elif _is_caption(piece, sheet):
            signed = wording.PHOTOGRAPHER.match(piece.rows[-1].text.strip())
            kinds = [BlockKind.CAPTION] * (len(piece.rows) - 1) + [BlockKind.CREDIT if signed else BlockKind.CAPTION]
            # Below its captions a picture story has its text.
            news = next((k for k in range(len(kinds)) if _opens_text(k, piece, sheet.em)), len(kinds))
            rest = [kind if kind is BlockKind.CREDIT else BlockKind.PARAGRAPH for kind in kinds[news:]]
            pieces += recut(piece, kinds[:news] + rest)
        else:
            pieces.append(piece)
    return sheet.with_pieces(_without_text(pieces, sheet))


def _is_caption(piece: Piece, sheet: Sheet) -> bool:
    if len(piece.rows) > 8:
        return False
    return _runs_beneath_pair(piece, sheet) or any(
        _captions(piece, picture, sheet) or _lone_beneath(piece, picture, sheet) for picture in sheet.pictures
    )


def _opens_text(k: int, piece: Piece, em: float) -> bool:
    """Whether the text of a picture story opens with a row below captions: with a dateline, or as a paragraph does."""
    rows = piece.rows
    if wording.DATELINE.match(rows[k].text):
        return True
    left = min(r.box[0] for r in rows)
    if k == 0:  # of one paragraph it may be the caption all the same
        return _is_indented(0, piece, left, em) and any(_opens_text(j, piece, em) for j in range(1, len(rows)))
    short = max(r.box[2] for r in rows) - rows[k - 1].box[2] > 1.6 * em or wording.ends_sentence(rows[k - 1].text)
    return short and _is_indented(k, piece, left, em)


def _is_indented(k: int, piece: Piece, left: float, em: float) -> bool:
    """Whether row k begins two characters right of `left`, and the row after it, if there is one, at `left`."""
    rows = piece.rows
    indent = rows[k].box[0] - left
    flush = k + 1 == len(rows) or rows[k + 1].box[0] - left < 0.6 * em
    return 1.2 * em < indent < 3.4 * em and flush and (k + 1 < len(rows) or len(rows[k].text) > 12)


def _without_text(pieces: list[Piece], sheet: Sheet) -> list[Piece]:
    """Captions are those right at their pictures: what begins as a paragraph below another caption is the text."""
    em = sheet.em
    captions = [p for p in pieces if p.kind is BlockKind.CAPTION]
    found = []
    for piece in pieces:
        if piece.kind is BlockKind.CAPTION and not is_upright(piece, sheet) and len(piece.text) > 20:
            over = [p for p in sheet.pictures if -0.5 * em < piece.box[1] - p[3] < 5 * em and _shares(p, piece.box, em)]
            left = min([piece.box[0], *(p[0] for p in over)])
            above = any(
                c is not piece and c.box[3] < piece.box[1] + 0.5 * em and _close(c.box, piece.box, 2.2 * em)
                for c in captions
            )
            aside = any(is_upright(c, sheet) and any(_close(c.box, p, 2 * em) for p in over) for c in captions)
            if over and (above or aside) and _is_indented(0, piece, left, em):
                piece = replace(piece, kind=BlockKind.PARAGRAPH)
        found.append(piece)
    return found


def _shares(a: Box, b: Box, em: float) -> bool:
    return overlap(a[0], a[2], b[0], b[2]) > 2 * em


def _close(a: Box, b: Box, most_px: float) -> bool:
    return -overlap(a[0], a[2], b[0], b[2]) < most_px and -overlap(a[1], a[3], b[1], b[3]) < most_px


def _caption_rows(piece: Piece, picture: Box, em: float) -> int:
    """How many rows at the top of a column are the caption of the picture above: up to a credit, or smaller."""
    x0, y0, x1, _ = piece.box
    if not -0.5 * em < y0 - picture[3] < 1.8 * em:
        return 0
    for k, row in enumerate(piece.rows[:3], 1):
        # One of two pictures side by side has a caption, and the text runs below both.
        if row.box[0] < max(picture[0] - 0.5 * em, x0 + 4 * em) or row.box[2] > picture[2] + 0.5 * em:
            break
        if k < len(piece.rows) and _is_indented(k, piece, x0, em) and wording.ends_sentence(row.text):
            return k
    if overlap(x0, x1, picture[0], picture[2]) < 0.8 * (x1 - x0):
        return 0
    for k, row in enumerate(piece.rows[:3], 1):
        if k < len(piece.rows) and wording.CREDIT_IN_CAPTION.search(row.text.strip()):
            return k
    heights = [r.box[3] - r.box[1] for r in piece.rows]
    for k in range(min(3, len(heights) - 3), 0, -1):
        if max(heights[:k]) < 0.93 * sorted(heights[k:])[len(heights[k:]) // 2]:
            return k
    return 0


def _captions(piece: Piece, picture: Box, sheet: Sheet) -> bool:
    """Whether a short piece belongs to a picture: close beneath or beside it, and no column going on."""
    em = sheet.em
    x0, y0, x1, y1 = piece.box
    if any(stands_between(picture, piece.box, p) for p in sheet.pieces if is_heading(p.kind)):
        return False
    other_type = abs(piece.size - em) > 0.08 * em or bool(wording.CREDIT_IN_CAPTION.search(piece.text.strip()))
    # A drawing has no frame: its caption stands off as far as from the paper around it.
    beneath = -0.5 * em < y0 - picture[3] < (3.5 if other_type else 1.8) * em and covers(picture, piece.box) > 0.9
    gap = -overlap(x0, x1, picture[0], picture[2])
    beside = (
        0 < gap < 1.8 * em and overlap(y0, y1, picture[1], picture[3]) > 0.9 * (y1 - y0) and y1 > picture[3] - 2 * em
    )
    if not beneath and not beside:
        return False
    if other_type:
        return True
    if not beneath:
        return False
    wide = x1 - x0 > 0.6 * (picture[2] - picture[0]) and len(piece.rows) <= 4
    # A column that goes on below the picture has more than one row, or fills its row.
    lone = len(piece.rows) == 1 and not any(abs(x1 - p.box[2]) < 0.5 * em for p in sheet.pieces if len(p.rows) > 3)
    return wide or lone


def _runs_beneath_pair(piece: Piece, sheet: Sheet) -> bool:
    """Whether a row of small type runs beneath two pictures side by side: their captions, read as one."""
    em, (x0, y0, x1, _) = sheet.em, piece.box
    over = [p for p in sheet.pictures if -0.5 * em < y0 - p[3] < 1.2 * em and overlap(p[0], p[2], x0, x1) > 3 * em]
    if len(over) < 2 or len(piece.rows) > 1 or piece.size > 0.92 * em:
        return False
    both = union(over)
    return both[0] - 0.5 * em < x0 and x1 < both[2] + 0.5 * em


def _lone_beneath(piece: Piece, picture: Box, sheet: Sheet) -> bool:
    """Whether a row or two are all that stands beneath a picture wider than they are.

    A text that goes on beneath a picture does so in each of the columns that the picture covers. The
    photographer's name beside them, cut off at a blank, is part of the caption.
    """
    em = sheet.em
    x0, _, x1, y1 = piece.box
    if len(piece.rows) > 2 or x1 - x0 > 0.85 * (picture[2] - picture[0]) or picture[2] - picture[0] < 14 * em:
        return False
    mates = [
        p
        for p in sheet.pieces
        if -0.5 * em < p.box[1] - picture[3] < 3.2 * em and covers(picture, p.box) > 0.8 and not is_heading(p.kind)
    ]
    if not any(p is piece for p in mates):
        return False
    # The paper around a drawing is wider than its frame; a signed line belongs to it all the same.
    row = [p for p in mates if overlap(p.box[1], p.box[3], piece.box[1], piece.box[3]) > 0]
    if piece.box[1] - picture[3] > 1.8 * em and not any(
        wording.CREDIT_IN_CAPTION.search(p.text.strip()) for p in row if p is not piece
    ):
        return False
    mates = row if piece.box[1] - picture[3] > 1.8 * em else [p for p in mates if p.box[1] - picture[3] < 1.8 * em]
    signed = any(wording.CREDIT_IN_CAPTION.search(p.text.strip()) for p in mates)
    others = [p for p in mates if p is not piece and p.kind is BlockKind.PARAGRAPH]
    if any(len(p.rows) > 2 for p in others) or (others and not signed):
        return False
    # Nothing of the column goes on right below.
    return not any(
        p is not piece and 0 <= p.box[1] - y1 < 0.9 * em and overlap(x0, x1, p.box[0], p.box[2]) > 2 * em
        for p in sheet.pieces
        if all(p is not mate for mate in mates)
    )
