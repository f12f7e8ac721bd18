"""Printed lines that stand together without a blank: where a piece wider than the measure may be cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.ingest_text.em import widths_em
from pipeline.ingest_text.line_breaks import NEVER_FIRST, Piece
from pipeline.ingest_text.measure import INDENT_EM

OVERLONG_EM, OVERLONG_SHARE = 3.5, 0.25
"""A piece wider than the measure by so much, and by such a part of it, is two lines."""
GLUED_LINES = 3
"""More lines than these in one piece were never parted by blanks: such a text has no printed lines."""

_NEVER_LAST = frozenset("（〔［【「『《〈“‘([｢")
_UNBREAKABLE = re.compile(r"[0-9A-Za-z.%％‰℃]{2}")


def is_overlong(width_em: float, measure_em: float) -> bool:
    """Whether it cannot be one line."""
    return width_em - measure_em >= max(OVERLONG_EM, OVERLONG_SHARE * measure_em)


def cut(text: str, piece: Piece, measure_em: float) -> Iterator[Piece]:
    """An overlong piece in parts between which a break may be: after every measure, and 2 em before that.

    No part begins with a mark that no line begins with, nor inside a number or Latin word. Other pieces come back
    as they are.
    """
    if not is_overlong(piece.width_em, measure_em) or piece.width_em > GLUED_LINES * measure_em + 0.5:
        yield piece
        return
    widths = widths_em(text[piece.start : piece.stop])
    wanted_em = [w for k in range(1, GLUED_LINES + 1) for w in (k * measure_em - INDENT_EM, k * measure_em)]
    places = {piece.start, piece.stop}
    so_far_em = 0.0
    for column, char_em in enumerate(widths, piece.start):
        while wanted_em and so_far_em + char_em > wanted_em[0]:
            wanted_em.pop(0)
            places.add(_line_start(text, column, piece.stop))
        so_far_em += char_em
    for start, stop in pairwise(sorted(places)):
        width = sum(widths[start - piece.start : stop - piece.start])
        yield Piece(start, stop, width, is_glued=start > piece.start)


def _line_start(text: str, column: int, stop: int) -> int:
    """The first column from `column` on at which a line may begin."""
    while column < stop and (NEVER_FIRST.match(text, column) or _UNBREAKABLE.match(text, column - 1)):
        column += 1
    return column - (text[column - 1] in _NEVER_LAST)
