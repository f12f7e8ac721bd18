"""What each row of type is: furniture, heading, byline, caption, running text.

Works from what a reader sees before reading (place, type size, measure, frames, pictures) and
then from the words (`wording.py`). Blocks are re-cut so that every piece has one role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry import overlap, share_within
from pipeline.order import wording
from pipeline.order.captions import with_captions
from pipeline.order.furniture import HEADING_EM, han_count, with_furniture
from pipeline.order.pieces import Piece, Row, Sheet, is_heading
from pipeline.order.pieces import recut as recut
from pipeline.order.sheet import covers, in_measure
from pipeline.order.small_heads import with_headings_in_columns
from pipeline.order.space import ruled_between, stands_between, stands_under_label
from pipeline.order.upright import is_upright, with_upright_roles
from pipeline.page import FURNITURE, BlockKind, Box

BLANK_EM, OPENING_BLANK_EM = 1.3, 0.8
"""The paper over a row of body type that heads a story, and where 本报讯 opens one below."""


def with_roles(sheet: Sheet) -> Sheet:
    """The sheet with its pieces re-cut and each in its role and measure."""
    sheet = _without_noise(sheet)
    sheet = with_furniture(sheet)
    sheet = _with_adverts(sheet)
    sheet = with_upright_roles(sheet)
    sheet = _with_headings(sheet)
    sheet = sheet.with_pieces(in_measure(sheet.pieces, sheet.em))
    sheet = with_captions(sheet)
    sheet = with_headings_in_columns(sheet)
    sheet = _with_small_parts(sheet)
    sheet = _with_small_headings(sheet)
    sheet = _with_names(sheet)
    sheet = _with_labels(sheet)
    sheet = _without_strays(sheet)
    return sheet.with_pieces(in_measure(sheet.pieces, sheet.em))


def _without_noise(sheet: Sheet) -> Sheet:
    """Marks read inside pictures, and specks read as type, are of no kind."""
    kept = []
    for piece in sheet.pieces:
        in_picture = any(share_within(piece.box, p) > 0.8 for p in sheet.pictures)
        letters = [c for c in piece.text if c.isalnum()]
        sure = sum(r.confidence * len(r.text) for r in piece.rows) / max(1, len(piece.text))
        # A part of a drawing that was taken for a character: it stands alone at the picture's edge.
        part = (
            len(letters) <= 2
            and piece.size > 1.6 * sheet.em
            and any(_gap(piece.box, p) < 0.8 * sheet.em and covers(p, piece.box) > 0.6 for p in sheet.pictures)
        )
        stretched = len(piece.rows) == 1 and piece.box[2] - piece.box[0] > 2.4 * len(piece.text.strip()) * piece.size
        noise = (
            part
            or _is_speck(piece, sheet.em)
            or _is_lone_letter(piece, sheet)
            or stretched
            or piece.size < 0.45 * sheet.em
            or (not letters and piece.size < 3 * sheet.em)
            or sure < 0.35
            or (in_picture and sure < 0.75)
        )
        kept.append(replace(piece, kind=BlockKind.OTHER) if noise else piece)
    return sheet.with_pieces(kept)


def _is_speck(piece: Piece, em: float) -> bool:
    """Whether a piece is one character smaller than any of the page's type, or as narrow as a scratch."""
    if len(piece.text.strip()) > 1:
        return False
    wide, high = piece.box[2] - piece.box[0], piece.box[3] - piece.box[1]
    return max(wide, high) < 0.8 * em or (wide < 0.6 * em and han_count(piece.text) == 0)


def _is_lone_letter(piece: Piece, sheet: Sheet) -> bool:
    """Whether a piece is one large letter or figure with nothing beside it: a ring or stroke of a drawing."""
    if len(piece.text.strip()) > 1 or han_count(piece.text) or piece.size < 1.3 * sheet.em:
        return False
    x0, y0, x1, y1 = piece.box
    return y0 > 0.1 * sheet.height and not any(
        p is not piece
        and overlap(y0, y1, p.box[1], p.box[3]) > 0.5 * (y1 - y0)
        and -overlap(x0, x1, p.box[0], p.box[2]) < 1.5 * piece.size
        and p.size > 0.6 * piece.size
        for p in sheet.pieces
    )


def _gap(a: Box, b: Box) -> float:
    """How much paper lies between two boxes, along the axis where it is more."""
    return max(-overlap(a[0], a[2], b[0], b[2]), -overlap(a[1], a[3], b[1], b[3]), 0.0)


# Advertisements and notices


