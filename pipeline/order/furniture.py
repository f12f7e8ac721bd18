"""The page's own lines: masthead, running heads, page number, imprint."""

from __future__ import annotations

from pipeline.geometry import overlap, share_within, union
from pipeline.order import wording
from pipeline.order.pieces import Piece, Row, Sheet, recut
from pipeline.page import BlockKind, Box

HEADING_EM = 1.15
"""Larger type than this heads something."""


def with_furniture(sheet: Sheet) -> Sheet:
    pieces: list[Piece] = []
    top, bottom = _head_line(sheet), _foot_line(sheet)
    brow = _masthead_box(sheet)
    for piece in sheet.pieces:
        if piece.kind is BlockKind.OTHER:
            pieces.append(piece)
            continue
        kinds = [_furniture_kind(row, piece, sheet, top, bottom, brow) for row in piece.rows]
        pieces += recut(piece, kinds)
    return sheet.with_pieces(pieces)


def _furniture_kind(row: Row, piece: Piece, sheet: Sheet, top: float, bottom: float, brow: Box | None) -> BlockKind:
    _, y0, _, y1 = row.box
    middle = (y0 + y1) / 2
    text = row.text.strip()
    if piece.inset >= 0 and middle < 0.25 * sheet.height:
        return piece.kind  # a box beside the masthead (报眼) holds news or a notice
    if len(piece.rows) >= 4 and piece.size < HEADING_EM * sheet.em and any(map(_is_prose, piece.rows)):
        return piece.kind
    if middle < top:
        if wording.PAGE_NUMBER.search(text) and len(text) <= 8:
            return BlockKind.PAGE_NUMBER
        return BlockKind.MASTHEAD if brow and share_within(row.box, brow) > 0.5 else BlockKind.HEADER
    if brow and share_within(row.box, brow) > 0.6 and not _heads_prose(row, sheet):
        return BlockKind.MASTHEAD
    if middle > bottom:
        return BlockKind.FOOTER
    edge = 0.035 * sheet.height
    at_edge = len(piece.rows) <= 2 and (y1 < 0.06 * sheet.height or y0 > sheet.height - edge)
    if at_edge and any(words.search(text) for words in (wording.FURNITURE, wording.DATE, wording.PAGE_NUMBER)):
        return BlockKind.HEADER if y1 < sheet.height / 2 else BlockKind.FOOTER
    return piece.kind


def _heads_prose(row: Row, sheet: Sheet) -> bool:
    """Whether sentences begin close under a row of display type: a story stands beside the paper's name."""
    em = sheet.em
    return HEADING_EM * em < row.size < 2.6 * em and any(
        len(p.rows) >= 3
        and p.size < HEADING_EM * em
        and -0.3 * em < p.box[1] - row.box[3] < 4 * em
        and overlap(row.box[0], row.box[2], p.box[0], p.box[2]) > 2 * em
        and any(map(_is_prose, p.rows))
        for p in sheet.pieces
    )


def _is_prose(row: Row) -> bool:
    """Whether a row holds a stop or comma amid a sentence: what mastheads print are words and numbers."""
    return len(row.text) > 5 and any(mark in row.text for mark in "，。")


def _wide_rules(sheet: Sheet) -> list[Box]:
    """Rules that run across most of the sheet, from top to bottom; pieces of one rule count together."""
    flat = sorted((r for r in sheet.rules if r[2] - r[0] > r[3] - r[1]), key=lambda r: (r[1] + r[3]) / 2)
    rows: list[list[Box]] = []
    for rule in flat:
        if rows and abs((rows[-1][-1][1] + rows[-1][-1][3]) / 2 - (rule[1] + rule[3]) / 2) < 0.5 * sheet.em:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    return [union(row) for row in rows if sum(r[2] - r[0] for r in row) > 0.7 * _type_width(sheet)]


def _type_width(sheet: Sheet) -> float:
    boxes = [p.box for p in sheet.pieces]
    if not boxes:
        return sheet.width
    x0, _, x1, _ = union(boxes)
    return x1 - x0


def _head_line(sheet: Sheet) -> float:
    """What stands above this y is masthead or running head.

    From the top, band by band between the wide rules, as long as a band holds nothing but what such
    heads hold; one band at least must say so with a date, a number or a name.
    """
    line, told = 0.0, False
    for rule in _wide_rules(sheet):
        y = (rule[1] + rule[3]) / 2
        pieces = [
            p
            for p in sheet.pieces
            if p.inset < 0 and p.kind is not BlockKind.OTHER and line < p.box[3] < y + 0.3 * sheet.em
        ]
        rows = [row for p in pieces for row in p.rows]
        crossed = any(
            p.size > 1.8 * sheet.em and p.box[1] + 0.2 * p.size < y < p.box[3] - 0.2 * p.size for p in sheet.pieces
        )
        if y > 0.22 * sheet.height or crossed:  # the lines of a screen run through the heading printed on it
            break
        running = max((len(p.rows) for p in pieces if p.size < HEADING_EM * sheet.em), default=0)
        heads = [
            r
            for r in rows
            if r.size > 1.8 * sheet.em and not wording.PAPER_NAME.search(r.text) and han_count(r.text) > 3
        ]
        if running > 4 or heads or sum(len(r.text) for r in rows) > 260:
            break
        told = told or any(_tells(row) for row in rows)
        if told:
            line = y
    return line


def han_count(text: str) -> int:
    return sum("\u4e00" <= c <= "\u9fff" for c in text)


def _tells(row: Row) -> bool:
    """Whether a row says what only mastheads and running heads say."""
    text = row.text.strip()
    return bool(wording.FURNITURE.search(text) or wording.DATE.search(text) or wording.PAGE_NUMBER.search(text))


def _foot_line(sheet: Sheet) -> float:
    """What stands below this y is imprint: a wide rule near the foot with only such words below."""
    line = sheet.height + 1
    for rule in reversed(_wide_rules(sheet)):
        y = (rule[1] + rule[3]) / 2
        below = [row for p in sheet.pieces for row in p.rows if row.box[1] > y - 0.3 * sheet.em]
        if y > 0.9 * sheet.height and below and any(wording.FURNITURE.search(row.text) for row in below):
            line = y
    return line


def _masthead_box(sheet: Sheet) -> Box | None:
    """The box around the paper's name and what is printed beside it, where the page has a masthead."""
    em = sheet.em
    rows = [row for p in sheet.pieces if p.inset < 0 for row in p.rows if row.box[1] < 0.2 * sheet.height]
    telling = [r for r in rows if wording.FURNITURE.search(r.text) or wording.DATE.search(r.text)]
    # Names end in 报 as a rule; another name is believed where a running number or a lunar date stands by.
    front = any(wording.FRONT_PAGE.search(r.text) for r in telling)
    largest = max((row.size for p in sheet.pieces for row in p.rows), default=0.0)
    names = [
        r
        for r in rows
        if r.size > 2.6 * em
        and len(r.text.strip()) <= 10
        and r.box[1] < 0.12 * sheet.height
        and (wording.PAPER_NAME.search(r.text) or (front and r.size > 0.97 * largest))
    ]
    near = [(n, [t for t in telling if overlap(t.box[1], t.box[3], n.box[1], n.box[3]) > -6 * em]) for n in names]
    found = [(n.size, n, beside) for n, beside in near if beside]
    if not found:
        return None
    _, name, beside = max(found, key=lambda f: f[0])
    return union([name.box, *(r.box for r in beside)])
