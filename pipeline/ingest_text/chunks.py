"""The rows of a plain text: their pieces, the paragraph chunks that they make, and groups to measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.ingest_text.em import width_em
from pipeline.ingest_text.line_breaks import Piece, ends_sentence

GROUP_PIECES = 12
"""Rows of one chunk are taken together until they have so many pieces: enough to find their measure."""

_PIECE = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank."""

    number: int
    """In the file, from 0."""
    text: str
    chunk: int
    """Number of its chunk, from 0."""
    goes_on: bool
    """Whether the row before it, in the same chunk, does not end a sentence."""
    pieces: tuple[Piece, ...]

    @property
    def width_em(self) -> float:
        return sum(piece.width_em for piece in self.pieces)


def group_rows(rows: Sequence[str]) -> list[list[Row]]:
    """The rows that are not blank, in groups of neighbours; a group lies in one chunk."""
    groups = []
    for _, chunk in groupby(_chunked(rows), key=lambda row: row.chunk):
        group: list[Row] = []
        pieces = 0
        for row in chunk:
            group.append(row)
            pieces += len(row.pieces)
            if pieces >= GROUP_PIECES:
                groups.append(group)
                group, pieces = [], 0
        if group:
            groups.append(group)
    return groups


def _chunked(rows: Sequence[str]) -> Iterator[Row]:
    """Blank rows and form feeds part chunks."""
    chunk, before = -1, ""
    for number, text in enumerate(rows):
        pieces = tuple(Piece(m.start(), m.end(), width_em(m[0])) for m in _PIECE.finditer(text))
        if not pieces:
            before = ""
            continue
        if "\f" in text[: pieces[0].start]:
            before = ""
        chunk += not before
        yield Row(number, text, chunk, bool(before) and not ends_sentence(before), pieces)
        before = text.rstrip()