def _with_adverts(sheet: Sheet) -> Sheet:
    """Insets that sell or announce: all their rows are of that kind."""
    kinds: dict[int, BlockKind] = {}
    for number in {p.inset for p in sheet.pieces if p.inset >= 0}:
        rows = sorted((row for p in sheet.pieces if p.inset == number for row in p.rows), key=lambda r: r.box[1])
        kind = _inset_kind(rows, sheet.em)
        if kind:
            kinds[number] = kind
    return sheet.with_pieces(
        replace(p, kind=kinds[p.inset]) if p.inset in kinds and p.kind not in FURNITURE else p for p in sheet.pieces
    )


def _inset_kind(rows: Sequence[Row], em: float) -> BlockKind | None:
    text = "".join(row.text for row in rows)
    first = next((row for row in rows if row.size > 1.15 * em), rows[0])
    # A title may be set wide (公　告), and its characters found one by one.
    level = [r for r in rows if overlap(r.box[1], r.box[3], first.box[1], first.box[3]) > 0.6 * first.size]
    title = "".join(r.text for r in sorted(level, key=lambda r: r.box[0])) if first.size > 1.15 * em else first.text
    if len(title) <= 14 and wording.NOTICE_TITLE.search(title):
        return BlockKind.NOTICE
    if len(text) < 260 and wording.WEATHER.search(text) and len(wording.WEATHER.findall(text)) >= 2:
        return BlockKind.NOTICE
    large = sum(len(row.text) for row in rows if row.size > HEADING_EM * em)
    hits = len(set(wording.ADVERT.findall(text)))
    if hits >= 2 and (large > 0.25 * len(text) or len(text) < 160):
        return BlockKind.ADVERT
    if large > 0.6 * len(text) and len(rows) >= 3 and not _is_comment(rows, hits):
        return BlockKind.ADVERT
    return None


def _is_comment(rows: Sequence[Row], hits: int) -> bool:
    """Whether the rows of an inset are sentences that run on from row to row, in type larger than the page's."""
    long = [row for row in rows if len(row.text.strip()) > 8]
    broken = [row for row in long if not wording.ends_sentence(row.text)]
    return hits < 2 and "".join(row.text for row in rows).count("。") >= 2 and len(long) >= 4 and len(broken) >= 3


# Headings


def _with_headings(sheet: Sheet) -> Sheet:
    pieces: list[Piece] = []
    for piece in sheet.pieces:
        if piece.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or is_upright(piece, sheet):
            pieces.append(piece)
            continue
        if _is_head_on_ground(piece, sheet):
            pieces.append(replace(piece, kind=BlockKind.HEADING))
            continue
        kinds = [_by_size(row, sheet.em) for row in piece.rows]
        prose = any(wording.ends_sentence(row.text) or len(row.text) > 30 for row in piece.rows)
        if piece.kind is BlockKind.PARAGRAPH and len(piece.rows) > 4:
            pictured = any(
                -0.5 * sheet.em < piece.box[1] - p[3] < 1.8 * sheet.em and covers(p, piece.box) > 0.5
                for p in sheet.pictures
            )
            head = 0 if pictured else _leading_heading(piece, kinds, sheet.em)
            kinds = [BlockKind.HEADING] * head + [BlockKind.PARAGRAPH] * (len(kinds) - head)
        elif prose and piece.size < 1.4 * sheet.em:
            kinds = [BlockKind.PARAGRAPH] * len(kinds)
        pieces += recut(piece, kinds)
    return sheet.with_pieces(_with_whole_lines(pieces, sheet.em))


def _is_head_on_ground(piece: Piece, sheet: Sheet) -> bool:
    """Whether a piece is the largest type, or almost, on the ground of a heading; it may be no larger than the text."""
    for field in sheet.grounds:
        if share_within(piece.box, field) > 0.8:
            return piece.size > 0.85 * max(p.size for p in sheet.pieces if share_within(p.box, field) > 0.8)
    return False


def _with_whole_lines(pieces: Sequence[Piece], em: float, least_em: float = 1.05) -> list[Piece]:
    """The part of a heading's line that was cut off, and is read a trifle smaller, is display type as well.

    `least_em`: no type smaller than this.
    """
    display = [p for p in pieces if p.kind is BlockKind.HEADING]

    def is_part(piece: Piece) -> bool:
        x0, y0, x1, y1 = piece.box
        return any(
            overlap(y0, y1, h.box[1], h.box[3]) > 0.7 * (y1 - y0)
            and (-0.3 * em < x0 - h.box[2] < 1.2 * em or -0.3 * em < h.box[0] - x1 < 1.2 * em)
            and h.inset == piece.inset
            and abs(h.rows[-1].size - piece.size) < 0.16 * piece.size
            for h in display
        )

    return [
        replace(p, kind=BlockKind.HEADING)
        if p.kind is BlockKind.PARAGRAPH and len(p.rows) == 1 and p.size > least_em * em and is_part(p)
        else p
        for p in pieces
    ]


