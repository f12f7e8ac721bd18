"""What lies between two boxes on a sheet: rules, upright or flat."""

from __future__ import annotations

from statistics import median

from pipeline.geometry import overlap
from pipeline.order.pieces import Piece, Sheet
from pipeline.page import Box

CLOSE_EM, APART_EM = 0.5, 0.8
"""More paper than this between two pieces of a column, beyond its leading: perhaps, surely, something ends there."""


def leading(piece: Piece) -> float | None:
    """The usual blank between the rows of a piece, px; None for a single row."""
    gaps = [b.box[1] - a.box[3] for a, b in zip(piece.rows, piece.rows[1:], strict=False)]
    return median(gaps) if gaps else None


def blank_between(upper: Piece, lower: Piece) -> float:
    """The paper between two pieces of a column beyond the usual blank between their rows, px."""
    usual = [x for x in (leading(upper), leading(lower)) if x is not None]
    return lower.box[1] - upper.box[3] - max(0.0, max(usual, default=0.0))


def ruled_between(upper: Box, lower: Box, sheet: Sheet) -> bool:
    """Whether a flat rule separates two boxes, one above the other."""
    x0, x1 = max(upper[0], lower[0]), min(upper[2], lower[2])
    return any(
        r[2] - r[0] > r[3] - r[1]
        and overlap(x0, x1, r[0], r[2]) > 0.6 * (x1 - x0)
        and upper[3] - 0.4 * sheet.em < (r[1] + r[3]) / 2 < lower[1] + 0.4 * sheet.em
        for r in sheet.rules
    )


def upright_rule_between(a: Box, b: Box, sheet: Sheet) -> bool:
    """Whether an upright rule stands between two boxes side by side, along most of the height that they share."""
    left, right = (a, b) if a[0] <= b[0] else (b, a)
    top, bottom = max(a[1], b[1]), min(a[3], b[3])
    return any(
        r[3] - r[1] > r[2] - r[0]
        and left[2] - 0.3 * sheet.em < (r[0] + r[2]) / 2 < right[0] + 0.3 * sheet.em
        and overlap(top, bottom, r[1], r[3]) > 0.5 * (bottom - top)
        for r in sheet.rules
    )


def divided(a: Box, b: Box, sheet: Sheet) -> bool:
    """Whether the upright rule between two boxes is heavier than most upright rules of the sheet: it parts stories."""
    widths = sorted(r[2] - r[0] for r in sheet.rules if r[3] - r[1] > max(r[2] - r[0], 4 * sheet.em))
    if len(widths) < 3 or widths[-1] < 1.7 * widths[0] or widths[-1] < 0.1 * sheet.em:
        return False
    least = (widths[0] * widths[-1]) ** 0.5
    heavy = [r for r in sheet.rules if r[2] - r[0] > least]
    return upright_rule_between(a, b, sheet.with_rules(heavy))


def stands_between(upper: Box, lower: Box, piece: Piece) -> bool:
    """Whether a row of a piece stands between two boxes, one above the other."""
    x0, x1 = max(upper[0], lower[0]), min(upper[2], lower[2])
    return any(
        upper[3] <= (row.box[1] + row.box[3]) / 2 <= lower[1] and overlap(x0, x1, row.box[0], row.box[2]) > 0
        for row in piece.rows
    )


def stands_under_label(headline: Piece, label: Piece, sheet: Sheet) -> bool:
    """Whether a headline is the first type below the name of the column that it stands in, in the same box or measure.

    A rule may run between them, and they need not stand in line.
    """
    a, b = label.box, headline.box
    boxed = label.inset >= 0 and label.inset == headline.inset
    if label.inset != headline.inset or not -0.3 * sheet.em < b[1] - a[3] < (4.0 if boxed else 2.6) * sheet.em:
        return False
    if not boxed and overlap(a[0], a[2], b[0], b[2]) < 0.4 * min(a[2] - a[0], b[2] - b[0]):
        return False
    x0, x1 = min(a[0], b[0]), max(a[2], b[2])
    return not any(
        p is not label
        and p is not headline
        and p.inset == label.inset
        and overlap(x0, x1, p.box[0], p.box[2]) > 0.3 * sheet.em
        and a[3] - 2 <= (p.box[1] + p.box[3]) / 2 <= b[1] + 2
        for p in sheet.pieces
    )
