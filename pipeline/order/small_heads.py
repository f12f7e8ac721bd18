"""Small headings: lines hardly larger than the text, set at the head of a column or right within it.

Where many short stories share a page their headings fill one column, and their type is not much larger
than the text: what tells them is the advance from character to character, which is measured over a
whole line, and what stands above and below.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.geometry import overlap
from pipeline.order import wording
from pipeline.order.pieces import Piece, Row, Sheet, recut
from pipeline.order.upright import is_upright
from pipeline.page import BlockKind

LARGER = 1.075
"""Advance of a small heading, in parts of that of the text; the text itself varies less over a line."""
SHORT, SHORT_LARGER = 6, 1.17
"""The same for a row of so few letters."""
OPENS_LARGER = 0.9
"""The same where a byline or 本报讯 opens a story right below, which no text but a heading stands over: not smaller."""
APART_EM = 0.4
"""So much more paper stands over such a heading than between the rows of the text."""
LEAST_HAN = 4
MOST_LETTERS = 24


def with_headings_in_columns(sheet: Sheet) -> Sheet:
    """Cut small headings out of the columns of text that they stand in."""
    usual = text_advance(sheet.pieces, sheet.em)
    pieces: list[Piece] = []
    for piece in sheet.pieces:
        if piece.kind is not BlockKind.PARAGRAPH or is_upright(piece, sheet) or piece.size > 1.4 * sheet.em:
            pieces.append(piece)
            continue
        flags = small_headings(piece, usual, sheet.em)
        # The last rows of a piece need a text below, as the only ones do.
        foot = next((k for k in range(len(flags), 0, -1) if not flags[k - 1]), 0)
        if foot < len(flags) and not _stands_over_text(piece.cut(foot, len(flags)), piece, sheet):
            flags[foot:] = [False] * (len(flags) - foot)
        pieces += recut(piece, [BlockKind.HEADING if flag else BlockKind.PARAGRAPH for flag in flags])
    return sheet.with_pieces(pieces)


def advance(row: Row) -> float:
    """From one full-width character to the next in a row, px; 0 for a row too short to tell."""
    ems = sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in row.text.strip() if c != " ")
    ems += sum(1.0 for part in row.text.strip().split(" ")[1:] if part)
    return (row.box[2] - row.box[0]) / ems if ems >= LEAST_HAN else 0.0


def text_advance(pieces: Sequence[Piece], em: float) -> float:
    """The usual advance of the text of some pieces, px; 0 where there is too little."""
    steps = [
        step
        for p in pieces
        if p.kind is BlockKind.PARAGRAPH and p.size < 1.15 * em
        for row in p.rows
        if len(row.text) >= 9 and (step := advance(row))
    ]
    return median(steps) if len(steps) >= 3 else 0.0


def small_headings(piece: Piece, usual: float, em: float) -> list[bool]:
    """Which rows of a column are small headings; `usual` is the advance of the page's text, px."""
    own = text_advance([piece], em) if len(piece.rows) >= 6 else 0.0
    step = own or usual
    rows = piece.rows
    larger = [_is_larger(row, piece, step, em) for row in rows]
    found = [_heads_opening(k, piece, step, em) for k in range(len(rows))]
    for k, start in enumerate(larger):
        if found[k] or not start or (k and larger[k - 1] and found[k - 1]):
            continue
        stop = k + 1
        while stop < len(rows) and larger[stop] and stop - k < 3:
            stop += 1
        if stop - k <= 2 and _is_set_apart(k, stop, piece, em):
            found[k:stop] = [True] * (stop - k)
    return found


def _heads_opening(k: int, piece: Piece, step: float, em: float) -> bool:
    """Whether a row with paper over it stands right over the byline or dateline that opens a story."""
    rows = piece.rows
    if not 0 < k < len(rows) - 1 or not step or not _reads_as_head(rows[k], piece, em):
        return False
    after = rows[k + 1].text.strip()
    opens = wording.OPENING.match(after) or (wording.is_byline(after) and after[:1] not in ("（", "("))
    gaps = [b.box[1] - a.box[3] for a, b in pairwise(rows)]
    usual = median(gaps) if len(gaps) >= 4 else 0.3 * em
    return bool(opens) and gaps[k - 1] > usual + APART_EM * em and advance(rows[k]) > OPENS_LARGER * step


def _is_larger(row: Row, piece: Piece, step: float, em: float) -> bool:
    """Whether a row is set in larger type, and in the words of a heading."""
    # A stop that was not read makes a short row look wide.
    least = LARGER if len(row.text.strip()) > SHORT else SHORT_LARGER
    return bool(step) and _reads_as_head(row, piece, em) and advance(row) > least * step


def _reads_as_head(row: Row, piece: Piece, em: float) -> bool:
    """Whether a row has the words of a heading, and stands at the left edge or in the middle of its column."""
    text = row.text.strip()
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    if han < LEAST_HAN or len(text) > MOST_LETTERS:
        return False
    if wording.ends_sentence(text) or "。" in text or text.endswith(("，", "、", ",", "：", "；")):
        return False
    if wording.is_byline(text) or wording.DATELINE.match(text) or wording.jump_target(text):
        return False
    left, right = row.box[0] - piece.measure[0], piece.measure[1] - row.box[2]
    return left < 0.9 * em or abs(left - right) < 1.2 * em


def _is_set_apart(start: int, stop: int, piece: Piece, em: float) -> bool:
    """Whether what stands above rows `start:stop` ends there, and what stands below begins."""
    rows = piece.rows
    gaps = [b.box[1] - a.box[3] for a, b in pairwise(rows)]
    usual = median(gaps) if len(gaps) >= 4 else 0.3 * em
    if start:
        before = rows[start - 1]
        over = gaps[start - 1] > usual + 0.2 * em
        ended = wording.ends_sentence(before.text) or wording.is_byline(before.text.strip("（）()"))
        if not over and not (ended and piece.measure[1] - before.box[2] > em):
            return False
    if stop == len(rows):
        return True
    after = rows[stop]
    begins = 1.2 * em < after.box[0] - piece.measure[0] < 3.4 * em
    return begins or wording.is_byline(after.text) or bool(wording.DATELINE.match(after.text))


def _stands_over_text(heading: Piece, whole: Piece, sheet: Sheet) -> bool:
    """Whether a text, a byline or a larger heading begins right below a row or two, the last of the piece `whole`."""
    em = sheet.em
    x0, _, x1, y1 = heading.box
    mates = [
        p
        for p in sheet.pieces
        if p is not whole and overlap(x0, x1, p.box[0], p.box[2]) > 0.5 * min(x1 - x0, p.box[2] - p.box[0])
    ]
    below = min((p for p in mates if p.box[1] > y1 - 0.3 * em), key=lambda p: p.box[1], default=None)
    if below is None or below.box[1] - y1 > 2.2 * em:
        return False
    first = below.rows[0]
    if below.kind is BlockKind.HEADING and first.size > 1.25 * heading.size and below.box[1] - y1 < em:
        return len(heading.rows) < len(whole.rows)
    begins = 1.2 * em < first.box[0] - min(below.measure[0], x0) < 3.6 * em
    return begins or wording.is_byline(first.text) or bool(wording.DATELINE.match(first.text))