def _by_size(row: Row, em: float) -> BlockKind:
    """Display type heads something, but for a line under a picture that names its photographer."""
    signed = row.size < 1.4 * em and len(row.text) > 8 and wording.CREDIT_IN_CAPTION.search(row.text.strip())
    return BlockKind.HEADING if row.size > HEADING_EM * em and not signed else BlockKind.PARAGRAPH


def _leading_heading(piece: Piece, kinds: Sequence[BlockKind], em: float) -> int:
    """How many rows at the top of a column head it: all titles above a byline, or larger type, perhaps under a kicker.

    A title neither ends a sentence nor begins a paragraph.
    """
    left, right = min(r.box[0] for r in piece.rows), max(r.box[2] for r in piece.rows)

    def title(row: Row) -> bool:
        begins = 1.2 * em < row.box[0] - left < 3.4 * em and right - row.box[2] < 0.8 * em
        prose = wording.ends_sentence(row.text) or "。" in row.text or row.text.rstrip().endswith(("，", "、", ","))
        return not begins and len(row.text) <= 24 and not prose and not wording.jump_target(row.text)

    titles = next((k for k, row in enumerate(piece.rows) if not title(row)), len(piece.rows))
    begins = next(
        (k for k, r in enumerate(piece.rows[:5]) if wording.is_byline(r.text) or wording.DATELINE.match(r.text)), 0
    )
    full = sum(
        r.size < 1.1 * em and r.box[0] - left < 0.5 * em and right - r.box[2] < 0.5 * em for r in piece.rows[:begins]
    )
    if 0 < begins <= titles and full < 2:  # rows that fill the measure are text going on from elsewhere
        return begins
    large = [k for k in range(min(4, titles)) if kinds[k] is BlockKind.HEADING]
    if not large or large[0] > 1 or large != list(range(large[0], large[-1] + 1)):
        return 0
    after = piece.rows[large[-1] + 1]
    read_on = after.box[0] - left < 0.6 * em and not wording.is_byline(after.text)
    if read_on and all(_reads_as_text(piece.rows[k], left, right, em) for k in large):
        return 0
    # Larger type that goes on and on is no heading.
    return large[-1] + 1 if large[-1] < 3 else 0


def _reads_as_text(row: Row, left: float, right: float, em: float) -> bool:
    """Whether a row hardly larger than the text fills its measure, and has clauses: its size was mistaken."""
    fills = row.box[0] - left < 0.6 * em and right - row.box[2] < 0.9 * em
    return fills and row.size < 1.35 * em and any(mark in row.text for mark in "，,、。")


# Bylines, section heads, jump lines


def _with_small_parts(sheet: Sheet) -> Sheet:
    pieces: list[Piece] = []
    for piece in sheet.pieces:
        if piece.kind is not BlockKind.PARAGRAPH or is_upright(piece, sheet):
            pieces.append(piece)
            continue
        kinds = [_small_part(k, piece, sheet.em) for k in range(len(piece.rows))]
        pieces += recut(piece, kinds)
    credits = [p.box for p in pieces if p.kind is BlockKind.CREDIT]
    return sheet.with_pieces(
        replace(p, kind=BlockKind.CREDIT) if _ends_byline(p, credits, sheet.em) else p for p in pieces
    )


def _with_names(sheet: Sheet) -> Sheet:
    """A name for itself right below a headline, before the text begins, is the byline."""
    em = sheet.em
    heads = [p.box for p in sheet.pieces if is_heading(p.kind)]
    pieces = []
    for piece in sheet.pieces:
        name = (
            piece.kind in (BlockKind.PARAGRAPH, BlockKind.SECTION)
            and wording.is_name(piece.rows[0].text)
            and any(
                -0.3 * em < piece.box[1] - h[3] < 2 * em and overlap(h[0], h[2], *piece.measure) > 2 * em for h in heads
            )
        )
        rest = len(piece.rows) - 1
        pieces += recut(piece, [BlockKind.CREDIT, *[piece.kind] * rest]) if name else [piece]
    return sheet.with_pieces(pieces)


