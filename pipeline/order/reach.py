"""Which columns beside a heading belong to it, though they do not stand under it.

An upright heading has its text on one side or on both. A heading in the middle of its story has
columns on its left that begin level with it: there the story begins. (Columns on its right go on
from those below it; `evidence` knows them.)
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry import overlap
from pipeline.order import wording
from pipeline.order.amid import ends_at_picture
from pipeline.order.form import is_indented
from pipeline.order.headings import Heading
from pipeline.order.pieces import Piece, Sheet
from pipeline.order.space import APART_EM, blank_between, ruled_between, upright_rule_between
from pipeline.page import BlockKind, Box

NEAR_EM, FAR_EM = 5.0, 10.0
"""An upright heading stands so near to its text; in the middle of a column of its own, so far from it."""
Above = tuple[str, int] | None
"""What stands right above a piece: ("heading" | "piece", index), or None."""


def with_columns_beside(
    above: Sequence[Above], pieces: Sequence[Piece], headings: Sequence[Heading], sheet: Sheet, fenced: bool
) -> list[Above]:
    """What stands above each piece, with headings for the columns beside them that nothing else stands over.

    `fenced` says that upright rules stand between stories only.
    """
    free = [k for k in range(len(pieces)) if _is_top(k, above[k], pieces, sheet)]
    open_to = [*free, *(k for k in range(len(pieces)) if _opens_beside(k, above, pieces, headings, sheet))]
    found = list(above)
    for number, heading in enumerate(headings):
        if heading.upright:
            mine = _beside_upright(number, heading, free, above, pieces, sheet, fenced)
        else:
            mine = _left_of(number, heading, open_to, above, pieces, sheet)
        for k in mine:
            if found[k] is None or found[k] == above[k]:
                found[k] = ("heading", number)
    return found


def _is_top(k: int, over: Above, pieces: Sequence[Piece], sheet: Sheet) -> bool:
    """Whether a piece is the top of a column that no heading stands over."""
    if over is None:
        return True
    if over[0] == "heading":
        return False
    upper, lower = pieces[over[1]], pieces[k]
    return blank_between(upper, lower) > APART_EM * sheet.em or ruled_between(upper.box, lower.box, sheet)


def _opens_beside(
    k: int, above: Sequence[Above], pieces: Sequence[Piece], headings: Sequence[Heading], sheet: Sheet
) -> bool:
    """Whether a story opens with a piece that stands but beside the heading above it, under which another begins."""
    over = above[k]
    if over is None or over[0] != "heading" or headings[over[1]].upright:
        return False
    box, em = headings[over[1]].box, sheet.em
    if overlap(*pieces[k].measure, box[0], box[2]) > em or not wording.OPENING.match(pieces[k].rows[0].text):
        return False
    return any(
        other == over and overlap(*piece.measure, box[0], box[2]) > em and is_indented(piece, em)
        for piece, other in zip(pieces, above, strict=True)
    )


def top_of(piece: Piece, sheet: Sheet) -> float:
    """Where the column of a piece begins, with the byline and the jump line that stand over it."""
    em, top = sheet.em, piece.box[1]
    x0, x1 = piece.measure
    small = [p.box for p in sheet.pieces if p.kind is BlockKind.CREDIT or p.kind is BlockKind.JUMP]
    over = [b for b in small if x0 - em < b[0] and b[2] < x1 + em and b[1] < top]
    for box in sorted(over, key=lambda b: -b[1]):
        if top - box[3] > 1.2 * em:
            break
        top = box[1]
    return top


def opens(piece: Piece, sheet: Sheet) -> bool:
    """Whether a story opens with a piece: by its dateline, or a byline or 上接第1版 right above it."""
    if wording.DATELINE.match(piece.rows[0].text):
        return True
    em = sheet.em
    for other in sheet.pieces:
        if other.kind is not BlockKind.CREDIT and other.kind is not BlockKind.JUMP:
            continue
        target = wording.jump_target(other.text)
        if target is not None and target[0] == "continues_on":
            continue
        x0, x1 = piece.measure
        if -0.5 * em < piece.box[1] - other.box[3] < 1.2 * em and x0 - em < other.box[0] and other.box[2] < x1 + em:
            return abs(other.box[0] - x0) < 2.5 * em or target is not None
    return False


def _walk(
    edge: float, side: int, top: float, free: Sequence[int], pieces: Sequence[Piece], sheet: Sheet, inset: int
) -> list[int]:
    """Tops of columns one after the other to the left (`side` -1) or right (1) of an x, that begin at one height."""
    em = sheet.em
    found: list[int] = []
    for _ in range(12):
        nearest: tuple[float, int] | None = None
        for k in free:
            left, right = pieces[k].measure
            gap = left - edge if side > 0 else edge - right
            level = abs(top_of(pieces[k], sheet) - top) < 1.5 * em
            if k not in found and level and pieces[k].inset == inset and -0.5 * em < gap < 3.6 * em:
                nearest = min(nearest or (gap, k), (gap, k))
        if nearest is None:
            return found
        k = nearest[1]
        found.append(k)
        if side < 0 and opens(pieces[k], sheet):
            return found
        edge = pieces[k].measure[1] if side > 0 else pieces[k].measure[0]
    return found


def _bare_between(a: Box, b: Box, sheet: Sheet) -> bool:
    """Whether only paper lies between two boxes side by side, at the height that they share."""
    left, right = sorted((a, b))
    top, foot = max(a[1], b[1]), min(a[3], b[3])
    return not any(
        overlap(left[2], right[0], box[0], box[2]) > 0.5 * sheet.em and overlap(top, foot, box[1], box[3]) > sheet.em
        for box in (*(p.box for p in sheet.pieces), *sheet.pictures, *sheet.insets)
    ) and not upright_rule_between(a, b, sheet)


def _beside_upright(
    number: int,
    heading: Heading,
    free: Sequence[int],
    above: Sequence[Above],
    pieces: Sequence[Piece],
    sheet: Sheet,
    fenced: bool,
) -> list[int]:
    """The columns on one side of an upright heading, or on both."""
    em, box = sheet.em, heading.box
    under = [p.measure for p, over in zip(pieces, above, strict=True) if over == ("heading", number)]
    x0, x1 = min([box[0], *(m[0] for m in under)]), max([box[2], *(m[1] for m in under)])
    sides: dict[int, tuple[float, list[int]]] = {}
    begins_left = True
    for side in (-1, 1):
        near = []
        for k in free:
            piece = pieces[k]
            gap = piece.measure[0] - x1 if side > 0 else x0 - piece.measure[1]
            if piece.inset != heading.inset or not -0.5 * em < gap < FAR_EM * em:
                continue
            if gap > NEAR_EM * em and not _bare_between(piece.box, (x0, box[1], x1, box[3]), sheet):
                continue
            level = top_of(piece, sheet) < box[1] + 0.4 * (box[3] - box[1]) and piece.box[3] + 6 * em > box[1]
            if level and not (fenced and upright_rule_between((x0, box[1], x1, box[3]), piece.box, sheet)):
                near.append(k)
        if near:
            first = min(near, key=lambda k: abs(top_of(pieces[k], sheet) - box[1]))
            top = top_of(pieces[first], sheet)
            edge = pieces[first].measure[0] if side > 0 else pieces[first].measure[1]
            columns = _walk(edge, side, top, free, pieces, sheet, heading.inset)
            if side < 0 and columns:
                begins_left = opens(pieces[columns[-1]], sheet) or is_indented(pieces[columns[-1]], em)
            if side > 0 and -1 in sides and abs(sides[-1][0] - top) <= 1.5 * em and begins_left:
                columns = columns[: next((n for n, k in enumerate(columns) if opens(pieces[k], sheet)), None)]
            if columns:
                sides[side] = (top, columns)
    if len(sides) == 2 and abs(sides[-1][0] - sides[1][0]) > 1.5 * em:
        # Of two texts that begin at other heights only one is the heading's: the one that begins level with it.
        side = min(sides, key=lambda s: abs(sides[s][0] - box[1]))
        return sides[side][1]
    if len(sides) == 2 and not begins_left and opens(pieces[sides[1][1][0]], sheet):
        return sides[1][1]  # what stands on its left goes on from elsewhere
    return [k for _, columns in sides.values() for k in columns]


def _left_of(
    number: int,
    heading: Heading,
    free: Sequence[int],
    above: Sequence[Above],
    pieces: Sequence[Piece],
    sheet: Sheet,
) -> list[int]:
    em, box = sheet.em, heading.box
    under = [p for p, over in zip(pieces, above, strict=True) if over == ("heading", number)]
    first = min(under, key=lambda p: p.measure[0], default=None)
    if first is None and not _stands_over_picture(box, sheet):
        return []
    if first is not None and wording.DATELINE.match(first.rows[0].text):
        return []  # the story begins under its heading
    edge = box[0] if first is None else min(box[0], first.measure[0])
    below = box[1] if first is None else top_of(first, sheet)

    def begins_level(top: float) -> bool:
        # Beside the heading, or beside the text under it: the heading stands in the middle of its columns.
        return box[1] - 5.0 * em < top < box[3] or abs(top - below) < em

    near = [
        k
        for k in free
        if pieces[k].inset == heading.inset
        and -0.5 * em < edge - pieces[k].measure[1] < 3.6 * em
        and begins_level(top_of(pieces[k], sheet))
        and (pieces[k].box[3] > heading.box[3] or ends_at_picture(pieces[k], sheet))
    ]
    if not near:
        return []
    columns = _walk(edge, -1, top_of(pieces[near[0]], sheet), free, pieces, sheet, heading.inset)
    if not columns:
        return []
    leftmost = pieces[columns[-1]]
    if first is not None and is_indented(first, em):
        # The paragraph that begins under the heading begins the story, unless that opens further left,
        # and the heading stands in the middle of all.
        right = max(p.measure[1] for p in under)
        middle = abs(leftmost.measure[0] + right - box[0] - box[2]) < 2 * em
        return columns if middle and wording.OPENING.match(leftmost.rows[0].text) else []
    return columns if opens(leftmost, sheet) or is_indented(leftmost, em) else []


def _stands_over_picture(box: Box, sheet: Sheet) -> bool:
    """Whether a picture stands right below a heading."""
    return any(
        -0.5 * sheet.em < p[1] - box[3] < 3 * sheet.em and overlap(box[0], box[2], p[0], p[2]) > 0.6 * (box[2] - box[0])
        for p in sheet.pictures
    )
