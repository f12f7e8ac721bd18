"""How a piece of running text begins and breaks off, and whether the end of one fits the beginning of another."""

from __future__ import annotations

from pipeline.language import continuation
from pipeline.order import wording
from pipeline.order.pieces import Piece
from pipeline.page import BlockKind

LANGUAGE = 0.8
"""Weight of the character model: its score is a log odds of its own, but not independent of the form."""


def is_indented(piece: Piece, em: float) -> bool:
    """Whether the first row begins a paragraph: it is moved in by about two characters."""
    if piece.kind is BlockKind.SECTION:
        return True
    row = piece.rows[0]
    return 1.2 * em < row.box[0] - piece.measure[0] < 3.4 * em


def ends_short(piece: Piece, em: float) -> bool:
    """Whether the last row ends its paragraph: it stops before the edge."""
    if piece.kind is BlockKind.SECTION:
        return True
    row = piece.rows[-1]
    return piece.measure[1] - row.box[2] > (1.1 if wording.ends_sentence(row.text) else 1.6) * em


def joint(a: Piece, b: Piece, em: float) -> float:
    """Whether the end of a and the beginning of b fit together."""
    stop = wording.ends_sentence(a.rows[-1].text)
    short, indented = ends_short(a, em), is_indented(b, em)
    if short:
        return 0.8 if indented else -4.0
    if stop:
        return 0.6 if indented else 0.2
    if indented:
        return -4.0  # the stop may have been lost
    return 1.6 + LANGUAGE * continuation(a.rows[-1].text, b.rows[0].text)