def _with_labels(sheet: Sheet) -> Sheet:
    """The name of a column of the paper (短评) above a headline is part of the heading, in whatever type it is set."""
    heads = [p for p in sheet.pieces if is_heading(p.kind) and not is_upright(p, sheet)]

    def labels(piece: Piece) -> bool:
        row = piece.rows[0]
        return (
            piece.kind in (BlockKind.PARAGRAPH, BlockKind.SECTION)
            and len(piece.rows) == 1
            and len(row.text.strip()) <= 6
            and bool(wording.LABEL.match(row.text.strip()))
            and any(stands_under_label(h, piece, sheet) for h in heads)
        )

    return sheet.with_pieces(replace(p, kind=BlockKind.HEADING) if labels(p) else p for p in sheet.pieces)


def _without_strays(sheet: Sheet) -> Sheet:
    """What stands in no column joins no columns: a character or two by themselves, and upright type at a picture."""
    em = sheet.em

    def kind_of(piece: Piece) -> BlockKind:
        if piece.kind is not BlockKind.PARAGRAPH:
            return piece.kind
        if is_upright(piece, sheet):
            pictured = piece.size < 1.1 * em and any(_gap(piece.box, p) < 2.5 * em for p in sheet.pictures)
            return BlockKind.CAPTION if pictured else piece.kind
        letters = sum(c.isalnum() for c in piece.text)
        if len(piece.rows) > 1 or letters > 2 or wording.ends_sentence(piece.text) or piece.size > 1.4 * em:
            return piece.kind
        near = any(
            p is not piece and _gap(p.box, piece.box) < 0.9 * em and abs(p.measure[0] - piece.box[0]) < 2.6 * em
            for p in sheet.pieces
            if len(p.rows) >= 2 and p.kind is BlockKind.PARAGRAPH
        )
        return piece.kind if near and not _is_stroke(piece, sheet) else BlockKind.OTHER

    return sheet.with_pieces(replace(p, kind=kind_of(p)) for p in sheet.pieces)


def _is_stroke(piece: Piece, sheet: Sheet) -> bool:
    """Whether a piece is a part of a flat rule that was read as a character of flat strokes."""
    x0, y0, x1, y1 = piece.box
    return set(piece.text.strip()) <= set("一二三—=_") and any(
        r[2] - r[0] > 4 * (x1 - x0)
        and overlap(x0, x1, r[0], r[2]) > 0
        and overlap(y0, y1, r[1], r[3]) > -0.3 * sheet.em
        for r in sheet.rules
    )


def _ends_byline(piece: Piece, credits: Sequence[Box], em: float) -> bool:
    """Whether a few characters are the rest of a byline in the same row, cut off at a blank."""
    x0, y0, _, y1 = piece.box
    if piece.kind not in (BlockKind.PARAGRAPH, BlockKind.SECTION) or len(piece.rows) > 1 or len(piece.text.strip()) > 5:
        return False
    return any(0 < x0 - c[2] < 2.5 * em and overlap(y0, y1, c[1], c[3]) > 0.6 * (y1 - y0) for c in credits)


def _small_part(k: int, piece: Piece, em: float) -> BlockKind:
    row = piece.rows[k]
    left, right = row.box[0] - piece.measure[0], piece.measure[1] - row.box[2]
    if wording.jump_target(row.text):
        return BlockKind.JUMP
    first, last = k == 0, all(wording.jump_target(r.text) for r in piece.rows[k + 1 :])
    aside = len(piece.rows) == 1 or max(left - 2 * em, right) > 0.8 * em or (first and len(row.text.strip()) <= 12)
    bracketed = last and row.text.strip()[:1] in ("（", "(") and row.text.strip()[-1:] in ("）", ")")
    named = bracketed and right < 3 * em and wording.is_name(row.text.strip().strip("（）()"))
    at_edge = -0.5 * em < right < 1.6 * em < left and row.text.strip()[:1] in ("（", "(") and _names_author(row.text)
    if named or at_edge or ((first or last or k == 1) and (aside or bracketed) and wording.is_byline(row.text)):
        return BlockKind.CREDIT
    short = left > 0.8 * em and right > 0.8 * em and len(row.text) <= 16
    centred = abs(left - right) < 0.8 * em and left > 1.2 * em
    if short and centred and not row.text.rstrip().endswith(("。", "，", "、", "；", "！", "？", ",", ";")):
        return BlockKind.SECTION
    return BlockKind.SECTION if _is_flush_section(k, piece, em) else BlockKind.PARAGRAPH


def _names_author(text: str) -> bool:
    """Whether a row is a signature in brackets: it ends a story wherever in a column it stands."""
    bare = text.strip()
    if bare[-1:] not in ("）", ")"):
        return False
    return wording.is_name(bare.strip("（）()")) or wording.is_byline(bare.strip("（）()"))


