"""Where paragraphs begin in vertical columns: after a column that stops short, at a blank cell, at a mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.order import wording
from pipeline.order.sheet import Piece, Row
from pipeline.page import BlockKind

MARKS = tuple("◎●▲○◆△◇■□▼▽★☆")
INDENT_EM = (0.55, 3.4)
SHORT_EM = 1.3
"""A column that stops this far above the foot of its tier ends its paragraph."""


def paragraphs_of(pieces: Sequence[Piece], indented: bool) -> list[tuple[str, ...]]:
    """The line ids of each paragraph. `indented` says whether the page begins paragraphs with a blank."""
    paragraphs: list[tuple[str, ...]] = []
    current: list[str] = []
    ended = False
    for row, lower, short, alone in _places(pieces):
        low = INDENT_EM[0] < lower < INDENT_EM[1]
        marked = row.text.lstrip().startswith(MARKS)
        begins = marked or (low and (indented or ended)) or (ended and (not indented or alone))
        if current and begins:
            paragraphs.append(tuple(current))
            current = []
        current.extend(row.ids)
        ended = short > SHORT_EM or (short > 0.7 and wording.ends_sentence(row.text)) or alone
    if current:
        paragraphs.append(tuple(current))
    return paragraphs


def _places(pieces: Iterable[Piece]) -> Iterator[tuple[Row, float, float, bool]]:
    """Each row, how far below the head of its tier it begins and above its foot it ends, em; whether it is a head."""
    for piece in pieces:
        em = piece.size
        for k, row in enumerate(piece.rows):
            near = piece.rows[max(0, k - 4) : k + 5]
            top, foot = piece.measure
            if len(near) >= 4:
                top, foot = min(r.box[0] for r in near), max(foot, max(r.box[2] for r in near))
            yield row, (row.box[0] - top) / em, (foot - row.box[2]) / em, piece.kind is BlockKind.SECTION
