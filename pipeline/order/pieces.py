"""Rows and pieces of type on a sheet: what `order` and `articles` work with. `sheet.py` makes them of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from statistics import median

from pipeline.geometry import union
from pipeline.page import BlockKind, Box, Direction


@dataclass(frozen=True, slots=True)
class Row:
    """One line of type."""

    id: str
    box: Box
    size: float
    """Its em, px."""
    text: str
    confidence: float
    more: tuple[str, ...] = ()
    """Ids of further lines that segmentation had cut off its end."""

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.id, *self.more)


@dataclass(frozen=True)
class Piece:
    """Rows of one kind in one measure: a column or part of one, a headline, a caption."""

    kind: BlockKind
    rows: tuple[Row, ...]
    measure: tuple[float, float] = (0.0, 0.0)
    """Left and right edge of the column that it stands in."""
    inset: int = -1
    """Index of the smallest inset around it, or -1."""
    direction: Direction = field(default=Direction.LTR, compare=False)

    @cached_property
    def box(self) -> Box:
        return union(row.box for row in self.rows)

    @cached_property
    def size(self) -> float:
        return median(row.size for row in self.rows)

    @cached_property
    def text(self) -> str:
        return "".join(row.text for row in self.rows)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(i for row in self.rows for i in row.ids)

    def cut(self, start: int, stop: int, kind: BlockKind | None = None) -> Piece:
        """Rows `start:stop`, in the same measure."""
        return replace(self, rows=self.rows[start:stop], kind=kind or self.kind)


NOWHERE = (0.0, 0.0, 0.0, 0.0)
"""In place of the box of an inset that is none after all: the others keep their numbers."""


@dataclass(frozen=True)
class Sheet:
    width: float
    height: float
    em: float
    """Of the body type, px."""
    pieces: tuple[Piece, ...]
    rules: tuple[Box, ...]
    pictures: tuple[Box, ...]
    """Boxes in the order of `page.pictures`."""
    insets: tuple[Box, ...]
    inset_kinds: tuple[str, ...] = ()
    vertical: bool = False
    grounds: tuple[Box, ...] = ()
    """Fields that headings are printed on; they are no insets."""
    parting: float | None = None
    """Where two newspaper pages of a vertical sheet part, as a y; None where there is one or nothing is known."""

    def with_rules(self, rules: Iterable[Box]) -> Sheet:
        return replace(self, rules=tuple(rules))

    def with_pieces(self, pieces: Iterable[Piece]) -> Sheet:
        return replace(self, pieces=tuple(pieces))


def recut(piece: Piece, kinds: Sequence[BlockKind]) -> list[Piece]:
    """Cut a piece where the kind of its rows changes."""
    pieces = []
    start = 0
    for kind, run in groupby(kinds):
        length = len(list(run))
        pieces.append(piece.cut(start, start + length, kind))
        start += length
    return pieces


def is_heading(kind: BlockKind) -> bool:
    return kind in (BlockKind.HEADING, BlockKind.KICKER, BlockKind.SUBHEADING)