def _is_flush_section(k: int, piece: Piece, em: float) -> bool:
    """Whether a short row at the left edge heads the paragraphs below: all ends above it, all begins below."""
    if k + 1 >= len(piece.rows):
        return False
    row, after = piece.rows[k], piece.rows[k + 1]
    text = row.text.strip()
    left, right = piece.measure
    if not (row.box[0] - left < 0.8 * em and right - row.box[2] > 3.5 * em and 3 <= han_count(text) <= len(text) <= 14):
        return False
    if text.endswith(("。", "，", "、", "；", "！", "？", ",", ";", "：", "”", "）", ")")) or wording.is_byline(text):
        return False
    if k and right - piece.rows[k - 1].box[2] < em and not wording.ends_sentence(piece.rows[k - 1].text):
        return False
    return 1.2 * em < after.box[0] - left < 3.4 * em and bool(not wording.DATELINE.match(text))


def _with_small_headings(sheet: Sheet) -> Sheet:
    """A short row right above a byline, or with paper around it over a paragraph, heads a story, whatever its size."""
    em = sheet.em
    credits = [p.box for p in sheet.pieces if p.kind is BlockKind.CREDIT]
    headed = [p.box for p in sheet.pieces if is_heading(p.kind)]
    pieces: list[Piece] = []
    for piece in sheet.pieces:
        row = piece.rows[-1]
        if (
            piece.kind in (BlockKind.PARAGRAPH, BlockKind.SECTION)
            and not is_upright(piece, sheet)
            and len(row.text) <= 24
            and not wording.ends_sentence(row.text)
            and not wording.CREDIT_IN_CAPTION.search(row.text)
            and "。" not in row.text
        ):
            under = any(
                -0.3 * em < c[1] - row.box[3] < 2.6 * em
                and overlap(c[0], c[2], row.box[0], row.box[2]) > 2 * em
                and not any(stands_between(row.box, c, p) for p in sheet.pieces)
                and not ruled_between(row.box, c, sheet)
                for c in credits
            )
            over = any(
                -0.3 * em < row.box[1] - h[3] < 2 * em and overlap(h[0], h[2], row.box[0], row.box[2]) > 0
                for h in headed
            )
            small = piece.size < 0.97 * em
            alone = len(piece.rows) == 1 or (len(piece.rows) == 2 and len(piece.rows[0].text) <= 24)
            alone = alone and not wording.DATELINE.match(piece.text) and not wording.is_name(piece.text)
            apart = piece.kind is BlockKind.PARAGRAPH and _stands_apart(piece, sheet)
            if (under or apart) and not over and alone and not small:
                pieces.append(replace(piece, kind=BlockKind.HEADING))
                continue
        pieces.append(piece)
    found = {id(p) for p in pieces} - {id(p) for p in sheet.pieces}
    rows = [p for p in pieces if id(p) in found or (p.kind is BlockKind.PARAGRAPH and len(p.rows) == 1)]
    parts = {id(p): part for p, part in zip(rows, _with_whole_lines(rows, em, 0.97), strict=True)}
    return sheet.with_pieces(parts.get(id(p), p) for p in pieces)


def _stands_apart(piece: Piece, sheet: Sheet) -> bool:
    """Whether a row has a blank or a rule above and another blank below, and then a paragraph begins."""
    em = sheet.em
    x0, y0, x1, y1 = piece.box
    if len(piece.rows) > 1 or (piece.inset < 0 and y0 < 0.05 * sheet.height):
        return False
    mates = [p for p in sheet.pieces if p is not piece and overlap(x0, x1, p.box[0], p.box[2]) > em]
    under = sorted((p for p in mates if p.box[1] > y1), key=lambda p: p.box[1])
    # A jump line (上接第1版) and the byline may stand between.
    small = next((k for k, p in enumerate(under) if p.kind not in (BlockKind.JUMP, BlockKind.CREDIT)), len(under))
    below = under[small] if small < len(under) else None
    if below is None or below.kind is not BlockKind.PARAGRAPH or len(below.rows) < 3:
        return False
    blank = OPENING_BLANK_EM if wording.OPENING.match(below.rows[0].text) else BLANK_EM
    if any(-0.5 * em < y0 - p.box[3] < blank * em or overlap(y0, y1, p.box[1], p.box[3]) > 0 for p in mates):
        return False
    if any(-0.5 * em < y0 - p[3] < 2.5 * em and covers(p, piece.box) > 0.5 for p in sheet.pictures):
        return False
    indent = below.rows[0].box[0] - min(r.box[0] for r in below.rows)
    near = under[0].box[1] - y1 < 3 * em and below.box[1] - y1 < (3 + 1.6 * small) * em
    return near and under[0].box[1] - y1 > 0.8 * em and 1.2 * em < indent < 3.4 * em
